package st.sendwright.bench.reference;

/** The minimal standard generator of Park and Miller: the same numbers in every language. */
final class Lehmer {

    private long seed;

    Lehmer(long seed) {
        this.seed = seed;
    }

    /** From 1 to 2147483646. */
    long next() {
        seed = seed * 16_807 % 2_147_483_647;
        return seed;
    }

    /** From 0 to {@code limit - 1}. */
    int below(int limit) {
        return (int) (next() % limit);
    }
}
