package st.sendwright.gc.generational;

import st.sendwright.heap.Roots;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * One scavenge: copies what is alive in eden and the survivor space in use to the other survivor space, or to the
 * old space what has survived before and what finds no room.
 *
 * <p>Roots are those the collector is given and the marked cards of the old space. Both places that objects are
 * copied to are scanned until nothing new comes. A card stays marked, or is marked again, when an old object on it
 * refers to a young one afterwards.
 *
 * <p>Source: D. Ungar, Generation Scavenging: A Non-disruptive High Performance Storage Reclamation Algorithm,
 * 1984; D. Ungar, F. Jackson, An Adaptive Tenuring Policy for Generation Scavengers, TOPLAS 14 (1992).
 */
final class Scavenge {

    /** Up to this many bytes a loop over words is quicker than the general copy. */
    private static final long LOOP_BYTES = 256;

    private final long mutator;
    private final Spaces spaces;
    private final CardTable cards;
    /** What is emptied: eden and the survivor space in use. */
    private final long from;
    private final long fromBytes;
    /** Survivors of earlier scavenges below this address are old enough. */
    private final long tenureStart;
    private final long tenureBytes;
    private final long survivorLimit;
    private final OopList weakObjects = new OopList();
    private long survivorScan;
    private long survivorFree;
    private long oldScan;
    private long oldFree;

    /**
     * @param tenureBelow objects of the survivor space in use below this address become old
     * @param tenuresAll whether all do
     */
    Scavenge(long mutator, Spaces spaces, CardTable cards, long tenureBelow, boolean tenuresAll) {
        this.mutator = mutator;
        this.spaces = spaces;
        this.cards = cards;
        this.from = spaces.survivorsInA ? spaces.survivorA : spaces.eden;
        this.fromBytes = spaces.edenBytes + spaces.survivorBytes;
        this.tenureStart = spaces.survivorStart();
        this.tenureBytes = Math.max(0, tenureBelow - tenureStart);
        this.survivorFree = spaces.idleSurvivorStart();
        this.survivorScan = survivorFree;
        this.survivorLimit = tenuresAll ? survivorFree : survivorFree + spaces.survivorBytes;
        this.oldFree = spaces.oldEnd;
        this.oldScan = oldFree;
    }

    /** Copies; afterwards the other survivor space is in use and eden is empty. */
    void run(Roots roots) {
        forwardRange(mutator + MutatorBlock.SPECIAL_OBJECTS, 1);
        forwardRange(mutator + MutatorBlock.EXIT_VALUE, 1);
        // Classes before all else: scanning a weak object reads its class.
        forwardRange(Memory.longAt(mutator + MutatorBlock.CLASS_TABLE),
                Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT));
        roots.strong(this::forwardRange);
        scanCards();
        while (survivorScan < survivorFree || oldScan < oldFree) {
            scanSurvivors();
            scanPromoted();
        }
        forwardWeakObjects();
        roots.weak(this::forwardWeakWords);
        spaces.survivorsInA = !spaces.survivorsInA;
        spaces.survivorEnd = survivorFree;
        spaces.oldEnd = oldFree;
    }

    private boolean isLeaving(long word) {
        return (word & Oop.TAG_MASK) == 0 && Long.compareUnsigned(word - from, fromBytes) < 0;
    }

    /** Makes the references in consecutive words new; copies objects on their first visit. */
    private void forwardRange(long address, long words) {
        long end = address + words * 8;
        for (long each = address; each < end; each += 8) {
            long oop = Memory.longAt(each);
            if ((oop & Oop.TAG_MASK) == 0 && Long.compareUnsigned(oop - from, fromBytes) < 0) {
                Memory.putLong(each, forwarded(oop));
            }
        }
    }

    /** As {@link #forwardRange} within an old object: marks the cards of what stays a reference to a young one. */
    private void forwardOldRange(long address, long words) {
        long end = address + words * 8;
        for (long each = address; each < end; each += 8) {
            long oop = Memory.longAt(each);
            if ((oop & Oop.TAG_MASK) != 0) {
                continue;
            }
            if (Long.compareUnsigned(oop - from, fromBytes) < 0) {
                oop = forwarded(oop);
                Memory.putLong(each, oop);
            }
            if (spaces.isYoung(oop)) {
                cards.mark(each);
            }
        }
    }

    private long forwarded(long oop) {
        long header = Memory.longAt(oop);
        if ((header & ObjectHeader.CLASS_INDEX_MASK) == ObjectHeader.FORWARDER_CLASS_INDEX) {
            return Memory.longAt(oop + ObjectHeader.BYTES);
        }
        return copied(oop, header);
    }

    private long copied(long oop, long header) {
        long slots = header >>> ObjectHeader.SLOTS_SHIFT;
        boolean overflows = slots == ObjectHeader.OVERFLOW_SLOTS;
        if (overflows) {
            slots = ObjectHeader.slots(oop);
        }
        long bytes = ObjectHeader.BYTES + Math.max(1, slots) * 8;
        long all = overflows ? bytes + 8 : bytes;
        boolean becomesOld = Long.compareUnsigned(oop - tenureStart, tenureBytes) < 0
                || survivorFree + all > survivorLimit;
        long to = becomesOld ? oldFree : survivorFree;
        if (becomesOld) {
            oldFree += all;
            cards.noteObject(to, oldFree);
        } else {
            survivorFree += all;
        }
        if (overflows) {
            Memory.putLong(to, Memory.longAt(oop - 8));
            to += 8;
        }
        copy(oop, header, to, bytes);
        Memory.putLong(oop, header & ~ObjectHeader.CLASS_INDEX_MASK | ObjectHeader.FORWARDER_CLASS_INDEX);
        Memory.putLong(oop + ObjectHeader.BYTES, to);
        return to;
    }

    private static void copy(long oop, long header, long to, long bytes) {
        if (bytes <= LOOP_BYTES) {
            Memory.putLong(to, header);
            for (long offset = 8; offset < bytes; offset += 8) {
                Memory.putLong(to + offset, Memory.longAt(oop + offset));
            }
        } else {
            Memory.copy(oop, to, bytes);
        }
    }

    private void scanSurvivors() {
        while (survivorScan < survivorFree) {
            long oop = ObjectHeader.objectAt(survivorScan);
            survivorScan = ObjectHeader.end(oop);
            forwardRange(oop + ObjectHeader.BYTES, strongSlots(oop));
        }
    }

    private void scanPromoted() {
        while (oldScan < oldFree) {
            long oop = ObjectHeader.objectAt(oldScan);
            oldScan = ObjectHeader.end(oop);
            forwardOldRange(oop + ObjectHeader.BYTES, strongSlots(oop));
        }
    }

    /** How many of an object's first slots keep alive what they refer to; notes an object that has others. */
    private long strongSlots(long oop) {
        int format = ObjectHeader.format(oop);
        if (format == ObjectFormat.WEAK) {
            weakObjects.add(oop);
            return Math.min(ObjectHeader.slots(oop), fixedSlots(oop));
        }
        return ObjectFormat.pointerSlots(oop);
    }

    private long fixedSlots(long oop) {
        return ClassObjects.instanceSlots(MutatorBlock.classOf(mutator, oop));
    }

    private void scanCards() {
        long limit = spaces.oldEnd;
        for (long card = cards.nextMarked(spaces.base, limit); card < limit;
                card = cards.nextMarked(card + CardTable.CARD_BYTES, limit)) {
            cards.unmark(card);
            scanCard(card, Math.min(limit, card + CardTable.CARD_BYTES));
        }
    }

    private void scanCard(long card, long end) {
        for (long start = cards.objectCovering(card); start < end;) {
            long oop = ObjectHeader.objectAt(start);
            start = ObjectHeader.end(oop);
            long first = Math.max(card, oop + ObjectHeader.BYTES);
            long last = Math.min(end, ObjectHeader.slotAddress(oop, strongSlots(oop)));
            if (first < last) {
                forwardOldRange(first, last - first >> 3);
            }
        }
    }

    private void forwardWeakObjects() {
        long nil = MutatorBlock.nil(mutator);
        for (int index = 0; index < weakObjects.size(); index++) {
            long oop = weakObjects.at(index);
            long end = ObjectHeader.slotAddress(oop, ObjectHeader.slots(oop));
            boolean isOld = !spaces.isYoung(oop);
            for (long each = ObjectHeader.slotAddress(oop, fixedSlots(oop)); each < end; each += 8) {
                long value = survivor(Memory.longAt(each), nil);
                Memory.putLong(each, value);
                if (isOld && Oop.isPointer(value) && spaces.isYoung(value)) {
                    cards.mark(each);
                }
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
        if (!isLeaving(oop)) {
            return oop;
        }
        return ObjectHeader.isForwarder(oop) ? Memory.longAt(oop + ObjectHeader.BYTES) : dead;
    }
}
