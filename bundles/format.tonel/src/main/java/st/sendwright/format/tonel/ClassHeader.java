package st.sendwright.format.tonel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a header says of a class or trait, and the messages that define it so.
 *
 * @param superclass empty for a trait
 * @param kind such as {@code normal} or {@code bytes}
 * @param traits a trait composition as an expression, or empty
 * @param classTraits the same for the class side
 * @param constants Dolphin's class constants
 */
record ClassHeader(String name, Optional<String> superclass, String kind, List<String> instanceVariables,
        List<String> classVariables, List<String> classInstanceVariables, List<String> pools, String traits,
        String classTraits, String category, Map<String, Ston> constants) {

    /** What each format calls the kinds of classes; the selector that defines them. */
    private static final Map<String, String> SELECTORS = Map.ofEntries(
            Map.entry("normal", "subclass:"),
            Map.entry("variable", "variableSubclass:"),
            Map.entry("bytes", "variableByteSubclass:"),
            Map.entry("byteSubclass", "variableByteSubclass:"),
            Map.entry("compiledMethod", "variableByteSubclass:"),
            Map.entry("words", "variableWordSubclass:"),
            Map.entry("doubleBytes", "variableDoubleByteSubclass:"),
            Map.entry("doubleWords", "variable64Subclass:"),
            Map.entry("weak", "weakSubclass:"),
            Map.entry("ephemeron", "ephemeronSubclass:"),
            Map.entry("immediate", "immediateSubclass:"));

    static boolean isKind(String kind) {
        return SELECTORS.containsKey(kind);
    }

    /** Messages with literal arguments only, so that a loader can tell what they define and need. */
    List<String> messages() {
        List<String> messages = new ArrayList<>();
        messages.add(superclass.isPresent() ? classMessage(superclass.get()) : traitMessage());
        if (!classInstanceVariables.isEmpty()) {
            messages.add(name + " class instanceVariableNames: " + quoted(classInstanceVariables));
        }
        if (isComposition(classTraits)) {
            messages.add(name + " class uses: " + quoted(classTraits));
        }
        constants.forEach((key, value) -> {
            if (value instanceof Ston.Text(String text)) {
                messages.add(name + " addClassConstant: " + quoted(key) + " value: " + literal(text));
            }
        });
        return messages;
    }

    private String classMessage(String above) {
        return above + " " + SELECTORS.getOrDefault(kind, "subclass:") + " #" + name
                + (isComposition(traits) ? " uses: " + quoted(traits) : "") + variables()
                + " poolDictionaries: " + quoted(pools) + " category: " + quoted(category);
    }

    private String traitMessage() {
        return "Trait named: #" + name + " uses: " + quoted(isComposition(traits) ? traits : "")
                + " instanceVariableNames: " + quoted(instanceVariables) + " category: " + quoted(category);
    }

    private String variables() {
        return " instanceVariableNames: " + quoted(instanceVariables)
                + " classVariableNames: " + quoted(classVariables);
    }

    private static boolean isComposition(String text) {
        return !text.isBlank() && !text.strip().matches("\\{\\s*\\}");
    }

    private static String quoted(List<String> names) {
        return quoted(String.join(" ", names));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A constant's text was a number or a constant when it reads as one, else a string. */
    private static String literal(String text) {
        return text.matches("-?[0-9][0-9A-Za-z.+-]*|true|false|nil") ? text : quoted(text);
    }
}
