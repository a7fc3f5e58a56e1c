package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.KernelLayout.Behavior;
import st.sendwright.model.KnownClass;
import st.sendwright.model.MethodDictionaries;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolDictionaries;
import st.sendwright.model.SymbolTable;
import st.sendwright.model.WriteBarrier;

/** Makes and finds classes. <b>Thread</b>: the VM thread. */
final class Classes {

    /** What follows the name of a class in that of its metaclass. */
    static final String CLASS_SIDE = " class";

    private final World world;
    private final long mutator;

    /**
     * What a class definition says.
     *
     * @param superclass class oop or nil
     * @param kind {@code normal variable bytes words doubleBytes words64 weak ephemeron}
     */
    record Definition(long superclass, String name, List<String> instanceVariables, List<String> classVariables,
            List<String> pools, String category, String kind) {
    }

    Classes(World world) {
        this.world = world;
        this.mutator = world.mutator;
    }

    private long nil() {
        return MutatorBlock.nil(mutator);
    }

    // Finding

    /** The value of a global, or 0 when there is none of that name. */
    long global(String name) {
        long symbol = SymbolTable.find(mutator, name);
        return symbol == 0 ? 0 : SymbolDictionaries.valueAt(
                MutatorBlock.special(mutator, SpecialObject.SMALLTALK), symbol);
    }

    /** {@code Foo} of {@code Foo class} and of {@code Foo}. */
    static String instanceSide(String className) {
        return className.endsWith(CLASS_SIDE) ? className.substring(0, className.length() - CLASS_SIDE.length()) : className;
    }

    /** The class called {@code "Foo"} or {@code "Foo class"}, or 0. Namespace prefixes are dropped. */
    long named(String name) {
        String base = name.trim();
        boolean meta = base.endsWith(CLASS_SIDE);
        if (meta) {
            base = instanceSide(base).trim();
        }
        long found = global(base.substring(base.lastIndexOf('.') + 1));
        if (found == 0 || !ClassObjects.isClass(mutator, found)) {
            return 0;
        }
        return meta ? MutatorBlock.classOf(mutator, found) : found;
    }

    /** All instance variable names of a class, inherited ones first. */
    List<String> instanceVariableNames(long classOop) {
        List<String> names = new ArrayList<>();
        collectNames(classOop, names);
        return names;
    }

    private void collectNames(long classOop, List<String> names) {
        if (classOop == nil()) {
            return;
        }
        collectNames(ClassObjects.superclass(classOop), names);
        names.addAll(ownInstanceVariableNames(classOop));
    }

    /** The names that a class adds; a place in their Array that a program has overwritten reads {@code "?"}. */
    List<String> ownInstanceVariableNames(long classOop) {
        List<String> names = new ArrayList<>();
        forEachElement(ObjectHeader.slot(classOop, Behavior.INSTANCE_VARIABLES), name ->
                names.add(StringObjects.isText(mutator, name) ? world.text(name) : "?"));
        return names;
    }

    private static void forEachElement(long array, LongConsumer action) {
        if (Oop.classIndex(array) == KnownClass.ARRAY.index()) {
            for (long i = 0; i < ObjectHeader.slots(array); i++) {
                action.accept(ObjectHeader.slot(array, i));
            }
        }
    }

    /**
     * The dictionary of a pool, which may be given as a Dictionary, as a class, or, where it was not there when
     * the class was defined, as the Association of its name; nil for anything else.
     */
    long poolDictionary(long pool) {
        if (Oop.isPointer(pool) && ObjectHeader.classIndex(pool) == KnownClass.ASSOCIATION.index()) {
            return poolDictionary(ObjectHeader.slot(pool, 1));
        }
        if (ClassObjects.isClass(mutator, pool)) {
            return ObjectHeader.slot(pool, Behavior.CLASS_POOL);
        }
        return Oop.isPointer(pool) && ObjectHeader.format(pool) == ObjectFormat.FIXED && ObjectHeader.slots(pool) >= 2
                ? pool : nil();
    }

    /** Whether it is a Dictionary of any kind, laid out as the VM expects one. */
    boolean isDictionary(long oop) {
        long dictionary = MutatorBlock.classAt(mutator, KnownClass.DICTIONARY.index());
        long at = MutatorBlock.classOf(mutator, oop);
        while (at != nil() && at != dictionary) {
            at = ClassObjects.superclass(at);
        }
        return at == dictionary;
    }

    /** Direct subclasses. */
    List<Long> subclasses(long classOop) {
        List<Long> found = new ArrayList<>();
        forEachElement(ObjectHeader.slot(classOop, Behavior.SUBCLASSES), element -> {
            if (ClassObjects.isClass(mutator, element)) {
                found.add(element);
            }
        });
        return found;
    }

    // Making

    /** Bytes that {@link #create} or a harmless redefinition allocates at most. */
    long definitionBytes(Definition definition) {
        long bytes = 8192 + ObjectHeader.bytesFor(Behavior.CLASS_SLOTS + 64);
        for (String name : definition.instanceVariables()) {
            bytes += 64 + StringObjects.byteSizeOfString(name);
        }
        for (String name : definition.classVariables()) {
            bytes += 256 + StringObjects.byteSizeOfString(name);
        }
        bytes += 4 * ObjectHeader.bytesFor(ObjectHeader.slots(ObjectHeader.slot(
                MutatorBlock.special(mutator, SpecialObject.UNDECLARED), 1)));
        for (String name : definition.pools()) {
            bytes += 256 + StringObjects.byteSizeOfString(name);
        }
        bytes += StringObjects.byteSizeOfString(definition.category())
                + 4 * StringObjects.byteSizeOfString(definition.name());
        bytes += 4 * ObjectHeader.bytesFor(ObjectHeader.slots(
                MutatorBlock.special(mutator, SpecialObject.SYMBOL_TABLE)));
        bytes += 4 * ObjectHeader.bytesFor(ObjectHeader.slots(ObjectHeader.slot(
                MutatorBlock.special(mutator, SpecialObject.SMALLTALK), 1)));
        if (definition.superclass() != nil()) {
            bytes += 2 * ObjectHeader.bytesFor(subclasses(definition.superclass()).size() + 1);
        }
        return bytes;
    }

    /**
     * Makes a new class and its metaclass; the room is there.
     *
     * @param metaVariables class-side instance variables that the metaclass itself adds
     * @param knownIndex class index, or 0 for the next free one
     */
    long create(Definition definition, List<String> metaVariables, int knownIndex) {
        long superclass = definition.superclass();
        long superMeta = superclass == nil() ? classOfRoots() : MutatorBlock.classOf(mutator, superclass);
        int metaSize = (superMeta == nil() ? Behavior.CLASS_SLOTS : ClassObjects.instanceSlots(superMeta))
                + metaVariables.size();
        long metaclass = Methods.room(Allocation.allocatePointers(mutator, KnownClass.METACLASS.index(),
                ObjectFormat.FIXED, Behavior.METACLASS_SLOTS));
        int metaIndex = world.memory.addClass(mutator, metaclass);
        long created = Methods.room(Allocation.allocatePointers(mutator, metaIndex, ObjectFormat.FIXED, metaSize));
        if (knownIndex == 0) {
            world.memory.addClass(mutator, created);
        } else {
            world.memory.putClass(mutator, knownIndex, created);
        }
        fillBehavior(metaclass, superMeta, Behavior.format(metaSize, ObjectFormat.FIXED), metaVariables);
        ObjectHeader.rawPutSlot(metaclass, Behavior.THIS_CLASS, created);
        int superSize = superclass == nil() ? 0 : ClassObjects.instanceSlots(superclass);
        int size = superSize + definition.instanceVariables().size();
        fillBehavior(created, superclass, Behavior.format(size, objectFormat(definition, size)),
                definition.instanceVariables());
        WriteBarrier.putSlot(mutator, created, Behavior.NAME, world.methods.symbol(definition.name()));
        update(created, definition);
        if (superclass != nil()) {
            addSubclass(superclass, created);
        }
        if (superMeta != nil()) {
            addSubclass(superMeta, metaclass);
        }
        defineGlobal(definition.name(), created);
        return created;
    }

    /** The class that metaclasses of root classes inherit from: Class, or nil before there is one. */
    private long classOfRoots() {
        long found = MutatorBlock.classAt(mutator, KnownClass.CLASS.index());
        return found == 0 ? nil() : found;
    }

    private void fillBehavior(long behavior, long superclass, long format, List<String> variables) {
        WriteBarrier.putSlot(mutator, behavior, Behavior.SUPERCLASS, superclass);
        WriteBarrier.putSlot(mutator, behavior, Behavior.METHOD_DICTIONARY,
                Methods.room(MethodDictionaries.newDictionary(mutator, 8)));
        WriteBarrier.putSlot(mutator, behavior, Behavior.FORMAT, format);
        WriteBarrier.putSlot(mutator, behavior, Behavior.INSTANCE_VARIABLES, world.methods.strings(variables));
    }

    /** What the instances of a defined class look like. */
    int objectFormat(Definition definition, int size) {
        return switch (definition.kind()) {
            case "variable" -> size > 0 ? ObjectFormat.FIXED_AND_VARIABLE : ObjectFormat.VARIABLE;
            case "bytes" -> isCode(definition.name()) ? ObjectFormat.METHOD : ObjectFormat.BYTES;
            case "words" -> ObjectFormat.WORDS_32;
            case "doubleBytes" -> ObjectFormat.WORDS_16;
            case "words64" -> ObjectFormat.WORDS_64;
            case "weak" -> ObjectFormat.WEAK;
            case "ephemeron" -> ObjectFormat.EPHEMERON;
            default -> inheritedFormat(definition.superclass(), size);
        };
    }

    private static boolean isCode(String name) {
        return name.equals(KnownClass.COMPILED_METHOD.className())
                || name.equals(KnownClass.COMPILED_BLOCK.className());
    }

    private int inheritedFormat(long superclass, int size) {
        int inherited = superclass == nil() ? ObjectFormat.EMPTY : ClassObjects.objectFormat(superclass);
        if (inherited == ObjectFormat.EMPTY || inherited == ObjectFormat.FIXED) {
            return size > 0 ? ObjectFormat.FIXED : ObjectFormat.EMPTY;
        }
        if (inherited == ObjectFormat.VARIABLE || inherited == ObjectFormat.FIXED_AND_VARIABLE) {
            return size > 0 ? ObjectFormat.FIXED_AND_VARIABLE : ObjectFormat.VARIABLE;
        }
        return inherited;
    }

    /** Adds class variables, sets pools and category; what a redefinition of the same shape does. */
    void update(long classOop, Definition definition) {
        for (String name : definition.classVariables()) {
            long pool = ObjectHeader.slot(classOop, Behavior.CLASS_POOL);
            if (pool == nil()) {
                pool = Methods.room(SymbolDictionaries.newDictionary(mutator, KnownClass.DICTIONARY.index(), 8));
                WriteBarrier.putSlot(mutator, classOop, Behavior.CLASS_POOL, pool);
            }
            long symbol = world.methods.symbol(name);
            if (SymbolDictionaries.associationAt(pool, symbol) == 0) {
                Methods.room(SymbolDictionaries.put(mutator, pool, symbol, nil()));
            }
        }
        if (!definition.pools().isEmpty()) {
            long pools = world.methods.newArray(definition.pools().size());
            for (int i = 0; i < definition.pools().size(); i++) {
                ObjectHeader.rawPutSlot(pools, i, pool(definition.pools().get(i)));
            }
            WriteBarrier.putSlot(mutator, classOop, Behavior.SHARED_POOLS, pools);
        }
        if (!definition.category().isEmpty()) {
            WriteBarrier.putSlot(mutator, classOop, Behavior.CATEGORY, world.methods.symbol(definition.category()));
        }
    }

    /** The pool of a name, or the Association that will hold it. */
    private long pool(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        long pool = global(simple);
        if (pool != 0 && pool != nil()) {
            return pool;
        }
        long dictionary = MutatorBlock.special(mutator,
                pool == 0 ? SpecialObject.UNDECLARED : SpecialObject.SMALLTALK);
        long symbol = world.methods.symbol(simple);
        long association = SymbolDictionaries.associationAt(dictionary, symbol);
        return association != 0 ? association
                : Methods.room(SymbolDictionaries.put(mutator, dictionary, symbol, nil()));
    }

    void addSubclass(long superclass, long subclass) {
        List<Long> all = subclasses(superclass);
        all.add(subclass);
        putSubclasses(superclass, all);
    }

    void removeSubclass(long superclass, long subclass) {
        List<Long> all = subclasses(superclass);
        all.remove(subclass);
        putSubclasses(superclass, all);
    }

    private void putSubclasses(long superclass, List<Long> all) {
        long array = world.methods.newArray(all.size());
        for (int i = 0; i < all.size(); i++) {
            ObjectHeader.rawPutSlot(array, i, all.get(i));
        }
        WriteBarrier.putSlot(mutator, superclass, Behavior.SUBCLASSES, array);
    }

    /**
     * Defines or sets a global. A name that was used before it was defined keeps its Association, so that the
     * code which uses it sees the value.
     */
    void defineGlobal(String name, long value) {
        long symbol = world.methods.symbol(name);
        long smalltalk = MutatorBlock.special(mutator, SpecialObject.SMALLTALK);
        adopt(SpecialObject.UNDECLARED, symbol);
        adopt(SpecialObject.WORKSPACE, symbol);
        Methods.room(SymbolDictionaries.put(mutator, smalltalk, symbol, value));
    }

    /** Makes a variable that code used before it was defined the global of its name. */
    private void adopt(SpecialObject from, long symbol) {
        long dictionary = MutatorBlock.special(mutator, from);
        long smalltalk = MutatorBlock.special(mutator, SpecialObject.SMALLTALK);
        long known = SymbolDictionaries.associationAt(dictionary, symbol);
        if (known == 0 || SymbolDictionaries.associationAt(smalltalk, symbol) != 0) {
            return;
        }
        SymbolDictionaries.remove(mutator, dictionary, symbol);
        if (!SymbolDictionaries.putAssociation(mutator, smalltalk, known)) {
            throw new IllegalStateException("the room reckoned for a global was too small");
        }
    }
}
