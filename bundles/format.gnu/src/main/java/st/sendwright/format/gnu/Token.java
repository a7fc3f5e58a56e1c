package st.sendwright.format.gnu;

/**
 * A piece of source that means something by itself.
 *
 * @param start offset of its first character
 * @param end offset after its last one
 */
record Token(Kind kind, int start, int end) {

    /** What kinds the reader of definitions has to tell apart; literals are one kind, however large. */
    enum Kind {
        /** {@code foo} or {@code Smalltalk.Foo}. */
        NAME,
        /** {@code foo:}. */
        KEYWORD,
        /** Any binary selector but a bar. */
        BINARY,
        BAR,
        ASSIGN,
        STRING,
        /** {@code #foo}, {@code #+} or {@code #'a b'}. */
        SYMBOL,
        /** A number, a character, or a literal array with all that is in it. */
        LITERAL,
        OPEN_BRACKET,
        CLOSE_BRACKET,
        /** A parenthesis, {@code ##(} included, or a brace. */
        OPEN_OTHER,
        CLOSE_OTHER,
        PERIOD,
        SEMICOLON,
        CARET,
        COLON,
        BANG,
        /** A string without end. */
        BROKEN_STRING,
        /** A comment without end. */
        BROKEN_COMMENT,
        /** What Smalltalk has no use for; the compiler will say so. */
        OTHER,
        END;

        /** Whether an expression may end here, so that a bracket behind it begins a definition. */
        boolean endsOperand() {
            return this == NAME || this == STRING || this == SYMBOL || this == LITERAL
                    || this == CLOSE_BRACKET || this == CLOSE_OTHER;
        }

        /** Whether this can only begin an operand, so that behind another operand it begins a statement. */
        boolean beginsOperand() {
            return this == STRING || this == SYMBOL || this == LITERAL || this == OPEN_OTHER || this == CARET;
        }
    }

    boolean is(Kind expected) {
        return kind == expected;
    }
}
