package st.sendwright.model;

import java.util.function.LongConsumer;
import st.sendwright.model.KernelLayout.Association;
import st.sendwright.model.KernelLayout.Dictionary;

/**
 * Dictionaries whose keys are Symbols, such as {@code Smalltalk} and class pools: an Array of Associations,
 * open addressing with linear probing by the key's identity hash, from place {@code hash modulo size} of
 * 0 to size - 1. Three quarters at most are in use.
 *
 * <p>Smalltalk code keeps these too, and can store anything into them: what is no Association counts as a place in use
 * that holds no key.
 *
 * <p><b>Thread</b>: the VM thread.
 */
public final class SymbolDictionaries {

    private static final int LEAST_CAPACITY = 4;

    private SymbolDictionaries() {
    }

    /** The Association of a key, or 0 when there is none. */
    public static long associationAt(long dictionary, long symbol) {
        long array = table(dictionary);
        long place = find(array, symbol);
        return place < 0 ? 0 : ObjectHeader.slot(array, place);
    }

    /** The value of a key, or 0 when there is none. */
    public static long valueAt(long dictionary, long symbol) {
        long association = associationAt(dictionary, symbol);
        return association == 0 ? 0 : ObjectHeader.slot(association, Association.VALUE);
    }

    /**
     * Stores the value of a key, into its Association where there is one.
     *
     * @return the Association, or {@link Allocation#NO_ROOM} with the dictionary unchanged
     */
    public static long put(long mutator, long dictionary, long symbol, long value) {
        long existing = associationAt(dictionary, symbol);
        if (existing != 0) {
            WriteBarrier.putSlot(mutator, existing, Association.VALUE, value);
            return existing;
        }
        if (!Allocation.hasRoom(mutator, bytesForPut(dictionary))) {
            return Allocation.NO_ROOM;
        }
        long association = Allocation.allocatePointers(mutator, KnownClass.ASSOCIATION.index(),
                ObjectFormat.FIXED, Association.SLOTS);
        ObjectHeader.rawPutSlot(association, Association.KEY, symbol);
        ObjectHeader.rawPutSlot(association, Association.VALUE, value);
        putAssociation(mutator, dictionary, association);
        return association;
    }

    /**
     * Enters an existing Association, whose key must be a Symbol; one with the same key is replaced.
     *
     * @return false when there is no room to grow, with the dictionary unchanged
     */
    public static boolean putAssociation(long mutator, long dictionary, long association) {
        long array = table(dictionary);
        if (array == 0) {
            throw overwritten();
        }
        long place = find(array, ObjectHeader.slot(association, Association.KEY));
        if (place >= 0) {
            WriteBarrier.putSlot(mutator, array, place, association);
            return true;
        }
        if (mustGrow(dictionary)) {
            long capacity = grownCapacity(array);
            long grown = ArrayObjects.newArray(mutator, capacity);
            if (grown == Allocation.NO_ROOM) {
                return false;
            }
            forEach(dictionary, each -> insert(mutator, grown, each));
            WriteBarrier.putSlot(mutator, dictionary, Dictionary.ARRAY, grown);
            array = grown;
        }
        insert(mutator, array, association);
        putTally(mutator, dictionary, tally(dictionary) + 1);
        return true;
    }

    /** Most bytes that {@link #put} of a new key would allocate now. */
    public static long bytesForPut(long dictionary) {
        return ObjectHeader.bytesFor(Association.SLOTS) + (mustGrow(dictionary)
                ? ArrayObjects.bytesFor(grownCapacity(table(dictionary))) : 0);
    }

    /**
     * An empty dictionary, or {@link Allocation#NO_ROOM}.
     *
     * @param classIndex of Dictionary or SystemDictionary
     * @param capacity places, at least 4 are made
     */
    public static long newDictionary(long mutator, int classIndex, int capacity) {
        int places = Math.max(LEAST_CAPACITY, capacity);
        if (!Allocation.hasRoom(mutator,
                ObjectHeader.bytesFor(Dictionary.SLOTS) + ArrayObjects.bytesFor(places))) {
            return Allocation.NO_ROOM;
        }
        long dictionary = Allocation.allocatePointers(mutator, classIndex, ObjectFormat.FIXED,
                Dictionary.SLOTS);
        ObjectHeader.rawPutSlot(dictionary, Dictionary.TALLY, Oop.smallInteger(0));
        ObjectHeader.rawPutSlot(dictionary, Dictionary.ARRAY, ArrayObjects.newArray(mutator, places));
        return dictionary;
    }

    /** Removes a key; false when it was not there. */
    public static boolean remove(long mutator, long dictionary, long symbol) {
        long array = table(dictionary);
        long place = find(array, symbol);
        if (place < 0) {
            return false;
        }
        long nil = MutatorBlock.nil(mutator);
        long size = ObjectHeader.slots(array);
        WriteBarrier.putSlot(mutator, array, place, nil);
        // The rest of the run may have been pushed past the place that is free now: enter it again.
        for (long next = (place + 1) % size;; next = (next + 1) % size) {
            long association = ObjectHeader.slot(array, next);
            if (association == nil) {
                break;
            }
            if (!isAssociation(association)) {
                continue;
            }
            WriteBarrier.putSlot(mutator, array, next, nil);
            insert(mutator, array, association);
        }
        putTally(mutator, dictionary, tally(dictionary) - 1);
        return true;
    }

    /** Number of associations. */
    public static long tally(long dictionary) {
        return Oop.integerValue(ObjectHeader.slot(dictionary, Dictionary.TALLY));
    }

    /** Calls {@code action} with each Association, in the order of the places. */
    public static void forEach(long dictionary, LongConsumer action) {
        long array = table(dictionary);
        long size = places(array);
        for (long place = 0; place < size; place++) {
            long association = ObjectHeader.slot(array, place);
            if (isAssociation(association)) {
                action.accept(association);
            }
        }
    }

    /** The key's place, or -1. A key that never got a hash is in no dictionary. */
    private static long find(long array, long symbol) {
        long size = places(array);
        int hash = Oop.isImmediate(symbol) ? 0 : ObjectHeader.hash(symbol);
        if (hash == 0 || size == 0) {
            return -1;
        }
        long place = hash % size;
        // Counted, because dictionaries that Smalltalk code keeps may be full.
        for (long probes = 0; probes < size; probes++) {
            long association = ObjectHeader.slot(array, place);
            if (isNil(association)) {
                return -1;
            }
            if (isAssociation(association) && ObjectHeader.slot(association, Association.KEY) == symbol) {
                return place;
            }
            place = place + 1 == size ? 0 : place + 1;
        }
        return -1;
    }

    private static void insert(long mutator, long array, long association) {
        long size = ObjectHeader.slots(array);
        long place = IdentityHash.of(mutator, ObjectHeader.slot(association, Association.KEY)) % size;
        for (long probes = 1; !isNil(ObjectHeader.slot(array, place)); probes++) {
            if (probes == size) {
                throw overwritten();
            }
            place = place + 1 == size ? 0 : place + 1;
        }
        WriteBarrier.putSlot(mutator, array, place, association);
    }

    /** The Array of a dictionary, or 0 when something else has been put in its place. */
    private static long table(long dictionary) {
        long array = ObjectHeader.slot(dictionary, Dictionary.ARRAY);
        return Oop.isPointer(array) && ObjectHeader.format(array) == ObjectFormat.VARIABLE ? array : 0;
    }

    private static long places(long array) {
        return array == 0 ? 0 : ObjectHeader.slots(array);
    }

    private static boolean isAssociation(long oop) {
        return Oop.isPointer(oop) && ObjectFormat.isPointers(ObjectHeader.format(oop))
                && ObjectHeader.slots(oop) >= Association.SLOTS;
    }

    private static IllegalStateException overwritten() {
        return new IllegalStateException("the table of a dictionary that the VM reads has been overwritten by a program");
    }

    private static boolean mustGrow(long dictionary) {
        long capacity = places(table(dictionary));
        return (tally(dictionary) + 1) * 4 > capacity * 3;
    }

    private static long grownCapacity(long array) {
        return Math.max(LEAST_CAPACITY, places(array) * 2);
    }

    private static void putTally(long mutator, long dictionary, long tally) {
        WriteBarrier.putSlot(mutator, dictionary, Dictionary.TALLY, Oop.smallInteger(tally));
    }

    /** Told by the class index, so that a lookup needs no mutator block. */
    private static boolean isNil(long oop) {
        return Oop.classIndex(oop) == KnownClass.UNDEFINED_OBJECT.index();
    }
}
