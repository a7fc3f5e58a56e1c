package st.sendwright.gc.generational;

import java.util.Arrays;

/**
 * Slots of old objects that referred to young ones when the last scavenge ended. The next one looks at these words
 * alone, where without the list it would have to read the whole card of each.
 *
 * <p>The card of a slot in the list is {@link CardTable#LISTED} until something is stored there. Slots that do not keep
 * alive what they refer to, or not always, are never in the list.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class RememberedSlots {

    /** With more the list would cost more than the cards. */
    private static final int MOST = 1 << 18;

    private final CardTable cards;
    private long[] slots = new long[64];
    private long[] taken = new long[64];
    private int count;

    RememberedSlots(CardTable cards) {
        this.cards = cards;
    }

    /** Has the next scavenge look at slots, one way or the other. Their cards are {@link CardTable#LISTED}. */
    void add(OopList added) {
        int room = Math.min(added.size(), MOST - count);
        if (count + room > slots.length) {
            slots = Arrays.copyOf(slots, Math.max(count + room, slots.length * 2));
        }
        System.arraycopy(added.elements(), 0, slots, count, room);
        count += room;
        for (int index = room; index < added.size(); index++) {
            cards.mark(added.at(index));
        }
    }

    /**
     * Empties the list. Cards of slots that were in it are clean then, except those that will be looked at as a whole.
     *
     * @return how many slots on other cards {@link #taken} has
     */
    int take() {
        int kept = 0;
        for (int index = 0; index < count; index++) {
            long slot = slots[index];
            if (!cards.isStored(slot)) {
                cards.unmark(slot);
                slots[kept++] = slot;
            }
        }
        long[] others = taken;
        taken = slots;
        slots = others;
        count = 0;
        return kept;
    }

    /** What was taken last. */
    long[] taken() {
        return taken;
    }

    /** Empties the list without a look at it, when all cards are clean. */
    void clear() {
        count = 0;
    }
}
