package st.sendwright.model;

/**
 * The table of all Symbols: equal texts are one object.
 *
 * <p>The special object {@link SpecialObject#SYMBOL_TABLE} is an Array of format {@link ObjectFormat#WEAK} with open addressing and linear
 * probing; its size is a power of two, and it grows when three quarters are in use. A Symbol's identity hash
 * is the hash of its text, so that an image's tables do not depend on the order of interning, and a Symbol that
 * died and is made again has the hash it had. A collection that takes Symbols leaves nil in their places, which ends
 * the searches that ran across them: {@link #sweep} comes before the next search. <b>Thread</b>: the VM thread.
 */
public final class SymbolTable {

    private static final int HASH_FACTOR = 31;
    private static final int FIRST_HASH_SHIFT = 16;
    private static final int HASH_MIXER = 0x7FEB_352D;
    private static final int SECOND_HASH_SHIFT = 15;

    private static final int FIRST_CAPACITY = 1024;

    private SymbolTable() {
    }

    /** The Symbol of {@code text}, or 0 when there is none. */
    public static long find(long mutator, String text) {
        long table = MutatorBlock.special(mutator, SpecialObject.SYMBOL_TABLE);
        long nil = MutatorBlock.nil(mutator);
        if (table == nil) {
            return 0;
        }
        int hash = hash(text);
        long mask = ObjectHeader.slots(table) - 1;
        for (long place = hash & mask;; place = place + 1 & mask) {
            long symbol = ObjectHeader.slot(table, place);
            if (symbol == nil) {
                return 0;
            }
            if (ObjectHeader.hash(symbol) == hash && StringObjects.hasText(symbol, text)) {
                return symbol;
            }
        }
    }

    /**
     * The Symbol of {@code text}, made when there is none; {@link Allocation#NO_ROOM} leaves all as it was.
     */
    public static long intern(long mutator, String text) {
        long found = find(mutator, text);
        if (found != 0) {
            return found;
        }
        long nil = MutatorBlock.nil(mutator);
        long table = MutatorBlock.special(mutator, SpecialObject.SYMBOL_TABLE);
        long tallyOop = MutatorBlock.special(mutator, SpecialObject.SYMBOL_TALLY);
        long tally = Oop.isSmallInteger(tallyOop) ? Oop.integerValue(tallyOop) : 0;
        long capacity = table == nil ? 0 : ObjectHeader.slots(table);
        boolean grows = (tally + 1) * 4 > capacity * 3;
        long newCapacity = Math.max(FIRST_CAPACITY, capacity * 2);
        long bytes = StringObjects.byteSizeOfString(text) + (grows ? ArrayObjects.bytesFor(newCapacity) : 0);
        if (!Allocation.hasRoom(mutator, bytes)) {
            return Allocation.NO_ROOM;
        }
        if (grows) {
            table = grown(mutator, table, capacity, newCapacity);
        }
        long symbol = StringObjects.newText(mutator, text, KnownClass.SYMBOL, KnownClass.WIDE_SYMBOL);
        ObjectHeader.setHash(symbol, hash(text));
        WriteBarrier.putSlot(mutator, table, freePlace(table, nil, symbol), symbol);
        MutatorBlock.putSpecial(mutator, SpecialObject.SYMBOL_TALLY, Oop.smallInteger(tally + 1));
        return symbol;
    }

    /** Puts the Symbols that a collection has left into their places anew, and counts them. Allocates nothing. */
    public static void sweep(long mutator) {
        long table = MutatorBlock.special(mutator, SpecialObject.SYMBOL_TABLE);
        long nil = MutatorBlock.nil(mutator);
        int capacity = (int) ObjectHeader.slots(table);
        long[] symbols = new long[capacity];
        int count = 0;
        for (int index = 0; index < capacity; index++) {
            long symbol = ObjectHeader.slot(table, index);
            if (symbol != nil) {
                symbols[count++] = symbol;
                ObjectHeader.rawPutSlot(table, index, nil);
            }
        }
        for (int index = 0; index < count; index++) {
            WriteBarrier.putSlot(mutator, table, freePlace(table, nil, symbols[index]), symbols[index]);
        }
        MutatorBlock.putSpecial(mutator, SpecialObject.SYMBOL_TALLY, Oop.smallInteger(count));
    }

    /** An empty table, or {@link Allocation#NO_ROOM}; as many bytes as an Array of that size. */
    public static long newTable(long mutator, long capacity) {
        return Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.WEAK, capacity);
    }

    /** The hash of a Symbol's text, 1 to {@link ObjectHeader#HASH_MASK}, the same in every VM. */
    public static int hash(String text) {
        int hash = text.length();
        for (int index = 0; index < text.length(); index++) {
            hash = hash * HASH_FACTOR + text.charAt(index);
        }
        // The multiplication alone leaves the low bits of short names too regular for such tables.
        hash ^= hash >>> FIRST_HASH_SHIFT;
        hash *= HASH_MIXER;
        hash ^= hash >>> SECOND_HASH_SHIFT;
        hash &= ObjectHeader.HASH_MASK;
        return hash == 0 ? 1 : hash;
    }

    // What the hash is made with, for those who compute it in machine code.

    public static int hashFactor() {
        return HASH_FACTOR;
    }

    public static int firstHashShift() {
        return FIRST_HASH_SHIFT;
    }

    public static int hashMixer() {
        return HASH_MIXER;
    }

    public static int secondHashShift() {
        return SECOND_HASH_SHIFT;
    }

    private static long grown(long mutator, long oldTable, long oldCapacity, long newCapacity) {
        long nil = MutatorBlock.nil(mutator);
        long table = newTable(mutator, newCapacity);
        for (long index = 0; index < oldCapacity; index++) {
            long symbol = ObjectHeader.slot(oldTable, index);
            if (symbol != nil) {
                WriteBarrier.putSlot(mutator, table, freePlace(table, nil, symbol), symbol);
            }
        }
        MutatorBlock.putSpecial(mutator, SpecialObject.SYMBOL_TABLE, table);
        return table;
    }

    private static long freePlace(long table, long nil, long symbol) {
        long mask = ObjectHeader.slots(table) - 1;
        long place = ObjectHeader.hash(symbol) & mask;
        while (ObjectHeader.slot(table, place) != nil) {
            place = place + 1 & mask;
        }
        return place;
    }
}
