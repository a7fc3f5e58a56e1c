package st.sendwright.bench.reference;

/** A counting loop without a body, which the JVM takes away. */
final class EmptyLoop implements Reference {

    @Override
    public long run(int size) {
        for (int i = 1; i <= size; i++) {
            // nothing: that is the benchmark
        }
        return size;
    }
}
