package st.sendwright.gc.generational;

import java.util.BitSet;
import java.util.function.LongConsumer;
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
import st.sendwright.model.WriteBarrier;

/**
 * Finds out what is alive, for one full collection: at once, or in steps between which the program runs and young objects are
 * scavenged.
 *
 * <p>A bitmap beside the heap has a bit for each word of each object of the old space, and in the end of the young ones, that is
 * alive; objects of the fixed space have their marks there.
 *
 * <p>The steps mark old objects only, from the roots as they were at the first. What changes meanwhile is known by what
 * the write barrier leaves behind anyway: each card that was stored into since the beginning is either still marked at the end or was noted
 * when a scavenge cleaned it ({@link #noteModified}). What became old meanwhile counts as alive and is scanned
 * ({@link #noteOld}). The last step, in which nothing else runs, takes the roots and the young objects as they are then, and looks
 * once more at all living objects on such cards: whatever was hidden from the steps has either been stored there, or is reachable
 * from a root. So an object that is alive at the end is always found; one that died meanwhile may be found alive.
 *
 * <p>Weak objects and ephemerons that the steps meet are decided upon at the end.
 *
 * <p><b>Thread</b>: the VM thread. <b>Ownership</b>: the collector releases it.
 *
 * <p>Source: H.-J. Boehm, A. Demers, S. Shenker, Mostly Parallel Garbage Collection, PLDI 1991; T. Printezis, D. Detlefs, A
 * Generational Mostly-concurrent Garbage Collector, ISMM 2000 (cards that are cleaned by scavenges meanwhile).
 */
final class Marking implements Ephemerons.Tracing {

    /** A block is what one word of the bitmap covers, which is one card. */
    static final int BLOCK_SHIFT = WriteBarrier.CARD_SHIFT;
    /** What an object costs besides its slots, in slots. */
    private static final long OBJECT_COST = 8;
    /** Of a larger object so many slots are looked at in one go. */
    private static final long MOST_SLOTS = 1 << 14;

    private final long mutator;
    private final Spaces spaces;
    private final FixedSpace fixed;
    private final CardTable cards;
    private final long base;
    private final long bitmap;
    private final OopList open = new OopList();
    private final OopList weakObjects = new OopList();
    private final OopList losers = new OopList();
    private final Ephemerons ephemerons;
    /** Ephemerons that a step has met. */
    private final OopSet deferred = new OopSet();
    /** Cards that were stored into and cleaned, as distances from the table's first card. */
    private final BitSet modified = new BitSet();
    /** By turns the start and end of ranges of new old objects that are not scanned yet. */
    private final OopList ranges = new OopList();
    /** By turns the start and end of ranges of slots that are not looked at yet: the rest of large objects. */
    private final OopList slotRanges = new OopList();
    /** Objects up to so far from {@link #base} are marked: the old ones, or all. */
    private long markedBytes;
    private boolean isStepwise;
    /** Whether an ephemeron that is met waits for its key already, and not for the end of the steps. */
    private boolean areKeysAwaited;

    /** Nothing is marked yet. */
    Marking(long mutator, Spaces spaces, FixedSpace fixed, CardTable cards) {
        this.mutator = mutator;
        this.ephemerons = new Ephemerons(mutator);
        this.spaces = spaces;
        this.fixed = fixed;
        this.cards = cards;
        this.base = spaces.base;
        this.bitmap = NativeMemory.reserve(Spaces.pages(((spaces.end - base >>> BLOCK_SHIFT) + 1) * 8));
    }

    // In steps

    /** Begins with the roots, directly after a scavenge. */
    void begin(Roots roots) {
        isStepwise = true;
        markedBytes = spaces.young - base;
        markRoots(roots);
    }

    /**
     * Marks on.
     *
     * @param words how many slots are to be looked at, about
     */
    void step(long words) {
        for (long left = words; left > 0 && !isDone();) {
            left -= scanNext();
        }
    }

    /** Whether a step would find nothing to do. */
    boolean isDone() {
        return open.size() == 0 && ranges.size() == 0 && slotRanges.size() == 0;
    }

    /** Looks at some of what is open; answers what that has cost, in slots. */
    private long scanNext() {
        if (open.size() > 0) {
            return scan(open.removeLast());
        }
        if (slotRanges.size() > 0) {
            long end = slotRanges.removeLast();
            return markPart(slotRanges.removeLast(), end);
        }
        long end = ranges.removeLast();
        long start = ranges.removeLast();
        long oop = ObjectHeader.objectAt(start);
        long next = ObjectHeader.end(oop);
        if (next < end) {
            ranges.add(next);
            ranges.add(end);
        }
        return scan(oop);
    }

    private long scan(long oop) {
        long slots = strongSlots(oop);
        long first = oop + ObjectHeader.BYTES;
        if (slots > MOST_SLOTS) {
            return OBJECT_COST + markPart(first, first + slots * 8);
        }
        markRange(first, slots);
        return OBJECT_COST + slots;
    }

    private long markPart(long start, long end) {
        long partEnd = Math.min(end, start + MOST_SLOTS * 8);
        if (partEnd < end) {
            slotRanges.add(partEnd);
            slotRanges.add(end);
        }
        markRange(start, partEnd - start >> 3);
        return partEnd - start >> 3;
    }

    /**
     * What lies in a range of the old space has been young: it counts as alive, and what refers to it may be on clean cards. What
     * was born old needs no such note, since all references to it were stored.
     */
    void noteOld(long start, long end) {
        if (start < end) {
            setBits(start, end);
            ranges.add(start);
            ranges.add(end);
        }
    }

    /** A card that was stored into is about to be cleaned. */
    void noteModified(long cardStart) {
        modified.set(cards.number(cardStart));
    }

    // At once, or the end

    /** Marks all that is alive and not marked yet, fires ephemerons and takes weak references to the dead away. */
    void complete(Roots roots) {
        markedBytes = spaces.end - base;
        areKeysAwaited = !isStepwise;
        markRoots(roots);
        if (isStepwise) {
            markFromCards();
            finish();
            areKeysAwaited = true;
            deferred.forEach(oop -> {
                if (hasReferences(oop)) {
                    markRange(oop + ObjectHeader.BYTES, strongSlots(oop));
                }
            });
        }
        finish();
        ephemerons.complete(this);
        clearDeadWeakSlots();
    }

    private void markRoots(Roots roots) {
        markRange(mutator + MutatorBlock.SPECIAL_OBJECTS, 1);
        markRange(mutator + MutatorBlock.EXIT_VALUE, 1);
        markRange(Memory.longAt(mutator + MutatorBlock.CLASS_TABLE),
                Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT));
        roots.strong(this::markRange);
    }

    /** Marks what living old objects refer to from cards that may have changed after they were scanned. */
    private void markFromCards() {
        cards.forEachMarked(base, spaces.oldEnd, this::markFromCard);
        cards.forEachMarked(fixed.start(), fixed.end(), this::markFromCard);
        modified.stream().forEach(number -> markFromCard(cards.start(number)));
    }

    private void markFromCard(long card) {
        long limit = fixed.contains(card) ? fixed.end() : spaces.oldEnd;
        long end = Math.min(limit, card + CardTable.CARD_BYTES);
        for (long start = cards.objectCovering(card); start < end;) {
            long oop = ObjectHeader.objectAt(start);
            start = ObjectHeader.end(oop);
            if (isMarked(oop) && hasReferences(oop)) {
                long first = Math.max(card, oop + ObjectHeader.BYTES);
                long last = Math.min(end, ObjectHeader.slotAddress(oop, strongSlots(oop)));
                if (first < last) {
                    markRange(first, last - first >> 3);
                }
            }
        }
    }

    /** Marks what open objects refer to until none is open. */
    @Override
    public void finish() {
        while (!isDone()) {
            scanNext();
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
        if (hasReferences(oop)) {
            open.add(oop);
        }
    }

    private static boolean hasReferences(long oop) {
        int format = ObjectHeader.format(oop);
        return ObjectFormat.isPointers(format) || ObjectFormat.isMethod(format);
    }

    private long strongSlots(long oop) {
        int format = ObjectHeader.format(oop);
        if (format == ObjectFormat.WEAK) {
            weakObjects.add(oop);
            return Math.min(ObjectHeader.slots(oop), fixedSlots(oop));
        }
        if (format == ObjectFormat.EPHEMERON && ObjectHeader.slots(oop) > 0 && isAwaiting(oop)) {
            return 0;
        }
        return ObjectFormat.pointerSlots(oop);
    }

    /** Whether nothing is to be said yet about what an ephemeron refers to. */
    private boolean isAwaiting(long ephemeron) {
        if (!areKeysAwaited) {
            deferred.add(ephemeron);
            return true;
        }
        long key = ObjectHeader.slot(ephemeron, 0);
        if (isUnreached(key)) {
            ephemerons.await(ephemeron, key);
            return true;
        }
        return false;
    }

    private long fixedSlots(long oop) {
        return ClassObjects.instanceSlots(MutatorBlock.classOf(mutator, oop));
    }

    private void clearDeadWeakSlots() {
        long nil = MutatorBlock.nil(mutator);
        for (int index = 0; index < weakObjects.size(); index++) {
            long oop = weakObjects.at(index);
            // What was one when it was met may be free memory, and what was met twice has nothing to lose the second time.
            if (ObjectHeader.format(oop) != ObjectFormat.WEAK) {
                continue;
            }
            boolean lost = false;
            for (long slot = fixedSlots(oop); slot < ObjectHeader.slots(oop); slot++) {
                if (isUnreached(ObjectHeader.slot(oop, slot))) {
                    ObjectHeader.rawPutSlot(oop, slot, nil);
                    lost = true;
                }
            }
            if (lost) {
                losers.add(oop);
            }
        }
    }

    // What was found

    /** Whether a word refers to an object of the old or young spaces. */
    boolean isHeap(long word) {
        return (word & Oop.TAG_MASK) == 0 && Long.compareUnsigned(word - base, markedBytes) < 0;
    }

    /** Whether an object of the old or young spaces is marked. */
    boolean isLive(long oop) {
        long word = oop - base >>> 3;
        return (Memory.longAt(bitmap + (word >>> 6) * 8) >>> word & 1) != 0;
    }

    private boolean isMarked(long oop) {
        return fixed.contains(oop) ? fixed.isMarked(oop) : isLive(oop);
    }

    /** Whether a word refers to an object that nothing has led to. */
    private boolean isUnreached(long word) {
        return isHeap(word) ? !isLive(word) : fixed.isUnmarked(word);
    }

    /** One bit for each word from the start of the old space on. */
    long bitmap() {
        return bitmap;
    }

    void forEachFired(LongConsumer action) {
        ephemerons.forEachFired(action);
    }

    /** Weak objects from which a reference was taken. */
    OopList losers() {
        return losers;
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

    /** Gives the bitmap back; marks of the fixed space are gone, too. */
    void release() {
        fixed.clearMarks();
        NativeMemory.release(bitmap);
    }
}
