package st.sendwright.model;

import st.sendwright.model.KernelLayout.MethodDictionary;

/**
 * Method dictionaries: selectors and methods in two Arrays side by side, open addressing with linear probing
 * by the selector's identity hash. Three quarters at most are in use, so every probe ends at a free place.
 *
 * <p>Smalltalk code can reach the two Arrays and store into them. Where such a table no longer is one, there is nothing
 * in it to be found, and nothing is entered.
 *
 * <p>After a change the lookup cache and the send sites are out of date; who calls empties them.
 * <b>Thread</b>: the VM thread.
 */
public final class MethodDictionaries {

    private static final int LEAST_CAPACITY = 8;

    private MethodDictionaries() {
    }

    /** The method of a selector, or 0 when there is none. */
    public static long lookup(long dictionary, long selector) {
        long keys = ObjectHeader.slot(dictionary, MethodDictionary.KEYS);
        long values = ObjectHeader.slot(dictionary, MethodDictionary.VALUES);
        long place = isTable(keys, values) ? find(keys, selector) : -1;
        long found = place < 0 ? 0 : ObjectHeader.slot(values, place);
        return found != 0 && isMethod(found) ? found : 0;
    }

    private static boolean isTable(long keys, long values) {
        return Oop.classIndex(keys) == KnownClass.ARRAY.index() && Oop.classIndex(values) == KnownClass.ARRAY.index()
                && ObjectHeader.slots(keys) == ObjectHeader.slots(values)
                && Long.bitCount(ObjectHeader.slots(keys)) == 1;
    }

    private static void checkTable(long keys, long values) {
        if (!isTable(keys, values)) {
            throw overwritten();
        }
    }

    private static IllegalStateException overwritten() {
        return new IllegalStateException("the table of a method dictionary has been overwritten by a program");
    }

    /**
     * An empty dictionary, or {@link Allocation#NO_ROOM}.
     *
     * @param capacity places, raised to a power of two and at least 8
     */
    public static long newDictionary(long mutator, int capacity) {
        int places = LEAST_CAPACITY;
        while (places < capacity) {
            places *= 2;
        }
        if (!Allocation.hasRoom(mutator,
                ObjectHeader.bytesFor(MethodDictionary.SLOTS) + 2 * ArrayObjects.bytesFor(places))) {
            return Allocation.NO_ROOM;
        }
        long dictionary = Allocation.allocatePointers(mutator, KnownClass.METHOD_DICTIONARY.index(),
                ObjectFormat.FIXED, MethodDictionary.SLOTS);
        ObjectHeader.rawPutSlot(dictionary, MethodDictionary.TALLY, Oop.smallInteger(0));
        ObjectHeader.rawPutSlot(dictionary, MethodDictionary.KEYS, ArrayObjects.newArray(mutator, places));
        ObjectHeader.rawPutSlot(dictionary, MethodDictionary.VALUES, ArrayObjects.newArray(mutator, places));
        return dictionary;
    }

    /**
     * Enters or replaces the method of a selector.
     *
     * @return false when there is no room to grow; the dictionary is unchanged then
     */
    public static boolean put(long mutator, long dictionary, long selector, long method) {
        long keys = ObjectHeader.slot(dictionary, MethodDictionary.KEYS);
        long values = ObjectHeader.slot(dictionary, MethodDictionary.VALUES);
        checkTable(keys, values);
        long found = find(keys, selector);
        if (found >= 0) {
            WriteBarrier.putSlot(mutator, values, found, method);
            return true;
        }
        long tally = tally(dictionary);
        long capacity = ObjectHeader.slots(keys);
        if ((tally + 1) * 4 > capacity * 3) {
            long newCapacity = Math.max(LEAST_CAPACITY, capacity * 2);
            if (!Allocation.hasRoom(mutator, 2 * ArrayObjects.bytesFor(newCapacity))) {
                return false;
            }
            grow(mutator, dictionary, newCapacity);
        }
        insert(mutator, ObjectHeader.slot(dictionary, MethodDictionary.KEYS),
                ObjectHeader.slot(dictionary, MethodDictionary.VALUES), selector, method);
        putTally(mutator, dictionary, tally + 1);
        return true;
    }

    /** Removes a selector; false when it was not there. */
    public static boolean remove(long mutator, long dictionary, long selector) {
        long keys = ObjectHeader.slot(dictionary, MethodDictionary.KEYS);
        long values = ObjectHeader.slot(dictionary, MethodDictionary.VALUES);
        checkTable(keys, values);
        long place = find(keys, selector);
        if (place < 0) {
            return false;
        }
        long nil = MutatorBlock.nil(mutator);
        long mask = ObjectHeader.slots(keys) - 1;
        WriteBarrier.putSlot(mutator, keys, place, nil);
        WriteBarrier.putSlot(mutator, values, place, nil);
        // The rest of the run may have been pushed past the place that is free now: enter it again.
        for (long next = place + 1 & mask; ObjectHeader.slot(keys, next) != nil; next = next + 1 & mask) {
            long key = ObjectHeader.slot(keys, next);
            long value = ObjectHeader.slot(values, next);
            WriteBarrier.putSlot(mutator, keys, next, nil);
            WriteBarrier.putSlot(mutator, values, next, nil);
            insert(mutator, keys, values, key, value);
        }
        putTally(mutator, dictionary, tally(dictionary) - 1);
        return true;
    }

    /** Number of methods. */
    public static int tally(long dictionary) {
        return (int) Oop.integerValue(ObjectHeader.slot(dictionary, MethodDictionary.TALLY));
    }

    /** Calls {@code action} with each selector and its method, in the order of the places. */
    public static void forEach(long dictionary, EntryAction action) {
        long keys = ObjectHeader.slot(dictionary, MethodDictionary.KEYS);
        long values = ObjectHeader.slot(dictionary, MethodDictionary.VALUES);
        long places = isTable(keys, values) ? ObjectHeader.slots(keys) : 0;
        for (long place = 0; place < places; place++) {
            long selector = ObjectHeader.slot(keys, place);
            long method = ObjectHeader.slot(values, place);
            if (Oop.isPointer(selector) && !isNil(selector) && isMethod(method)) {
                action.accept(selector, method);
            }
        }
    }

    private static boolean isMethod(long oop) {
        return Oop.isPointer(oop) && ObjectFormat.isMethod(ObjectHeader.format(oop));
    }

    /** What {@link #forEach} does with an entry. */
    @FunctionalInterface
    public interface EntryAction {
        void accept(long selector, long method);
    }

    /** The selector's place, or -1. A selector that never got a hash is in no dictionary. */
    private static long find(long keys, long selector) {
        if (Oop.isImmediate(selector)) {
            return -1;
        }
        int hash = ObjectHeader.hash(selector);
        if (hash == 0) {
            return -1;
        }
        long mask = ObjectHeader.slots(keys) - 1;
        long place = hash & mask;
        // Counted, because a program may have filled the table.
        for (long probes = 0; probes <= mask; probes++) {
            long key = ObjectHeader.slot(keys, place);
            if (key == selector) {
                return place;
            }
            if (isNil(key)) {
                return -1;
            }
            place = place + 1 & mask;
        }
        return -1;
    }

    private static void insert(long mutator, long keys, long values, long selector, long method) {
        long mask = ObjectHeader.slots(keys) - 1;
        long place = IdentityHash.of(mutator, selector) & mask;
        for (long probes = 0; !isNil(ObjectHeader.slot(keys, place)); probes++) {
            if (probes == mask) {
                throw overwritten();
            }
            place = place + 1 & mask;
        }
        WriteBarrier.putSlot(mutator, keys, place, selector);
        WriteBarrier.putSlot(mutator, values, place, method);
    }

    private static void grow(long mutator, long dictionary, long capacity) {
        long keys = ArrayObjects.newArray(mutator, capacity);
        long values = ArrayObjects.newArray(mutator, capacity);
        forEach(dictionary, (selector, method) -> insert(mutator, keys, values, selector, method));
        WriteBarrier.putSlot(mutator, dictionary, MethodDictionary.KEYS, keys);
        WriteBarrier.putSlot(mutator, dictionary, MethodDictionary.VALUES, values);
    }

    private static void putTally(long mutator, long dictionary, long tally) {
        WriteBarrier.putSlot(mutator, dictionary, MethodDictionary.TALLY, Oop.smallInteger(tally));
    }

    /** Told by the class index, so that a lookup needs no mutator block. */
    private static boolean isNil(long oop) {
        return Oop.classIndex(oop) == KnownClass.UNDEFINED_OBJECT.index();
    }
}
