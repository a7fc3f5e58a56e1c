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
 * ({@link RememberedSlots}), and those on cards that were stored into since ({@link CardScan}). What these slots lead to is copied on two
 * threads if there were many the last time ({@link SharedScan}); all that has to do with weak objects and ephemerons the VM thread does.
 *
 * <p>Source: D. Ungar, Generation Scavenging: A Non-disruptive High Performance Storage Reclamation Algorithm,
 * 1984; D. Ungar, F. Jackson, An Adaptive Tenuring Policy for Generation Scavengers, TOPLAS 14 (1992).
 */
final class Scavenge implements Ephemerons.Tracing, CardScan.Observer {

    private final long mutator;
    private final Spaces spaces;
    private final FixedSpace fixed;
    private final CardTable cards;
    /** What is emptied: eden and the survivor space in use. */
    private final long from;
    private final long fromBytes;
    private final long tenureBelow;
    /** In turn a weak object and the start and end of a range of its weak slots. */
    private final OopList weakRanges = new OopList();
    private final Ephemerons ephemerons;
    private final RememberedSlots remembered;
    private final SecondThread second;
    private final CopyRoom room;
    private final Copier copier;
    private final long oldStart;
    /** Null when there is none. */
    private final Marking marking;

    /**
     * @param marking under way, or null
     * @param tenureBelow objects of the survivor space in use below this address become old
     * @param tenuresAll whether all do
     */
    Scavenge(long mutator, Spaces spaces, FixedSpace fixed, CardTable cards, RememberedSlots remembered, SecondThread second,
            Marking marking, long tenureBelow, boolean tenuresAll) {
        this.mutator = mutator;
        this.ephemerons = new Ephemerons(mutator);
        this.spaces = spaces;
        this.fixed = fixed;
        this.cards = cards;
        this.remembered = remembered;
        this.second = second;
        this.marking = marking;
        this.from = spaces.survivorsInA ? spaces.survivorA : spaces.eden;
        this.fromBytes = spaces.edenBytes + spaces.survivorBytes;
        this.tenureBelow = tenureBelow;
        this.oldStart = spaces.oldEnd;
        this.room = new CopyRoom(spaces, cards, tenuresAll, second.sharing().bufferBytes());
        this.copier = newCopier();
    }

    private Copier newCopier() {
        return new Copier(spaces, cards, room, ephemerons, tenureBelow);
    }

    /** Copies; afterwards the other survivor space is in use and eden is empty. */
    void run(Roots roots) {
        boolean isShared = second.isWorthwhile();
        if (isShared) {
            // No copy may lie on a card that has to be scanned: that is done at the same time.
            room.beginCard();
        }
        copier.takeAll();
        copier.forwardRange(mutator + MutatorBlock.SPECIAL_OBJECTS, 1);
        copier.forwardRange(mutator + MutatorBlock.EXIT_VALUE, 1);
        // Classes before all else: scanning a weak object reads its class.
        copier.forwardRange(Memory.longAt(mutator + MutatorBlock.CLASS_TABLE),
                Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT));
        roots.strong(copier::forwardRange);
        scanOld(isShared);
        finish();
        ephemerons.complete(this);
        forwardWeakRanges(roots);
        roots.weak(this::forwardWeakWords);
        ephemerons.forEachFired(roots::mourn);
        copier.giveBack();
        remembered.add(copier.remembered());
        spaces.survivorsInA = !spaces.survivorsInA;
        spaces.survivorEnd = room.survivorFree();
        if (marking != null) {
            marking.noteOld(spaces.oldEnd, room.oldFree());
        }
        spaces.oldEnd = room.oldFree();
    }

    /** Bytes of survivors that were copied. */
    long survivedBytes() {
        return spaces.survivorUsedBytes() - room.survivorPadding();
    }

    /** Bytes that became old. */
    long promotedBytes() {
        return room.oldFree() - oldStart - room.oldPadding();
    }

    private void scanOld(boolean isShared) {
        int listed = remembered.take();
        CardShares shares = new CardShares(spaces, fixed, second.sharing().shareBytes());
        CardScan scan = new CardScan(spaces, cards, shares, this);
        int scanned;
        if (isShared) {
            scanned = scanShared(new SharedScan.Slots(remembered.taken(), listed), shares, scan);
        } else {
            copier.forwardOldSlots(remembered.taken(), 0, listed);
            while (scan.next()) {
                copier.forwardOldSlots(scan.found(), 0, scan.foundCount());
            }
            scanned = scan.cardCount();
        }
        second.noteWork(listed + scanned);
    }

    /** Scans on two threads, and does what they have left; answers how many cards were scanned. */
    private int scanShared(SharedScan.Slots slots, CardShares shares, CardScan scan) {
        copier.giveBack();
        room.beginCard();
        SharedScan own = new SharedScan(copier, spaces, cards, slots, shares);
        SharedScan other = new SharedScan(newCopier(), spaces, cards, slots, shares);
        PoolTask help = second.start(other);
        own.run();
        help.end();
        other.copier().giveBack();
        copier.giveBack();
        copier.takeAll();
        copier.absorb(other.copier());
        own.tell(this, scan, copier);
        other.tell(this, scan, copier);
        return own.cardCount() + other.cardCount();
    }

    /** Scans what was copied until all is. */
    @Override
    public void finish() {
        for (copier.drain(); copier.hasSpecial(); copier.drain()) {
            long oop = copier.removeSpecial();
            long slots = strongSlots(oop);
            if (ObjectHeader.format(oop) == ObjectFormat.EPHEMERON && !spaces.isYoung(oop)) {
                forwardOldEphemeron(oop + ObjectHeader.BYTES, ObjectHeader.slotAddress(oop, slots));
            } else {
                copier.forwardSlots(oop, slots);
            }
        }
    }

    @Override
    public void follow(long ephemeron) {
        long first = ephemeron + ObjectHeader.BYTES;
        if (spaces.isYoung(ephemeron)) {
            copier.forwardRange(first, ObjectHeader.slots(ephemeron));
        } else {
            forwardOldEphemeron(first, first + ObjectHeader.slots(ephemeron) * 8);
        }
    }

    private boolean isLeaving(long word) {
        return (word & Oop.TAG_MASK) == 0 && Long.compareUnsigned(word - from, fromBytes) < 0;
    }

    /** Makes references new, for old slots that do not always keep alive what they refer to: their cards are marked. */
    private void forwardOldEphemeron(long first, long end) {
        copier.forwardRange(first, end - first >> 3);
        for (long each = first; each < end; each += 8) {
            long word = Memory.longAt(each);
            if (Oop.isPointer(word) && spaces.isYoung(word)) {
                cards.mark(each);
            }
        }
    }

    /**
     * How many of the first slots of a weak object or an ephemeron that was copied keep alive what they refer to, as far as that is known
     * now; notes an object that has others.
     */
    private long strongSlots(long oop) {
        if (ObjectHeader.format(oop) == ObjectFormat.WEAK) {
            long fixed = Math.min(ObjectHeader.slots(oop), fixedSlots(oop));
            addWeakRange(oop, ObjectHeader.slotAddress(oop, fixed),
                    ObjectHeader.slotAddress(oop, ObjectHeader.slots(oop)));
            return fixed;
        }
        return isAwaited(oop) ? 0 : ObjectHeader.slots(oop);
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
        // One object may have ranges on several cards, which two threads have scanned.
        OopSet losers = new OopSet();
        for (int index = 0; index < weakRanges.size(); index += 3) {
            long oop = weakRanges.at(index);
            if (forwardWeakRange(oop, weakRanges.at(index + 1), weakRanges.at(index + 2), nil)) {
                losers.add(oop);
            }
        }
        losers.forEach(roots::lost);
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
        return ObjectHeader.isForwarder(oop) ? copier.copyOf(oop) : dead;
    }
}
