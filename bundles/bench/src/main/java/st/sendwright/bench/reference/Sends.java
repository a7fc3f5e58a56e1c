package st.sendwright.bench.reference;

/** Ten calls of a method that does nothing, in each iteration; the JVM takes them away. */
final class Sends implements Reference {

    @Override
    public long run(int size) {
        int left = size;
        while (left > 0) {
            nothing();
            nothing();
            nothing();
            nothing();
            nothing();
            nothing();
            nothing();
            nothing();
            nothing();
            nothing();
            left = left - 1;
        }
        return left;
    }

    private Sends nothing() {
        return this;
    }
}
