package st.sendwright.language.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

/** Which classes a load gave a method {@code initialize}, in files that cannot send it themselves. */
final class Initializers {

    private static final String CLASS_SIDE = " class";

    private final ClassDefinitions classes;
    private final Map<String, Initializer> byClass = new LinkedHashMap<>();

    /**
     * One of them.
     *
     * @param message what is to be run, placed where the method is
     */
    record Initializer(String className, SourceText message, Treatment treatment) {
    }

    Initializers(ClassDefinitions classes) {
        this.classes = classes;
    }

    void addAll(Contents contents) {
        if (contents.isDeclarative()) {
            contents.items().forEach(item -> add(item, contents.treatment()));
        }
    }

    private void add(SourceItem item, Treatment treatment) {
        if (item instanceof SourceItem.Method method && method.className().endsWith(CLASS_SIDE)
                && method.source().text().startsWith("initialize")
                && classes.selectorOf(method.source()).filter("initialize"::equals).isPresent()) {
            String name = method.className().substring(0, method.className().length() - CLASS_SIDE.length());
            SourceText place = method.source();
            byClass.put(name, new Initializer(name,
                    new SourceText(name + " initialize", place.file(), place.line(), place.column()),
                    treatment));
        }
    }

    /** First the classes that were defined, in the order of that, which has superclasses first. */
    List<Initializer> inOrder(Set<String> definedClasses) {
        List<Initializer> all = new ArrayList<>();
        for (String name : definedClasses) {
            if (byClass.containsKey(name)) {
                all.add(byClass.get(name));
            }
        }
        byClass.values().stream().filter(each -> !definedClasses.contains(each.className()))
                .forEach(all::add);
        return all;
    }
}
