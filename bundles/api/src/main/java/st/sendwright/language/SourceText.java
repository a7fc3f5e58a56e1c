package st.sendwright.language;

import java.util.Objects;

/**
 * A piece of source and where it came from.
 *
 * @param text the source, line ends as LF
 * @param file name to show in messages, such as a path or {@code "-e"}
 * @param line line of the first character in that file, from 1
 * @param column column of the first character in that line, from 1
 */
public record SourceText(String text, String file, int line, int column) {

    public SourceText {
        Objects.requireNonNull(text);
        Objects.requireNonNull(file);
    }

    /** Source that is a whole file, or comes from no file. */
    public static SourceText of(String text, String file) {
        return new SourceText(text, file, 1, 1);
    }

    /** The part from {@code start} to {@code end} (exclusive), placed where it stands. */
    public SourceText part(int start, int end) {
        return new SourceText(text.substring(start, end), file, lineAt(start), columnAt(start));
    }

    /** Line in the file of the character at {@code offset}. */
    public int lineAt(int offset) {
        int found = line;
        for (int i = 0; i < offset && i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                found++;
            }
        }
        return found;
    }

    /** Column in the file of the character at {@code offset}. */
    public int columnAt(int offset) {
        int at = Math.min(offset, text.length());
        int newline = text.lastIndexOf('\n', at - 1);
        return newline < 0 ? column + at : at - newline;
    }

    /** The text of the line that holds {@code offset}, as far as this piece goes. */
    public String lineTextAt(int offset) {
        int at = Math.min(offset, text.length());
        int start = text.lastIndexOf('\n', at - 1) + 1;
        int end = text.indexOf('\n', at);
        return text.substring(start, end < 0 ? text.length() : end);
    }
}
