package st.sendwright.heap;

/** One word or two, or all words that have some of their bits. */
final class FewWords implements WordPattern {

    private static final long ALL_BITS = -1;

    private final long mask;
    private final long one;
    private final long other;

    private FewWords(long mask, long one, long other) {
        this.mask = mask;
        this.one = one;
        this.other = other;
    }

    /** Two words, which may be the same. */
    static FewWords of(long one, long other) {
        return new FewWords(ALL_BITS, one, other);
    }

    /** Words whose bits are those of {@code bits} where the mask has ones. */
    static FewWords like(long bits, long mask) {
        return new FewWords(mask, bits, bits);
    }

    @Override
    public boolean matches(long word) {
        return (word & mask) == one || (word & mask) == other;
    }

    @Override
    public int next(long[] words, int from, int end) {
        if (from > 0 || isAmong(words, end)) {
            for (int index = from; index < end; index++) {
                if (matches(words[index])) {
                    return index;
                }
            }
        }
        return end;
    }

    /** Without a jump that depends on what is read, so that the JVM's compiler can have several words looked at by one instruction. */
    private boolean isAmong(long[] words, int end) {
        long bits = mask;
        long first = one;
        long second = other;
        // Negative as long as no word is one of them: a number or its opposite is, unless it is 0.
        long none = -1;
        for (int index = 0; index < end; index++) {
            long word = words[index] & bits;
            long fromFirst = word ^ first;
            long fromSecond = word ^ second;
            none &= (fromFirst | -fromFirst) & (fromSecond | -fromSecond);
        }
        return none >= 0;
    }
}
