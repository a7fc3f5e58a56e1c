package st.sendwright.gc.generational;

import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.Roots;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/**
 * The end of a full collection: slides all that is alive in old and young spaces together at the start of the
 * old space, in its old order; what lies in the fixed space stays, or is freed.
 *
 * <p>The bitmap of {@link Marking} has a bit for each word of each live object. With the number of live words before
 * each block of 64 words, an object's new address is a sum, so objects need no room for it.
 *
 * <p>Source: H. Kermany, E. Petrank, The Compressor: Concurrent, Incremental, and Parallel Compaction, PLDI 2006
 * (the offset vector over a mark bitmap).
 */
final class Compaction {

    /** A block is what one word of the bitmap covers, which is one card. */
    private static final int BLOCK_SHIFT = Marking.BLOCK_SHIFT;

    private final long mutator;
    private final Spaces spaces;
    private final FixedSpace fixed;
    private final CardTable cards;
    private final long base;
    private final long heapBytes;
    private final Marking marking;
    private final long bitmap;
    /** One 32-bit count for each block; reads as zeros at first. */
    private final long offsets;

    /** @param marking complete */
    Compaction(long mutator, Spaces spaces, FixedSpace fixed, CardTable cards, Marking marking) {
        this.mutator = mutator;
        this.spaces = spaces;
        this.fixed = fixed;
        this.cards = cards;
        this.marking = marking;
        this.bitmap = marking.bitmap();
        this.base = spaces.base;
        this.heapBytes = spaces.end - base;
        this.offsets = NativeMemory.reserve(Spaces.pages(((heapBytes >>> BLOCK_SHIFT) + 1) * 4));
    }

    /**
     * Collects; afterwards all objects are old, the young spaces are empty and no card is marked.
     *
     * @param edenEnd address after the last object in eden
     */
    void run(Roots roots, long edenEnd) {
        try {
            long live = countBlocks();
            update(roots, edenEnd);
            slide(edenEnd);
            marking.forEachFired(each -> roots.mourn(updated(each)));
            for (int index = 0; index < marking.losers().size(); index++) {
                roots.lost(updated(marking.losers().at(index)));
            }
            fixed.sweep();
            fixed.forEachPiece((start, oop, end) -> cards.noteObject(start, end));
            spaces.oldEnd = base + live * 8;
            spaces.survivorEnd = spaces.survivorStart();
        } finally {
            NativeMemory.release(offsets);
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
        return marking.isHeap(oop) ? newAddress(oop) : oop;
    }

    private void updateRange(long address, long words) {
        long end = address + words * 8;
        for (long each = address; each < end; each += 8) {
            long oop = Memory.longAt(each);
            if (marking.isHeap(oop)) {
                Memory.putLong(each, newAddress(oop));
            }
        }
    }

    private void updateWeakWords(long address, long count, long stride) {
        for (long index = 0; index < count; index++) {
            long each = address + index * stride;
            long oop = Memory.longAt(each);
            if (marking.isHeap(oop)) {
                Memory.putLong(each, marking.isLive(oop) ? newAddress(oop) : 0);
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
            if (marking.isLive(oop)) {
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
