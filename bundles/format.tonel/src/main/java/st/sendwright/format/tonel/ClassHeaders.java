package st.sendwright.format.tonel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes class headers from what the formats say. */
final class ClassHeaders {

    /** A variable may be said with its type, as in {@code 'a => WeakSlot'}. */
    private static final Pattern VARIABLE = Pattern.compile("#?'?([\\p{L}_][\\p{L}\\p{N}_]*)");

    private static final Map<String, String> LAYOUTS = Map.of(
            "FixedLayout", "normal", "VariableLayout", "variable", "WeakLayout", "weak",
            "ByteLayout", "bytes", "WordLayout", "words", "DoubleByteLayout", "doubleBytes",
            "DoubleWordLayout", "doubleWords", "EphemeronLayout", "ephemeron",
            "ImmediateLayout", "immediate", "CompiledMethodLayout", "compiledMethod");

    private ClassHeaders() {
    }

    /** From Tonel. */
    static ClassHeader of(String name, Optional<String> superclass, Ston.Mapping header) {
        String type = header.text("type").or(() -> header.text("layout")).orElse("normal");
        return new ClassHeader(name, superclass, LAYOUTS.getOrDefault(type, type),
                names(header, "instVars"), names(header, "classVars"), names(header, "classInstVars"),
                pools(header), composition(header, "traits"), composition(header, "classTraits"),
                category(header),
                header.values().get("classConstants") instanceof Ston.Mapping(var constants)
                        ? constants : Map.of());
    }

    /** From the properties of a FileTree class. */
    static ClassHeader ofFileTree(String name, Optional<String> superclass, Ston.Mapping header) {
        return new ClassHeader(name, superclass, header.text("type").orElse("normal"),
                names(header, "instvars"), names(header, "classvars"), names(header, "classinstvars"),
                header.texts("pools"), composition(header, "traitcomposition"),
                composition(header, "classtraitcomposition"), header.text("category").orElse("Unclassified"),
                Map.of());
    }

    private static String category(Ston.Mapping header) {
        Optional<String> packageName = header.text("package").or(() -> header.text("category"));
        Optional<String> tag = header.text("tag");
        return header.text("package").isPresent() && tag.isPresent()
                ? packageName.get() + "-" + tag.get() : packageName.orElse("Unclassified");
    }

    private static List<String> names(Ston.Mapping header, String key) {
        return header.texts(key).stream().map(VARIABLE::matcher).filter(Matcher::lookingAt)
                .map(found -> found.group(1)).toList();
    }

    private static List<String> pools(Ston.Mapping header) {
        List<String> named = header.texts("pools").isEmpty()
                ? header.texts("poolDictionaries") : header.texts("pools");
        return named.stream().map(pool -> pool.substring(pool.lastIndexOf('.') + 1)).toList();
    }

    private static String composition(Ston.Mapping header, String key) {
        return header.text(key).orElse("");
    }
}
