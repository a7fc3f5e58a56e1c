package st.sendwright.gc.none;

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
 * Collects nothing: objects lie one after the other until the limit is reached. For measurements: what a program
 * costs without its collections, and how much it allocates.
 *
 * <p>No object moves, no weak reference is cleared, and what is in the fixed space stays there, alive or not. The last bytes are kept back for the handling of the error that
 * the heap is full; once opened they stay so, because nothing ever gets free.
 *
 * <p><b>Thread</b>: the VM thread.
 */
@Component(service = Collector.class, scope = ServiceScope.PROTOTYPE, property = "sendwright.name=none")
public final class NoneCollector implements Collector {

    /** Kept back for the handling of an out-of-memory error. */
    static final long RESERVE_BYTES = 256L << 10;
    private static final long PAGE_BYTES = 4096;

    private long mutator;
    private long collectEveryBytes;
    private FixedSpace fixed;
    private long base;
    private long end;
    private boolean reserveOpen;

    /** Detached: {@link #attach} comes first. */
    public NoneCollector() {
        // Nothing to do before attach.
    }

    @Override
    public String name() {
        return "none";
    }

    @Override
    public void attach(long mutatorBlock, HeapSettings settings, FixedSpace fixedSpace) {
        mutator = mutatorBlock;
        fixed = fixedSpace;
        collectEveryBytes = settings.stress().collectEveryBytes();
        long bytes = settings.maxBytes() + PAGE_BYTES - 1 & -PAGE_BYTES;
        base = NativeMemory.reserve(bytes, PreferredAddresses.heaps(bytes));
        end = base + bytes;
        Memory.putLong(mutator + MutatorBlock.CARD_TABLE, 0);
        Memory.putLong(mutator + MutatorBlock.APART_BYTES, 0);
        setArea(base, fullLimit());
    }

    private void setArea(long pointer, long limit) {
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, pointer);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, Math.max(pointer, limit));
    }

    private long pointer() {
        return Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER);
    }

    /** Where allocation ends for now. */
    private long fullLimit() {
        return end - fixed.usedBytes() - (reserveOpen ? 0 : RESERVE_BYTES);
    }

    @Override
    public long place(long bytes) {
        long address = pointer();
        if (bytes < 0 || bytes > fullLimit() - address) {
            return 0;
        }
        setArea(address + bytes, fullLimit());
        return address;
    }

    @Override
    public Report collect(Reason reason, long bytesNeeded, Roots roots) {
        long started = System.nanoTime();
        long room = Math.max(0, fullLimit() - pointer());
        boolean satisfied = bytesNeeded <= room;
        boolean isStress = collectEveryBytes >= 0 && satisfied;
        setArea(pointer(), pointer() + (isStress ? Math.min(room, bytesNeeded + collectEveryBytes) : room));
        return new Report(reason, Extent.NOTHING, satisfied, pointer() - base + fixed.usedBytes(), 0, 0, 0,
                System.nanoTime() - started);
    }

    @Override
    public void openReserve() {
        reserveOpen = true;
        setArea(pointer(), fullLimit());
    }

    @Override
    public List<Region> regions() {
        return List.of(new Region("everything", base, pointer(), end));
    }

    @Override
    public Report adopt(List<Region> others, Roots roots) {
        long started = System.nanoTime();
        long fixedBytes = fixed.usedBytes();
        long copied = new CopyPass(mutator, fixed, others, base).run(roots);
        reserveOpen = copied > fullLimit();
        setArea(copied, fullLimit());
        long usedBytes = others.stream().mapToLong(Region::usedBytes).sum();
        return new Report(Reason.EXCHANGE, Extent.FULL, true, copied - base + fixed.usedBytes(),
                usedBytes + fixedBytes - (copied - base) - fixed.usedBytes(), copied - base, 0, System.nanoTime() - started);
    }

    @Override
    public void detach() {
        if (base != 0) {
            NativeMemory.release(base);
            base = 0;
        }
    }
}
