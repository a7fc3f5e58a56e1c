package st.sendwright.language.compiler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceText;

/** Collects what is found in one source. Lines and columns are counted only when somebody asks for them. */
final class Problems {

    /** More than this many warnings of one source help nobody. */
    private static final int MAX_SHOWN = 100;

    private record Found(Problem problem, String message, int offset) {
    }

    private final List<Found> found = new ArrayList<>();
    private boolean failed;

    /** Notes a problem at {@code offset} of the source. */
    void report(Problem problem, String message, int offset) {
        found.add(new Found(problem, message, offset));
        failed |= problem.severity() == Diagnostic.Severity.ERROR;
    }

    void report(SourceException exception) {
        report(exception.problem(), exception.getMessage(), exception.offset());
    }

    /** Whether one of them is an error. */
    boolean hasErrors() {
        return failed;
    }

    /** All of them in source order; of very many the first of each severity, errors kept before warnings. */
    List<Diagnostic> diagnostics(SourceText source) {
        List<Found> shown = found;
        if (found.size() > MAX_SHOWN) {
            List<Found> bySeverity = new ArrayList<>(found);
            bySeverity.sort(Comparator.comparing((Found f) -> f.problem.severity())
                    .thenComparingInt(Found::offset));
            shown = new ArrayList<>(bySeverity.subList(0, MAX_SHOWN));
        }
        if (shown.size() > 1) {
            shown.sort(Comparator.comparingInt(Found::offset));
        }
        List<Diagnostic> result = new ArrayList<>(shown.size());
        for (Found each : shown) {
            result.add(Diagnostic.at(each.problem.severity(), each.problem.code(), each.message, source,
                    each.offset));
        }
        return result;
    }
}
