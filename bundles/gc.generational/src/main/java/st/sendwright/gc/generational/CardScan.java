package st.sendwright.gc.generational;

import st.sendwright.heap.FixedSpace;
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
 * <p><b>Thread</b>: the VM thread.
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
    /** In turn the start and the end of a range of old objects. */
    private final long[] ranges;
    private int range;
    private long limit;
    private final long[] batch = new long[BATCH_CARDS];
    private final long[] found = new long[(int) (BATCH_CARDS * CardTable.CARD_BYTES / 8)];
    private long nextCard;
    private int foundCount;
    /** Of what was touched, so that the JVM's compiler does not leave that away. */
    private long touched;

    /** A scan of the old space and the fixed one as they are now. */
    CardScan(Spaces spaces, FixedSpace fixed, CardTable cards, Observer observer) {
        this.spaces = spaces;
        this.cards = cards;
        this.observer = observer;
        this.ranges = new long[] {spaces.base, spaces.oldEnd, fixed.start(), fixed.end()};
        this.nextCard = ranges[0];
        this.limit = ranges[1];
    }

    /** Whether there are more cards; then {@link #found} has {@link #foundCount} slots of the next ones. */
    boolean next() {
        int count = nextCard < limit ? cards.takeStored(nextCard, limit, batch) : 0;
        if (count == 0) {
            if (range + 2 == ranges.length) {
                return false;
            }
            range += 2;
            nextCard = ranges[range];
            limit = ranges[range + 1];
            return next();
        }
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
            find(Math.max(card, oop + ObjectHeader.BYTES), Math.min(end, ObjectHeader.slotAddress(oop, strong)));
        }
    }

    private void find(long first, long last) {
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
