package st.sendwright.plugin;

/**
 * A text for searches that could take years, as those of {@link java.util.regex.Matcher} for some patterns: it can be looked at so many
 * times only, and no more once the thread that looks at it is interrupted. <b>Thread</b>: one.
 */
public final class SearchedText implements CharSequence {

    /** So many looks pass between two questions whether the thread is interrupted, less one. */
    private static final long INTERVAL = (1 << 12) - 1;

    private final String text;
    private long left;

    /** The search has looked too often, or was interrupted. */
    public static final class GivenUpException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private GivenUpException() {
            super("the search was given up", null, false, false);
        }
    }

    /** @param looks how often a character may be looked at */
    public SearchedText(String text, long looks) {
        this.text = text;
        this.left = looks;
    }

    @Override
    public int length() {
        return text.length();
    }

    /** @throws GivenUpException when that was too often, or the thread is interrupted */
    @Override
    public char charAt(int index) {
        if (--left < 0 || (left & INTERVAL) == 0 && Thread.currentThread().isInterrupted()) {
            throw new GivenUpException();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
