package st.sendwright.language;

import java.util.Arrays;

/**
 * A whole file's text with an index of its lines, so that placing an item costs a binary search instead of a
 * walk from the file's first character.
 */
public final class PlacedText {

    private final SourceText file;
    private final String text;
    private final int[] lineStarts;

    public PlacedText(SourceText file) {
        this.file = file;
        this.text = file.text();
        this.lineStarts = lineStartsOf(text);
    }

    private static int[] lineStartsOf(String text) {
        int[] starts = new int[64];
        int count = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = at + 1;
        }
        return Arrays.copyOf(starts, count);
    }

    public String text() {
        return text;
    }

    /** The part from {@code start} to {@code end} (exclusive) exactly as the file has it. */
    public SourceText part(int start, int end) {
        return placed(text.substring(start, end), start);
    }

    /** The part with each doubled bang as one. */
    public SourceText unescaped(int start, int end) {
        return placed(text.substring(start, end).replace("!!", "!"), start);
    }

    /** {@code shown} as if it stood at {@code offset}. */
    public SourceText placed(String shown, int offset) {
        int index = lineIndexAt(offset);
        return new SourceText(shown, file.file(), file.line() + index, columnAt(offset, index));
    }

    public Diagnostic diagnostic(Diagnostic.Severity severity, String code, String message, int offset) {
        int index = lineIndexAt(offset);
        int start = lineStarts[index];
        int end = text.indexOf('\n', start);
        String line = text.substring(start, end < 0 ? text.length() : end);
        return new Diagnostic(severity, code, message, file.file(), file.line() + index,
                columnAt(offset, index), line, offset - start);
    }

    private int lineIndexAt(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found : -found - 2;
    }

    private int columnAt(int offset, int lineIndex) {
        int inLine = offset - lineStarts[lineIndex];
        return lineIndex == 0 ? file.column() + inLine : inLine + 1;
    }
}
