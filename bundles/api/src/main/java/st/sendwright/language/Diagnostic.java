package st.sendwright.language;

/**
 * Something to say about a place in source.
 *
 * @param code such as {@code SW-LANG-003}; each has a page in {@code docs/errors}
 * @param message one sentence: what is wrong, and what was expected
 * @param line line in the file, from 1
 * @param column column in that line, from 1
 * @param lineText the line itself, to show above the caret
 * @param caret offset of the caret in {@code lineText}, from 0
 */
public record Diagnostic(Severity severity, String code, String message, String file, int line, int column,
        String lineText, int caret) {

    /** How bad it is. */
    public enum Severity {
        /** Nothing was compiled. */
        ERROR,
        /** Compiled, but look at it. */
        WARNING
    }

    /** A diagnostic at an offset of a source. */
    public static Diagnostic at(Severity severity, String code, String message, SourceText source, int offset) {
        String lineText = source.lineTextAt(offset);
        int at = Math.min(offset, source.text().length());
        int start = source.text().lastIndexOf('\n', at - 1) + 1;
        return new Diagnostic(severity, code, message, source.file(), source.lineAt(offset),
                source.columnAt(offset), lineText, at - start);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code file:line:column: error: message [code]}, then the line and a caret where there is a line. */
    public String format() {
        StringBuilder out = new StringBuilder();
        out.append(file).append(':').append(line).append(':').append(column).append(": ")
                .append(severity == Severity.ERROR ? "error: " : "warning: ").append(message)
                .append(" [").append(code).append(']');
        int from = Math.max(0, caret - 100);
        int to = Math.min(lineText.length(), caret + 60);
        if (from <= to && !lineText.isEmpty()) {
            String shown = lineText.substring(from, to);
            out.append("\n    ").append(shown).append("\n    ");
            for (int i = 0; i < caret - from; i++) {
                out.append(i < shown.length() && shown.charAt(i) == '\t' ? '\t' : ' ');
            }
            out.append('^');
        }
        return out.toString();
    }
}
