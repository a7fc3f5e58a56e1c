package st.sendwright.model;

import st.sendwright.model.KernelLayout.Behavior;

/**
 * Classes and metaclasses as the VM reads them, and making instances of them.
 *
 * <p><b>Thread</b>: the VM thread.
 */
public final class ClassObjects {

    private ClassObjects() {
    }

    /** The superclass; nil in a root class. */
    public static long superclass(long classOop) {
        return ObjectHeader.slot(classOop, Behavior.SUPERCLASS);
    }

    /** The class's own MethodDictionary. */
    public static long methodDictionary(long classOop) {
        return ObjectHeader.slot(classOop, Behavior.METHOD_DICTIONARY);
    }

    /** The class's place in the class table, which is its identity hash; 0 when it was never entered. */
    public static int classIndex(long classOop) {
        return ObjectHeader.hash(classOop);
    }

    /** Whether the object is an instance of Metaclass. */
    public static boolean isMetaclass(long mutator, long classOop) {
        return Oop.classIndex(classOop) == KnownClass.METACLASS.index();
    }

    /** Whether the object can be a class: an instance of Metaclass, or of an instance of Metaclass. */
    public static boolean isClass(long mutator, long oop) {
        return Oop.isPointer(oop)
                && (isMetaclass(mutator, oop) || isMetaclass(mutator, MutatorBlock.classOf(mutator, oop)));
    }

    /** {@code "Foo"} or {@code "Foo class"}; a class without a name is {@code "a class"}. */
    public static String name(long mutator, long classOop) {
        if (isMetaclass(mutator, classOop)) {
            long instance = ObjectHeader.slot(classOop, Behavior.THIS_CLASS);
            return (instance == MutatorBlock.nil(mutator) ? "a class" : name(mutator, instance)) + " class";
        }
        if (classOop == MutatorBlock.nil(mutator)) {
            return "nil";
        }
        long name = ObjectHeader.slot(classOop, Behavior.NAME);
        return StringObjects.isText(mutator, name) ? StringObjects.text(name) : "a class";
    }

    /** Number of named instance variables, inherited ones included. */
    public static int instanceSlots(long classOop) {
        return Behavior.instanceVariables(ObjectHeader.slot(classOop, Behavior.FORMAT));
    }

    /** {@link ObjectFormat} of the instances, without the bits that count unused elements. */
    public static int objectFormat(long classOop) {
        return Behavior.objectFormat(ObjectHeader.slot(classOop, Behavior.FORMAT));
    }

    /** Whether there can be instances; a trait has none. */
    public static boolean makesInstances(long classOop) {
        return (Oop.integerValue(ObjectHeader.slot(classOop, Behavior.FORMAT)) & Behavior.NO_INSTANCES) == 0;
    }

    /** Whether instances have indexable elements. */
    public static boolean isIndexable(long classOop) {
        int format = objectFormat(classOop);
        return ObjectFormat.isVariablePointers(format) || format >= ObjectFormat.WORDS_64;
    }

    /** Whether the class is {@code ancestor} or inherits from it. */
    public static boolean inheritsFrom(long mutator, long classOop, long ancestor) {
        long nil = MutatorBlock.nil(mutator);
        for (long each = classOop; each != nil; each = superclass(each)) {
            if (each == ancestor) {
                return true;
            }
        }
        return false;
    }

    /** The method that instances of the class run for a selector, or 0. */
    public static long lookupMethod(long mutator, long classOop, long selector) {
        long holder = lookupHolder(mutator, classOop, selector);
        return holder == 0 ? 0 : MethodDictionaries.lookup(methodDictionary(holder), selector);
    }

    /** The class of the superclass chain whose dictionary holds the method of a selector, or 0. */
    public static long lookupHolder(long mutator, long classOop, long selector) {
        long nil = MutatorBlock.nil(mutator);
        for (long each = classOop; each != nil; each = superclass(each)) {
            long dictionary = methodDictionary(each);
            if (dictionary != nil && MethodDictionaries.lookup(dictionary, selector) != 0) {
                return each;
            }
        }
        return 0;
    }

    /**
     * An instance whose pointers are nil and whose other elements are zero, or {@link Allocation#NO_ROOM}.
     *
     * @param indexableSize number of indexable elements; 0 or -1 for none
     * @throws IllegalArgumentException when the class has no indexable elements and some are asked for, or
     *         when its instances are immediates or compiled code
     * @throws IllegalStateException when the class is not in the class table
     */
    public static long newInstance(long mutator, long classOop, long indexableSize) {
        int classIndex = classIndex(classOop);
        if (classIndex == 0) {
            throw new IllegalStateException(name(mutator, classOop) + " is not in the class table");
        }
        int format = objectFormat(classOop);
        long elements = Math.max(0, indexableSize);
        if (elements > 0 && !isIndexable(classOop)) {
            throw new IllegalArgumentException("instances of " + name(mutator, classOop)
                    + " have no indexable elements, " + elements + " were asked for");
        }
        if (classIndex <= Oop.TAG_MASK || ObjectFormat.isMethod(format)) {
            throw new IllegalArgumentException("instances of " + name(mutator, classOop)
                    + " are not made by allocation alone");
        }
        if (elements > ObjectHeader.MAX_SLOTS) {
            Memory.putLong(mutator + MutatorBlock.REQUESTED_BYTES, Long.MAX_VALUE);
            return Allocation.NO_ROOM;
        }
        if (ObjectFormat.isBytes(format)) {
            return Allocation.allocateBytes(mutator, classIndex, elements);
        }
        if (ObjectFormat.isWords32(format)) {
            return Allocation.allocateWords32(mutator, classIndex, elements);
        }
        if (ObjectFormat.isWords16(format)) {
            return Allocation.allocateWords16(mutator, classIndex, elements);
        }
        if (format == ObjectFormat.WORDS_64) {
            return Allocation.allocateWords64(mutator, classIndex, elements);
        }
        return Allocation.allocatePointers(mutator, classIndex, format, instanceSlots(classOop) + elements);
    }
}
