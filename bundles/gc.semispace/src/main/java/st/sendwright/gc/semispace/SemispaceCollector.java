package st.sendwright.gc.semispace;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import st.sendwright.gc.Collector;
import st.sendwright.gc.CopyPass;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.HeapSettings;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.PreferredAddresses;

/**
 * Copies what is alive from one space to the other at each collection; all objects but those of the fixed space move,
 * none gets old.
 *
 * <p>Both spaces reserve the whole limit as address space and use a part of it, which grows with what
 * survives. Weak objects' indexable slots become nil when what they refer to is dead; ephemerons are fired as
 * {@link st.sendwright.heap.Ephemerons} says. Only the last bytes of a full space are kept back, for the handling of the error that it is
 * full.
 *
 * <p><b>Thread</b>: the VM thread.
 *
 * <p>Source: C. J. Cheney, A Nonrecursive List Compacting Algorithm, CACM 13 (1970); R. R. Fenichel,
 * J. C. Yochelson, A LISP Garbage-Collector for Virtual-Memory Computer Systems, CACM 12 (1969).
 */
@Component(service = Collector.class, scope = ServiceScope.PROTOTYPE, property = "sendwright.name=semispace")
public final class SemispaceCollector implements Collector {

    private static final long PAGE_BYTES = 4096;
    /**
     * First size of a space, and what the idle space keeps of its pages so that they need not be zeroed
     * again.
     */
    private static final long INITIAL_BYTES = 16L << 20;
    /**
     * A space this many times what survives keeps collection cheap, as long as it is no larger than the next.
     */
    private static final long GENEROUS_FACTOR = 8;
    private static final long GENEROUS_BYTES = 128L << 20;
    /**
     * A full-grown heap that has less than this part of its size free after a collection counts as full.
     * Otherwise a program at the limit spends its time collecting, for ever less room.
     */
    private static final long LEAST_FREE_PART = 64;
    /** Kept back for the handling of an out-of-memory error. */
    static final long RESERVE_BYTES = 256L << 10;

    private long mutator;
    private long collectEveryBytes;
    private long maxBytes;
    private FixedSpace fixed;
    /** Start of the space in use, and of the idle one. */
    private long active;
    private long idle;
    /** Bytes of either space that may be used now, multiple of 4096. */
    private long size;
    private boolean reserveOpen;

    /** Detached: {@link #attach} comes first. */
    public SemispaceCollector() {
        // Nothing to do before attach.
    }

    @Override
    public String name() {
        return "semispace";
    }

    @Override
    public void attach(long mutatorBlock, HeapSettings settings, FixedSpace fixedSpace) {
        mutator = mutatorBlock;
        fixed = fixedSpace;
        collectEveryBytes = settings.stress().collectEveryBytes();
        maxBytes = pages(settings.maxBytes());
        size = Math.min(INITIAL_BYTES, mostBytes());
        active = NativeMemory.reserve(maxBytes, PreferredAddresses.heaps(maxBytes));
        try {
            idle = NativeMemory.reserve(maxBytes);
        } catch (OutOfMemoryError refused) {
            NativeMemory.release(active);
            active = 0;
            throw refused;
        }
        Memory.putLong(mutator + MutatorBlock.CARD_TABLE, 0);
        Memory.putLong(mutator + MutatorBlock.APART_BYTES, 0);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, active);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, active + size - RESERVE_BYTES);
    }

    @Override
    public long place(long bytes) {
        long address = Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER);
        long end = address + bytes;
        if (bytes < 0 || end > active + mostBytes() - RESERVE_BYTES) {
            return 0;
        }
        size = suitableSize(end - active, 0);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, end);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, active + size - RESERVE_BYTES);
        return address;
    }

    @Override
    public Report collect(Reason reason, long bytesNeeded, Roots roots) {
        long started = System.nanoTime();
        long oldEnd = Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER);
        long fixedBytes = fixed.usedBytes();
        long newEnd = new CopyPass(mutator, fixed, active, oldEnd, idle).run(roots);
        long usedBytes = oldEnd - active;
        long survivedBytes = newEnd - idle;

        long emptied = active;
        active = idle;
        idle = emptied;
        NativeMemory.discard(idle + Math.min(INITIAL_BYTES, maxBytes),
                Math.max(0, pages(usedBytes) - Math.min(INITIAL_BYTES, maxBytes)));
        size = suitableSize(survivedBytes, bytesNeeded);
        boolean satisfied = setLimit(newEnd, bytesNeeded);

        long nanos = System.nanoTime() - started;
        long freedBytes = usedBytes - survivedBytes + fixedBytes - fixed.usedBytes();
        return new Report(reason, Extent.FULL, satisfied, survivedBytes + fixed.usedBytes(), freedBytes, survivedBytes, 0, nanos);
    }

    @Override
    public Report adopt(List<Region> others, Roots roots) {
        long started = System.nanoTime();
        long fixedBytes = fixed.usedBytes();
        long end = new CopyPass(mutator, fixed, others, active).run(roots);
        long survivedBytes = end - active;
        size = suitableSize(survivedBytes, 0);
        setLimit(end, 0);
        long usedBytes = others.stream().mapToLong(Region::usedBytes).sum();
        return new Report(Reason.EXCHANGE, Extent.FULL, true, survivedBytes + fixed.usedBytes(),
                usedBytes - survivedBytes + fixedBytes - fixed.usedBytes(), survivedBytes, 0, System.nanoTime() - started);
    }

    @Override
    public void openReserve() {
        reserveOpen = true;
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, active + size);
    }

    @Override
    public List<Region> regions() {
        return List.of(new Region("to-space", active,
                Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER),
                active + size));
    }

    @Override
    public void detach() {
        if (active == 0) {
            return;
        }
        NativeMemory.release(active);
        NativeMemory.release(idle);
        active = 0;
        idle = 0;
    }

    /** Sets pointer and limit after a collection; answers whether the bytes needed are there. */
    private boolean setLimit(long pointer, long bytesNeeded) {
        long fullLimit = active + size - RESERVE_BYTES;
        long leastFree = bytesNeeded == 0 || size < mostBytes() ? 0 : size / LEAST_FREE_PART;
        boolean hasRoom = Math.max(bytesNeeded, leastFree) <= fullLimit - pointer;
        if (hasRoom) {
            reserveOpen = false;
        }
        long limit = Math.max(pointer, reserveOpen ? active + size : fullLimit);
        boolean satisfied = hasRoom || reserveOpen && bytesNeeded <= limit - pointer;
        if (collectEveryBytes >= 0 && satisfied) {
            limit = Math.min(limit, pointer + bytesNeeded + collectEveryBytes);
        }
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, pointer);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, limit);
        return satisfied;
    }

    /**
     * The size for that many bytes in use and as many needed: never less than now, at least twice what is in
     * use, more while that is cheap, and at most the limit.
     */
    private long suitableSize(long usedBytes, long bytesNeeded) {
        if (bytesNeeded > mostBytes()) {
            return Math.min(size, mostBytes());
        }
        long wanted = Math.max(2 * usedBytes, Math.min(GENEROUS_FACTOR * usedBytes, GENEROUS_BYTES));
        long necessary = usedBytes + bytesNeeded + RESERVE_BYTES;
        return Math.min(mostBytes(), pages(Math.max(size, Math.max(wanted, necessary))));
    }

    /** Bytes that a space may have: what does not move counts, too. */
    private long mostBytes() {
        return maxBytes - pages(fixed.usedBytes());
    }

    private static long pages(long bytes) {
        return bytes + PAGE_BYTES - 1 & -PAGE_BYTES;
    }
}
