package st.sendwright.language.loader;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.SourceText;
import st.sendwright.vm.KernelChange;
import st.sendwright.vm.KernelChange.Kind;
import st.sendwright.vm.LoadMode;

/** What a load did to the kernel, as warnings: one for a class and a kind of change, and not many of a kind. */
final class KernelReport {

    /** More names than this in one warning are counted and not shown. */
    private static final int MOST_NAMES = 8;

    private final List<KernelChange> all = new ArrayList<>();
    private final Map<Kind, Integer> told = new EnumMap<>(Kind.class);
    private final Map<Kind, Map<String, Set<String>>> waiting = new EnumMap<>(Kind.class);
    private final Map<String, String> reasons = new LinkedHashMap<>();

    /**
     * Takes changes and answers what is to be said of them at once.
     *
     * @param at the item during which they came
     */
    List<Diagnostic> add(List<KernelChange> changes, LoadMode mode, SourceText at) {
        List<Diagnostic> warnings = new ArrayList<>();
        for (KernelChange change : changes) {
            String place = change.place().isEmpty() ? at.file() + ":" + at.line() : change.place();
            all.add(new KernelChange(change.kind(), change.className(), change.selector(), change.reason(), place));
            switch (change.kind()) {
                case SHAPE_KEPT -> {
                    if (mode == LoadMode.REPLACE && count(Kind.SHAPE_KEPT)) {
                        warnings.add(warning("SW-LOAD-060", change.className() + " keeps its shape, and its own"
                                + " methods with it: " + change.reason(), at));
                    }
                }
                case PROTECTED, HELD_OUT, TAKEN_BACK -> wait(change);
                case KEPT -> {
                    if (mode == LoadMode.REPLACE) {
                        wait(change);
                    }
                }
                case DAMAGED -> warnings.add(Diagnostic.at(Severity.ERROR, "SW-LOAD-063", "the kernel does not"
                        + " work as it should: " + change.reason() + ". Taking back what this file did has not"
                        + " helped; start again without it", at, 0));
                default -> { }
            }
        }
        return warnings;
    }

    private boolean count(Kind kind) {
        return told.merge(kind, 1, Integer::sum) <= Findings.MOST_OF_A_KIND;
    }

    private void wait(KernelChange change) {
        waiting.computeIfAbsent(change.kind(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(change.className(), _ -> new LinkedHashSet<>()).add(change.selector());
        reasons.putIfAbsent(change.kind() + change.className(), change.reason());
    }

    /** What is to be said at the end; {@code at} is where the load began. */
    List<Diagnostic> finish(SourceText at) {
        List<Diagnostic> warnings = new ArrayList<>();
        addAll(warnings, Kind.TAKEN_BACK, "SW-LOAD-062", "was taken back", at);
        addAll(warnings, Kind.PROTECTED, "SW-LOAD-061", "stays as it is", at);
        addAll(warnings, Kind.KEPT, "SW-LOAD-064", "stays as it is", at);
        addAll(warnings, Kind.HELD_OUT, "SW-LOAD-065", "was not added", at);
        int hidden = told.values().stream().mapToInt(count -> Math.max(0, count - Findings.MOST_OF_A_KIND)).sum();
        if (hidden > 0) {
            warnings.add(warning("SW-LOAD-066", hidden + " more warnings like these; --load-report FILE writes all"
                    + " of them", at));
        }
        return warnings;
    }

    private void addAll(List<Diagnostic> warnings, Kind kind, String code, String words, SourceText at) {
        waiting.getOrDefault(kind, Map.of()).forEach((className, selectors) -> {
            if (count(kind)) {
                warnings.add(warning(code, names(className, selectors) + " " + words + ": "
                        + reasons.get(kind + className), at));
            }
        });
    }

    private static String names(String className, Set<String> selectors) {
        List<String> named = selectors.stream().filter(selector -> !selector.isEmpty()).toList();
        if (named.size() == 1) {
            return className + ">>" + named.getFirst();
        }
        return named.isEmpty() ? className : className + " (" + named.size() + " methods: "
                + named.stream().limit(MOST_NAMES).collect(Collectors.joining(" "))
                + (named.size() > MOST_NAMES ? " ..." : "") + ")";
    }

    private static Diagnostic warning(String code, String message, SourceText at) {
        return new Diagnostic(Severity.WARNING, code, message, at.file(), at.line(), 1, "", 0);
    }

    /** Everything, in order. */
    List<KernelChange> changes() {
        return List.copyOf(all);
    }
}
