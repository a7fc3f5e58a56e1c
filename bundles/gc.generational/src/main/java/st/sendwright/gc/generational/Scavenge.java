package st.sendwright.gc.generational;

import st.sendwright.heap.Ephemerons;
import st.sendwright.heap.FixedSpace;
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
 * <p>Roots are those the collector is given, the slots of old objects that referred to young ones after the scavenge before
 * ({@link RememberedSlots}), and those on cards that were stored into since ({@link CardScans}). A copy is scanned only when
 * a word of it was in the range that is emptied: that is found out while copying, when the words are in registers anyway.
 *
 * <p>What most of the time goes into is waiting for memory that nobody has read for long. So what a number of slots refer
 * to is touched in one go before it is copied, and the processor waits for several objects at the same time.
 *
 * <p>Source: D. Ungar, Generation Scavenging: A Non-disruptive High Performance Storage Reclamation Algorithm,
 * 1984; D. Ungar, F. Jackson, An Adaptive Tenuring Policy for Generation Scavengers, TOPLAS 14 (1992).
 */
final class Scavenge implements Ephemerons.Tracing, CardScan.Observer {

    /** Up to this many bytes a loop over words is quicker than the general copy. */
    private static final long LOOP_BYTES = 256;
    /** Up to this many bytes, a header and three slots, separate moves are quicker than a loop. */
    private static final long SMALL_BYTES = 32;
    /** What so many slots of old objects refer to is fetched at the same time. */
    private static final int BATCH_SLOTS = 64;
    /** Of an object that is fetched, the last of its first slots; what lies between is not far then. */
    private static final int MOST_TOUCHED = 16;

    private final long mutator;
    private final Spaces spaces;
    private final FixedSpace fixed;
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
    /** Copied objects that may refer to what is leaving. */
    private final OopList open = new OopList();
    private final RememberedSlots remembered;
    private final CardScans scans;
    /** Null when there is none. */
    private final Marking marking;
    private final long young;
    private final long youngBytes;
    private final long[] touchedOops = new long[BATCH_SLOTS];
    /** A sum of what was touched, so that the JVM's compiler does not leave the loads away. */
    private long touched;
    private long survivorFree;
    private long oldFree;

    /**
     * @param marking under way, or null
     * @param tenureBelow objects of the survivor space in use below this address become old
     * @param tenuresAll whether all do
     */
    Scavenge(long mutator, Spaces spaces, FixedSpace fixed, CardTable cards, RememberedSlots remembered, CardScans scans,
            Marking marking, long tenureBelow, boolean tenuresAll) {
        this.mutator = mutator;
        this.ephemerons = new Ephemerons(mutator);
        this.spaces = spaces;
        this.fixed = fixed;
        this.cards = cards;
        this.remembered = remembered;
        this.scans = scans;
        this.marking = marking;
        this.young = spaces.young;
        this.youngBytes = spaces.end - young;
        this.from = spaces.survivorsInA ? spaces.survivorA : spaces.eden;
        this.fromBytes = spaces.edenBytes + spaces.survivorBytes;
        this.tenureStart = spaces.survivorStart();
        this.tenureBytes = Math.max(0, tenureBelow - tenureStart);
        this.survivorFree = spaces.idleSurvivorStart();
        this.survivorLimit = tenuresAll ? survivorFree : survivorFree + spaces.survivorBytes;
        this.oldFree = spaces.oldEnd;
    }

    /** Copies; afterwards the other survivor space is in use and eden is empty. */
    void run(Roots roots) {
        forwardRange(mutator + MutatorBlock.SPECIAL_OBJECTS, 1);
        forwardRange(mutator + MutatorBlock.EXIT_VALUE, 1);
        // Classes before all else: scanning a weak object reads its class.
        forwardRange(Memory.longAt(mutator + MutatorBlock.CLASS_TABLE),
                Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT));
        roots.strong(this::forwardRange);
        scanOld();
        finish();
        ephemerons.complete(this);
        forwardWeakRanges(roots);
        roots.weak(this::forwardWeakWords);
        ephemerons.forEachFired(roots::mourn);
        spaces.survivorsInA = !spaces.survivorsInA;
        spaces.survivorEnd = survivorFree;
        if (marking != null) {
            marking.noteOld(spaces.oldEnd, oldFree);
        }
        spaces.oldEnd = oldFree;
    }

    /** Scans what was copied until all is. */
    @Override
    public void finish() {
        while (open.size() > 0) {
            long oop = open.removeLast();
            long first = oop + ObjectHeader.BYTES;
            long slots = strongSlots(oop);
            if (isYoung(oop)) {
                forwardRange(first, slots);
            } else if (ObjectHeader.format(oop) == ObjectFormat.EPHEMERON) {
                forwardOldEphemeron(first, first + slots * 8);
            } else {
                forwardOldRange(first, slots);
            }
        }
    }

    @Override
    public void follow(long ephemeron) {
        long first = ephemeron + ObjectHeader.BYTES;
        if (isYoung(ephemeron)) {
            forwardRange(first, ObjectHeader.slots(ephemeron));
        } else {
            forwardOldEphemeron(first, first + ObjectHeader.slots(ephemeron) * 8);
        }
    }

    private boolean isLeaving(long word) {
        return (word & Oop.TAG_MASK) == 0 && Long.compareUnsigned(word - from, fromBytes) < 0;
    }

    /** Makes the references in consecutive words new; copies objects on their first visit. */
    private void forwardRange(long address, long words) {
        long end = address + words * 8;
        for (long each = nextLeaving(address, end); each < end; each = nextLeaving(each + 8, end)) {
            long oop = Memory.longAt(each);
            if ((oop & Oop.TAG_MASK) == 0) {
                Memory.putLong(each, forwarded(oop));
            }
        }
    }

    /** As {@link #forwardRange} within an old object: remembers what stays a reference to a young one. */
    private void forwardOldRange(long address, long words) {
        long end = address + words * 8;
        for (long each = nextLeaving(address, end); each < end; each = nextLeaving(each + 8, end)) {
            long oop = Memory.longAt(each);
            if ((oop & Oop.TAG_MASK) == 0) {
                forwardOldWord(each, oop);
            }
        }
    }

    /** As {@link #forwardRange} for old slots that do not always keep alive what they refer to: their cards are marked. */
    private void forwardOldEphemeron(long first, long end) {
        forwardRange(first, end - first >> 3);
        for (long each = first; each < end; each += 8) {
            long word = Memory.longAt(each);
            if (Oop.isPointer(word) && isYoung(word)) {
                cards.mark(each);
            }
        }
    }

    private boolean isYoung(long address) {
        return Long.compareUnsigned(address - young, youngBytes) < 0;
    }

    /** The first word from an address on that lies between the bounds of what is emptied; it may be a tagged one. */
    private long nextLeaving(long start, long end) {
        long leaving = from;
        long leavingBytes = fromBytes;
        for (long each = start; each < end; each += 8) {
            if (Long.compareUnsigned(Memory.longAt(each) - leaving, leavingBytes) < 0) {
                return each;
            }
        }
        return end;
    }

    private void forwardOldWord(long address, long word) {
        long oop = word;
        if (Long.compareUnsigned(oop - from, fromBytes) < 0) {
            oop = forwarded(oop);
            Memory.putLong(address, oop);
        }
        if (isYoung(oop)) {
            remembered.add(address);
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
        int format = (int) (header >>> ObjectHeader.FORMAT_SHIFT) & ObjectHeader.FORMAT_MASK;
        if (copy(oop, header, to, bytes, format)) {
            open.add(to);
        }
        Memory.putLong(oop, header & ~ObjectHeader.CLASS_INDEX_MASK | ObjectHeader.FORWARDER_CLASS_INDEX);
        Memory.putLong(oop + ObjectHeader.BYTES, to);
        return to;
    }

    /**
     * Answers whether the copy may refer to what is leaving. Each kind of copy is a method of its own: the JVM's compiler leaves calls
     * out of line that were rare when it looked, and a method that has become hot it compiles by itself.
     */
    private boolean copy(long oop, long header, long to, long bytes, int format) {
        if (bytes > LOOP_BYTES) {
            Memory.copy(oop, to, bytes);
            Memory.putLong(to, header);
            return ObjectFormat.isPointers(format) || ObjectFormat.isMethod(format);
        }
        Memory.putLong(to, header);
        if (format > ObjectFormat.FIXED_AND_VARIABLE) {
            copyWords(oop, to, bytes);
            return ObjectFormat.isPointers(format) || ObjectFormat.isMethod(format);
        }
        long most = fromBytes - 1;
        return (bytes <= SMALL_BYTES ? copySmall(oop, to, bytes, from, most) : copyReferences(oop, to, bytes, from, most)) >= 0;
    }

    private static void copyWords(long oop, long to, long bytes) {
        for (long offset = 8; offset < bytes; offset += 8) {
            Memory.putLong(to + offset, Memory.longAt(oop + offset));
        }
    }

    /** Copies slots; answers a negative number if no word of them is {@code most} or less above {@code leaving}. */
    private static long copyReferences(long oop, long to, long bytes, long leaving, long most) {
        long outside = -1;
        for (long offset = 8; offset < bytes; offset += 8) {
            long word = Memory.longAt(oop + offset);
            Memory.putLong(to + offset, word);
            outside &= sign(word - leaving, most);
        }
        return outside;
    }

    /** The same for one to three slots: as if there were three, some of them in the same place. */
    private static long copySmall(long oop, long to, long bytes, long leaving, long most) {
        long last = bytes - 8;
        long middle = Math.min(16, last);
        long first = Memory.longAt(oop + 8);
        long second = Memory.longAt(oop + middle);
        long third = Memory.longAt(oop + last);
        Memory.putLong(to + 8, first);
        Memory.putLong(to + middle, second);
        Memory.putLong(to + last, third);
        return sign(first - leaving, most) & sign(second - leaving, most) & sign(third - leaving, most);
    }

    /** Negative unless 0 <= distance <= most; without a jump. */
    private static long sign(long distance, long most) {
        return distance | most - distance;
    }

    /**
     * How many of a copied object's first slots keep alive what they refer to, as far as that is known now; notes an
     * object that has others.
     */
    private long strongSlots(long oop) {
        long header = Memory.longAt(oop);
        int format = (int) (header >>> ObjectHeader.FORMAT_SHIFT) & ObjectHeader.FORMAT_MASK;
        long slots = header >>> ObjectHeader.SLOTS_SHIFT;
        if (format <= ObjectFormat.FIXED_AND_VARIABLE && slots < ObjectHeader.OVERFLOW_SLOTS) {
            return slots;
        }
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

    private void scanOld() {
        int listed = remembered.take();
        CardScans.Pass pass = scans.begin(spaces, fixed);
        forwardSlots(remembered.taken(), listed);
        pass.finish(this, this::forwardSlots);
    }

    /** Forwards what slots of old objects refer to. */
    private void forwardSlots(long[] slots, int count) {
        for (int start = 0; start < count; start += BATCH_SLOTS) {
            int end = Math.min(count, start + BATCH_SLOTS);
            touch(slots, start, end - start);
            for (int index = start; index < end; index++) {
                long word = Memory.longAt(slots[index]);
                if ((word & Oop.TAG_MASK) == 0 && isYoung(word)) {
                    forwardOldWord(slots[index], word);
                }
            }
        }
    }

    /** Has the processor fetch what slots refer to: first the headers, then the objects' ends. */
    private void touch(long[] slots, int start, int count) {
        long[] oops = touchedOops;
        long sum = 0;
        for (int index = 0; index < count; index++) {
            long distance = (Memory.longAt(slots[start + index]) & -8) - young;
            long oop = young + (Long.compareUnsigned(distance, youngBytes) < 0 ? distance : 0);
            oops[index] = oop;
            sum += Memory.longAt(oop);
        }
        for (int index = 0; index < count; index++) {
            long oop = oops[index];
            sum += Memory.longAt(oop + Math.min(MOST_TOUCHED, Memory.longAt(oop) >>> ObjectHeader.SLOTS_SHIFT) * 8);
        }
        touched += sum;
    }

    /**
     * As {@link #strongSlots}, for the part of an old weak object or ephemeron that lies on one card. Ephemerons are dealt with
     * here, so that their slots are not among those that are remembered. An ephemeron's key lies on its first
     * card with slots, which is marked if the key is young: it waits, as a whole, on account of that card only.
     */
    @Override
    public long strongSlotsOnCard(long oop, long card, long end) {
        int format = ObjectHeader.format(oop);
        if (format == ObjectFormat.WEAK) {
            long fixed = Math.min(ObjectHeader.slots(oop), fixedSlots(oop));
            addWeakRange(oop, Math.max(card, ObjectHeader.slotAddress(oop, fixed)),
                    Math.min(end, ObjectHeader.slotAddress(oop, ObjectHeader.slots(oop))));
            return fixed;
        }
        if (ObjectHeader.slots(oop) > 0) {
            long key = ObjectHeader.slot(oop, 0);
            long keyAddress = oop + ObjectHeader.BYTES;
            if (!isUnreached(key)) {
                forwardOldEphemeron(Math.max(card, keyAddress), Math.min(end, ObjectHeader.end(oop)));
            } else if (keyAddress >= card && keyAddress < end) {
                ephemerons.await(oop, key);
            }
        }
        return 0;
    }

    @Override
    public void cleaned(long card) {
        if (marking != null) {
            marking.noteModified(card);
        }
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
