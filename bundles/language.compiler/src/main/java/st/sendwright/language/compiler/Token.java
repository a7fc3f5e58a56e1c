package st.sendwright.language.compiler;

/** Kinds of tokens. */
enum Token {
    IDENTIFIER("a name"),
    KEYWORD("a keyword"),
    BINARY("a binary selector"),
    BAR("'|'"),
    ASSIGN("':='"),
    NUMBER("a number"),
    STRING("a string"),
    CHARACTER("a character"),
    SYMBOL("a symbol"),
    OPEN_ARRAY("'#('"),
    OPEN_BYTES("'#['"),
    OPEN_BINDING("'#{'"),
    OPEN_CONSTANT("'##('"),
    BACKQUOTE("'`'"),
    OPEN_PARENTHESIS("'('"),
    CLOSE_PARENTHESIS("')'"),
    OPEN_BRACKET("'['"),
    CLOSE_BRACKET("']'"),
    OPEN_BRACE("'{'"),
    CLOSE_BRACE("'}'"),
    RETURN("'^'"),
    PERIOD("'.'"),
    SEMICOLON("';'"),
    COLON("':'"),
    CHAIN("'::'"),
    END("the end of the source");

    private final String description;

    Token(String description) {
        this.description = description;
    }

    /** For messages: what a reader sees. */
    String description() {
        return description;
    }
}
