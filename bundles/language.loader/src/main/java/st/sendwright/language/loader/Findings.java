package st.sendwright.language.loader;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;

/** Warnings of which a foreign kernel brings hundreds: all are kept, the first of a kind are shown, then a total. */
final class Findings {

    /** More warnings of a kind than this are counted and not shown. */
    static final int MOST_OF_A_KIND = 12;

    private final List<Diagnostic> all = new ArrayList<>();

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
        int hidden = found.size() - MOST_OF_A_KIND;
        Diagnostic next = found.get(MOST_OF_A_KIND);
        shown.add(new Diagnostic(Severity.WARNING, "SW-LOAD-066", hidden + " more " + subject + " ["
                + next.code() + "], this one the first; --load-report FILE writes all of them", next.file(),
                next.line(), next.column(), "", 0));
        return new Shown(shown, hidden - 1);
    }

    /** Everything, in order. */
    List<Diagnostic> all() {
        return all;
    }
}
