package st.sendwright.language.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.Dialect;
import st.sendwright.language.SmalltalkText;
import st.sendwright.language.SourceText;

/** What methods of one load asked for that no primitive here does; each is told once, with all who ask for it. */
final class UnboundPrimitives {

    /** More methods than this are counted; which they are, a search for the primitive tells. */
    private static final int MOST_METHODS = 8;

    private final Map<Asked, List<Method>> methods = new LinkedHashMap<>();

    private record Asked(Dialect dialect, String primitive) {
    }

    private record Method(String name, SourceText source) {
    }

    /** Notes a method, such as {@code "Foo class>>bar"}, whose primitive is not bound. */
    void add(Dialect dialect, String primitive, String method, SourceText source) {
        methods.computeIfAbsent(new Asked(dialect, primitive), _ -> new ArrayList<>())
                .add(new Method(method, source));
    }

    /** A warning for each primitive, at the first method that asks for it. */
    List<Diagnostic> report() {
        List<Diagnostic> warnings = new ArrayList<>();
        methods.forEach((asked, askers) -> {
            SourceText first = askers.getFirst().source();
            warnings.add(Diagnostic.at(Severity.WARNING, "SW-LOAD-014", message(asked, askers), first,
                    SmalltalkText.codeStart(first.text())));
        });
        return warnings;
    }

    private static String message(Asked asked, List<Method> askers) {
        StringBuilder text = new StringBuilder("primitive ").append(asked.primitive())
                .append(asked.dialect() == Dialect.DEFAULT
                        ? " means nothing without a dialect (give one with @dialect or --dialect)"
                        : " of dialect " + asked.dialect().name() + " has no counterpart here")
                .append("; the method's own code runs in ");
        for (int i = 0; i < Math.min(askers.size(), MOST_METHODS); i++) {
            Method asker = askers.get(i);
            text.append(i == 0 ? "" : ", ").append(asker.name()).append(" (").append(asker.source().file())
                    .append(':').append(asker.source().line()).append(')');
        }
        if (askers.size() > MOST_METHODS) {
            text.append(" and ").append(askers.size() - MOST_METHODS).append(" more");
        }
        return text.toString();
    }
}
