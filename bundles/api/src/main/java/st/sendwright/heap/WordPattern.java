package st.sendwright.heap;

/**
 * A kind of 64-bit words that is looked for in memory.
 *
 * <p><b>Thread</b>: one.
 */
interface WordPattern {

    /** Whether a word is one. */
    boolean matches(long word);

    /** Index of the first such word from one on and before another, or the latter. */
    int next(long[] words, int from, int end);
}
