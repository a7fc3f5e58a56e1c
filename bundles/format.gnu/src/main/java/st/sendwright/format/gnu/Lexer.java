package st.sendwright.format.gnu;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.format.gnu.Token.Kind;
import st.sendwright.language.SmalltalkText;

/**
 * Cuts a whole file into tokens.
 *
 * <p>A quote that is missing turns everything after it inside out, which shows only when the file ends within
 * a string or comment. The culprit is then the first string or comment that runs over the start of a
 * definition: it is broken off there, and the rest is cut anew.
 */
final class Lexer {

    /** Each damage costs a scan to the end of the file; so many are looked at. */
    private static final int MOST_DAMAGES = 50;
    /** The same for literal arrays that are never closed. */
    private static final int MOST_UNCLOSED_ARRAYS = 50;

    private static final String BINARY = "+-*/\\~<>=@%&?,";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int damages;
    private int unclosedArrays;
    /** The first string or comment that holds the start of a definition, or null. */
    private Suspect suspect;

    /** A string or comment that may lack its end: its place in the list, and where a definition is in it. */
    private record Suspect(int index, Kind kind, int start, int definition) {
    }

    private Lexer(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /** All tokens from {@code from} on, {@link Kind#END} last. */
    static List<Token> tokens(String text, int from) {
        Lexer lexer = new Lexer(text, from);
        lexer.scanAll();
        return lexer.tokens;
    }

    private void scanAll() {
        while (at < text.length()) {
            scan(text.charAt(at));
        }
        add(Kind.END, text.length());
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, at, end));
        at = end;
    }

    private void scan(char c) {
        switch (c) {
            case '\'' -> quoted('\'', at, Kind.STRING);
            case '"' -> comment();
            case '$' -> add(Kind.LITERAL, characterEnd(at));
            case '#' -> hash();
            case '(', '{' -> add(Kind.OPEN_OTHER, at + 1);
            case ')', '}' -> add(Kind.CLOSE_OTHER, at + 1);
            case '[' -> add(Kind.OPEN_BRACKET, at + 1);
            case ']' -> add(Kind.CLOSE_BRACKET, at + 1);
            case '.' -> add(Kind.PERIOD, at + 1);
            case ';' -> add(Kind.SEMICOLON, at + 1);
            case '^' -> add(Kind.CARET, at + 1);
            case '!' -> add(Kind.BANG, at + 1);
            case '|' -> add(Kind.BAR, at + 1);
            case ':' -> {
                boolean isAssignment = charAt(at + 1) == '=';
                add(isAssignment ? Kind.ASSIGN : Kind.COLON, isAssignment ? at + 2 : at + 1);
            }
            default -> scanRun(c);
        }
    }

    private void scanRun(char c) {
        if (SmalltalkText.isSeparator(c)) {
            at++;
        } else if (isNameStart(at)) {
            name();
        } else if (c >= '0' && c <= '9') {
            add(Kind.LITERAL, numberEnd(at));
        } else if (BINARY.indexOf(c) >= 0) {
            add(Kind.BINARY, binaryEnd(at));
        } else {
            add(Kind.OTHER, at + Character.charCount(text.codePointAt(at)));
        }
    }

    private char charAt(int offset) {
        return offset < text.length() ? text.charAt(offset) : 0;
    }

    private boolean isNameStart(int offset) {
        return offset < text.length()
                && (text.charAt(offset) == '_' || Character.isLetter(text.codePointAt(offset)));
    }

    private int nameEnd(int from) {
        int end = from;
        while (end < text.length() && (text.charAt(end) == '_'
                || Character.isLetterOrDigit(text.codePointAt(end)))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private void name() {
        int end = nameEnd(at);
        boolean isGlobal = Character.isUpperCase(charAt(at));
        while (isGlobal && charAt(end) == '.' && Character.isUpperCase(charAt(end + 1))) {
            end = nameEnd(end + 1);
        }
        if (charAt(end) == ':' && charAt(end + 1) != '=') {
            add(Kind.KEYWORD, end + 1);
        } else {
            add(end == at + 1 && charAt(at) == '_' ? Kind.ASSIGN : Kind.NAME, end);
        }
    }

    /** A {@code >} before a {@code <} ends one pragma where another begins. */
    private int binaryEnd(int from) {
        int end = from + 1;
        while (end < text.length() && BINARY.indexOf(text.charAt(end)) >= 0
                && !(text.charAt(end) == '-' && Character.isDigit(charAt(end + 1)))
                && !(text.charAt(end) == '<' && text.charAt(end - 1) == '>')) {
            end++;
        }
        return end;
    }

    private int numberEnd(int from) {
        int end = digitsEnd(from);
        if (charAt(end) == '.' && (Character.isDigit(charAt(end + 1))
                || text.substring(from, end).indexOf('r') > 0 && Character.isUpperCase(charAt(end + 1)))) {
            end = digitsEnd(end + 1);
        }
        boolean isSignedExponent = charAt(end) == '-' && Character.isDigit(charAt(end + 1))
                && "edq".indexOf(charAt(end - 1)) >= 0;
        return isSignedExponent ? digitsEnd(end + 1) : end;
    }

    private int digitsEnd(int from) {
        int end = nameEnd(from);
        // 16r-FF has its sign behind the radix.
        return charAt(end) == '-' && end > from + 1 && charAt(end - 1) == 'r'
                && Character.isLetterOrDigit(charAt(end + 1)) ? nameEnd(end + 1) : end;
    }

    /** {@code $x}, or <code>$&lt;65&gt;</code> by its code, which may have a radix. */
    private int characterEnd(int dollar) {
        if (charAt(dollar + 1) == '<' && Character.isDigit(charAt(dollar + 2))) {
            int end = nameEnd(dollar + 2);
            if (charAt(end) == '>') {
                return end + 1;
            }
        }
        return dollar + 1 < text.length()
                ? dollar + 1 + Character.charCount(text.codePointAt(dollar + 1)) : text.length();
    }

    private void hash() {
        char next = charAt(at + 1);
        switch (next) {
            case '(', '[', '{' -> {
                int end = unclosedArrays < MOST_UNCLOSED_ARRAYS ? arrayEnd(at + 1) : -1;
                if (end < 0) {
                    unclosedArrays++;
                    add(next == '[' ? Kind.OPEN_BRACKET : Kind.OPEN_OTHER, at + 2);
                } else {
                    add(Kind.LITERAL, end);
                }
            }
            case '#' -> {
                if (charAt(at + 2) == '(') {
                    add(Kind.OPEN_OTHER, at + 3);
                } else {
                    symbol(at + 2);
                }
            }
            default -> symbol(at + 1);
        }
    }

    private void symbol(int from) {
        if (charAt(from) == '\'') {
            quoted('\'', from, Kind.SYMBOL);
        } else if (isNameStart(from)) {
            add(Kind.SYMBOL, selectorEnd(from));
        } else if (BINARY.indexOf(charAt(from)) >= 0 || charAt(from) == '|') {
            int end = from + 1;
            while (BINARY.indexOf(charAt(end)) >= 0 || charAt(end) == '|') {
                end++;
            }
            add(Kind.SYMBOL, end);
        } else {
            add(Kind.OTHER, at + 1);
        }
    }

    private int selectorEnd(int from) {
        int end = nameEnd(from);
        while (charAt(end) == ':' && charAt(end + 1) != '=') {
            end++;
            if (!isNameStart(end)) {
                return end;
            }
            int next = nameEnd(end);
            if (charAt(next) != ':' || charAt(next + 1) == '=') {
                return end;
            }
            end = next;
        }
        return end;
    }

    /** The offset after the bracket that closes the one at {@code open}, or -1. */
    private int arrayEnd(int open) {
        int depth = 0;
        int position = open;
        while (position < text.length()) {
            char c = text.charAt(position);
            switch (c) {
                case '(', '[', '{' -> depth++;
                case ')', ']', '}' -> depth--;
                case '$' -> position = characterEnd(position) - 1;
                case '\'', '"' -> {
                    position = text.indexOf(c, position + 1);
                    if (position < 0) {
                        return -1;
                    }
                }
                default -> { }
            }
            position++;
            if (depth == 0) {
                return position;
            }
        }
        return -1;
    }

    private void comment() {
        int close = text.indexOf('"', at + 1);
        if (close < 0) {
            breakOff(Kind.BROKEN_COMMENT, at);
            return;
        }
        suspect(Kind.BROKEN_COMMENT, close);
        at = close + 1;
    }

    /** @param quote where the quote is, which {@code #} may precede */
    private void quoted(char mark, int quote, Kind kind) {
        int close = text.indexOf(mark, quote + 1);
        while (close >= 0 && charAt(close + 1) == mark) {
            close = text.indexOf(mark, close + 2);
        }
        if (close < 0) {
            breakOff(Kind.BROKEN_STRING, at);
            return;
        }
        suspect(Kind.BROKEN_STRING, close);
        add(kind, close + 1);
    }

    private void suspect(Kind kind, int close) {
        if (suspect == null) {
            int definition = DefinitionLines.firstWithin(text, at + 1, close);
            if (definition >= 0) {
                suspect = new Suspect(tokens.size(), kind, at, definition);
            }
        }
    }

    /** The file ends within what opens at {@code start}. */
    private void breakOff(Kind kind, int start) {
        damages++;
        if (damages >= MOST_DAMAGES) {
            add(kind, text.length());
        } else if (suspect != null) {
            tokens.subList(suspect.index(), tokens.size()).clear();
            at = suspect.start();
            add(suspect.kind(), suspect.definition());
        } else {
            int definition = DefinitionLines.firstWithin(text, start + 1, text.length());
            add(kind, definition < 0 ? text.length() : definition);
        }
        suspect = null;
    }
}
