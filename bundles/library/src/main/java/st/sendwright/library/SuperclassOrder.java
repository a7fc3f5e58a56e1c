package st.sendwright.library;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import st.sendwright.language.SourceText;

/**
 * Sorts sources of one class each so that every superclass comes before its subclasses, and otherwise leaves
 * them in their order; sources that only extend classes come behind all of them. Folders of the library depend
 * on each other both ways, so that no order of whole folders would do.
 */
final class SuperclassOrder {

    private static final Pattern DEFINITION =
            Pattern.compile("\\b(\\w+)\\s+(?:subclass|\\w+Subclass):\\s*#(\\w+)");
    private static final Pattern EXTENSION = Pattern.compile("^!\\w+(?: class)? methodsFor: ", Pattern.MULTILINE);
    private static final String NO_CLASS = "nil";

    private final Map<String, SourceText> sourceByClass = new LinkedHashMap<>();
    private final Map<String, String> superclasses = new LinkedHashMap<>();
    private final List<SourceText> extensions = new ArrayList<>();
    private final List<SourceText> sorted = new ArrayList<>();
    private final Set<String> placed = new HashSet<>(Set.of(NO_CLASS));

    private SuperclassOrder() {
    }

    /**
     * @throws IOException when a source neither defines nor extends a class, a superclass has no source, or
     *         classes inherit from each other
     */
    static List<SourceText> sort(List<SourceText> sources) throws IOException {
        SuperclassOrder order = new SuperclassOrder();
        for (SourceText source : sources) {
            order.add(source);
        }
        for (String className : order.sourceByClass.keySet()) {
            order.place(className, new HashSet<>());
        }
        order.sorted.addAll(order.extensions);
        return order.sorted;
    }

    private void add(SourceText source) throws IOException {
        Matcher definition = DEFINITION.matcher(source.text());
        if (!definition.find()) {
            addExtension(source);
            return;
        }
        superclasses.put(definition.group(2), definition.group(1));
        if (sourceByClass.put(definition.group(2), source) != null) {
            throw new IOException("the kernel source " + source.file() + " defines " + definition.group(2)
                    + ", which another one has defined");
        }
    }

    private void addExtension(SourceText source) throws IOException {
        if (!EXTENSION.matcher(source.text()).find()) {
            throw new IOException("the kernel source " + source.file() + " defines no class and extends none");
        }
        extensions.add(source);
    }

    private void place(String className, Set<String> above) throws IOException {
        if (placed.contains(className)) {
            return;
        }
        if (!sourceByClass.containsKey(className)) {
            throw new IOException("no kernel source defines " + className + ", which others inherit from");
        }
        if (!above.add(className)) {
            throw new IOException("the kernel class " + className + " inherits from itself");
        }
        place(superclasses.get(className), above);
        placed.add(className);
        sorted.add(sourceByClass.get(className));
    }
}
