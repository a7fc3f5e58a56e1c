package st.sendwright.runtime;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Association;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.SymbolDictionaries;

/** The names of what a VM had before anything was loaded into it: classes, their methods and variables, globals. */
final class KernelInventory {

    private final World world;
    private final Map<String, Set<String>> selectors = new HashMap<>();
    private final Map<String, Set<String>> classVariables = new HashMap<>();
    private final Set<String> globals = new HashSet<>();

    /** Takes stock of the globals whose names belong to the kernel. VM thread. */
    KernelInventory(World world, Predicate<String> belongs) {
        this.world = world;
        SymbolDictionaries.forEach(MutatorBlock.special(world.mutator, SpecialObject.SMALLTALK), association -> {
            String name = world.text(ObjectHeader.slot(association, Association.KEY));
            if (!belongs.test(name)) {
                return;
            }
            globals.add(name);
            long value = ObjectHeader.slot(association, Association.VALUE);
            if (ClassObjects.isClass(world.mutator, value) && !ClassObjects.isMetaclass(world.mutator, value)) {
                enter(value);
            }
        });
    }

    private void enter(long classOop) {
        String name = ClassObjects.name(world.mutator, classOop);
        selectors.put(name, selectorsOf(classOop));
        selectors.put(name + " class", selectorsOf(MutatorBlock.classOf(world.mutator, classOop)));
        Set<String> variables = new HashSet<>();
        long pool = ObjectHeader.slot(classOop, Behavior.CLASS_POOL);
        if (pool != MutatorBlock.nil(world.mutator)) {
            SymbolDictionaries.forEach(pool, association ->
                    variables.add(world.text(ObjectHeader.slot(association, Association.KEY))));
        }
        classVariables.put(name, variables);
    }

    private Set<String> selectorsOf(long behavior) {
        Set<String> found = new HashSet<>();
        MethodDictionaries.forEach(ClassObjects.methodDictionary(behavior),
                (selector, method) -> found.add(world.text(selector)));
        return found;
    }

    /** Whether the class, {@code Foo} or {@code Foo class}, was there. */
    boolean hasClass(String name) {
        return selectors.containsKey(name);
    }

    /** Whether the class was there and had a method of its own for the selector. */
    boolean defines(String className, String selector) {
        return selectors.getOrDefault(className, Set.of()).contains(selector);
    }

    /** The selectors that a class had. */
    Set<String> selectors(String className) {
        return selectors.getOrDefault(className, Set.of());
    }

    boolean hasClassVariable(String className, String name) {
        return classVariables.getOrDefault(className, Set.of()).contains(name);
    }

    boolean hasGlobal(String name) {
        return globals.contains(name);
    }

    Set<String> globals() {
        return globals;
    }
}
