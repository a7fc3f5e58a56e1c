package st.sendwright.format.tonel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.language.SmalltalkText;

/**
 * Reads one value of Smalltalk Object Notation. JSON is read, too: a quote may be double, and commas are as
 * good as blanks. Names of classes before a list or map are passed over.
 *
 * <p>Source: S. Van Caekenberghe, <i>Smalltalk Object Notation</i>, 2012.
 */
final class StonReader {

    /** Headers nest three deep; the limit keeps damaged files from exhausting the stack. */
    private static final int DEEPEST = 100;

    private final String text;
    private int at;
    private int depth;

    StonReader(String text, int start) {
        this.text = text;
        this.at = start;
    }

    /** Offset behind what was read. */
    int position() {
        return at;
    }

    Ston.Mapping readMap() throws StonException {
        skipSeparators();
        if (at >= text.length() || text.charAt(at) != '{') {
            throw new StonException("expected a map that starts with {", at);
        }
        return map();
    }

    private Ston value() throws StonException {
        skipSeparators();
        if (at >= text.length()) {
            throw new StonException("the file ends where a value is expected", text.length());
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> map();
            case '[' -> list();
            case '\'', '"' -> new Ston.Text(string(c));
            case '#' -> new Ston.Text(symbol());
            default -> word();
        };
    }

    private Ston.Mapping map() throws StonException {
        int open = enter();
        Map<String, Ston> values = new LinkedHashMap<>();
        while (!closes('}', open)) {
            Ston key = value();
            if (!(key instanceof Ston.Text(String name))) {
                throw new StonException("a list or map cannot be a key", at);
            }
            skipSeparators();
            if (at >= text.length() || text.charAt(at) != ':') {
                throw new StonException("expected : and a value behind the key " + name, at);
            }
            at++;
            values.put(name, value());
        }
        depth--;
        return new Ston.Mapping(values);
    }

    private Ston.Sequence list() throws StonException {
        int open = enter();
        List<Ston> values = new ArrayList<>();
        while (!closes(']', open)) {
            values.add(value());
        }
        depth--;
        return new Ston.Sequence(values);
    }

    private int enter() throws StonException {
        depth++;
        if (depth > DEEPEST) {
            throw new StonException("lists and maps are nested more than " + DEEPEST + " deep", at);
        }
        return at++;
    }

    /** Whether the bracket comes; passes over it, and over commas before it. */
    private boolean closes(char bracket, int open) throws StonException {
        skipSeparators();
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            skipSeparators();
        }
        if (at >= text.length()) {
            throw new StonException("the " + text.charAt(open) + " that opens here is not closed; expected "
                    + bracket, open);
        }
        boolean isClosed = text.charAt(at) == bracket;
        if (isClosed) {
            at++;
        }
        return isClosed;
    }

    private String string(char quote) throws StonException {
        int open = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                boolean isDoubled = at < text.length() && text.charAt(at) == quote;
                if (!isDoubled) {
                    return value.toString();
                }
                at++;
                value.append(quote);
            } else if (c == '\\' && at < text.length()) {
                value.append(escaped());
            } else {
                value.append(c);
            }
        }
        at = open;
        throw new StonException("this string has no end; expected a closing " + quote, open);
    }

    private String escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'u' -> codeUnit();
            default -> String.valueOf(c);
        };
    }

    private String codeUnit() {
        int end = Math.min(text.length(), at + 4);
        String digits = text.substring(at, end);
        if (!digits.matches("[0-9A-Fa-f]{4}")) {
            return "u";
        }
        at = end;
        return String.valueOf((char) Integer.parseInt(digits, 16));
    }

    private String symbol() throws StonException {
        int start = ++at;
        if (at < text.length() && text.charAt(at) == '\'') {
            return string('\'');
        }
        while (at < text.length() && isOfSymbol(text.charAt(at))) {
            at++;
        }
        // Behind a key the colon may follow at once; within a selector a letter follows it.
        while (at > start + 1 && text.charAt(at - 1) == ':' && isKeyEnd()) {
            at--;
        }
        if (at == start) {
            throw new StonException("expected a name behind #", start - 1);
        }
        return text.substring(start, at);
    }

    private boolean isKeyEnd() {
        int next = at;
        while (next < text.length() && SmalltalkText.isSeparator(text.charAt(next))) {
            next++;
        }
        return next < text.length() && "'\"[{#".indexOf(text.charAt(next)) >= 0;
    }

    private static boolean isOfSymbol(char c) {
        return Character.isLetterOrDigit(c) || "_-:./*+<>=~|&@%?!\\".indexOf(c) >= 0;
    }

    /** A number, a constant, or the name of a class before its list or map. */
    private Ston word() throws StonException {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at))
                || "_-+.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw new StonException("expected a value, not " + text.charAt(at), at);
        }
        String word = text.substring(start, at);
        int end = at;
        skipSeparators();
        boolean isTag = at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '[')
                && Character.isUpperCase(word.charAt(0));
        if (isTag) {
            return value();
        }
        at = end;
        return new Ston.Text(word);
    }

    private void skipSeparators() {
        while (at < text.length() && SmalltalkText.isSeparator(text.charAt(at))) {
            at++;
        }
    }
}
