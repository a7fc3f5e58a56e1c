package st.sendwright.primitives.regex;

/** A text that can be looked at so many times only: some patterns would need years for a short text. */
final class WatchedText implements CharSequence {

    /** The search has looked too often. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("the search for a regular expression took too long", null, false, false);
        }
    }

    private final String text;
    private long left;

    /** @param looks how often the search may look at a character */
    WatchedText(String text, long looks) {
        this.text = text;
        this.left = looks;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new TooLong();
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
