package st.sendwright.shell.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.vm.Vm.MethodUse;

/** Which methods ran while tests did, as lines for programs. */
public final class CoverageReport {

    /** A method that there is, and how it was used. */
    private record Line(String use, String method, String category, String position) {

        @Override
        public String toString() {
            return String.join("\t", use, method, category, position) + "\n";
        }
    }

    private static final String TESTED = "tested";
    private static final String RUN = "run";
    private static final String UNUSED = "unused";
    private static final int FIELDS = 3;

    private final List<Line> lines;

    /**
     * A report of all methods outside of test classes.
     *
     * @param methods what {@code TestReporter methods} answers
     * @param uses what the VM has recorded
     */
    public CoverageReport(String methods, List<MethodUse> uses) {
        Map<String, String> words = new HashMap<>();
        uses.forEach(use -> words.put(use.method(), use.tested() ? TESTED : RUN));
        lines = methods.lines().map(line -> line.split("\t", -1)).filter(fields -> fields.length == FIELDS)
                .map(fields -> new Line(words.getOrDefault(fields[0], UNUSED), fields[0],
                        Fields.unescape(fields[1]), Fields.unescape(fields[2])))
                .toList();
    }

    /** How many there are of each kind. */
    public String summary() {
        return "%d methods: %d sent by a test, %d run by other code only, %d not run".formatted(lines.size(),
                count(TESTED), count(RUN), count(UNUSED));
    }

    /** A line for each method: use, method, category, and file and line, with tabs between. */
    public String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(text::append);
        return text.toString();
    }

    private long count(String use) {
        return lines.stream().filter(line -> line.use().equals(use)).count();
    }
}
