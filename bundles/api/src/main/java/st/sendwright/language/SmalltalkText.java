package st.sendwright.language;

/** What every reader of Smalltalk source has to know about its characters. */
public final class SmalltalkText {

    private SmalltalkText() {
    }

    /** Whether a character only separates others: blanks and control characters of any kind. */
    public static boolean isSeparator(char c) {
        return c <= ' ' || Character.isWhitespace(c) || c == '\u00A0' || c == '\uFEFF';
    }

    /** Offset of the first character that is neither white space nor in a comment, or the length. */
    public static int codeStart(String source) {
        return codeStart(source, 0);
    }

    /** Offset of the first such character at {@code start} or behind it, or the length. */
    public static int codeStart(String source, int start) {
        int at = start;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '"') {
                int close = source.indexOf('"', at + 1);
                if (close < 0) {
                    return at;
                }
                at = close + 1;
            } else if (isSeparator(c)) {
                at++;
            } else {
                return at;
            }
        }
        return source.length();
    }
}
