package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;

/**
 * What was done to classes that were there before a load, in order, with all that is needed to undo it and to do
 * it again. <b>Thread</b>: the VM thread.
 */
final class KernelJournal {

    private final World world;
    private final List<Entry> entries = new ArrayList<>();
    private boolean paused;

    /** One change. */
    sealed interface Entry {
        /** The class that was changed, {@code Foo} or {@code Foo class}. */
        String className();
    }

    /**
     * A method that was installed or removed.
     *
     * @param old what was there, or null
     * @param fresh what is there now, or null
     */
    record MethodChange(String className, String selector, Handles.Handle old, Handles.Handle fresh)
            implements Entry {
    }

    /** A class that got another superclass or other variables. */
    record ShapeChange(String className, Shape before, Shape after) implements Entry {
    }

    /** Superclass, own variables and kind of a class, without addresses. */
    record Shape(String superclass, List<String> variables, String kind) {

        /** For people. */
        String description() {
            String vars = variables.isEmpty() ? "no variables of its own" : "the variables '"
                    + String.join(" ", variables) + "'";
            return "superclass " + superclass + ", " + vars + (kind.equals("normal") ? "" : ", " + kind);
        }
    }

    KernelJournal(World world) {
        this.world = world;
    }

    /** The shape that a class has. */
    static Shape shapeOf(World world, long classOop) {
        return new Shape(nameOf(world, ClassObjects.superclass(classOop)),
                world.classes.ownInstanceVariableNames(classOop), kindOf(ClassObjects.objectFormat(classOop)));
    }

    static String nameOf(World world, long classOop) {
        return classOop == MutatorBlock.nil(world.mutator) ? "nil" : ClassObjects.name(world.mutator, classOop);
    }

    private static String kindOf(int format) {
        return switch (format) {
            case ObjectFormat.VARIABLE, ObjectFormat.FIXED_AND_VARIABLE -> "variable";
            case ObjectFormat.WEAK -> "weak";
            case ObjectFormat.EPHEMERON -> "ephemeron";
            case ObjectFormat.BYTES -> "bytes";
            case ObjectFormat.WORDS_16 -> "doubleBytes";
            case ObjectFormat.WORDS_32 -> "words";
            case ObjectFormat.WORDS_64 -> "words64";
            default -> "normal";
        };
    }

    /** Notes that a method takes the place of another; 0 stands for none. */
    void method(String className, String selector, long old, long fresh) {
        if (!paused) {
            entries.add(new MethodChange(className, selector, old == 0 ? null : world.handles.on(old),
                    fresh == 0 ? null : world.handles.on(fresh)));
        }
    }

    void shape(String className, Shape before, Shape after) {
        entries.add(new ShapeChange(className, before, after));
    }

    boolean isPaused() {
        return paused;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The entries, those of a class together, in the order in which classes were first changed. */
    List<List<Entry>> byClass() {
        Map<String, List<Entry>> groups = new LinkedHashMap<>();
        for (Entry entry : entries) {
            String name = entry.className();
            String base = name.endsWith(" class") ? name.substring(0, name.length() - " class".length()) : name;
            groups.computeIfAbsent(base, _ -> new ArrayList<>()).add(entry);
        }
        return new ArrayList<>(groups.values());
    }

    /** Forgets all entries: what they say stays. */
    void commit() {
        for (Entry entry : entries) {
            if (entry instanceof MethodChange(String _, String _, Handles.Handle old, Handles.Handle fresh)) {
                close(old);
                close(fresh);
            }
        }
        entries.clear();
    }

    private static void close(Handles.Handle handle) {
        if (handle != null) {
            handle.close();
        }
    }

    /** Undoes changes. At a driver exit only. */
    void undo(Collection<Entry> changes) {
        List<Entry> backwards = new ArrayList<>(changes).reversed();
        quietly(() -> backwards.forEach(entry -> {
            switch (entry) {
                case MethodChange change -> put(change, change.old);
                case ShapeChange change -> reshape(change.className, change.before);
            }
        }));
    }

    /** Does undone changes again. At a driver exit only. */
    void redo(Collection<Entry> changes) {
        quietly(() -> changes.forEach(entry -> {
            switch (entry) {
                case MethodChange change -> put(change, change.fresh);
                case ShapeChange change -> reshape(change.className, change.after);
            }
        }));
    }

    /** Does something without noting it. */
    void quietly(Runnable work) {
        boolean before = paused;
        paused = true;
        try {
            work.run();
        } finally {
            paused = before;
        }
    }

    private void put(MethodChange change, Handles.Handle method) {
        long classOop = world.classes.named(change.className);
        world.ensureRoom(world.methods.installBytes(classOop) + 4096);
        classOop = world.classes.named(change.className);
        long selector = world.methods.symbol(change.selector);
        if (method == null) {
            MethodDictionaries.remove(world.mutator, ClassObjects.methodDictionary(classOop), selector);
            world.lookup.methodChanged(classOop, selector);
        } else {
            world.methods.install(classOop, selector, method.oop());
        }
    }

    private void reshape(String className, Shape shape) {
        Reshaper reshaper = new Reshaper(world);
        world.ensureRoom(reshaper.bytesFor(world.classes.named(className), definition(className, shape)));
        reshaper.reshape(world.classes.named(className), definition(className, shape));
    }

    private Classes.Definition definition(String className, Shape shape) {
        long superclass = shape.superclass.equals("nil")
                ? MutatorBlock.nil(world.mutator) : world.classes.named(shape.superclass);
        return new Classes.Definition(superclass, className, shape.variables, List.of(), List.of(), "", shape.kind);
    }
}
