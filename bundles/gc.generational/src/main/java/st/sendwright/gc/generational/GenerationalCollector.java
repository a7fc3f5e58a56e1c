package st.sendwright.gc.generational;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import st.sendwright.gc.Collector;
import st.sendwright.gc.CopyPass;
import st.sendwright.heap.HeapSettings;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.HeapStress.Tenuring;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/**
 * New objects lie in eden; scavenges copy those that live between two survivor spaces, then to the old space, which
 * is compacted in place when it has grown.
 *
 * <p>What is larger than eden is allocated at the end of the old space: the allocation area then lies there until
 * the next collection, and all of it counts as marked cards. Weak objects' indexable slots become nil when what they
 * refer to is dead; ephemerons are fired as {@link st.sendwright.heap.Ephemerons} says, by scavenges if their keys are
 * young. The last bytes of a full heap are kept back, for the
 * handling of the error that it is full.
 *
 * <p><b>Thread</b>: the VM thread.
 *
 * <p>Source: see {@link Scavenge} and {@link Compaction}; tenuring by how full the survivor space is, as D. Ungar and
 * F. Jackson describe.
 */
@Component(service = Collector.class, scope = ServiceScope.PROTOTYPE, property = "sendwright.name=generational")
public final class GenerationalCollector implements Collector {

    /** Kept back for the handling of an out-of-memory error. */
    static final long RESERVE_BYTES = 256L << 10;
    /** The old space is compacted when it has this many times what survived there last, and at least so much. */
    private static final long GROWTH_FACTOR = 2;
    private static final long LEAST_GROWTH_BYTES = 32L << 20;
    /** A heap that has less than this part of its limit free after a full collection counts as full. */
    private static final long LEAST_FREE_PART = 64;
    /** An area at the end of the old space has so much room beyond what was asked for. */
    private static final long AREA_SLACK_BYTES = 64L << 10;

    private long mutator;
    private HeapStress stress;
    private long maxBytes;
    private Spaces spaces;
    private CardTable cards;
    private RememberedSlots remembered;
    /** Where the area of new objects starts in the old space, or 0 while it is eden. */
    private long areaInOld;
    /** Start of what came from an image or another plan into the old space and is not noted yet, or 0. */
    private long placedStart;
    /** Survivors below this address become old at the next scavenge. */
    private long tenureBelow;
    private long compactAtBytes;
    private boolean reserveOpen;

    /** Detached: {@link #attach} comes first. */
    public GenerationalCollector() {
        // Nothing to do before attach.
    }

    @Override
    public String name() {
        return "generational";
    }

    @Override
    public void attach(long mutatorBlock, HeapSettings settings) {
        mutator = mutatorBlock;
        stress = settings.stress();
        maxBytes = Spaces.pages(settings.maxBytes());
        spaces = new Spaces(maxBytes);
        cards = new CardTable(spaces.base, spaces.young - spaces.base, spaces.end - spaces.base);
        remembered = new RememberedSlots(cards);
        compactAtBytes = LEAST_GROWTH_BYTES;
        Memory.putLong(mutator + MutatorBlock.CARD_TABLE, cards.biased());
        setArea(spaces.eden, Math.min(spaces.edenBytes, roomBytes()));
    }

    private void setArea(long start, long bytes) {
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, start);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, start + bytes);
    }

    private long allocationPointer() {
        return Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER);
    }

    @Override
    public long place(long bytes) {
        long address = spaces.oldEnd;
        if (bytes < 0 || bytes > roomBytes() || areaInOld != 0) {
            return 0;
        }
        if (placedStart == 0) {
            placedStart = address;
        }
        spaces.oldEnd += bytes;
        compactAtBytes = growth();
        setArea(allocationPointer(), Math.min(spaces.eden + spaces.edenBytes - allocationPointer(), roomBytes()));
        return address;
    }

    @Override
    public Report collect(Reason reason, long bytesNeeded, Roots roots) {
        long started = System.nanoTime();
        long before = usedBytes();
        leaveArea();
        long oldBefore = spaces.oldUsedBytes();
        boolean isFull = stress.compact() || reason != Reason.ALLOCATION
                || spaces.oldUsedBytes() >= compactAtBytes
                || spaces.oldUsedBytes() > maxBytes;
        if (isFull) {
            compact(roots);
        } else {
            scavenge(roots);
        }
        long promoted = isFull ? 0 : spaces.oldUsedBytes() - oldBefore;
        long copied = isFull ? spaces.oldUsedBytes() : promoted + spaces.survivorUsedBytes();
        boolean satisfied = enterArea(bytesNeeded, isFull);
        if (!satisfied && !isFull) {
            leaveArea();
            compact(roots);
            satisfied = enterArea(bytesNeeded, true);
            isFull = true;
            copied += spaces.oldUsedBytes();
        }
        long survived = usedBytes();
        return new Report(reason, isFull ? Extent.FULL : Extent.SCAVENGE, satisfied, survived, before - survived, copied,
                promoted, System.nanoTime() - started);
    }

    @Override
    public Report adopt(List<Region> others, Roots roots) {
        long started = System.nanoTime();
        placedStart = spaces.oldEnd;
        spaces.oldEnd = new CopyPass(mutator, others, spaces.oldEnd).run(roots);
        compactAtBytes = growth();
        setArea(spaces.eden, Math.max(0, Math.min(spaces.edenBytes, roomBytes())));
        long survived = usedBytes();
        long before = others.stream().mapToLong(Region::usedBytes).sum();
        return new Report(Reason.EXCHANGE, Extent.FULL, true, survived, before - survived, survived, 0,
                System.nanoTime() - started);
    }

    @Override
    public void referencesToYoung(Roots.StrongVisitor visitor) {
        notePlaced();
        Spaces.ObjectVisitor whole = (start, oop, end) ->
                visitor.range(oop + ObjectHeader.BYTES, ObjectFormat.pointerSlots(oop));
        cards.forEachMarkedRange(spaces.base, spaces.oldEnd, visitor);
        if (areaInOld != 0) {
            Spaces.forEachObject(areaInOld, allocationPointer(), whole);
        } else {
            Spaces.forEachObject(spaces.eden, allocationPointer(), whole);
        }
        Spaces.forEachObject(spaces.survivorStart(), spaces.survivorEnd, whole);
    }

    private void notePlaced() {
        if (placedStart != 0) {
            Spaces.forEachObject(placedStart, spaces.oldEnd, (start, oop, end) -> cards.noteObject(start, end));
            placedStart = 0;
        }
    }

    /** What was allocated in the old space becomes part of it, and what an image brought is noted. */
    private void leaveArea() {
        notePlaced();
        if (areaInOld == 0) {
            return;
        }
        spaces.oldEnd = allocationPointer();
        if (areaInOld < spaces.oldEnd) {
            Spaces.forEachObject(areaInOld, spaces.oldEnd, (start, oop, end) -> cards.noteObject(start, end));
            cards.markRange(areaInOld, spaces.oldEnd);
        }
        areaInOld = 0;
        setArea(spaces.eden, 0);
    }

    private void scavenge(Roots roots) {
        new Scavenge(mutator, spaces, cards, remembered, tenureBelow, stress.tenuring() == Tenuring.ALL).run(roots);
        long used = spaces.survivorUsedBytes();
        // Objects lie in the order in which they were copied, so the first half is on the whole the older one.
        tenureBelow = used * 2 < spaces.survivorBytes || stress.tenuring() == Tenuring.LEAST ? 0 : spaces.survivorStart() + used / 2;
        setArea(spaces.eden, 0);
    }

    private void compact(Roots roots) {
        long oldEnd = spaces.oldEnd;
        new Compaction(mutator, spaces, cards).run(roots, allocationPointer());
        remembered.clear();
        tenureBelow = 0;
        compactAtBytes = growth();
        long firstFree = Spaces.pages(spaces.oldEnd);
        NativeMemory.discard(firstFree, Math.max(0, Spaces.pages(oldEnd) - firstFree));
        setArea(spaces.eden, 0);
    }

    private long growth() {
        return Math.max(GROWTH_FACTOR * spaces.oldUsedBytes(), spaces.oldUsedBytes() + LEAST_GROWTH_BYTES);
    }

    /** Bytes that may be allocated until the limit is reached. */
    private long roomBytes() {
        return maxBytes - spaces.oldUsedBytes() - spaces.survivorUsedBytes() - (reserveOpen ? 0 : RESERVE_BYTES);
    }

    /** Makes eden the allocation area, or the end of the old space for what eden cannot hold. */
    private boolean enterArea(long bytesNeeded, boolean isAfterFull) {
        if (reserveOpen) {
            reserveOpen = bytesNeeded > roomBytes() - RESERVE_BYTES || roomBytes() - RESERVE_BYTES < leastFree();
        }
        long room = Math.max(0, roomBytes());
        long least = bytesNeeded == 0 || !isAfterFull || reserveOpen ? bytesNeeded : Math.max(bytesNeeded, leastFree());
        boolean satisfied = room >= least;
        boolean needsOld = bytesNeeded > spaces.edenBytes && satisfied;
        long start = needsOld ? spaces.oldEnd : spaces.eden;
        long bytes = needsOld ? Math.min(room, bytesNeeded + AREA_SLACK_BYTES) : Math.min(room, spaces.edenBytes);
        if (stress.collects() && satisfied) {
            bytes = Math.min(bytes, bytesNeeded + stress.collectEveryBytes());
        }
        areaInOld = needsOld ? start : 0;
        if (needsOld && bytes > 0) {
            // What fills new objects does not mark cards.
            cards.markRange(start, start + bytes);
        }
        setArea(start, bytes);
        return satisfied;
    }

    private long leastFree() {
        return maxBytes / LEAST_FREE_PART;
    }

    @Override
    public void openReserve() {
        if (!reserveOpen) {
            reserveOpen = true;
            long limit = Memory.longAt(mutator + MutatorBlock.ALLOCATION_LIMIT) + RESERVE_BYTES;
            Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT,
                    areaInOld != 0 ? limit : Math.min(limit, spaces.eden + spaces.edenBytes));
        }
    }

    private long usedBytes() {
        return spaces.oldUsedBytes() + spaces.survivorUsedBytes()
                + allocationPointer() - (areaInOld != 0 ? areaInOld : spaces.eden);
    }

    @Override
    public List<Region> regions() {
        boolean isInOld = areaInOld != 0;
        Region old = new Region("old", spaces.base, isInOld ? allocationPointer() : spaces.oldEnd,
                spaces.base + maxBytes);
        Region survivors = new Region("survivors", spaces.survivorStart(), spaces.survivorEnd,
                spaces.survivorStart() + spaces.survivorBytes, true);
        Region eden = new Region("eden", spaces.eden, isInOld ? spaces.eden : allocationPointer(),
                spaces.eden + spaces.edenBytes, true);
        return List.of(old, survivors, eden);
    }

    @Override
    public void detach() {
        if (spaces == null) {
            return;
        }
        spaces.release();
        cards.release();
        spaces = null;
        cards = null;
    }
}
