package st.sendwright.gc.generational;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One thread's part of copying what old objects refer to: it takes slots and cards that the other one has not taken yet, and scans its
 * copies. What has to do with weak objects and ephemerons is left for the VM thread to do afterwards, and so are clean cards.
 *
 * <p><b>Thread</b>: {@link #run} any, all else the VM thread before or after that.
 */
final class SharedScan implements Runnable, CardScan.Observer {

    private final Copier copier;
    private final Slots slots;
    private final CardScan scan;
    private final OopList cleanCards = new OopList();
    /** In turn a weak object or ephemeron, and the start and end of what of a card it lies on. */
    private final OopList special = new OopList();

    /** Slots in an array, which scans take some at a time until none is left. Any thread. */
    static final class Slots {
        private static final int TAKEN_AT_A_TIME = 1024;

        private final long[] all;
        private final int count;
        private final AtomicInteger taken = new AtomicInteger();

        Slots(long[] all, int count) {
            this.all = all;
            this.count = count;
        }

        /** The index of the first of the next slots, or a negative number. */
        private int take() {
            int start = taken.getAndAdd(TAKEN_AT_A_TIME);
            return start < count ? start : -1;
        }

        private int end(int start) {
            return Math.min(count, start + TAKEN_AT_A_TIME);
        }
    }

    SharedScan(Copier copier, Spaces spaces, CardTable cards, Slots slots, CardShares shares) {
        this.copier = copier;
        this.slots = slots;
        this.scan = new CardScan(spaces, cards, shares, this);
        copier.share();
    }

    @Override
    public void run() {
        for (int start = slots.take(); start >= 0; start = slots.take()) {
            copier.forwardOldSlots(slots.all, start, slots.end(start));
            copier.drain();
        }
        while (scan.next()) {
            copier.forwardOldSlots(scan.found(), 0, scan.foundCount());
            copier.drain();
        }
    }

    @Override
    public void cleaned(long card) {
        cleanCards.add(card);
    }

    @Override
    public long strongSlotsOnCard(long oop, long card, long end) {
        special.add(oop);
        special.add(card);
        special.add(end);
        return 0;
    }

    /** How many cards were scanned. */
    int cardCount() {
        return cleanCards.size();
    }

    /** The copier, which nobody shares the room with any more. */
    Copier copier() {
        return copier;
    }

    /** Tells an observer what was left, and shows the scan of cards that goes with it what lies on a part of one. */
    void tell(CardScan.Observer observer, CardScan observed, Copier action) {
        for (int index = 0; index < cleanCards.size(); index++) {
            observer.cleaned(cleanCards.at(index));
        }
        for (int index = 0; index < special.size(); index += 3) {
            observed.scanPart(special.at(index), special.at(index + 1), special.at(index + 2));
            action.forwardOldSlots(observed.found(), 0, observed.foundCount());
        }
    }
}
