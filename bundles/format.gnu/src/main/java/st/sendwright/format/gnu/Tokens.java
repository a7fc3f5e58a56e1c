package st.sendwright.format.gnu;

import java.util.List;
import st.sendwright.format.gnu.Token.Kind;
import st.sendwright.language.PlacedText;

/** A file's tokens with what their text says. */
final class Tokens {

    private final PlacedText file;
    private final String text;
    private final List<Token> tokens;

    Tokens(PlacedText file, int from) {
        this.file = file;
        this.text = file.text();
        this.tokens = Lexer.tokens(text, from);
    }

    PlacedText file() {
        return file;
    }

    /** The token of that number; the last one, which is the end, for all numbers beyond. */
    Token at(int index) {
        return tokens.get(Math.min(index, tokens.size() - 1));
    }

    boolean is(int index, Kind kind) {
        return at(index).is(kind);
    }

    /** Whether the token is of a kind and written exactly so. */
    boolean is(int index, Kind kind, String written) {
        Token token = at(index);
        return token.is(kind) && token.end() - token.start() == written.length()
                && text.startsWith(written, token.start());
    }

    String textOf(int index) {
        return text.substring(at(index).start(), at(index).end());
    }

    /** A name without the namespaces before it: they are not kept apart. */
    String simpleName(int index) {
        String name = textOf(index);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** What a string or symbol says, without quotes and hash. */
    String unquoted(int index) {
        String written = textOf(index);
        String bare = written.startsWith("#") ? written.substring(written.startsWith("##") ? 2 : 1) : written;
        return bare.startsWith("'") ? bare.substring(1, bare.length() - 1).replace("''", "'") : bare;
    }

    /** Whether nothing but blanks stands before the token in its line. */
    boolean startsLine(int index) {
        int before = at(index).start() - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        return before < 0 || text.charAt(before) == '\n';
    }

    /** Column of the token in its line, from 0. */
    int columnOf(int index) {
        int start = at(index).start();
        return start - 1 - text.lastIndexOf('\n', start - 1);
    }
}
