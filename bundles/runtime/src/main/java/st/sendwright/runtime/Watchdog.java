package st.sendwright.runtime;

import java.util.ArrayDeque;
import st.sendwright.heap.Region;
import st.sendwright.model.KernelLayout.Process;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;

/**
 * Holds a piece of work, such as a test, to its limits when that does all it can to evade them.
 *
 * <p>A watch names a Process, the watcher, that ends the work once a time has come. A Process that loops at the
 * watcher's priority or above would never let it run: from the deadline on, such a Process is given the lowest
 * priority, again and again until the watch ends.
 *
 * <p>A watch also says by how many bytes the live objects may grow. That is looked at after collections only;
 * garbage in an old space is not counted, but costs a full collection to tell.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class Watchdog {

    /** No limit of time or memory. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long AGAIN_NANOS = 50 * NANOS_PER_MILLI;
    private static final long LOWEST_PRIORITY = 1;
    /** What the work may use beyond its limit to deal with its OutOfMemory, as a part of that limit. */
    private static final long RESERVE_PART = 4;

    private final World world;
    private final ArrayDeque<Watch> watches = new ArrayDeque<>();
    private long begun;

    private static final class Watch {
        private final long number;
        private final Handles.Handle watcher;
        private final long startNanos = System.nanoTime();
        private final long limitNanos;
        private final long limitBytes;
        private long mostBytes;

        Watch(long number, Handles.Handle watcher, long limitNanos, long limitBytes) {
            this.number = number;
            this.watcher = watcher;
            this.limitNanos = limitNanos;
            this.limitBytes = limitBytes;
        }

        private boolean isOverdue() {
            return limitNanos != NO_LIMIT && System.nanoTime() - startNanos >= limitNanos;
        }
    }

    Watchdog(World world) {
        this.world = world;
    }

    /**
     * Begins a watch.
     *
     * @param watcher a Process
     * @param millis for how long Processes of any priority may run, or {@link #NO_LIMIT}
     * @param bytes by how much the live objects may grow, or {@link #NO_LIMIT}
     * @return its number, for {@link #end}
     */
    long begin(long watcher, long millis, long bytes) {
        long nanos = millis > NO_LIMIT / NANOS_PER_MILLI ? NO_LIMIT : millis * NANOS_PER_MILLI;
        Watch watch = new Watch(++begun, world.handles.on(watcher), nanos, bytes);
        long used = usedBytes();
        watch.mostBytes = bytes > NO_LIMIT - used ? NO_LIMIT : used + bytes;
        watches.push(watch);
        if (nanos != NO_LIMIT) {
            world.timers.pollIn(nanos);
        }
        return watch.number;
    }

    /** Ends a watch, and those that began later and were not ended. */
    void end(long number) {
        while (!watches.isEmpty() && watches.peek().number >= number) {
            watches.pop().watcher.close();
        }
    }

    /** Takes its priority from an active Process that keeps a watcher waiting. At a driver exit. */
    void demoteHog() {
        for (Watch watch : watches) {
            if (watch.isOverdue()) {
                world.timers.pollIn(AGAIN_NANOS);
                long active = world.scheduler.activeProcess();
                if (world.stacks.hasActivePage() && active != watch.watcher.oop()
                        && world.scheduler.priority(active) >= world.scheduler.priority(watch.watcher.oop())) {
                    WriteBarrier.putSlot(world.mutator, active, Process.PRIORITY,
                            Oop.smallInteger(LOWEST_PRIORITY));
                }
                return;
            }
        }
    }

    /** Whether a limit of memory seems to be exceeded: what is used may still be garbage. After a collection. */
    boolean suspectsHeap() {
        long used = watches.isEmpty() ? 0 : usedBytes();
        return watches.stream().anyMatch(watch -> used > watch.mostBytes);
    }

    /** Whether a limit of memory is exceeded, after a full collection; what exceeds it gets a reserve. */
    boolean isHeapExceeded() {
        long used = usedBytes();
        boolean exceeded = false;
        for (Watch watch : watches) {
            if (used > watch.mostBytes) {
                exceeded = true;
                watch.mostBytes = used + watch.limitBytes / RESERVE_PART;
            }
        }
        return exceeded;
    }

    private long usedBytes() {
        long used = 0;
        for (Region region : world.regions()) {
            used += region.usedBytes();
        }
        return used;
    }

    /** What a limit is given by in Smalltalk: a number, or nil for none; -1 for anything else. */
    long limit(long oop) {
        if (oop == MutatorBlock.nil(world.mutator)) {
            return NO_LIMIT;
        }
        return Oop.isSmallInteger(oop) && Oop.integerValue(oop) > 0 ? Oop.integerValue(oop) : -1;
    }
}
