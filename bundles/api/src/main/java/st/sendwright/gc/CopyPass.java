package st.sendwright.gc;

import java.util.Arrays;
import java.util.List;
import st.sendwright.heap.Ephemerons;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * Copies all that is reachable in one range of addresses to another, breadth first: a collection of a copying plan,
 * and how any plan takes over the objects of another ({@link Collector#adopt}).
 *
 * <p>A copied object leaves a forwarder behind: its class index is
 * {@link ObjectHeader#FORWARDER_CLASS_INDEX}, its first slot the new address. Objects of the {@link FixedSpace} that are
 * reachable are marked instead, and the others freed in the end. References that lead anywhere else
 * are left alone, so permanent objects, tagged words and zeros may stand anywhere.
 *
 * <p>Invariant while scanning: from the start of the new range up to {@code scan} every reference is new,
 * from there to {@code free} they are old.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit. <b>Errors</b>: none of its own; a heap that was damaged before
 * is damaged afterwards.
 *
 * <p>Source: C. J. Cheney, A Nonrecursive List Compacting Algorithm, CACM 13 (1970).
 */
public final class CopyPass implements Ephemerons.Tracing {

    /** Up to this many bytes a loop over words is quicker than the general copy. */
    private static final long LOOP_BYTES = 256;

    private final long mutator;
    private final FixedSpace fixed;
    private final long from;
    private final long fromBytes;
    private long scan;
    private long free;

    /** Copied objects whose indexable slots do not keep alive what they refer to. */
    private long[] weakObjects = new long[16];
    private int weakCount;
    /** Objects that stay and are not scanned yet. */
    private long[] openFixed = new long[16];
    private int openCount;
    private final Ephemerons ephemerons;

    /**
     * A pass that is run once.
     *
     * @param fixed where objects lie that do not move
     * @param from address where the range begins in which all that moves lies
     * @param fromEnd address after that range
     * @param to address of the new range, which has room for all of the old one; the two do not overlap
     */
    public CopyPass(long mutator, FixedSpace fixed, long from, long fromEnd, long to) {
        this.mutator = mutator;
        this.fixed = fixed;
        this.ephemerons = new Ephemerons(mutator);
        this.from = from;
        this.fromBytes = fromEnd - from;
        this.scan = to;
        this.free = to;
    }

    /**
     * A pass over all that another plan holds.
     *
     * @param others {@link Collector#regions} of that plan
     */
    public CopyPass(long mutator, FixedSpace fixed, List<Region> others, long to) {
        this(mutator, fixed, others.stream().mapToLong(Region::start).min().orElse(0),
                others.stream().mapToLong(Region::end).max().orElse(0), to);
    }

    /** Copies; answers the address after the last copied object. */
    public long run(Roots roots) {
        long classTable = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE);
        forwardRange(mutator + MutatorBlock.SPECIAL_OBJECTS, 1);
        forwardRange(mutator + MutatorBlock.EXIT_VALUE, 1);
        // Classes before all else: scanning a weak object reads its class.
        forwardRange(classTable, Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT));
        roots.strong(this::forwardRange);
        finish();
        ephemerons.complete(this);
        forwardWeakObjects(roots);
        roots.weak(this::forwardWeakWords);
        ephemerons.forEachFired(roots::mourn);
        fixed.sweep();
        return free;
    }

    /** Makes the references in consecutive words new; copies objects on their first visit. */
    private void forwardRange(long address, long words) {
        long oldStart = from;
        long oldBytes = fromBytes;
        long next = free;
        long end = address + words * 8;
        for (long each = address; each < end; each += 8) {
            long oop = Memory.longAt(each);
            if ((oop & Oop.TAG_MASK) != 0 || Long.compareUnsigned(oop - oldStart, oldBytes) >= 0) {
                if (fixed.contains(oop)) {
                    reachFixed(oop);
                }
                continue;
            }
            long header = Memory.longAt(oop);
            if ((header & ObjectHeader.CLASS_INDEX_MASK) == ObjectHeader.FORWARDER_CLASS_INDEX) {
                Memory.putLong(each, Memory.longAt(oop + ObjectHeader.BYTES));
                continue;
            }
            if ((header & ObjectHeader.GREY) != 0) {
                header &= ~ObjectHeader.GREY;
                ephemerons.keyReached(oop);
            }
            long slots = header >>> ObjectHeader.SLOTS_SHIFT;
            if (slots == ObjectHeader.OVERFLOW_SLOTS) {
                slots = ObjectHeader.slots(oop);
                Memory.putLong(next, Memory.longAt(oop - 8));
                next += 8;
            }
            Memory.putLong(each, next);
            next = copy(oop, header, next, ObjectHeader.BYTES + Math.max(1, slots) * 8);
        }
        free = next;
    }

    private void reachFixed(long oop) {
        if (!fixed.mark(oop)) {
            return;
        }
        if (ObjectHeader.has(oop, ObjectHeader.GREY)) {
            ObjectHeader.clear(oop, ObjectHeader.GREY);
            ephemerons.keyReached(oop);
        }
        int format = ObjectHeader.format(oop);
        if (ObjectFormat.isPointers(format) || ObjectFormat.isMethod(format)) {
            if (openCount == openFixed.length) {
                openFixed = Arrays.copyOf(openFixed, openCount * 2);
            }
            openFixed[openCount++] = oop;
        }
    }

    /** Copies an object from its header on and makes the old one a forwarder; answers the copy's end. */
    private static long copy(long oop, long header, long copy, long bytes) {
        if (bytes <= LOOP_BYTES) {
            Memory.putLong(copy, header);
            for (long offset = 8; offset < bytes; offset += 8) {
                Memory.putLong(copy + offset, Memory.longAt(oop + offset));
            }
        } else {
            Memory.copy(oop, copy, bytes);
            Memory.putLong(copy, header);
        }
        Memory.putLong(oop, header & ~ObjectHeader.CLASS_INDEX_MASK | ObjectHeader.FORWARDER_CLASS_INDEX);
        Memory.putLong(oop + ObjectHeader.BYTES, copy);
        return copy + bytes;
    }

    /** Scans copies, and what stays, until all are. */
    @Override
    public void finish() {
        scanCopies();
        while (openCount > 0) {
            long oop = openFixed[--openCount];
            scan(oop, Memory.longAt(oop));
            scanCopies();
        }
    }

    private void scanCopies() {
        while (scan < free) {
            long oop = ObjectHeader.objectAt(scan);
            scan = scan(oop, Memory.longAt(oop));
        }
    }

    /** Answers where the object ends. */
    private long scan(long oop, long header) {
        long slots = header >>> ObjectHeader.SLOTS_SHIFT;
        if (slots == ObjectHeader.OVERFLOW_SLOTS) {
            slots = ObjectHeader.slots(oop);
        }
        int format = (int) (header >>> ObjectHeader.FORMAT_SHIFT) & ObjectHeader.FORMAT_MASK;
        long first = oop + ObjectHeader.BYTES;
        forwardRange(first, format < ObjectFormat.WEAK ? slots : strongSlots(oop, format, slots));
        return first + Math.max(1, slots) * 8;
    }

    /** How many slots of an object keep alive what they refer to, as far as that is known now. */
    private long strongSlots(long oop, int format, long slots) {
        if (format == ObjectFormat.WEAK) {
            rememberWeak(oop);
            return Math.min(slots, ClassObjects.instanceSlots(MutatorBlock.classOf(mutator, oop)));
        }
        if (format == ObjectFormat.EPHEMERON) {
            long key = Memory.longAt(oop + ObjectHeader.BYTES);
            if (slots > 0 && isUnreached(key)) {
                ephemerons.await(oop, key);
                return 0;
            }
            return slots;
        }
        return ObjectFormat.pointerSlots(oop);
    }

    @Override
    public void follow(long ephemeron) {
        forwardRange(ephemeron + ObjectHeader.BYTES, ObjectHeader.slots(ephemeron));
    }

    private boolean isMovable(long word) {
        return (word & Oop.TAG_MASK) == 0 && Long.compareUnsigned(word - from, fromBytes) < 0;
    }

    /** Whether a word refers to an object that dies unless something else leads to it. */
    private boolean isUnreached(long word) {
        return isMovable(word) ? !ObjectHeader.isForwarder(word) : fixed.isUnmarked(word);
    }

    private void rememberWeak(long oop) {
        if (weakCount == weakObjects.length) {
            weakObjects = Arrays.copyOf(weakObjects, weakCount * 2);
        }
        weakObjects[weakCount++] = oop;
    }

    private void forwardWeakObjects(Roots roots) {
        long nil = MutatorBlock.nil(mutator);
        for (int index = 0; index < weakCount; index++) {
            long oop = weakObjects[index];
            long fixed = ClassObjects.instanceSlots(MutatorBlock.classOf(mutator, oop));
            long slots = ObjectHeader.slots(oop);
            boolean lost = false;
            for (long slot = fixed; slot < slots; slot++) {
                long address = ObjectHeader.slotAddress(oop, slot);
                long value = Memory.longAt(address);
                long now = survivor(value, nil);
                Memory.putLong(address, now);
                lost |= now == nil && value != nil;
            }
            if (lost) {
                roots.lost(oop);
            }
        }
    }

    private void forwardWeakWords(long address, long count, long stride) {
        for (long index = 0; index < count; index++) {
            long each = address + index * stride;
            Memory.putLong(each, survivor(Memory.longAt(each), 0));
        }
    }

    /** What a weak reference becomes: itself, its object's new address, or {@code dead}. */
    private long survivor(long oop, long dead) {
        if (!isMovable(oop)) {
            return fixed.isUnmarked(oop) ? dead : oop;
        }
        return ObjectHeader.isForwarder(oop) ? Memory.longAt(oop + ObjectHeader.BYTES) : dead;
    }
}
