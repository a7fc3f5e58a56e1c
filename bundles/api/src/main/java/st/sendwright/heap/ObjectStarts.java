package st.sendwright.heap;

import st.sendwright.model.Memory;
import st.sendwright.model.WriteBarrier;

/**
 * Where objects start, for each card of a range of objects without gaps: so that who has an address in the middle need not walk
 * from the beginning to find the object there. A memory plan that keeps such a table for itself shows it with its {@link Region}s.
 *
 * <p>The table has 32-bit distances in words, back from a card's first byte to where the memory of the object starts that covers it.
 *
 * <p><b>Thread</b>: the VM thread; several may note objects that have no card in common.
 *
 * <p>Source: the "crossing map" of R. Jones, A. Hosking, E. Moss, The Garbage Collection Handbook, 11.8.
 *
 * @param base first address of the first card
 * @param end address after the last object that was noted; all objects of a region that shows the table were, from the region's start,
 *        where a card begins, up to there
 * @param table address of the first distance
 */
public record ObjectStarts(long base, long end, long table) {

    /** Of a region about which nothing is known. */
    public static final ObjectStarts NONE = new ObjectStarts(0, 0, 0);

    private static final long CARD_BYTES = 1L << WriteBarrier.CARD_SHIFT;

    /** The same table, as far as an address after an object that was noted. */
    public ObjectStarts upTo(long noted) {
        return new ObjectStarts(base, noted, table);
    }

    /** Notes an object: for each card whose first byte it covers, how far back it starts. */
    public void note(long start, long after) {
        long first = indexOf(start + CARD_BYTES - 1);
        long last = indexOf(after - 1);
        for (long card = first; card <= last; card++) {
            Memory.putInt(table + card * 4, (int) ((card << WriteBarrier.CARD_SHIFT) - (start - base) >>> 3));
        }
    }

    /** Where the object's memory starts that covers the first byte of a card. It was noted. */
    public long covering(long cardStart) {
        return cardStart - ((Memory.intAt(table + indexOf(cardStart) * 4) & 0xFFFF_FFFFL) << 3);
    }

    /**
     * Where an object's memory starts, at an address or before, as near to it as is known.
     *
     * @param known where one does start, at the address or before, in the same region
     */
    public long before(long address, long known) {
        long last = Math.min(address, end - 1);
        return last < known ? known : Math.max(known, covering(last & -CARD_BYTES));
    }

    private long indexOf(long address) {
        return address - base >>> WriteBarrier.CARD_SHIFT;
    }
}
