package st.sendwright.language.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;

/** The names that code of one load uses and nobody has declared: told once each, at the end, with how often. */
final class UndeclaredNames {

    private static final String CODE = "SW-LANG-020";
    private static final Pattern NAME = Pattern.compile("'([^']+)' is not declared");

    private final Map<String, List<Diagnostic>> uses = new LinkedHashMap<>();

    /** Whether a diagnostic is about such a name; it is kept for the end then. */
    boolean take(Diagnostic diagnostic) {
        Matcher matcher = NAME.matcher(diagnostic.message());
        if (!diagnostic.code().equals(CODE) || !matcher.find()) {
            return false;
        }
        uses.computeIfAbsent(matcher.group(1), _ -> new ArrayList<>()).add(diagnostic);
        return true;
    }

    /** One warning for each name that is still not declared, at its first use. */
    List<Diagnostic> report(Predicate<String> isDeclared) {
        List<Diagnostic> warnings = new ArrayList<>();
        uses.forEach((name, places) -> {
            if (!isDeclared.test(name)) {
                Diagnostic first = places.getFirst();
                String more = places.size() == 1 ? "" : " (used in " + places.size() + " places)";
                warnings.add(new Diagnostic(Severity.WARNING, CODE, first.message() + more, first.file(), first.line(),
                        first.column(), first.lineText(), first.caret()));
            }
        });
        uses.clear();
        return warnings;
    }
}
