package st.sendwright.language.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceLoader.Order;
import st.sendwright.language.SourceText;

/** Reads a load order: one path a line, relative to the order file; {@code #} starts a comment. */
final class LoadOrder {

    private final Path orderFile;
    private final List<Path> files = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Map<Path, Integer> lineByFile = new HashMap<>();

    private LoadOrder(Path orderFile) {
        this.orderFile = orderFile;
    }

    /** Files that exist, in order, each once; a diagnostic for each line that names no such file. */
    static Order read(Path orderFile) {
        LoadOrder order = new LoadOrder(orderFile);
        SourceDecoder.Decoded decoded = SourceDecoder.read(orderFile);
        decoded.diagnostic().ifPresent(order.diagnostics::add);
        decoded.text().ifPresent(order::readLines);
        return new Order(List.copyOf(order.files), List.copyOf(order.diagnostics));
    }

    private void readLines(SourceText text) {
        PlacedText placed = new PlacedText(text);
        int start = 0;
        int line = 1;
        while (start < text.text().length()) {
            int end = text.text().indexOf('\n', start);
            end = end < 0 ? text.text().length() : end;
            readLine(placed, start, end, line);
            start = end + 1;
            line++;
        }
    }

    private void readLine(PlacedText placed, int start, int end, int line) {
        String text = placed.text();
        int from = start;
        while (from < end && SmalltalkText.isSeparator(text.charAt(from))) {
            from++;
        }
        if (from == end || text.charAt(from) == '#') {
            return;
        }
        char first = text.charAt(from);
        if (first == '!' || first == '@') {
            report(placed, "SW-LOAD-005", "a load order has no directives, and this line starts with " + first
                    + "; expected a path, a comment that starts with #, or an empty line", from);
            return;
        }
        boolean isQuoted = first == '"' || first == '\'';
        int close = isQuoted ? text.indexOf(first, from + 1) : endOfBarePath(text, from, end);
        if (isQuoted && (close < 0 || close >= end)) {
            report(placed, "SW-LOAD-005", "the quote that opens here is not closed; expected " + first
                    + " at the end of the path", from);
            return;
        }
        String rest = text.substring(isQuoted ? close + 1 : close, end).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            report(placed, "SW-LOAD-005", "one line names one file, and something follows the path; put a"
                    + " path with blanks in quotes, and # before a comment", from);
            return;
        }
        addFile(placed, text.substring(isQuoted ? from + 1 : from, close), from, line);
    }

    private static int endOfBarePath(String text, int from, int end) {
        int at = from;
        while (at < end && !SmalltalkText.isSeparator(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private void addFile(PlacedText placed, String name, int offset, int line) {
        Path file;
        try {
            file = resolve(name);
        } catch (InvalidPathException problem) {
            report(placed, "SW-LOAD-005", "this is not a path: " + problem.getReason(), offset);
            return;
        }
        if (!Files.exists(file)) {
            report(placed, "SW-LOAD-006", "there is no file " + file + "; paths are relative to the load"
                    + " order's own directory", offset);
            return;
        }
        Integer earlier = lineByFile.putIfAbsent(identity(file), line);
        if (earlier == null) {
            files.add(file);
        } else {
            diagnostics.add(placed.diagnostic(Severity.WARNING, "SW-LOAD-007",
                    file + " is named before, in line " + earlier + "; it is loaded once, there", offset));
        }
    }

    /** Orders written on Windows separate names by backslashes. */
    private Path resolve(String name) {
        Path file = orderFile.resolveSibling(name).normalize();
        return name.contains("\\") && !Files.exists(file)
                ? orderFile.resolveSibling(name.replace('\\', '/')).normalize() : file;
    }

    private static Path identity(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException _) {
            return file.toAbsolutePath();
        }
    }

    private void report(PlacedText placed, String code, String message, int offset) {
        diagnostics.add(placed.diagnostic(Severity.ERROR, code, message, offset));
    }
}
