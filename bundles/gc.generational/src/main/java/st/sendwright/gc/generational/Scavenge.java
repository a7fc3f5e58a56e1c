package st.sendwright.gc.generational;

import st.sendwright.heap.Ephemerons;
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
final class Scavenge implements Ephemerons.Tracing {

    /** Up to this many bytes a loop over words is quicker than the general copy. */
    private static final long LOOP_BYTES = 256;

    /** So many slots of old objects are noted before what they refer to is copied. */
    private static final int MOST_FOUND = 256;

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
    /** In turn a weak object and the start and end of a range of its weak slots. */
    private final OopList weakRanges = new OopList();
    private final Ephemerons ephemerons;
    /** Addresses of slots on marked cards that refer to young objects; one more than counts, to be overwritten. */
    private final long[] foundSlots = new long[MOST_FOUND + 1];
    private int foundCount;
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
        this.ephemerons = new Ephemerons(mutator);
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
        finish();
        ephemerons.complete(this);
        forwardWeakRanges(roots);
        roots.weak(this::forwardWeakWords);
        ephemerons.forEachFired(roots::mourn);
        spaces.survivorsInA = !spaces.survivorsInA;
        spaces.survivorEnd = survivorFree;
        spaces.oldEnd = oldFree;
    }

    /** Scans what was copied until all is. */
    @Override
    public void finish() {
        while (survivorScan < survivorFree || oldScan < oldFree) {
            scanSurvivors();
            scanPromoted();
        }
    }

    @Override
    public void follow(long ephemeron) {
        if (spaces.isYoung(ephemeron)) {
            forwardRange(ephemeron + ObjectHeader.BYTES, ObjectHeader.slots(ephemeron));
        } else {
            forwardOldRange(ephemeron + ObjectHeader.BYTES, ObjectHeader.slots(ephemeron));
        }
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
        // Nearly all words refer to old objects: one comparison for them, with nothing to load but the word.
        long young = spaces.young;
        long youngBytes = spaces.end - young;
        long end = address + words * 8;
        for (long each = address; each < end; each += 8) {
            long oop = Memory.longAt(each);
            if (Long.compareUnsigned(oop - young, youngBytes) < 0 && (oop & Oop.TAG_MASK) == 0) {
                forwardOldWord(each, oop);
            }
        }
    }

    private void forwardOldWord(long address, long word) {
        long oop = word;
        if (Long.compareUnsigned(oop - from, fromBytes) < 0) {
            oop = forwarded(oop);
            Memory.putLong(address, oop);
        }
        if (spaces.isYoung(oop)) {
            cards.mark(address);
        }
    }

    private long forwarded(long oop) {
        long header = Memory.longAt(oop);
        if ((header & ObjectHeader.CLASS_INDEX_MASK) == ObjectHeader.FORWARDER_CLASS_INDEX) {
            return Memory.longAt(oop + ObjectHeader.BYTES);
        }
        return copied(oop, header);
    }

    private long copied(long oop, long oldHeader) {
        long header = oldHeader;
        if ((header & ObjectHeader.GREY) != 0) {
            header &= ~ObjectHeader.GREY;
            ephemerons.keyReached(oop);
        }
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
            Memory.putLong(to, header);
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

    /**
     * How many of a copied object's first slots keep alive what they refer to, as far as that is known now; notes an
     * object that has others.
     */
    private long strongSlots(long oop) {
        int format = ObjectHeader.format(oop);
        if (format == ObjectFormat.WEAK) {
            long fixed = Math.min(ObjectHeader.slots(oop), fixedSlots(oop));
            addWeakRange(oop, ObjectHeader.slotAddress(oop, fixed),
                    ObjectHeader.slotAddress(oop, ObjectHeader.slots(oop)));
            return fixed;
        }
        if (format == ObjectFormat.EPHEMERON && isAwaited(oop)) {
            return 0;
        }
        return ObjectFormat.pointerSlots(oop);
    }

    /** Whether the object will be copied if it turns out to be alive, and has not been yet. */
    private boolean isUnreached(long oop) {
        return isLeaving(oop) && !ObjectHeader.isForwarder(oop);
    }

    /** Whether an ephemeron's key is neither old nor reached yet; it waits for that then. */
    private boolean isAwaited(long ephemeron) {
        long key = ObjectHeader.slot(ephemeron, 0);
        if (ObjectHeader.slots(ephemeron) == 0 || !isUnreached(key)) {
            return false;
        }
        ephemerons.await(ephemeron, key);
        return true;
    }

    private void addWeakRange(long oop, long start, long end) {
        if (start < end) {
            weakRanges.add(oop);
            weakRanges.add(start);
            weakRanges.add(end);
        }
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
            if (foundCount > MOST_FOUND - CardTable.CARD_BYTES / 8) {
                forwardFound();
            }
        }
        forwardFound();
    }

    private void scanCard(long card, long end) {
        for (long start = cards.objectCovering(card); start < end;) {
            long oop = ObjectHeader.objectAt(start);
            start = ObjectHeader.end(oop);
            long first = Math.max(card, oop + ObjectHeader.BYTES);
            long last = Math.min(end, ObjectHeader.slotAddress(oop, strongSlotsOnCard(oop, card, end)));
            if (first < last) {
                findYoung(first, last);
            }
        }
    }

    /**
     * Notes the slots of a range within a card whose words lie between the young spaces' bounds; tagged words may be among
     * them. Without a jump that depends on what is found, the processor reads ahead instead of waiting for each line of
     * memory.
     */
    private void findYoung(long first, long last) {
        long young = spaces.young;
        long most = spaces.end - young - 1;
        long[] found = foundSlots;
        int count = foundCount;
        for (long each = first; each < last; each += 8) {
            long distance = Memory.longAt(each) - young;
            found[count] = each;
            // The sign is set in one of the two unless 0 <= distance <= most.
            count += (int) (~(distance | most - distance) >>> 63);
        }
        foundCount = count;
    }

    /** Forwards what the noted slots refer to. */
    private void forwardFound() {
        int count = foundCount;
        for (int index = 0; index < count; index++) {
            long address = foundSlots[index];
            long oop = Memory.longAt(address);
            if ((oop & Oop.TAG_MASK) == 0) {
                forwardOldWord(address, oop);
            }
        }
        foundCount = 0;
    }

    /**
     * As {@link #strongSlots}, for the part of an old object that lies on one card. An ephemeron's key lies on its first
     * card with slots, which is marked if the key is young: it waits, as a whole, on account of that card only.
     */
    private long strongSlotsOnCard(long oop, long card, long end) {
        int format = ObjectHeader.format(oop);
        if (format == ObjectFormat.WEAK) {
            long fixed = Math.min(ObjectHeader.slots(oop), fixedSlots(oop));
            addWeakRange(oop, Math.max(card, ObjectHeader.slotAddress(oop, fixed)),
                    Math.min(end, ObjectHeader.slotAddress(oop, ObjectHeader.slots(oop))));
            return fixed;
        }
        if (format == ObjectFormat.EPHEMERON && ObjectHeader.slots(oop) > 0) {
            long key = ObjectHeader.slot(oop, 0);
            if (isUnreached(key)) {
                long keyAddress = oop + ObjectHeader.BYTES;
                if (keyAddress >= card && keyAddress < end) {
                    ephemerons.await(oop, key);
                }
                return 0;
            }
        }
        return ObjectFormat.pointerSlots(oop);
    }

    private void forwardWeakRanges(Roots roots) {
        long nil = MutatorBlock.nil(mutator);
        for (int index = 0; index < weakRanges.size();) {
            long oop = weakRanges.at(index);
            boolean lost = false;
            // The ranges of one object on several cards follow one another.
            for (; index < weakRanges.size() && weakRanges.at(index) == oop; index += 3) {
                lost |= forwardWeakRange(oop, weakRanges.at(index + 1), weakRanges.at(index + 2), nil);
            }
            if (lost) {
                roots.lost(oop);
            }
        }
    }

    /** Answers whether a reference became nil. */
    private boolean forwardWeakRange(long oop, long start, long end, long nil) {
        boolean isOld = !spaces.isYoung(oop);
        boolean lost = false;
        for (long each = start; each < end; each += 8) {
            long old = Memory.longAt(each);
            long value = survivor(old, nil);
            if (value != old) {
                Memory.putLong(each, value);
                lost |= value == nil;
            }
            if (isOld && Oop.isPointer(value) && spaces.isYoung(value)) {
                cards.mark(each);
            }
        }
        return lost;
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
