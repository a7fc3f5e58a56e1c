package st.sendwright.bench.reference;

/** All orders of some numbers, by exchanging two at a time (B. R. Heap, 1963). */
final class Permutations implements Reference {

    private int[] elements;
    private long sum;

    @Override
    public long run(int size) {
        elements = new int[size + 1];
        for (int i = 1; i <= size; i++) {
            elements[i] = i;
        }
        sum = 0;
        permute(size);
        return sum;
    }

    private void permute(int count) {
        if (count == 1) {
            sum += (long) elements[1] * elements[elements.length - 1];
            return;
        }
        for (int i = 1; i <= count; i++) {
            permute(count - 1);
            if (i < count) {
                exchange(count % 2 == 0 ? i : 1, count);
            }
        }
    }

    private void exchange(int i, int j) {
        int element = elements[i];
        elements[i] = elements[j];
        elements[j] = element;
    }
}
