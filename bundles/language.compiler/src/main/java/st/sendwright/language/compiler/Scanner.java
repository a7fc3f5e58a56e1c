package st.sendwright.language.compiler;

import st.sendwright.language.Literal;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.SyntaxOptions.Underscore;

/**
 * Cuts a source into tokens, one at a time.
 *
 * <p>A minus sign is always a binary selector here: whether it belongs to a number depends on where it
 * stands, which the parser knows. A bar is always alone, as it also ends arguments and encloses temporaries.
 */
final class Scanner {

    /** What {@code ^} and {@code _} were before 1968's revision of ASCII; files in Unicode may have them again. */
    private static final char UP_ARROW = '\u2191';
    private static final char LEFT_ARROW = '\u2190';

    private static final String BINARY = "+-*/\\~<>=@%|&?,!";

    private final String text;
    private final SyntaxOptions options;
    private int position;
    private Token token;
    private int start;
    private int previousEnd;
    private Object value;

    Scanner(String text, SyntaxOptions options) {
        this.text = text;
        this.options = options;
    }

    /** The current token; {@link #advance} first. */
    Token token() {
        return token;
    }

    int start() {
        return start;
    }

    int end() {
        return position;
    }

    /** Offset after the token before the current one. */
    int previousEnd() {
        return previousEnd;
    }

    /** The text of a name, keyword or binary selector. */
    String name() {
        return (String) value;
    }

    /** The value of a number, string, character or symbol. */
    Literal literal() {
        return (Literal) value;
    }

    SyntaxOptions options() {
        return options;
    }

    /** The character {@code distance} after the current token, or 0 after the end. */
    char following(int distance) {
        return at(position + distance);
    }

    /** The character at an offset; 0 behind the end. */
    char at(int offset) {
        return offset < text.length() ? text.charAt(offset) : 0;
    }

    /** Reads the next token. */
    void advance() throws SourceException {
        previousEnd = position;
        skipSpace();
        start = position;
        value = null;
        if (position >= text.length()) {
            token = Token.END;
            return;
        }
        char c = text.charAt(position);
        if (isLetter(position)) {
            scanName();
        } else if (c >= '0' && c <= '9') {
            NumberReader reader = new NumberReader(text, position);
            finish(Token.NUMBER, reader.read(false));
            position = reader.end();
        } else {
            scanOther(c);
        }
    }

    private void finish(Token kind, Object of) {
        token = kind;
        value = of;
    }

    private void scanOther(char c) throws SourceException {
        switch (c) {
            case '\'' -> finish(Token.STRING, new Literal.Str(quoted('\'', "string")));
            case '$' -> scanCharacter();
            case '#' -> scanHash();
            case '(' -> single(Token.OPEN_PARENTHESIS);
            case ')' -> single(Token.CLOSE_PARENTHESIS);
            case '[' -> single(Token.OPEN_BRACKET);
            case ']' -> single(Token.CLOSE_BRACKET);
            case '{' -> single(Token.OPEN_BRACE);
            case '}' -> single(Token.CLOSE_BRACE);
            case '^', UP_ARROW -> single(Token.RETURN);
            case '_', LEFT_ARROW -> single(Token.ASSIGN);
            case '.' -> single(Token.PERIOD);
            case ';' -> single(Token.SEMICOLON);
            case '|' -> single(Token.BAR);
            case '`' -> single(Token.BACKQUOTE);
            case ':' -> {
                if (at(position + 1) == '=') {
                    position++;
                    single(Token.ASSIGN);
                } else if (at(position + 1) == ':') {
                    position++;
                    single(Token.CHAIN);
                } else {
                    single(Token.COLON);
                }
            }
            default -> {
                if (!isBinary(c)) {
                    int codePoint = text.codePointAt(position);
                    throw new SourceException(Problem.ILLEGAL_CHARACTER, String.format(
                            "the character U+%04X cannot stand here; outside strings and comments Smalltalk"
                                    + " uses letters, digits and punctuation", codePoint), position);
                }
                finish(Token.BINARY, binary());
            }
        }
    }

    private void single(Token kind) {
        position++;
        token = kind;
    }

    /** A run of binary characters; a minus before a digit begins a number, unless it is the first. */
    private String binary() {
        int from = position++;
        while (isBinary(at(position)) && !(at(position) == '-' && isDigit(at(position + 1)))) {
            position++;
        }
        return text.substring(from, position);
    }

    /** Extends a bar to the whole binary selector that begins with it. */
    String binaryFromBar() {
        while (isBinary(at(position)) && !(at(position) == '-' && isDigit(at(position + 1)))) {
            position++;
        }
        return text.substring(start, position);
    }

    /** Takes the first character of the current binary selector for itself; the rest is the next token. */
    void splitAfterFirst() {
        position = start + 1;
        value = text.substring(start, position);
    }

    /** Moves to an offset, for the parser to skip what it cannot read. */
    void moveTo(int offset) throws SourceException {
        position = offset;
        advance();
    }

    private void scanName() throws SourceException {
        if (at(position) == 'e' && at(position + 1) == '\'' && options.escapedStrings()) {
            position++;
            finish(Token.STRING, new Literal.Str(unescaped(quoted('\'', "string"))));
            return;
        }
        skipName();
        while (isDottedOn()) {
            position++;
            skipName();
        }
        if (at(position) == ':' && at(position + 1) != '=') {
            position++;
            finish(Token.KEYWORD, text.substring(start, position));
            return;
        }
        String name = text.substring(start, position);
        // Behind a colon it is a block argument that nobody uses, as Pharo has them.
        boolean isArgument = start > 0 && at(start - 1) == ':';
        if (name.equals("_") && options.underscore() == Underscore.ASSIGNS_ALONE && !isArgument) {
            finish(Token.ASSIGN, null);
        } else {
            finish(Token.IDENTIFIER, name);
        }
    }

    /** {@code Foo.Bar} and {@code Foo._Bar} are one name, but {@code foo.Bar} ends a statement. */
    private boolean isDottedOn() {
        return options.dottedNames() && at(position) == '.' && beginsGlobal(start) && beginsGlobal(position + 1);
    }

    private boolean beginsGlobal(int offset) {
        return Character.isUpperCase(at(at(offset) == '_' ? offset + 1 : offset));
    }

    private void skipName() {
        do {
            position += Character.charCount(text.codePointAt(position));
        } while (isLetter(position) || isDigit(at(position)));
    }

    private boolean isLetter(int offset) {
        if (offset >= text.length()) {
            return false;
        }
        char c = text.charAt(offset);
        if (c < 128) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
                    || c == '_' && options.underscore() != Underscore.ASSIGNS;
        }
        return Character.isLetter(text.codePointAt(offset));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isBinary(char c) {
        return c != 0 && BINARY.indexOf(c) >= 0;
    }

    private void scanCharacter() throws SourceException {
        if (position + 1 >= text.length()) {
            throw new SourceException(Problem.UNTERMINATED, "the source ends after '$': expected a character",
                    position, true);
        }
        int codePoint = text.codePointAt(position + 1);
        position += 1 + Character.charCount(codePoint);
        int named = -1;
        if (codePoint == '\\' && options.characterEscapes()) {
            named = escapedCharacter();
        } else if (codePoint == '<' && options.numberedCharacters()) {
            named = numberedCharacter();
        }
        finish(Token.CHARACTER, new Literal.Char(named >= 0 ? named : codePoint));
    }

    /** Dolphin's {@code $\n} and {@code $\x20AC}: what follows, or -1 when the backslash is meant itself. */
    private int escapedCharacter() {
        if (at(position) == 'x' && Character.digit(at(position + 1), 16) >= 0) {
            int code = 0;
            int end = position + 1;
            while (Character.digit(at(end), 16) >= 0 && code <= Character.MAX_CODE_POINT) {
                code = code * 16 + Character.digit(at(end++), 16);
            }
            position = code <= Character.MAX_CODE_POINT ? end : position;
            return code <= Character.MAX_CODE_POINT ? code : -1;
        }
        int which = "0abtnvfr".indexOf(at(position));
        if (which < 0 || position >= text.length() || isLetter(position + 1) || isDigit(at(position + 1))) {
            return -1;
        }
        position++;
        return "\0\u0007\b\t\n\u000B\f\r".charAt(which);
    }

    /** GNU Smalltalk's <code>$&lt;65&gt;</code> or <code>$&lt;16r41&gt;</code>, or -1 for the sign itself. */
    private int numberedCharacter() {
        int afterSign = position;
        int digits = position;
        int code = readDigits(10);
        if (at(position) == 'r' && code >= 2 && code <= Character.MAX_RADIX) {
            position++;
            digits = position;
            code = readDigits(code);
        }
        if (position > digits && at(position) == '>' && code <= Character.MAX_CODE_POINT) {
            position++;
            return code;
        }
        position = afterSign;
        return -1;
    }

    private int readDigits(int radix) {
        int code = 0;
        while (at(position) < 128 && Character.digit(at(position), radix) >= 0
                && code <= Character.MAX_CODE_POINT) {
            code = code * radix + Character.digit(at(position++), radix);
        }
        return code;
    }

    private void scanHash() throws SourceException {
        char next = at(position + 1);
        if (next == '(') {
            position++;
            single(Token.OPEN_ARRAY);
        } else if (next == '[') {
            position++;
            single(Token.OPEN_BYTES);
        } else if (next == '{') {
            position++;
            single(Token.OPEN_BINDING);
        } else if (next == '#' && at(position + 2) == '(') {
            position += 2;
            single(Token.OPEN_CONSTANT);
        } else {
            position++;
            if (next == '#') {
                position++;
            }
            skipSpace();
            finish(Token.SYMBOL, new Literal.Sym(symbol()));
        }
    }

    private String symbol() throws SourceException {
        char c = at(position);
        if (c == '\'') {
            return quoted('\'', "symbol");
        }
        int from = position;
        if (isLetter(position)) {
            skipSelector();
            return text.substring(from, position);
        }
        if (isBinary(c)) {
            while (isBinary(at(position))) {
                position++;
            }
            return text.substring(from, position);
        }
        throw new SourceException(Problem.UNEXPECTED, "expected a name, a selector, a string or a bracket"
                + " after '#'", position, position >= text.length());
    }

    /** A name or the keywords {@code a:b:}, also with doubled colons; letters after the last colon are another token. */
    private void skipSelector() {
        skipName();
        while (at(position) == ':' && at(position + 1) != '=') {
            position++;
            if (at(position) == ':' && at(position + 1) != '=') {
                // Squeak's #with:: names no selector, but is a symbol.
                position++;
            }
            int whole = position;
            if (!isLetter(position)) {
                return;
            }
            skipName();
            if (at(position) != ':' || at(position + 1) == '=') {
                position = whole;
                return;
            }
        }
    }

    /** In a literal array: extends the keyword just read to {@code a:b:}. */
    String keywordsFromFirst() {
        position = start;
        skipSelector();
        return text.substring(start, position);
    }

    private String quoted(char quote, String what) throws SourceException {
        int open = position;
        int from = position + 1;
        StringBuilder parts = null;
        while (true) {
            int close = text.indexOf(quote, from);
            if (close < 0) {
                throw new SourceException(Problem.UNTERMINATED, "the " + what + " that begins here has no"
                        + " end: expected another " + quote, open, true);
            }
            position = close + 1;
            boolean doubled = at(position) == quote;
            if (parts == null && !doubled) {
                return text.substring(from, close);
            }
            if (parts == null) {
                parts = new StringBuilder();
            }
            parts.append(text, from, doubled ? close + 1 : close);
            if (!doubled) {
                return parts.toString();
            }
            from = close + 2;
        }
    }

    private String unescaped(String from) throws SourceException {
        StringBuilder out = new StringBuilder(from.length());
        for (int i = 0; i < from.length(); i++) {
            char c = from.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            i++;
            char escape = i < from.length() ? from.charAt(i) : 0;
            switch (escape) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case '0' -> out.append('\0');
                case 'e' -> out.append('\u001B');
                case '\\', '\'', '"' -> out.append(escape);
                case 'x', 'u' -> {
                    int digits = escape == 'x' ? 2 : 4;
                    int code = 0;
                    for (int k = 1; k <= digits; k++) {
                        int digit = i + k < from.length() ? Character.digit(from.charAt(i + k), 16) : -1;
                        if (digit < 0) {
                            throw badEscape("\\" + escape + " needs " + digits + " hexadecimal digits");
                        }
                        code = code * 16 + digit;
                    }
                    i += digits;
                    out.append((char) code);
                }
                default -> throw badEscape("unknown escape \\" + (escape == 0 ? "" : escape)
                        + ": expected one of \\n \\t \\r \\0 \\e \\\\ \\' \\\" \\x.. \\u....");
            }
        }
        return out.toString();
    }

    private SourceException badEscape(String message) {
        return new SourceException(Problem.ILLEGAL_CHARACTER, message, start);
    }

    private void skipSpace() throws SourceException {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '"') {
                int close = text.indexOf('"', position + 1);
                if (close < 0) {
                    throw new SourceException(Problem.UNTERMINATED, "the comment that begins here has no"
                            + " end: expected another \"", position, true);
                }
                position = close + 1;
            } else if (c <= ' ' ? c == ' ' || c >= '\t' && c <= '\r' || c == 0x1A
                    : c >= 0x80 && (Character.isWhitespace(c) || c == 0xA0 || c == 0xFEFF)) {
                position++;
            } else {
                return;
            }
        }
    }
}
