package st.sendwright.shell;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.SyntaxError;
import st.sendwright.language.SourceCompiler;

/** Tells JLine when Smalltalk input is complete, and which name the cursor stands behind. */
final class SmalltalkLine implements Parser {

    private final SourceCompiler compiler;

    SmalltalkLine(SourceCompiler compiler) {
        this.compiler = compiler;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) throws SyntaxError {
        boolean accepted = context == ParseContext.ACCEPT_LINE || context == ParseContext.UNSPECIFIED;
        if (accepted && !line.startsWith(":") && compiler.isIncomplete(line)) {
            throw new EOFError(-1, cursor, "more lines are needed");
        }
        int start = cursor;
        while (start > 0 && isNamePart(line.charAt(start - 1))) {
            start--;
        }
        return new Name(line, cursor, line.substring(start, cursor));
    }

    private static boolean isNamePart(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == ':';
    }

    /**
     * The name before the cursor.
     *
     * @param word the part of it that is there
     */
    private record Name(String line, int cursor, String word) implements CompletingParsedLine {

        @Override
        public int wordCursor() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        /** Names stand in the line as they are. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return word.length();
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }
}
