package st.sendwright.gc.generational;

import java.util.function.LongConsumer;
import st.sendwright.heap.ObjectStarts;
import st.sendwright.heap.Roots;
import st.sendwright.model.Memory;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.WriteBarrier;

/**
 * One byte for each 512 bytes of the heap, not 0 where a reference was stored since the last scavenge, and for
 * each card of the old space where the object starts that reaches into it.
 *
 * <p>Cards of young spaces are marked too, since the barrier does not ask where it stores; nobody reads them.
 *
 * <p>Source: P. R. Wilson, T. G. Moher, A "Card-Marking" Scheme for Controlling Intergenerational References,
 * SIGPLAN Notices 24 (1989).
 */
final class CardTable {

    static final long CARD_BYTES = 1L << WriteBarrier.CARD_SHIFT;

    private static final byte CLEAN = 0;
    /** Something was stored there since the last scavenge. */
    private static final byte STORED = 1;
    /** All references to young objects on it are in {@link RememberedSlots}. */
    private static final byte LISTED = 2;
    private static final long EIGHT_STORED = 0x0101_0101_0101_0101L * STORED;

    private final long base;
    /** Card bytes; the first belongs to {@link #base}. */
    private final long cards;
    private final ObjectStarts starts;

    /** For all addresses from {@code base}, the start of a card, up to {@code end}. */
    CardTable(long base, long end) {
        this.base = base;
        long count = (end - base >>> WriteBarrier.CARD_SHIFT) + 1;
        this.cards = NativeMemory.reserve(Spaces.pages(count));
        try {
            this.starts = new ObjectStarts(base, base, NativeMemory.reserve(Spaces.pages(count * 4)));
        } catch (OutOfMemoryError refused) {
            NativeMemory.release(cards);
            throw refused;
        }
    }

    /** What the mutator block holds, so that {@code address >>> CARD_SHIFT} is the index. */
    long biased() {
        return cards - (base >>> WriteBarrier.CARD_SHIFT);
    }

    private long indexOf(long address) {
        return address - base >>> WriteBarrier.CARD_SHIFT;
    }

    void mark(long address) {
        Memory.putByte(cards + indexOf(address), STORED);
    }

    void list(long address) {
        Memory.putByte(cards + indexOf(address), LISTED);
    }

    boolean isStored(long address) {
        return Memory.byteAt(cards + indexOf(address)) == STORED;
    }

    void markRange(long from, long to) {
        for (long card = indexOf(from); card <= indexOf(to - 1); card++) {
            Memory.putByte(cards + card, STORED);
        }
    }

    void clear(long from, long to) {
        if (from < to) {
            Memory.segment(cards + indexOf(from), indexOf(to - 1) - indexOf(from) + 1).fill((byte) 0);
        }
    }

    /** Cleans the cards that lie in a range as a whole. */
    void clearWhole(long from, long to) {
        clear(from + CARD_BYTES - 1 & -CARD_BYTES, to & -CARD_BYTES);
    }

    /**
     * Cleans cards that are stored into and notes the address of each one's first byte, until the array is full.
     *
     * @param from address on a card
     * @param limit address after the last card of interest, whose other half may be marked and is noted then
     * @return how many were noted; the array is full unless there are no more
     */
    int takeStored(long from, long limit, long[] noted) {
        long first = cards + indexOf(from);
        long end = cards + indexOf(limit + CARD_BYTES - 1);
        int count = 0;
        for (long eight = nextEight(first & -8, end); eight < end; eight = nextEight(eight + 8, end)) {
            long marks = Memory.longAt(eight) & EIGHT_STORED & within(eight, first, end);
            for (; marks != 0; marks &= marks - 1) {
                if (count == noted.length) {
                    return count;
                }
                long card = eight + (Long.numberOfTrailingZeros(marks) >>> 3);
                Memory.putByte(card, CLEAN);
                noted[count++] = base + (card - cards << WriteBarrier.CARD_SHIFT);
            }
        }
        return count;
    }

    private static long nextEight(long from, long end) {
        for (long eight = from; eight < end; eight += 8) {
            if ((Memory.longAt(eight) & EIGHT_STORED) != 0) {
                return eight;
            }
        }
        return end;
    }

    /** The bytes of eight cards that lie from the first card on and before the end. */
    private static long within(long eight, long first, long end) {
        long mask = -1;
        if (eight < first) {
            mask &= -1L << (first - eight) * 8;
        }
        if (end - eight < 8) {
            mask &= (1L << (end - eight) * 8) - 1;
        }
        return mask;
    }

    /** Address of the first byte of the first card from an address on below {@code limit} that is marked, or the limit. */
    private long nextMarked(long from, long limit) {
        long card = indexOf(from);
        long end = indexOf(limit + CARD_BYTES - 1);
        while (card < end) {
            if ((cards + card & 7) == 0 && card + 8 <= end && Memory.longAt(cards + card) == 0) {
                card += 8;
            } else if (Memory.byteAt(cards + card) != CLEAN) {
                return Math.min(limit, base + (card << WriteBarrier.CARD_SHIFT));
            } else {
                card++;
            }
        }
        return limit;
    }

    /** Names the first byte of each marked card, from {@code from} on below {@code limit}. */
    void forEachMarked(long from, long limit, LongConsumer action) {
        for (long card = nextMarked(from, limit); card < limit; card = nextMarked(card + CARD_BYTES, limit)) {
            action.accept(card);
        }
    }

    /** How many cards lie before one. */
    int number(long cardStart) {
        return Math.toIntExact(indexOf(cardStart));
    }

    /** The first byte of the card with a number. */
    long start(int number) {
        return base + ((long) number << WriteBarrier.CARD_SHIFT);
    }

    /** Shows the slots that hold references on marked cards of the old space, from {@code from} on below {@code limit}. */
    void forEachMarkedRange(long from, long limit, Roots.StrongVisitor visitor) {
        for (long card = nextMarked(from, limit); card < limit; card = nextMarked(card + CARD_BYTES, limit)) {
            long cardEnd = Math.min(limit, card + CARD_BYTES);
            for (long start = objectCovering(card); start < cardEnd;) {
                long oop = ObjectHeader.objectAt(start);
                start = ObjectHeader.end(oop);
                long first = Math.max(card, oop + ObjectHeader.BYTES);
                long last = Math.min(cardEnd, ObjectHeader.slotAddress(oop, ObjectFormat.pointerSlots(oop)));
                if (first < last) {
                    visitor.range(first, last - first >> 3);
                }
            }
        }
    }

    /** Unmarks the card that begins at an address. */
    void unmark(long cardStart) {
        Memory.putByte(cards + indexOf(cardStart), CLEAN);
    }

    /** Notes an old object: for each card whose first byte it covers, how far back it starts. */
    void noteObject(long start, long end) {
        starts.note(start, end);
    }

    /** Where the object's memory starts that covers the first byte of a card. */
    long objectCovering(long cardStart) {
        return starts.covering(cardStart);
    }

    /** Where objects start from the table's base on up to {@code end}, all of which were noted. */
    ObjectStarts starts(long end) {
        return starts.upTo(end);
    }

    void release() {
        NativeMemory.release(cards);
        NativeMemory.release(starts.table());
    }
}
