package st.sendwright.gc.generational;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import st.sendwright.gc.Collector;
import st.sendwright.gc.CopyPass;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.HeapSettings;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.HeapStress.Tenuring;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;
import st.sendwright.model.Allocation;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/**
 * New objects lie in eden; scavenges copy those that live between two survivor spaces, then to the old space, which
 * is compacted in place when it has grown. What is alive there is found out by then in steps, one after each scavenge.
 *
 * <p>Large objects are allocated where they will not be moved, in the fixed space: the allocation area then lies there until
 * something else is allocated. What eden cannot hold and finds no room there gets an area at the end of the old space until
 * the next collection. All cards of such areas count as marked. Weak objects' indexable slots become nil when what they
 * refer to is dead; ephemerons are fired as {@link st.sendwright.heap.Ephemerons} says, by scavenges if their keys are
 * young. The last bytes of a full heap are kept back, for the
 * handling of the error that it is full.
 *
 * <p><b>Thread</b>: the VM thread.
 *
 * <p>Source: see {@link Scavenge}, {@link Marking} and {@link Compaction}; tenuring by how full the survivor space is, as D. Ungar and
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
    /** Slots that a step of marking looks at, at least and at most: the latter takes some milliseconds. */
    private static final long LEAST_STEP_WORDS = 1L << 17;
    private static final long MOST_STEP_WORDS = 1L << 20;
    private static final double STEP_MARGIN = 1.2;
    /** Under stress marking begins after each full collection and takes many steps. */
    private static final long STRESS_STEP_WORDS = 500;
    /** An area at the end of the old space has so much room beyond what was asked for. */
    private static final long AREA_SLACK_BYTES = 64L << 10;

    /** Objects of this size are large, unless eden is so small that less is. */
    private static final long LARGE_BYTES = 512L << 10;
    private static final long LARGE_PART_OF_EDEN = 4;

    private final SecondThread.Sharing sharing;
    private long mutator;
    private FixedSpace fixed;
    private long largeBytes;
    private HeapStress stress;
    private long maxBytes;
    private Spaces spaces;
    private CardTable cards;
    private RememberedSlots remembered;
    private SecondThread second;
    private OldPages oldPages;
    /** Where the area of new objects starts in the old space, or 0 while it is eden. */
    private long areaInOld;
    /** Where allocation in eden goes on while the area lies in the fixed space. */
    private long edenPointer;
    /** Start of what came from an image or another plan into the old space and is not noted yet, or 0. */
    private long placedStart;
    /** What is alive, while that is being found out in steps; else null. */
    private Marking marking;
    /** From this size of what is not young on it is. */
    private long markAtBytes;
    /** Survivors below this address become old at the next scavenge. */
    private long tenureBelow;
    private long compactAtBytes;
    private boolean reserveOpen;

    /** Detached: {@link #attach} comes first. */
    public GenerationalCollector() {
        this(SecondThread.Sharing.USUAL);
    }

    /** Detached, with scavenges on two threads as is said. */
    GenerationalCollector(SecondThread.Sharing sharing) {
        this.sharing = sharing;
    }

    @Override
    public String name() {
        return "generational";
    }

    @Override
    public void attach(long mutatorBlock, HeapSettings settings, FixedSpace fixedSpace) {
        mutator = mutatorBlock;
        fixed = fixedSpace;
        stress = settings.stress();
        maxBytes = Spaces.pages(settings.maxBytes());
        spaces = new Spaces(maxBytes);
        oldPages = new OldPages(spaces);
        largeBytes = Math.min(LARGE_BYTES, spaces.edenBytes / LARGE_PART_OF_EDEN);
        try {
            cards = new CardTable(Math.min(spaces.base, fixed.start()), Math.max(spaces.end, fixed.limit()));
        } catch (OutOfMemoryError refused) {
            spaces.release();
            spaces = null;
            throw refused;
        }
        remembered = new RememberedSlots(cards);
        second = new SecondThread(sharing, settings.isSingleThreaded());
        setGrowth();
        Memory.putLong(mutator + MutatorBlock.CARD_TABLE, cards.biased());
        setArea(spaces.eden, Math.clamp(roomBytes(), 0, spaces.edenBytes), largeBytes);
    }

    private void setArea(long start, long bytes, long apartBytes) {
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, start);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT, start + bytes);
        Memory.putLong(mutator + MutatorBlock.APART_BYTES, apartBytes);
    }

    /** Nothing can be allocated until there is another area. */
    private void setNoArea() {
        setArea(spaces.eden, 0, 0);
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
        setGrowth();
        setArea(allocationPointer(), Math.min(spaces.eden + spaces.edenBytes - allocationPointer(), roomBytes()),
                largeBytes);
        return address;
    }

    @Override
    public Report collect(Reason reason, long bytesNeeded, Roots roots) {
        long started = System.nanoTime();
        long before = usedBytes();
        leaveArea();
        boolean isFull = stress.compact() || reason != Reason.ALLOCATION
                || tenuredBytes() >= compactAtBytes
                || tenuredBytes() > maxBytes
                || marking != null && marking.isDone();
        // Who asks for a collection wants all that is dead to be gone, not only what was when the marking began.
        boolean isExact = isFull && (reason != Reason.ALLOCATION || marking == null);
        long markingNanos = 0;
        long promoted = 0;
        long copied;
        if (isFull) {
            compact(roots, isExact, reason == Reason.ALLOCATION);
            copied = spaces.oldUsedBytes();
        } else {
            Scavenge scavenge = scavenge(roots);
            promoted = scavenge.promotedBytes();
            copied = promoted + scavenge.survivedBytes();
            oldPages.askFor(promoted);
            long scavenged = System.nanoTime();
            if (markOn(roots, promoted)) {
                markingNanos = System.nanoTime() - scavenged;
            }
        }
        boolean satisfied = enterArea(bytesNeeded, isFull);
        if (!satisfied && !isExact) {
            leaveArea();
            compact(roots, true, reason == Reason.ALLOCATION);
            satisfied = enterArea(bytesNeeded, true);
            isFull = true;
            copied += spaces.oldUsedBytes();
        }
        long survived = usedBytes();
        return new Report(reason, isFull ? Extent.FULL : Extent.SCAVENGE, satisfied, survived, before - survived, copied,
                promoted, System.nanoTime() - started, markingNanos);
    }

    @Override
    public Report adopt(List<Region> others, Roots roots) {
        long started = System.nanoTime();
        placedStart = spaces.oldEnd;
        long fixedBytes = fixed.usedBytes();
        spaces.oldEnd = new CopyPass(mutator, fixed, others, spaces.oldEnd).run(roots);
        setGrowth();
        fixed.forEachPiece((start, oop, end) -> cards.noteObject(start, end));
        setArea(spaces.eden, Math.clamp(roomBytes(), 0, spaces.edenBytes), largeBytes);
        long survived = usedBytes();
        long before = fixedBytes + others.stream().mapToLong(Region::usedBytes).sum();
        return new Report(Reason.EXCHANGE, Extent.FULL, true, survived, before - survived, spaces.oldUsedBytes(), 0,
                System.nanoTime() - started);
    }

    @Override
    public void referencesToYoung(Roots.StrongVisitor visitor) {
        closeFixedArea();
        notePlaced();
        Spaces.ObjectVisitor whole = (start, oop, end) ->
                visitor.range(oop + ObjectHeader.BYTES, ObjectFormat.pointerSlots(oop));
        cards.forEachMarkedRange(spaces.base, spaces.oldEnd, visitor);
        cards.forEachMarkedRange(fixed.start(), fixed.end(), visitor);
        if (areaInOld != 0) {
            Spaces.forEachObject(areaInOld, allocationPointer(), whole);
        } else {
            Spaces.forEachObject(spaces.eden, edenEnd(), whole);
        }
        Spaces.forEachObject(spaces.survivorStart(), spaces.survivorEnd, whole);
    }

    private void notePlaced() {
        if (placedStart != 0) {
            Spaces.forEachObject(placedStart, spaces.oldEnd, (start, oop, end) -> cards.noteObject(start, end));
            placedStart = 0;
        }
        fixed.takeFresh((start, oop, end) -> {
            cards.noteObject(start, end);
            if (ObjectFormat.pointerSlots(oop) == 0) {
                cards.clearWhole(start, end);
            }
        });
    }

    /** What was allocated in the old space or the fixed one becomes part of it, and what an image brought is noted. */
    private void leaveArea() {
        closeFixedArea();
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
        setNoArea();
    }

    @Override
    public void leaveFixedSpace() {
        forgetMarking();
        closeFixedArea();
    }

    /** Goes back to eden, with no room in it for now. */
    private void closeFixedArea() {
        if (fixed.hasOpenArea()) {
            cards.clear(allocationPointer() + CardTable.CARD_BYTES - 1 & -CardTable.CARD_BYTES, fixed.areaEnd());
            fixed.closeArea();
            setArea(edenPointer, 0, 0);
        }
    }

    /** Makes the fixed space the allocation area for some bytes, if it has a hole for them. */
    private boolean enterFixedSpace(long bytes) {
        long pointer = allocationPointer();
        long start = fixed.openArea(bytes);
        if (start == FixedSpace.NO_ROOM) {
            return false;
        }
        edenPointer = pointer;
        // What fills new objects does not mark cards.
        cards.markRange(start, start + bytes);
        setArea(start, bytes, 0);
        return true;
    }

    @Override
    public boolean makeRoom(long bytesNeeded) {
        if (stress.collects() || stress.compact() || areaInOld != 0) {
            return false;
        }
        if (!fixed.hasOpenArea() && bytesNeeded < largeBytes) {
            return false;
        }
        closeFixedArea();
        long pointer = allocationPointer();
        long room = roomBytes() - (pointer - spaces.eden);
        if (bytesNeeded >= largeBytes) {
            return bytesNeeded <= room && tenuredBytes() + bytesNeeded < compactAtBytes && enterFixedSpace(bytesNeeded);
        }
        setArea(pointer, Math.clamp(room, 0, spaces.eden + spaces.edenBytes - pointer), largeBytes);
        return Allocation.hasRoom(mutator, bytesNeeded);
    }

    private Scavenge scavenge(Roots roots) {
        Scavenge scavenge = new Scavenge(mutator, spaces, fixed, cards, remembered, second, marking, tenureBelow,
                stress.tenuring() == Tenuring.ALL);
        scavenge.run(roots);
        long used = spaces.survivorUsedBytes();
        // Objects lie in the order in which they were copied, so the first half is on the whole the older one.
        tenureBelow = used * 2 < spaces.survivorBytes || stress.tenuring() == Tenuring.LEAST ? 0 : spaces.survivorStart() + used / 2;
        setNoArea();
        return scavenge;
    }

    /**
     * Begins to mark when what is not young has grown half way to its next compaction, and marks some more if it has begun;
     * answers whether it has.
     */
    private boolean markOn(Roots roots, long promotedBytes) {
        if (marking == null && (tenuredBytes() >= markAtBytes || stress.collects())) {
            marking = new Marking(mutator, spaces, fixed, cards);
            marking.begin(roots);
        }
        if (marking != null) {
            marking.step(stress.collects() ? STRESS_STEP_WORDS : stepWords(promotedBytes));
        }
        return marking != null;
    }

    /** So much that with as many bytes promoted by each scavenge as by the last, marking is done before there is no more room. */
    private long stepWords(long promotedBytes) {
        long left = Math.max(1, mostTenuredBytes() - tenuredBytes());
        double part = Math.max(1.0, promotedBytes) / left;
        return Math.clamp((long) (STEP_MARGIN * part * tenuredBytes() / 8), LEAST_STEP_WORDS, MOST_STEP_WORDS);
    }

    /**
     * Compacts the old space.
     *
     * @param isExact whether to begin anew, so that nothing is kept that has died since the marking began
     * @param keepsPages whether the old space keeps pages that it will need until it is compacted again
     */
    private void compact(Roots roots, boolean isExact, boolean keepsPages) {
        if (isExact) {
            forgetMarking();
        }
        long oldEnd = spaces.oldEnd;
        Marking marked = marking == null ? new Marking(mutator, spaces, fixed, cards) : marking;
        marking = null;
        try {
            marked.complete(roots);
            new Compaction(mutator, spaces, fixed, cards, marked).run(roots, allocationPointer());
        } finally {
            marked.release();
        }
        remembered.clear();
        tenureBelow = 0;
        setGrowth();
        long kept = keepsPages ? Math.min(spaces.base + compactAtBytes, spaces.young) : spaces.oldEnd;
        oldPages.giveBack(kept, oldEnd);
        setNoArea();
    }

    private void forgetMarking() {
        if (marking != null) {
            marking.release();
            marking = null;
        }
    }

    /** After a full collection: says when the next is due, and when to begin to mark for it. */
    private void setGrowth() {
        compactAtBytes = growth();
        markAtBytes = tenuredBytes() + (mostTenuredBytes() - tenuredBytes()) / 2;
    }

    /** Bytes of what is not young, beyond which there is a full collection. */
    private long mostTenuredBytes() {
        return Math.min(compactAtBytes, maxBytes - RESERVE_BYTES);
    }

    private long growth() {
        return Math.max(GROWTH_FACTOR * tenuredBytes(), tenuredBytes() + LEAST_GROWTH_BYTES);
    }

    /** Bytes of what is not young. */
    private long tenuredBytes() {
        return spaces.oldUsedBytes() + fixed.usedBytes();
    }

    /** Bytes that may be allocated until the limit is reached. */
    private long roomBytes() {
        return maxBytes - tenuredBytes() - spaces.survivorUsedBytes() - (reserveOpen ? 0 : RESERVE_BYTES);
    }

    /** Makes eden the allocation area, or the end of the old space for what eden cannot hold. */
    private boolean enterArea(long bytesNeeded, boolean isAfterFull) {
        if (reserveOpen) {
            reserveOpen = bytesNeeded > roomBytes() - RESERVE_BYTES || roomBytes() - RESERVE_BYTES < leastFree();
        }
        long room = Math.max(0, roomBytes());
        long least = bytesNeeded == 0 || !isAfterFull || reserveOpen ? bytesNeeded : Math.max(bytesNeeded, leastFree());
        boolean satisfied = room >= least;
        if (satisfied && bytesNeeded >= largeBytes && enterFixedSpace(bytesNeeded)) {
            areaInOld = 0;
            return true;
        }
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
        setArea(start, bytes, bytesNeeded >= largeBytes ? 0 : largeBytes);
        return satisfied;
    }

    private long leastFree() {
        return maxBytes / LEAST_FREE_PART;
    }

    @Override
    public void openReserve() {
        closeFixedArea();
        if (!reserveOpen) {
            reserveOpen = true;
            long limit = Memory.longAt(mutator + MutatorBlock.ALLOCATION_LIMIT) + RESERVE_BYTES;
            Memory.putLong(mutator + MutatorBlock.ALLOCATION_LIMIT,
                    areaInOld != 0 ? limit : Math.min(limit, spaces.eden + spaces.edenBytes));
        }
    }

    private long usedBytes() {
        return tenuredBytes() + spaces.survivorUsedBytes()
                + (areaInOld != 0 ? allocationPointer() - areaInOld : edenEnd() - spaces.eden);
    }

    /** Address after the last object in eden. The area does not lie in the old space. */
    private long edenEnd() {
        return fixed.hasOpenArea() ? edenPointer : allocationPointer();
    }

    @Override
    public List<Region> regions() {
        boolean isInOld = areaInOld != 0;
        Region old = new Region("old", spaces.base, isInOld ? allocationPointer() : spaces.oldEnd,
                spaces.base + maxBytes, cards.starts(placedStart != 0 ? placedStart : spaces.oldEnd));
        Region survivors = new Region("survivors", spaces.survivorStart(), spaces.survivorEnd,
                spaces.survivorStart() + spaces.survivorBytes, Region.Kind.YOUNG);
        Region eden = new Region("eden", spaces.eden, isInOld ? spaces.eden : edenEnd(),
                spaces.eden + spaces.edenBytes, Region.Kind.YOUNG);
        return List.of(old, survivors, eden);
    }

    @Override
    public void detach() {
        if (spaces == null) {
            return;
        }
        forgetMarking();
        oldPages.stop();
        spaces.release();
        cards.release();
        spaces = null;
        cards = null;
    }
}
