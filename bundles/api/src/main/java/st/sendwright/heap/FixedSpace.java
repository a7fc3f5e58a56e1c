package st.sendwright.heap;

import java.util.Arrays;
import java.util.List;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.PreferredAddresses;

/**
 * Where objects lie that keep their addresses: pinned ones, and what a memory plan would rather not copy. It belongs to
 * the VM and not to a plan, so that they stay where they are when one plan follows another.
 *
 * <p>What is allocated at once begins and ends at a granule, which is a card, so that it shares no card with anything
 * else. Between objects lies free memory, which is an object of class index 0: the whole can be walked. Holes are
 * filled first, from low to high; what a sweep frees gives its pages back.
 *
 * <p>A plan traces these objects with its own: {@link #mark} those that are reached, {@link #forEachMarked} to make
 * their references new, and in the end {@link #sweep}. It counts {@link #usedBytes} against the limit of the heap.
 *
 * <p><b>Thread</b>: the VM thread. <b>Ownership</b>: the runtime makes and closes it.
 *
 * <p>Source: first fit over holes in order of addresses, D. Knuth, The Art of Computer Programming, volume 1, 2.5.
 */
public final class FixedSpace implements AutoCloseable {

    /** What {@link #allocate} and {@link #openArea} answer when the range of addresses has no such hole. */
    public static final long NO_ROOM = 0;
    /** Objects begin at multiples of this. */
    static final long GRANULE_BYTES = 512;
    private static final long PAGE_BYTES = 4096;
    /** From this size on the pages of what gets free are given back. */
    private static final long GIVEN_BACK_BYTES = 16 * PAGE_BYTES;
    /** Marks: one bit for each word. */
    private static final int MARK_SHIFT = 9;

    private final long mutator;
    private final long base;
    private final long limit;
    private final long marks;
    /** Address after the last object. */
    private long end;
    private long[] holeStarts = new long[16];
    private long[] holeEnds = new long[16];
    private int holes;
    private long holeBytes;
    /** The area of new objects that is open here, or 0. */
    private long areaStart;
    private long areaEnd;
    /** Starts and ends of what was allocated since {@link #takeFresh}. */
    private long[] fresh = new long[16];
    private int freshCount;

    /** What is done with an object: where its memory starts, its header, where the next one's memory starts. */
    @FunctionalInterface
    public interface ObjectVisitor {
        void object(long start, long oop, long end);
    }

    /** An empty space for a heap of so many bytes at most. */
    public FixedSpace(long mutator, long heapMaxBytes) {
        this.mutator = mutator;
        long bytes = PreferredAddresses.fixedBytes(heapMaxBytes);
        base = NativeMemory.reserve(bytes, PreferredAddresses.fixed(heapMaxBytes));
        limit = base + bytes;
        end = base;
        long marks;
        try {
            marks = NativeMemory.reserve(pages((bytes >>> MARK_SHIFT - 3) + 8));
        } catch (OutOfMemoryError refused) {
            NativeMemory.release(base);
            throw refused;
        }
        this.marks = marks;
    }

    private static long pages(long bytes) {
        return bytes + PAGE_BYTES - 1 & -PAGE_BYTES;
    }

    /** First address of the range. */
    public long start() {
        return base;
    }

    /** Address after the last object. */
    public long end() {
        return end;
    }

    /** Address after the range. */
    public long limit() {
        return limit;
    }

    /** Whether a word is the address of an object here, alive or not. Any word. */
    public boolean contains(long word) {
        return (word & Oop.TAG_MASK) == 0 && Long.compareUnsigned(word - base, end - base) < 0;
    }

    /** Bytes of objects here, rounded up to granules. */
    public long usedBytes() {
        return end - base - holeBytes - (areaStart == 0 ? 0 : areaEnd - pointer());
    }

    private long pointer() {
        return Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER);
    }

    /** All that holds objects: one region with gaps, two while an area is open in the middle. */
    public List<Region> regions() {
        if (end == base) {
            return List.of();
        }
        if (areaStart == 0) {
            return List.of(region(base, end, holeBytes));
        }
        long behind = holeBytes(areaEnd);
        Region first = region(base, pointer(), holeBytes - behind);
        return areaEnd == end ? List.of(first) : List.of(first, region(areaEnd, end, behind));
    }

    private Region region(long from, long to, long free) {
        return new Region("fixed", from, to, to, Region.Kind.FIXED, free);
    }

    private long holeBytes(long from) {
        long sum = 0;
        for (int hole = 0; hole < holes; hole++) {
            sum += holeStarts[hole] >= from ? holeEnds[hole] - holeStarts[hole] : 0;
        }
        return sum;
    }

    // Allocation

    /** Room for one object, whose memory the caller fills from the answer on, or {@link #NO_ROOM}. No area may be open. */
    public long allocate(long bytes) {
        long start = take(roundedUp(bytes));
        if (start != NO_ROOM) {
            finish(start, start + bytes, start + roundedUp(bytes));
        }
        return start;
    }

    /**
     * Sets aside a range in which objects will lie one after the other from its start on, up to the allocation pointer;
     * answers its start or {@link #NO_ROOM}.
     */
    public long openArea(long bytes) {
        if (areaStart != 0) {
            throw new IllegalStateException("an area is open already, at 0x" + Long.toHexString(areaStart));
        }
        long start = take(roundedUp(bytes));
        if (start != NO_ROOM) {
            areaStart = start;
            areaEnd = start + roundedUp(bytes);
        }
        return start;
    }

    /** Whether an area is open. */
    public boolean hasOpenArea() {
        return areaStart != 0;
    }

    /** Address after the area that is open. */
    public long areaEnd() {
        return areaEnd;
    }

    /** What lies before the allocation pointer becomes part of the space, what lies behind it a hole. */
    public void closeArea() {
        long used = pointer();
        long start = areaStart;
        areaStart = 0;
        long usedEnd = used == start ? start : start + roundedUp(used - start);
        if (used > start) {
            finish(start, used, Math.min(usedEnd, areaEnd));
        }
        if (usedEnd < areaEnd) {
            addHole(usedEnd, areaEnd);
        }
    }

    /** So many bytes that a granule is full, or what is left of it can be walked over. */
    static long roundedUp(long bytes) {
        long rounded = bytes + GRANULE_BYTES - 1 & -GRANULE_BYTES;
        return rounded - bytes > 0 && rounded - bytes < Padding.LEAST_BYTES ? rounded + GRANULE_BYTES : rounded;
    }

    private void finish(long start, long used, long upTo) {
        if (used < upTo) {
            Padding.writeFree(used, upTo);
        }
        if (freshCount == fresh.length) {
            fresh = Arrays.copyOf(fresh, freshCount * 2);
        }
        fresh[freshCount++] = start;
        fresh[freshCount++] = used;
    }

    private long take(long bytes) {
        for (int hole = 0; hole < holes; hole++) {
            long start = holeStarts[hole];
            if (holeEnds[hole] - start >= bytes) {
                holeStarts[hole] += bytes;
                holeBytes -= bytes;
                if (holeStarts[hole] == holeEnds[hole]) {
                    removeHole(hole);
                } else {
                    Padding.writeFree(holeStarts[hole], holeEnds[hole]);
                }
                return start;
            }
        }
        if (bytes < 0 || bytes > limit - end) {
            return NO_ROOM;
        }
        long start = end;
        end += bytes;
        return start;
    }

    private void removeHole(int hole) {
        System.arraycopy(holeStarts, hole + 1, holeStarts, hole, holes - hole - 1);
        System.arraycopy(holeEnds, hole + 1, holeEnds, hole, holes - hole - 1);
        holes--;
    }

    /** Keeps the holes in order and joins neighbours; what touches the end is no hole. */
    private void addHole(long from, long to) {
        int at = 0;
        while (at < holes && holeStarts[at] < from) {
            at++;
        }
        long start = from;
        long stop = to;
        holeBytes += to - from;
        if (at < holes && holeStarts[at] == stop) {
            stop = holeEnds[at];
            removeHole(at);
        }
        if (at > 0 && holeEnds[at - 1] == start) {
            start = holeStarts[--at];
            removeHole(at);
        }
        if (stop == end) {
            end = start;
            holeBytes -= stop - start;
            return;
        }
        insertHole(at, start, stop);
        Padding.writeFree(start, stop);
    }

    private void insertHole(int at, long start, long stop) {
        if (holes == holeStarts.length) {
            holeStarts = Arrays.copyOf(holeStarts, holes * 2);
            holeEnds = Arrays.copyOf(holeEnds, holes * 2);
        }
        System.arraycopy(holeStarts, at, holeStarts, at + 1, holes - at);
        System.arraycopy(holeEnds, at, holeEnds, at + 1, holes - at);
        holeStarts[at] = start;
        holeEnds[at] = stop;
        holes++;
    }

    /** Shows each piece of what was allocated since the last time, and forgets that it was: some may be free memory again. */
    public void takeFresh(ObjectVisitor visitor) {
        for (int index = 0; index < freshCount; index += 2) {
            forEachPiece(fresh[index], fresh[index + 1], visitor);
        }
        freshCount = 0;
    }

    /** Shows each object, free memory left out. No area may be open. */
    public void forEachObject(ObjectVisitor visitor) {
        forEachObject(base, end, visitor);
    }

    private static void forEachObject(long from, long to, ObjectVisitor visitor) {
        forEachPiece(from, to, (start, oop, next) -> {
            if (ObjectHeader.classIndex(oop) != ObjectHeader.FREE_CLASS_INDEX) {
                visitor.object(start, oop, next);
            }
        });
    }

    /**
     * Shows each object and each piece of free memory: who notes which of them covers an address has to do so anew after a
     * {@link #sweep}, as what has died may cover the beginning of a granule whose rest is alive. No area may be open.
     */
    public void forEachPiece(ObjectVisitor visitor) {
        forEachPiece(base, end, visitor);
    }

    private static void forEachPiece(long from, long to, ObjectVisitor visitor) {
        for (long at = from; at < to;) {
            long oop = ObjectHeader.objectAt(at);
            long next = ObjectHeader.end(oop);
            visitor.object(at, oop, next);
            at = next;
        }
    }

    // Collection

    /** Marks an object here; answers whether it was not marked before. */
    public boolean mark(long oop) {
        long word = oop - base >>> 3;
        long address = marks + (word >>> 6) * 8;
        long old = Memory.longAt(address);
        long bit = 1L << word;
        Memory.putLong(address, old | bit);
        return (old & bit) == 0;
    }

    public boolean isMarked(long oop) {
        long word = oop - base >>> 3;
        return (Memory.longAt(marks + (word >>> 6) * 8) >>> word & 1) != 0;
    }

    /** Whether a word refers to an object here that is not marked. Any word. */
    public boolean isUnmarked(long word) {
        return contains(word) && !isMarked(word);
    }

    public void forEachMarked(ObjectVisitor visitor) {
        forEachObject((start, oop, next) -> {
            if (isMarked(oop)) {
                visitor.object(start, oop, next);
            }
        });
    }

    /** Unmarks all. */
    public void clearMarks() {
        if (end > base) {
            long bytes = (end - base >>> MARK_SHIFT - 3) + 8;
            if (bytes >= GIVEN_BACK_BYTES) {
                NativeMemory.discard(marks, pages(bytes));
            } else {
                Memory.fillWords(marks, bytes + 7 >> 3, 0);
            }
        }
    }

    /** Frees what is not marked, and unmarks the rest. No area may be open. */
    public void sweep() {
        if (end == base) {
            return;
        }
        holes = 0;
        holeBytes = 0;
        freshCount = 0;
        long freeFrom = base;
        for (long at = base; at < end;) {
            long oop = ObjectHeader.objectAt(at);
            long next = ObjectHeader.end(oop);
            if (ObjectHeader.classIndex(oop) != ObjectHeader.FREE_CLASS_INDEX) {
                if (isMarked(oop)) {
                    free(freeFrom, at);
                    freeFrom = next;
                } else {
                    giveBack(at, next);
                }
            }
            at = next;
        }
        clearMarks();
        long newEnd = firstGranule(freeFrom);
        if (freeFrom < newEnd) {
            Padding.writeFree(freeFrom, newEnd);
        }
        end = newEnd;
    }

    /** Makes the granules of a range a hole; what it has of others, which objects share, is free memory only. */
    private void free(long from, long to) {
        if (from == to) {
            return;
        }
        long first = firstGranule(from);
        long last = to & -GRANULE_BYTES;
        if (to > last && to - last < Padding.LEAST_BYTES) {
            last -= GRANULE_BYTES;
        }
        if (first >= last) {
            Padding.writeFree(from, to);
            return;
        }
        if (from < first) {
            Padding.writeFree(from, first);
        }
        if (last < to) {
            Padding.writeFree(last, to);
        }
        Padding.writeFree(first, last);
        insertHole(holes, first, last);
        holeBytes += last - first;
    }

    /** Where the first granule begins behind an object; what lies between can be walked over. */
    private long firstGranule(long objectEnd) {
        return base + roundedUp(objectEnd - base);
    }

    /** Gives whole pages back, but not the first words, which have to be walked over. */
    private static void giveBack(long start, long next) {
        if (next - start >= GIVEN_BACK_BYTES) {
            long first = pages(start + Padding.LEAST_BYTES);
            NativeMemory.discard(first, (next & -PAGE_BYTES) - first);
        }
    }

    @Override
    public void close() {
        NativeMemory.release(marks);
        NativeMemory.release(base);
    }
}
