package st.sendwright.bench.reference;

/** Calls, returns and additions. */
final class Fib implements Reference {

    @Override
    public long run(int size) {
        return benchFib(size);
    }

    private static int benchFib(int n) {
        return n < 2 ? 1 : benchFib(n - 1) + benchFib(n - 2) + 1;
    }
}
