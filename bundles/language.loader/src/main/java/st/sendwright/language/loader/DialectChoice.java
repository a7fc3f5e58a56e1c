package st.sendwright.language.loader;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.Dialect;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.Directive;
import st.sendwright.language.SourceText;

/** Finds the dialect of a file: what its load order says, else what all are to be, else what its first lines say. */
final class DialectChoice {

    /** The value of a directive that leaves it to the first lines. */
    static final String AUTOMATIC = "auto";

    private final List<Dialect> dialects;

    /**
     * The dialect of a file.
     *
     * @param warning where the file speaks another dialect
     */
    record Chosen(Dialect dialect, Optional<Diagnostic> warning) {
    }

    DialectChoice(List<Dialect> dialects) {
        this.dialects = dialects.stream().sorted(Comparator.comparing(Dialect::name)).toList();
    }

    List<Dialect> all() {
        return dialects;
    }

    /** An error for each directive that names no dialect. */
    List<Diagnostic> check(SourceLoader.Order order) {
        return order.entries().stream().map(entry -> entry.directives().get(LoadSession.DIALECT))
                .filter(directive -> directive != null && named(directive.value()).isEmpty()
                        && !isAutomatic(directive))
                .distinct()
                .map(directive -> Diagnostic.at(Severity.ERROR, "SW-LOAD-015", "there is no dialect '"
                        + directive.value() + "'; installed are " + names()
                        + ". What it holds for is read as with @dialect auto", directive.place(), 0))
                .toList();
    }

    /**
     * The dialect of a file.
     *
     * @param directive what its load order says; what is not installed counts as automatic
     * @param preset what holds where the load order says nothing
     */
    Chosen choose(SourceText file, Optional<Directive> directive, Optional<Dialect> preset) {
        Optional<Dialect> told = directive.isPresent() ? named(directive.get().value()) : preset;
        Dialect chosen = told.orElseGet(() -> detect(file));
        return new Chosen(chosen, contradiction(file, chosen));
    }

    private static boolean isAutomatic(Directive directive) {
        return directive.value().equalsIgnoreCase(AUTOMATIC);
    }

    private Optional<Dialect> named(String name) {
        return Dialect.DEFAULT.isCalled(name) ? Optional.of(Dialect.DEFAULT)
                : dialects.stream().filter(dialect -> dialect.isCalled(name)).findFirst();
    }

    private String names() {
        return dialects.isEmpty() ? "none"
                : dialects.stream().map(Dialect::name).collect(Collectors.joining(", "));
    }

    private Dialect detect(SourceText file) {
        String firstLines = firstLines(file.text());
        Dialect best = Dialect.DEFAULT;
        int confidence = 0;
        for (Dialect dialect : dialects) {
            int its = dialect.confidence(file.file(), firstLines);
            if (its > confidence) {
                best = dialect;
                confidence = its;
            }
        }
        return best;
    }

    private static String firstLines(String text) {
        int end = 0;
        for (int i = 0; i < Dialect.LINES_LOOKED_AT && end < text.length(); i++) {
            int newline = text.indexOf('\n', end);
            end = newline < 0 ? text.length() : newline + 1;
        }
        return text.substring(0, end);
    }

    /** The first place where a file writes what only another dialect does. */
    private Optional<Diagnostic> contradiction(SourceText file, Dialect chosen) {
        if (chosen == Dialect.DEFAULT) {
            return Optional.empty();
        }
        int first = Integer.MAX_VALUE;
        String message = "";
        for (Dialect other : dialects) {
            for (Dialect.Mark mark : other == chosen ? List.<Dialect.Mark>of() : other.marks()) {
                Matcher matcher = mark.pattern().matcher(file.text());
                if (matcher.find() && matcher.start() < first) {
                    first = matcher.start();
                    message = "this is read as " + chosen.name() + ", but here is " + mark.meaning()
                            + " as only " + other.name() + " has it; say which it is with @dialect or --dialect,"
                            + " or put each dialect into a file of its own";
                }
            }
        }
        return first == Integer.MAX_VALUE ? Optional.empty()
                : Optional.of(Diagnostic.at(Severity.WARNING, "SW-LOAD-016", message, file, first));
    }
}
