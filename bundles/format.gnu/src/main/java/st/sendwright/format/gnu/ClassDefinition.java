package st.sendwright.format.gnu;

import java.util.ArrayList;
import java.util.List;

/** What a class body says of its class, and the message that defines it so. */
final class ClassDefinition {

    private final String superclass;
    private final String name;
    private final List<String> instanceVariables = new ArrayList<>();
    private final List<String> classVariables = new ArrayList<>();
    private String category = "";
    private String shape = "";

    ClassDefinition(String superclass, String name) {
        this.superclass = superclass;
        this.name = name;
    }

    void addInstanceVariables(List<String> names) {
        instanceVariables.addAll(names);
    }

    void addClassVariable(String variable) {
        if (!classVariables.contains(variable)) {
            classVariables.add(variable);
        }
    }

    void category(String text) {
        category = text;
    }

    void shape(String symbol) {
        shape = symbol;
    }

    /** A class that declares nothing is taken as it is where it exists, as GNU Smalltalk does. */
    String message() {
        if (instanceVariables.isEmpty() && classVariables.isEmpty() && shape.isEmpty()) {
            return superclass + " subclass: #" + name;
        }
        return superclass + " " + selector() + " #" + name
                + " instanceVariableNames: '" + String.join(" ", instanceVariables)
                + "' classVariableNames: '" + String.join(" ", classVariables)
                + "' poolDictionaries: '' category: " + (category.isEmpty() ? "nil" : quoted(category));
    }

    /** What has to be said after {@link #message}; empty when nothing has. */
    String categoryMessage() {
        boolean isSaid = category.isEmpty() || message().endsWith(quoted(category));
        return isSaid ? "" : name + " category: " + quoted(category);
    }

    private String selector() {
        return switch (shape) {
            case "" -> "subclass:";
            case "pointer" -> "variableSubclass:";
            case "byte", "int8", "character" -> "variableByteSubclass:";
            case "short", "ushort" -> "variableDoubleByteSubclass:";
            case "int", "uint", "word", "float", "utf32" -> "variableWordSubclass:";
            case "int64", "uint64", "double" -> "variable64Subclass:";
            default -> "variable: #" + shape + " subclass:";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
