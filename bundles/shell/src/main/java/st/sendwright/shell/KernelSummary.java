package st.sendwright.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader;
import st.sendwright.vm.KernelChange;
import st.sendwright.vm.KernelChange.Kind;

/** What the loads of a session did to classes that were there before: a line for people, a file for the rest. */
final class KernelSummary {

    private final List<KernelChange> changes = new ArrayList<>();
    private final List<Diagnostic> findings = new ArrayList<>();

    /** Takes what a load did and shows it in one line, unless it only added methods. */
    void add(SourceLoader.Report report, Console console) {
        changes.addAll(report.changes());
        findings.addAll(report.findings());
        if (report.changes().stream().anyMatch(change -> change.kind() != Kind.ADDED)) {
            console.note(Console.Level.WARNING, "kernel classes: " + counts(report.changes()));
        } else if (!report.changes().isEmpty()) {
            console.note(Console.Level.INFO, "kernel classes: " + counts(report.changes()));
        }
    }

    private static String counts(List<KernelChange> changes) {
        Map<Kind, Long> counts = changes.stream().collect(Collectors.groupingBy(KernelChange::kind,
                () -> new EnumMap<>(Kind.class), Collectors.counting()));
        return Arrays.stream(Kind.values()).filter(counts::containsKey)
                .map(kind -> counts.get(kind) + " " + kind.words()).collect(Collectors.joining(", "));
    }

    /** Writes all changes and findings to a file, one a line; nothing where none was asked for. */
    void write(Path file) throws IOException {
        if (file != null) {
            Files.write(file, Stream.concat(changes.stream().map(KernelSummary::line),
                    findings.stream().map(KernelSummary::line)).toList());
        }
    }

    private static String line(Diagnostic finding) {
        return "warning\t" + finding.code() + "\t" + finding.file() + ":" + finding.line() + "\t"
                + finding.message().replaceAll("\\s+", " ");
    }

    private static String line(KernelChange change) {
        return change.kind().words() + "\t" + change.subject() + "\t" + change.place() + "\t"
                + change.reason().replaceAll("\\s+", " ");
    }
}
