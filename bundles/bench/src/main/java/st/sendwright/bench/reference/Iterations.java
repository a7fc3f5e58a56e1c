package st.sendwright.bench.reference;

/** A loop that counts, whose end the JVM knows beforehand. */
final class Iterations implements Reference {

    @Override
    public long run(int size) {
        int i = 0;
        while (i < size) {
            i = i + 1;
        }
        return i;
    }
}
