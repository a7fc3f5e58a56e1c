package st.sendwright.gc.generational;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import st.sendwright.heap.FixedSpace;

/**
 * Scans all cards that were stored into, on two threads if there were many the last time.
 *
 * <p>Two processors wait for memory at the same time; where there is but one to be had, the VM thread scans all cards itself. The other
 * thread is one of the JVM's common pool: it belongs to nobody, and ends when it has had nothing to do for a while. All threads of that pool may
 * be waiting for this VM, so what has not begun when the VM thread is done is not waited for.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class CardScans {

    /**
     * When the work is shared.
     *
     * @param many cards that are worth a second thread
     * @param shareBytes what a thread takes at a time, whole cards
     */
    record Sharing(int many, long shareBytes) {
        /**
         * With fewer cards, waking another thread up takes as long as the scan. A share of 1 MB has 2,048 cards, of which few are
         * marked: some tens of microseconds of work.
         */
        static final Sharing USUAL = new Sharing(4096, 1L << 20);
    }

    /** Takes slots that refer to young objects, or hold tagged words that could be such references. */
    interface Slots {
        void found(long[] slots, int count);
    }

    private final CardTable cards;
    private final Sharing sharing;
    private int lastCount;
    /** What another thread was asked for; it may not have begun although nobody needs it any more. Null when that was never. */
    private ForkJoinTask<?> asked;

    CardScans(CardTable cards, Sharing sharing) {
        this.cards = cards;
        this.sharing = sharing;
    }

    /** Starts a scan; from now on marked cards may become clean at any time. */
    Pass begin(Spaces spaces, FixedSpace fixed) {
        return new Pass(spaces, new CardShares(spaces, fixed, sharing.shareBytes()));
    }

    /** One scan. */
    final class Pass {
        private final Spaces spaces;
        private final CardShares shares;
        private final AtomicBoolean isTaken = new AtomicBoolean();
        /** What another thread finds; null when none was asked. */
        private GatheredSlots others;

        private Pass(Spaces spaces, CardShares shares) {
            this.spaces = spaces;
            this.shares = shares;
            if (lastCount >= sharing.many() && (asked == null || asked.isDone())) {
                others = new GatheredSlots(spaces, cards, shares);
                asked = ForkJoinPool.commonPool().submit(() -> {
                    if (take()) {
                        others.run();
                    }
                });
            }
        }

        /** Whether the caller is the one who says whether there is a second thread. */
        private boolean take() {
            return isTaken.compareAndSet(false, true);
        }

        /** Goes on until all cards are clean, and shows what is on them. */
        void finish(CardScan.Observer observer, Slots action) {
            CardScan own = new CardScan(spaces, cards, shares, observer);
            while (own.next()) {
                action.found(own.found(), own.foundCount());
            }
            lastCount = own.cardCount();
            if (others != null && !take()) {
                asked.join();
                lastCount += others.cardCount();
                others.tell(own, observer, action);
            }
        }
    }
}
