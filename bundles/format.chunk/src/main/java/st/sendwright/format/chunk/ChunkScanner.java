package st.sendwright.format.chunk;

import java.util.regex.Pattern;
import st.sendwright.language.SmalltalkText;

/**
 * Finds where chunks end. A lone bang ends a chunk, except within a string, a comment or as the character
 * {@code $!}; a doubled bang never does. Raw text knows no strings and comments.
 *
 * <p>A quote that is missing turns everything after it inside out. Whether that happened shows only at a
 * boundary no string or comment plausibly holds, or at the end of the file; the scan then goes back to the
 * first bang in a string or comment that ended its line, the likeliest end of the damaged chunk.
 */
final class ChunkScanner {

    /** What was found. */
    sealed interface Chunk {

        /** From {@code start} to {@code end}, no white space around; {@code next} follows the bang. */
        record Complete(int start, int end, int next) implements Chunk {
            boolean isEmpty() {
                return start == end;
            }
        }

        /** The file ended within the chunk, outside any string or comment; empty when nothing was left. */
        record AtEnd(int start, int end) implements Chunk {
            boolean isEmpty() {
                return start == end;
            }
        }

        /** A string or comment opened at {@code opened} has no end; reading can go on at {@code resume}. */
        record Broken(int start, int opened, boolean isString, int resume) implements Chunk {
        }
    }

    /** What only a chunk file's own structure looks like, at the start of a line. */
    private static final Pattern STRUCTURE = Pattern.compile(
            "!\\s*[\\p{L}_(][^!'\"\\n]{0,200}?\\b(methodsFor|commentStamp|categoriesFor|reorganize)");

    private static final int LONGEST_STRUCTURE = 300;

    private final String text;

    ChunkScanner(String text) {
        this.text = text;
    }

    int skipSeparators(int from) {
        int at = from;
        while (at < text.length() && SmalltalkText.isSeparator(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The chunk that starts at or after {@code from}, read by Smalltalk's tokens. */
    Chunk next(int from) {
        int start = skipSeparators(from);
        int suspectOpened = -1;
        boolean suspectIsString = false;
        int suspectBang = -1;
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '!') {
                if (!isDoubled(at)) {
                    return new Chunk.Complete(start, trimmedEnd(start, at), at + 1);
                }
                at += 2;
            } else if (c == '$') {
                at += 1 < text.length() - at && text.charAt(at + 1) == '!' && isDoubled(at + 1) ? 3 : 2;
            } else if (c == '\'' || c == '"') {
                int opened = at;
                at++;
                while (at < text.length() && text.charAt(at) != c) {
                    if (text.charAt(at) != '!') {
                        at++;
                    } else if (isDoubled(at)) {
                        at += 2;
                    } else {
                        if (suspectBang < 0 && endsLine(at)) {
                            suspectOpened = opened;
                            suspectIsString = c == '\'';
                            suspectBang = at;
                        }
                        if (isCategoryEnd(at) || isStructure(at)) {
                            return suspectBang >= 0
                                    ? new Chunk.Broken(start, suspectOpened, suspectIsString, suspectBang + 1)
                                    : new Chunk.Broken(start, opened, c == '\'', at);
                        }
                        at++;
                    }
                }
                if (at >= text.length()) {
                    return suspectBang >= 0
                            ? new Chunk.Broken(start, suspectOpened, suspectIsString, suspectBang + 1)
                            : new Chunk.Broken(start, opened, c == '\'', text.length());
                }
                at++;
            } else {
                at++;
            }
        }
        return new Chunk.AtEnd(start, trimmedEnd(start, text.length()));
    }

    /** The chunk that starts at or after {@code from}; only a lone bang ends it. */
    Chunk raw(int from) {
        int start = skipSeparators(from);
        int at = text.indexOf('!', start);
        while (at >= 0 && isDoubled(at)) {
            at = text.indexOf('!', at + 2);
        }
        return at < 0 ? new Chunk.AtEnd(start, trimmedEnd(start, text.length()))
                : new Chunk.Complete(start, trimmedEnd(start, at), at + 1);
    }

    private boolean isDoubled(int bang) {
        return bang + 1 < text.length() && text.charAt(bang + 1) == '!';
    }

    private int trimmedEnd(int start, int end) {
        int at = end;
        while (at > start && SmalltalkText.isSeparator(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private boolean endsLine(int bang) {
        int at = skipBlanks(bang + 1);
        return at >= text.length() || text.charAt(at) == '\n' || text.charAt(at) == '!';
    }

    /** {@code ! !} and then the end of the line. */
    private boolean isCategoryEnd(int bang) {
        int second = skipBlanks(bang + 1);
        if (second == bang + 1 || second >= text.length() || text.charAt(second) != '!') {
            return false;
        }
        int after = skipBlanks(second + 1);
        return after >= text.length() || text.charAt(after) == '\n';
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private boolean isStructure(int bang) {
        if (bang > 0 && text.charAt(bang - 1) != '\n') {
            return false;
        }
        int end = Math.min(text.length(), bang + LONGEST_STRUCTURE);
        return STRUCTURE.matcher(text).region(bang, end).lookingAt();
    }
}
