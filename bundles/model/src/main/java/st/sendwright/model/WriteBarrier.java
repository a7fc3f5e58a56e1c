package st.sendwright.model;

/**
 * The one way in which a pointer is stored into a heap object.
 *
 * <p>The superset barrier of every collector: the address of the written object selects a card, and the card
 * is marked. Collectors that have no use for cards leave {@link MutatorBlock#CARD_TABLE} at 0, and the store
 * is then a plain one.
 */
public final class WriteBarrier {

    /** Bytes of heap that one card byte covers, as a power of two. */
    public static final int CARD_SHIFT = 9;

    private WriteBarrier() {
    }

    /**
     * Stores {@code value} into slot {@code index} (from 0) of {@code oop}.
     *
     * @param mutator the VM's {@link MutatorBlock}
     */
    public static void putSlot(long mutator, long oop, long index, long value) {
        long address = oop + ObjectHeader.BYTES + index * 8;
        Memory.putLong(address, value);
        mark(mutator, address);
    }

    /** Marks the card of {@code address} after a pointer was stored there. */
    public static void mark(long mutator, long address) {
        long cards = Memory.longAt(mutator + MutatorBlock.CARD_TABLE);
        if (cards != 0) {
            Memory.putByte(cards + (address >>> CARD_SHIFT), (byte) 1);
        }
    }

    /** Whether the card of {@code address} is marked; true where there are no cards. */
    public static boolean isMarked(long mutator, long address) {
        long cards = Memory.longAt(mutator + MutatorBlock.CARD_TABLE);
        return cards == 0 || Memory.byteAt(cards + (address >>> CARD_SHIFT)) != 0;
    }
}
