package st.sendwright.runtime;

import st.sendwright.gc.Collector;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.heap.Region;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.model.SpecialObject;

/**
 * Signals a Semaphore when memory runs short, once, and again after there has been twice the threshold.
 *
 * <p>What an old space uses may be garbage: only a full collection tells. One is asked for when the threshold seems to
 * be passed, and not again before half of it has been used since. <b>Thread</b>: the VM thread.
 */
final class LowSpace {

    private static final long NEVER = Long.MIN_VALUE;

    private final World world;
    private boolean isTold;
    private boolean wantsCollection;
    private boolean wantsSignal;
    /** Free bytes after the last full collection that was asked for here. */
    private long knownFree = NEVER;

    LowSpace(World world) {
        this.world = world;
    }

    /** Bytes between what is in use, garbage included, and the heap's limit. */
    long freeBytes() {
        long used = 0;
        for (Region region : world.regions()) {
            used += region.usedBytes();
        }
        return Math.max(0, world.options.heapMaxBytes() - used);
    }

    /** Looks how much is free. After a collection. */
    void look(Collector.Report report) {
        long oop = MutatorBlock.special(world.mutator, SpecialObject.LOW_SPACE_THRESHOLD);
        if (!Oop.isSmallInteger(oop)) {
            return;
        }
        long threshold = Oop.integerValue(oop);
        long free = freeBytes();
        boolean isFull = report.reason() != Reason.ALLOCATION;
        if (isFull) {
            wantsCollection = false;
            knownFree = free;
        }
        if (free >= threshold) {
            isTold &= free < 2 * threshold;
        } else if (!isTold && !isFull && (knownFree == NEVER || knownFree - free >= threshold / 2)) {
            wantsCollection = true;
            world.polls.request(MutatorBlock.Pending.EVENT);
        } else if (!isTold && isFull) {
            isTold = true;
            wantsSignal = true;
            world.polls.request(MutatorBlock.Pending.EVENT);
        }
    }

    /** Whether a full collection would tell if memory is short. */
    boolean wantsCollection() {
        return wantsCollection;
    }

    /** The threshold has changed. */
    void begin() {
        isTold = false;
        knownFree = NEVER;
    }

    /** Signals the Semaphore if that is due. At a driver exit. */
    void tell() {
        if (wantsSignal) {
            wantsSignal = false;
            long semaphore = MutatorBlock.special(world.mutator, SpecialObject.LOW_SPACE_SEMAPHORE);
            if (world.scheduler.isSemaphore(semaphore)) {
                world.scheduler.signal(semaphore);
            }
        }
    }
}
