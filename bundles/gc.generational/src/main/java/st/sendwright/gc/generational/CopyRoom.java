package st.sendwright.gc.generational;

import st.sendwright.heap.Padding;

/**
 * What a scavenge copies to: the survivor space that is empty, and the old space from its end on. It is given out to the {@link
 * Copier}s of the scavenge, as a whole to one or in buffers to several.
 *
 * <p>What is left of a buffer becomes an object that nothing refers to, so that both spaces can be walked. Buffers of the old space
 * begin and end with cards: no two threads have to do with one card.
 *
 * <p><b>Thread</b>: the {@code take} and {@code pad} methods any, all else the VM thread while no other copies.
 */
final class CopyRoom {

    /** What the {@code take} methods answer when there is none. */
    static final long NONE = 0;

    private final CardTable cards;
    private final long survivorLimit;
    private final long oldLimit;
    private final long bufferBytes;
    private long survivorFree;
    private long oldFree;
    private long survivorPadding;
    private long oldPadding;

    /**
     * @param tenuresAll whether there is to be no room among the survivors
     * @param bufferBytes size of a buffer, whole cards
     */
    CopyRoom(Spaces spaces, CardTable cards, boolean tenuresAll, long bufferBytes) {
        this.cards = cards;
        this.bufferBytes = bufferBytes;
        survivorFree = spaces.idleSurvivorStart();
        survivorLimit = tenuresAll ? survivorFree : survivorFree + spaces.survivorBytes;
        oldFree = spaces.oldEnd;
        oldLimit = spaces.young;
    }

    /** Bytes of a buffer; what takes more than an eighth of it gets a place of its own, so that little is left over. */
    long bufferBytes() {
        return bufferBytes;
    }

    long survivorFree() {
        return survivorFree;
    }

    long survivorLimit() {
        return survivorLimit;
    }

    long oldFree() {
        return oldFree;
    }

    long oldLimit() {
        return oldLimit;
    }

    /** Has the old space go on with a card that no object has to do with yet. */
    void beginCard() {
        long end = cardAfter(oldFree);
        padOld(oldFree, end);
        oldFree = end;
    }

    /** So many bytes of the survivor space, or {@link #NONE}. */
    synchronized long takeSurvivors(long bytes) {
        if (!fits(survivorFree, survivorLimit, bytes)) {
            return NONE;
        }
        long start = survivorFree;
        survivorFree += bytes;
        return start;
    }

    /**
     * At least so many bytes of the old space, up to the end of a card.
     *
     * @return the first byte; the last one is what {@link #endFor} says
     */
    synchronized long takeOld(long bytes) {
        long start = oldFree;
        oldFree = endFor(start, bytes);
        return start;
    }

    /** Where an object that begins with a card ends, with what has to be padded behind it. */
    static long endFor(long start, long bytes) {
        return cardAfter(start + bytes);
    }

    /** The first card's start from an address on that leaves room for padding, if any is needed. */
    private static long cardAfter(long address) {
        long card = address + CardTable.CARD_BYTES - 1 & -CardTable.CARD_BYTES;
        return card != address && card - address < Padding.LEAST_BYTES ? card + CardTable.CARD_BYTES : card;
    }

    /** Whether an object fits and what is left can be padded. */
    static boolean fits(long free, long limit, long bytes) {
        long left = limit - free - bytes;
        return left >= Padding.LEAST_BYTES || left == 0;
    }

    /** Takes the rest of the survivor space back. */
    void giveBackSurvivors(long from, long to) {
        if (to == survivorFree) {
            survivorFree = from;
        } else {
            padSurvivors(from, to);
        }
    }

    /** Takes the rest of the old space, or of a buffer there, back. */
    void giveBackOld(long from, long to) {
        if (to == oldFree) {
            oldFree = from;
        } else {
            padOld(from, to);
        }
    }

    /** Has all that is left belong to one copier. */
    void giveAll() {
        survivorFree = survivorLimit;
        oldFree = oldLimit;
    }

    /** Fills what was taken of the survivor space and no object lies in. */
    synchronized void padSurvivors(long from, long to) {
        Padding.write(from, to);
        survivorPadding += to - from;
    }

    /** As {@link #padSurvivors}, in the old space. */
    synchronized void padOld(long from, long to) {
        Padding.write(from, to);
        oldPadding += to - from;
        if (from < to) {
            cards.noteObject(from, to);
        }
    }

    /** Bytes of all padding among the survivors. */
    long survivorPadding() {
        return survivorPadding;
    }

    /** As {@link #survivorPadding}, in the old space. */
    long oldPadding() {
        return oldPadding;
    }
}
