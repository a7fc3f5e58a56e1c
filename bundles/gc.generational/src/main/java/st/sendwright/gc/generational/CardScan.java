package st.sendwright.gc.generational;

import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/**
 * Finds the slots on marked cards that refer to young objects, some cards at a time, and unmarks the cards.
 *
 * <p>Marked cards lie far from each other, so that reading one means waiting for memory. The cards of a batch are
 * touched one after another first, without a jump that depends on what is read: the processor then waits for several
 * of them at the same time.
 *
 * <p><b>Thread</b>: one; others may scan other shares meanwhile.
 */
final class CardScan {

    private static final int BATCH_CARDS = 32;
    private static final int LINE_BYTES = 64;

    /** Hears of cards, and says which slots of objects keep alive what they refer to, where that is not all of them. */
    interface Observer {
        /** A card that was stored into is clean now, and about to be scanned. */
        void cleaned(long card);

        /**
         * How many of the first slots of a weak object or an ephemeron do, of which a part lies on a card.
         *
         * @param card address of the card's first byte
         * @param end address after it, or after the last old object on it
         */
        long strongSlotsOnCard(long oop, long card, long end);
    }

    private final Spaces spaces;
    private final CardTable cards;
    private final Observer observer;
    private final CardShares shares;
    private long limit;
    private final long[] batch = new long[BATCH_CARDS];
    private final long[] found = new long[(int) (BATCH_CARDS * CardTable.CARD_BYTES / 8)];
    private long nextCard;
    private int foundCount;
    private int cardCount;
    /** Of what was touched, so that the JVM's compiler does not leave that away. */
    private long touched;

    /** A scan of the shares that it can get. */
    CardScan(Spaces spaces, CardTable cards, CardShares shares, Observer observer) {
        this.spaces = spaces;
        this.cards = cards;
        this.shares = shares;
        this.observer = observer;
    }

    /** Whether there are more cards; then {@link #found} has {@link #foundCount} slots of the next ones. */
    boolean next() {
        int count = nextCard < limit ? cards.takeStored(nextCard, limit, batch) : 0;
        while (count == 0) {
            int share = shares.take();
            if (share < 0) {
                return false;
            }
            limit = shares.end(share);
            count = cards.takeStored(shares.start(share), limit, batch);
        }
        cardCount += count;
        nextCard = batch[count - 1] + CardTable.CARD_BYTES;
        touch(count);
        foundCount = 0;
        for (int index = 0; index < count; index++) {
            observer.cleaned(batch[index]);
            scanCard(batch[index], Math.min(limit, batch[index] + CardTable.CARD_BYTES));
        }
        return true;
    }

    /** Slots that refer to young objects, or hold tagged words that could be such references. */
    long[] found() {
        return found;
    }

    int foundCount() {
        return foundCount;
    }

    /** How many cards were scanned. */
    int cardCount() {
        return cardCount;
    }

    /** Finds the slots of a weak object or an ephemeron on a part of a card, as the observer says. */
    void scanPart(long oop, long card, long end) {
        foundCount = 0;
        find(oop, card, end, observer.strongSlotsOnCard(oop, card, end));
    }

    private void touch(int count) {
        long sum = 0;
        for (int index = 0; index < count; index++) {
            sum += Memory.longAt(batch[index]);
        }
        for (int index = 0; index < count; index++) {
            sum += Memory.longAt(cards.objectCovering(batch[index]));
        }
        for (int index = 0; index < count; index++) {
            long card = batch[index];
            sum += Memory.longAt(card + 64) + Memory.longAt(card + 128) + Memory.longAt(card + 192) + Memory.longAt(card + 256)
                    + Memory.longAt(card + 320) + Memory.longAt(card + 384) + Memory.longAt(card + 448);
        }
        touched += sum;
    }

    private void scanCard(long card, long end) {
        for (long start = cards.objectCovering(card); start < end;) {
            long oop = ObjectHeader.objectAt(start);
            start = ObjectHeader.end(oop);
            int format = ObjectHeader.format(oop);
            long strong = format == ObjectFormat.WEAK || format == ObjectFormat.EPHEMERON
                    ? observer.strongSlotsOnCard(oop, card, end) : ObjectFormat.pointerSlots(oop);
            find(oop, card, end, strong);
        }
    }

    /** Finds those of an object's first slots that lie on a card. */
    private void find(long oop, long card, long end, long slots) {
        long first = Math.max(card, oop + ObjectHeader.BYTES);
        long last = Math.min(end, ObjectHeader.slotAddress(oop, slots));
        long young = spaces.young;
        long youngBytes = spaces.end - young;
        int count = foundCount;
        for (long each = first; each < last; each += 8) {
            if (Long.compareUnsigned(Memory.longAt(each) - young, youngBytes) < 0) {
                found[count++] = each;
            }
        }
        foundCount = count;
    }
}
