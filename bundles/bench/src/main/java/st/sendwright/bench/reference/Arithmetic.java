package st.sendwright.bench.reference;

/** Ten additions in each iteration, of which the JVM makes fewer. */
final class Arithmetic implements Reference {

    @Override
    public long run(int size) {
        long sum = 0;
        for (int i = 1; i <= size; i++) {
            sum = sum + i + 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9;
        }
        return sum;
    }
}
