package st.sendwright.gc.generational;

import java.util.concurrent.atomic.AtomicInteger;
import st.sendwright.heap.FixedSpace;

/**
 * The old space and the fixed one, in shares that scans of cards take one by one until none is left.
 *
 * <p><b>Thread</b>: any; each share is given out once.
 */
final class CardShares {

    private final long shareBytes;
    private final long oldStart;
    private final long oldEnd;
    private final int oldShares;
    private final long fixedStart;
    private final long fixedEnd;
    private final int shares;
    private final AtomicInteger taken = new AtomicInteger();

    /** Of the spaces as they are now. */
    CardShares(Spaces spaces, FixedSpace fixed, long shareBytes) {
        this.shareBytes = shareBytes;
        oldStart = spaces.base;
        oldEnd = spaces.oldEnd;
        oldShares = count(oldStart, oldEnd);
        fixedStart = fixed.start();
        fixedEnd = fixed.end();
        shares = oldShares + count(fixedStart, fixedEnd);
    }

    private int count(long start, long end) {
        return Math.toIntExact((end - start + shareBytes - 1) / shareBytes);
    }

    /** The next share, or -1 when all are taken. */
    int take() {
        int share = taken.getAndIncrement();
        return share < shares ? share : -1;
    }

    /** The first byte of a share, which is that of a card. */
    long start(int share) {
        return share < oldShares ? oldStart + share * shareBytes : fixedStart + (share - oldShares) * shareBytes;
    }

    /** Address after a share's last object. */
    long end(int share) {
        return Math.min(start(share) + shareBytes, share < oldShares ? oldEnd : fixedEnd);
    }
}
