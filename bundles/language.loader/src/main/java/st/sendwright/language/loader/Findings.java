package st.sendwright.language.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;

/** Warnings of which a foreign kernel brings hundreds: all are kept, the first of a kind are shown, then a total. */
final class Findings {

    /** More warnings of a kind than this are counted and not shown. */
    static final int MOST_OF_A_KIND = 12;

    /** What is said of how code is written; it works all the same. */
    private static final Set<String> STYLE = Set.of("SW-LANG-021", "SW-LANG-022", "SW-LANG-023", "SW-LANG-024",
            "SW-LANG-027");

    private final List<Diagnostic> all = new ArrayList<>();
    private final Map<String, List<Diagnostic>> style = new LinkedHashMap<>();

    /**
     * What is to be shown.
     *
     * @param hidden how many warnings the last of the diagnostics stands for, besides itself
     */
    record Shown(List<Diagnostic> diagnostics, int hidden) {
    }

    /**
     * Takes warnings of one kind.
     *
     * @param subject what they are about, in the plural
     */
    Shown add(String subject, List<Diagnostic> found) {
        all.addAll(found);
        if (found.size() <= MOST_OF_A_KIND) {
            return new Shown(found, 0);
        }
        List<Diagnostic> shown = new ArrayList<>(found.subList(0, MOST_OF_A_KIND));
        shown.add(total(found, subject));
        return new Shown(shown, found.size() - MOST_OF_A_KIND - 1);
    }

    /** Whether a diagnostic is a warning about style of which enough have been shown; it is counted then. */
    boolean hides(Diagnostic diagnostic) {
        if (diagnostic.isError() || !STYLE.contains(diagnostic.code())) {
            return false;
        }
        List<Diagnostic> ofKind = style.computeIfAbsent(diagnostic.code(), _ -> new ArrayList<>());
        ofKind.add(diagnostic);
        all.add(diagnostic);
        return ofKind.size() > MOST_OF_A_KIND;
    }

    /** One warning for each kind of which some were hidden. */
    List<Diagnostic> hidden() {
        List<Diagnostic> totals = new ArrayList<>();
        for (List<Diagnostic> ofKind : style.values()) {
            if (ofKind.size() > MOST_OF_A_KIND) {
                totals.add(total(ofKind, "warnings"));
            }
        }
        style.clear();
        return totals;
    }

    private static Diagnostic total(List<Diagnostic> found, String subject) {
        Diagnostic next = found.get(MOST_OF_A_KIND);
        return new Diagnostic(Severity.WARNING, "SW-LOAD-066", found.size() - MOST_OF_A_KIND + " more " + subject + " ["
                + next.code() + "], this one the first; --load-report FILE writes all of them", next.file(),
                next.line(), next.column(), "", 0);
    }

    /** Everything, in order. */
    List<Diagnostic> all() {
        return all;
    }
}
