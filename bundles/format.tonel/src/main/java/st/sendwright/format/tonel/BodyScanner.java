package st.sendwright.format.tonel;

import st.sendwright.language.SmalltalkText;

/** Finds the bracket that closes a method. */
final class BodyScanner {

    /** Why a body has no end. */
    enum Damage {
        /** It has one. */
        NONE,
        /** A string runs to the end of the file. */
        STRING,
        /** A comment runs to the end of the file. */
        COMMENT,
        /** Brackets are open at the end of the file. */
        BRACKET
    }

    private final String text;
    private Damage damage = Damage.NONE;
    private int place;
    private int codeEnd;

    BodyScanner(String text) {
        this.text = text;
    }

    /** What {@link #close} has found to be wrong. */
    Damage damage() {
        return damage;
    }

    /** Where the bracket stands, or what is not closed. */
    int place() {
        return place;
    }

    /** Where the last token before the closing bracket ends; a blank before it may be a character's. */
    int codeEnd() {
        return codeEnd;
    }

    /** Offset of the bracket that closes the one at {@code open}, or -1. */
    int close(int open) {
        int depth = 0;
        int at = open;
        damage = Damage.NONE;
        codeEnd = open + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '$' -> at += 2;
                case '\'', '"' -> {
                    int end = text.indexOf(c, at + 1);
                    if (end < 0) {
                        damage = c == '"' ? Damage.COMMENT : Damage.STRING;
                        place = at;
                        return -1;
                    }
                    at = end + 1;
                }
                case '[' -> {
                    depth++;
                    at++;
                }
                case ']' -> {
                    depth--;
                    if (depth == 0) {
                        place = at;
                        return at;
                    }
                    at++;
                }
                default -> at++;
            }
            if (!SmalltalkText.isSeparator(c)) {
                codeEnd = Math.min(at, text.length());
            }
        }
        damage = Damage.BRACKET;
        place = open;
        return -1;
    }
}
