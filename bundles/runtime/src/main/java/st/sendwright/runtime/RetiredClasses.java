package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Association;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.SymbolDictionaries;
import st.sendwright.model.SymbolTable;

/**
 * Classes of plugins that have gone. Nobody finds one by its name or below its superclass; its instances and the code that
 * refers to it go on with the methods that it has. When the plugin comes back, so does the class, and the instances are its again.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit.
 */
final class RetiredClasses {

    private final World world;
    private final long mutator;
    /** By plugins and names, in the order in which they went. */
    private final Map<String, Map<String, Handles.Handle>> associations = new LinkedHashMap<>();

    RetiredClasses(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    private long smalltalk() {
        return MutatorBlock.special(mutator, SpecialObject.SMALLTALK);
    }

    /** The class {@code Foo} or {@code Foo class} among those that have gone, or 0. */
    long named(String className) {
        boolean isMeta = className.endsWith(Classes.CLASS_SIDE);
        String name = Classes.instanceSide(className);
        return associations.values().stream().filter(each -> each.containsKey(name)).findFirst()
                .map(each -> classOf(each.get(name)))
                .map(found -> isMeta ? MutatorBlock.classOf(mutator, found) : found).orElse(0L);
    }

    private static long classOf(Handles.Handle association) {
        return ObjectHeader.slot(association.oop(), Association.VALUE);
    }

    /** Takes a class out of Smalltalk; nothing happens when there is none of that name. */
    void retire(String plugin, String name) {
        long classOop = world.classes.named(name);
        if (classOop == 0) {
            return;
        }
        world.ensureRoom(subclassesBytes(classOop));
        classOop = world.classes.named(name);
        long symbol = SymbolTable.find(mutator, name);
        Handles.Handle association = world.handles.on(SymbolDictionaries.associationAt(smalltalk(), symbol));
        SymbolDictionaries.remove(mutator, smalltalk(), symbol);
        long taken = classOop;
        forEachSide(taken, (superclass, side) -> world.classes.removeSubclass(superclass, side));
        associations.computeIfAbsent(plugin, _ -> new LinkedHashMap<>()).put(name, association);
    }

    /** Something to do with a superclass and the class or metaclass below it. */
    @FunctionalInterface
    private interface Side {
        void accept(long superclass, long side);
    }

    private void forEachSide(long classOop, Side action) {
        for (long side : new long[] {classOop, MutatorBlock.classOf(mutator, classOop)}) {
            if (ClassObjects.superclass(side) != MutatorBlock.nil(mutator)) {
                action.accept(ClassObjects.superclass(side), side);
            }
        }
    }

    private long subclassesBytes(long classOop) {
        long[] bytes = new long[1];
        forEachSide(classOop, (superclass, side) ->
                bytes[0] += ObjectHeader.bytesFor(world.classes.subclasses(superclass).size() + 1));
        return bytes[0];
    }

    /** Puts the classes of a plugin back, those of names that somebody else has taken left out; the names. */
    List<String> bringBack(String plugin) {
        Map<String, Handles.Handle> gone = associations.getOrDefault(plugin, Map.of());
        List<String> names = new ArrayList<>();
        for (String name : new ArrayList<>(gone.keySet()).reversed()) {
            if (world.classes.global(name) == 0) {
                bringBack(name, gone.remove(name));
                names.add(name);
            }
        }
        return names;
    }

    private void bringBack(String name, Handles.Handle association) {
        world.ensureRoom(subclassesBytes(classOf(association)) + 2 * SymbolDictionaries.bytesForPut(smalltalk()));
        long symbol = ObjectHeader.slot(association.oop(), Association.KEY);
        boolean isUsed = Stream.of(SpecialObject.UNDECLARED, SpecialObject.WORKSPACE).anyMatch(each ->
                SymbolDictionaries.associationAt(MutatorBlock.special(mutator, each), symbol) != 0);
        if (isUsed) {
            // Code that has used the name meanwhile has an Association of its own.
            world.classes.defineGlobal(name, classOf(association));
        } else {
            SymbolDictionaries.putAssociation(mutator, smalltalk(), association.oop());
        }
        forEachSide(classOf(association), (superclass, side) -> world.classes.addSubclass(superclass, side));
        association.close();
    }

    /** All that have gone. */
    List<LedgerBytes.Gone> all() {
        return associations.entrySet().stream().flatMap(each -> each.getValue().keySet().stream()
                .map(name -> new LedgerBytes.Gone(each.getKey(), name))).toList();
    }

    /** Their Associations, in the same order. */
    List<Handles.Handle> associations() {
        return associations.values().stream().flatMap(each -> each.values().stream()).toList();
    }

    /** One more has gone, in the VM that has written the image. */
    void add(LedgerBytes.Gone gone, Handles.Handle association) {
        associations.computeIfAbsent(gone.plugin(), _ -> new LinkedHashMap<>()).put(gone.className(), association);
    }
}
