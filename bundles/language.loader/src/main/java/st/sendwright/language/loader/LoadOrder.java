package st.sendwright.language.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.PlacedText;
import st.sendwright.language.SourceLoader.Directive;
import st.sendwright.language.SourceLoader.Entry;
import st.sendwright.language.SourceLoader.Order;
import st.sendwright.language.SourceText;
import st.sendwright.language.loader.Directives.PlacedLine;

/**
 * Reads a load order: one path a line, relative to the order file; {@code #} starts a comment; {@code @name value}
 * behind a path is a directive for that file, and in a line without a path for all that follow.
 */
final class LoadOrder {

    /** Names of directives; what their values mean is for {@link LoadSession} to know. */
    private static final Set<String> KNOWN = new TreeSet<>(Set.of(LoadSession.DIALECT, LoadSession.MODE));

    private final Path orderFile;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Map<Path, Integer> lineByFile = new HashMap<>();
    private final Directives directives = new Directives();

    private LoadOrder(Path orderFile) {
        this.orderFile = orderFile;
    }

    /** Files that exist, in order, each once; a diagnostic for each line that names no such file. */
    static Order read(Path orderFile) {
        LoadOrder order = new LoadOrder(orderFile);
        SourceDecoder.Decoded decoded = SourceDecoder.read(orderFile);
        decoded.diagnostic().ifPresent(order.diagnostics::add);
        decoded.text().ifPresent(order::readLines);
        return new Order(order.entries, order.diagnostics);
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

    private void readLine(PlacedText placed, int start, int end, int number) {
        PlacedLine line = new PlacedLine(placed, start, end);
        int from = line.skipSeparators(start);
        if (from == end || line.charAt(from) == '#') {
            return;
        }
        char first = line.charAt(from);
        if (first == '@') {
            readDirectives(line, from).ifPresent(directives::hold);
            return;
        }
        if (first == '!') {
            report(placed, "SW-LOAD-005", "no line of a load order starts with !; expected a path, a directive"
                    + " such as @dialect squeak, a comment that starts with #, or an empty line", from);
            return;
        }
        boolean isQuoted = first == '"' || first == '\'';
        int close = isQuoted ? placed.text().indexOf(first, from + 1) : line.endOfWord(from);
        if (isQuoted && (close < 0 || close >= end)) {
            report(placed, "SW-LOAD-005", "the quote that opens here is not closed; expected " + first
                    + " at the end of the path", from);
            return;
        }
        int rest = line.skipSeparators(isQuoted ? close + 1 : close);
        if (rest < end && line.charAt(rest) != '#' && line.charAt(rest) != '@') {
            report(placed, "SW-LOAD-005", "one line names one file, and something follows the path; put a"
                    + " path with blanks in quotes, and # before a comment", from);
            return;
        }
        Optional<Map<String, Directive>> own = readDirectives(line, rest);
        if (own.isPresent()) {
            addFile(placed, line.text(isQuoted ? from + 1 : from, close), from, number,
                    directives.with(own.get()));
        }
    }

    /** The directives from {@code from} to the line's end; empty when one of them is wrong, which is reported. */
    private Optional<Map<String, Directive>> readDirectives(PlacedLine line, int from) {
        Map<String, Directive> found = new HashMap<>();
        int at = from;
        while (at < line.end() && line.charAt(at) == '@') {
            Optional<Directives.Found> next = Directives.at(line, at);
            if (next.isEmpty()) {
                report(line.file(), "SW-LOAD-013", "a directive is a name and a value, such as @dialect"
                        + " squeak; the line is passed over", at);
                return Optional.empty();
            }
            if (!KNOWN.contains(next.get().name())) {
                report(line.file(), "SW-LOAD-013", "there is no directive @" + next.get().name()
                        + "; there are " + KNOWN.stream().map(name -> "@" + name).toList()
                        + ". The line is passed over", at);
                return Optional.empty();
            }
            if (found.put(next.get().name(), next.get().directive()) != null) {
                report(line.file(), "SW-LOAD-013", "@" + next.get().name()
                        + " is given twice in one line; the line is passed over", at);
                return Optional.empty();
            }
            at = line.skipSeparators(next.get().end());
        }
        if (at < line.end() && line.charAt(at) != '#') {
            report(line.file(), "SW-LOAD-013", "expected another directive, a comment that starts with #, or the"
                    + " end of the line; the line is passed over", at);
            return Optional.empty();
        }
        return Optional.of(found);
    }

    private void addFile(PlacedText placed, String name, int offset, int line,
            Map<String, Directive> itsDirectives) {
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
            entries.add(new Entry(file, itsDirectives));
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
