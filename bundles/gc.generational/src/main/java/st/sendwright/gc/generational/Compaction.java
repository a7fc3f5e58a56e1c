package st.sendwright.gc.generational;

import st.sendwright.heap.Ephemerons;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.Roots;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * One full collection: marks all that is alive in old and young spaces and slides it together at the start of the
 * old space, in its old order; what lies in the fixed space is marked and stays.
 *
 * <p>A bitmap beside the heap has a bit for each word of each live object. With the number of live words before
 * each block of 64 words, an object's new address is a sum, so objects need no room for it.
 *
 * <p>Source: H. Kermany, E. Petrank, The Compressor: Concurrent, Incremental, and Parallel Compaction, PLDI 2006
 * (the offset vector over a mark bitmap).
 */
final class Compaction implements Ephemerons.Tracing {

    /** A block is what one word of the bitmap covers, which is one card. */
    private static final int BLOCK_SHIFT = 9;

    private final long mutator;
    private final Spaces spaces;
    private final FixedSpace fixed;
    private final CardTable cards;
    private final long base;
    private final long heapBytes;
    /** One bit for each word, then one 32-bit count for each block; both read as zeros at first. */
    private final long bitmap;
    private final long offsets;
    private final OopList open = new OopList();
    private final OopList weakObjects = new OopList();
    private final OopList losers = new OopList();
    private final Ephemerons ephemerons;

    Compaction(long mutator, Spaces spaces, FixedSpace fixed, CardTable cards) {
        this.mutator = mutator;
        this.ephemerons = new Ephemerons(mutator);
        this.spaces = spaces;
        this.fixed = fixed;
        this.cards = cards;
        this.base = spaces.base;
        this.heapBytes = spaces.end - base;
        long blocks = (heapBytes >>> BLOCK_SHIFT) + 1;
        this.bitmap = NativeMemory.reserve(Spaces.pages(blocks * 8));
        this.offsets = NativeMemory.reserve(Spaces.pages(blocks * 4));
    }

    /**
     * Collects; afterwards all objects are old, the young spaces are empty and no card is marked.
     *
     * @param edenEnd address after the last object in eden
     */
    void run(Roots roots, long edenEnd) {
        try {
            mark(roots);
            clearDeadWeakSlots();
            long live = countBlocks();
            update(roots, edenEnd);
            slide(edenEnd);
            ephemerons.forEachFired(each -> roots.mourn(updated(each)));
            for (int index = 0; index < losers.size(); index++) {
                roots.lost(updated(losers.at(index)));
            }
            fixed.sweep();
            spaces.oldEnd = base + live * 8;
            spaces.survivorEnd = spaces.survivorStart();
        } finally {
            NativeMemory.release(bitmap);
            NativeMemory.release(offsets);
        }
    }

    // Marking

    private void mark(Roots roots) {
        markRange(mutator + MutatorBlock.SPECIAL_OBJECTS, 1);
        markRange(mutator + MutatorBlock.EXIT_VALUE, 1);
        markRange(Memory.longAt(mutator + MutatorBlock.CLASS_TABLE),
                Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT));
        roots.strong(this::markRange);
        finish();
        ephemerons.complete(this);
    }

    /** Marks what open objects refer to until none is open. */
    @Override
    public void finish() {
        while (open.size() > 0) {
            long oop = open.removeLast();
            markRange(oop + ObjectHeader.BYTES, strongSlots(oop));
        }
    }

    @Override
    public void follow(long ephemeron) {
        markRange(ephemeron + ObjectHeader.BYTES, ObjectHeader.slots(ephemeron));
    }

    private void markRange(long address, long words) {
        long end = address + words * 8;
        for (long each = address; each < end; each += 8) {
            long oop = Memory.longAt(each);
            if (isHeap(oop)) {
                if (!isLive(oop)) {
                    setBits(ObjectHeader.start(oop), ObjectHeader.end(oop));
                    reach(oop);
                }
            } else if (fixed.contains(oop) && fixed.mark(oop)) {
                reach(oop);
            }
        }
    }

    private void reach(long oop) {
        if (ObjectHeader.has(oop, ObjectHeader.GREY)) {
            ObjectHeader.clear(oop, ObjectHeader.GREY);
            ephemerons.keyReached(oop);
        }
        int format = ObjectHeader.format(oop);
        if (ObjectFormat.isPointers(format) || ObjectFormat.isMethod(format)) {
            open.add(oop);
        }
    }

    private long strongSlots(long oop) {
        int format = ObjectHeader.format(oop);
        if (format == ObjectFormat.WEAK) {
            weakObjects.add(oop);
            return Math.min(ObjectHeader.slots(oop), fixedSlots(oop));
        }
        if (format == ObjectFormat.EPHEMERON && ObjectHeader.slots(oop) > 0) {
            long key = ObjectHeader.slot(oop, 0);
            if (isUnreached(key)) {
                ephemerons.await(oop, key);
                return 0;
            }
        }
        return ObjectFormat.pointerSlots(oop);
    }

    private long fixedSlots(long oop) {
        return ClassObjects.instanceSlots(MutatorBlock.classOf(mutator, oop));
    }

    private boolean isHeap(long word) {
        return (word & Oop.TAG_MASK) == 0 && Long.compareUnsigned(word - base, heapBytes) < 0;
    }

    /** Whether a word refers to an object that nothing has led to. */
    private boolean isUnreached(long word) {
        return isHeap(word) ? !isLive(word) : fixed.isUnmarked(word);
    }

    private boolean isLive(long oop) {
        long word = oop - base >>> 3;
        return (Memory.longAt(bitmap + (word >>> 6) * 8) >>> word & 1) != 0;
    }

    private void setBits(long start, long end) {
        long first = start - base >>> 3;
        long last = (end - base >>> 3) - 1;
        long firstMask = -1L << first;
        long lastMask = -1L >>> 63 - (last & 63);
        if (first >>> 6 == last >>> 6) {
            orBlock(first >>> 6, firstMask & lastMask);
            return;
        }
        orBlock(first >>> 6, firstMask);
        for (long block = (first >>> 6) + 1; block < last >>> 6; block++) {
            Memory.putLong(bitmap + block * 8, -1L);
        }
        orBlock(last >>> 6, lastMask);
    }

    private void orBlock(long block, long bits) {
        long address = bitmap + block * 8;
        Memory.putLong(address, Memory.longAt(address) | bits);
    }

    private void clearDeadWeakSlots() {
        long nil = MutatorBlock.nil(mutator);
        for (int index = 0; index < weakObjects.size(); index++) {
            long oop = weakObjects.at(index);
            boolean lost = false;
            for (long slot = fixedSlots(oop); slot < ObjectHeader.slots(oop); slot++) {
                long value = ObjectHeader.slot(oop, slot);
                if (isUnreached(value)) {
                    ObjectHeader.rawPutSlot(oop, slot, nil);
                    lost = true;
                }
            }
            if (lost) {
                losers.add(oop);
            }
        }
    }

    // Moving

    /** Fills the offsets; answers how many words are alive. */
    private long countBlocks() {
        long inOld = countBlocks(0, spaces.oldEnd - base, 0);
        return countBlocks(spaces.young - base, heapBytes, inOld);
    }

    private long countBlocks(long fromOffset, long toOffset, long before) {
        long live = before;
        for (long block = fromOffset >>> BLOCK_SHIFT; block <= toOffset >>> BLOCK_SHIFT; block++) {
            Memory.putInt(offsets + block * 4, (int) live);
            live += Long.bitCount(Memory.longAt(bitmap + block * 8));
        }
        return live;
    }

    private long newAddress(long address) {
        long word = address - base >>> 3;
        long block = word >>> 6;
        long before = Memory.longAt(bitmap + block * 8) & ~(-1L << word);
        return base + ((Memory.intAt(offsets + block * 4) & 0xFFFF_FFFFL) + Long.bitCount(before)) * 8;
    }

    private void update(Roots roots, long edenEnd) {
        updateRange(mutator + MutatorBlock.SPECIAL_OBJECTS, 1);
        updateRange(mutator + MutatorBlock.EXIT_VALUE, 1);
        updateRange(Memory.longAt(mutator + MutatorBlock.CLASS_TABLE),
                Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT));
        roots.strong(this::updateRange);
        roots.weak(this::updateWeakWords);
        forEachLive(edenEnd, (start, oop, end) ->
                updateRange(oop + ObjectHeader.BYTES, ObjectFormat.pointerSlots(oop)));
        fixed.forEachMarked((start, oop, end) ->
                updateRange(oop + ObjectHeader.BYTES, ObjectFormat.pointerSlots(oop)));
    }

    private long updated(long oop) {
        return isHeap(oop) ? newAddress(oop) : oop;
    }

    private void updateRange(long address, long words) {
        long end = address + words * 8;
        for (long each = address; each < end; each += 8) {
            long oop = Memory.longAt(each);
            if (isHeap(oop)) {
                Memory.putLong(each, newAddress(oop));
            }
        }
    }

    private void updateWeakWords(long address, long count, long stride) {
        for (long index = 0; index < count; index++) {
            long each = address + index * stride;
            long oop = Memory.longAt(each);
            if (isHeap(oop)) {
                Memory.putLong(each, isLive(oop) ? newAddress(oop) : 0);
            } else if (fixed.isUnmarked(oop)) {
                Memory.putLong(each, 0);
            }
        }
    }

    private void slide(long edenEnd) {
        forEachLive(edenEnd, (start, oop, end) -> {
            long to = newAddress(start);
            if (to != start) {
                Memory.copy(start, to, end - start);
            }
            cards.noteObject(to, to + end - start);
        });
        cards.clear(base, spaces.end);
        cards.clear(fixed.start(), fixed.end());
    }

    /** In order of addresses: the visitor may overwrite what lies before the object that it is given. */
    private void forEachLive(long edenEnd, Spaces.ObjectVisitor visitor) {
        Spaces.ObjectVisitor live = (start, oop, end) -> {
            if (isLive(oop)) {
                visitor.object(start, oop, end);
            }
        };
        Spaces.forEachObject(base, spaces.oldEnd, live);
        if (spaces.survivorsInA) {
            Spaces.forEachObject(spaces.survivorA, spaces.survivorEnd, live);
        }
        Spaces.forEachObject(spaces.eden, edenEnd, live);
        if (!spaces.survivorsInA) {
            Spaces.forEachObject(spaces.survivorB, spaces.survivorEnd, live);
        }
    }
}
