package st.sendwright.gc.generational;

import st.sendwright.heap.Ephemerons;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * Copies what leaves the young spaces in a scavenge, alone or at the same time as another copier.
 *
 * <p>What has been copied has the class index {@link ObjectHeader#FORWARDER_CLASS_INDEX} in its old place, and in the bits above that
 * the distance of the new one: a single word says it, so that two copiers that meet at one object need not wait for each other.
 * Both take a place for it, one puts the word there and copies it, and the other gives its place back.
 *
 * <p>A copy is scanned only when a word of it was in the range that is emptied: that is found out while copying, when the words are in
 * registers anyway. Weak objects and ephemerons are left for the scavenge to decide upon.
 *
 * <p>What most of the time goes into is waiting for memory that nobody has read for long. So what a number of slots refer
 * to is touched in one go before it is copied, and the processor waits for several objects at the same time.
 *
 * <p><b>Thread</b>: one. Words of the heap are written by one copier only, apart from headers of what is copied.
 *
 * <p>Source: of copying at the same time, C. Flood, D. Detlefs, N. Shavit, X. Zhang, Parallel Garbage Collection for Shared Memory
 * Multiprocessors, JVM 2001.
 */
final class Copier {

    /** Up to this many bytes a loop over words is quicker than the general copy. */
    private static final long LOOP_BYTES = 256;
    /** Up to this many bytes, a header and three slots, separate moves are quicker than a loop. */
    private static final long SMALL_BYTES = 32;
    /** What so many slots of old objects refer to is fetched at the same time. */
    private static final int BATCH_SLOTS = 64;
    /** Of an object that is fetched, the last of its first slots; what lies between is not far then. */
    private static final int MOST_TOUCHED = 16;
    /** A distance of so many words is 1 in the bits above a forwarder's class index. */
    private static final int FORWARDER_SHIFT = Integer.bitCount(ObjectHeader.CLASS_INDEX_MASK) - 3;
    /** The part of a buffer that is the most an object in it may take. */
    private static final int BUFFER_PART = 8;

    private final CardTable cards;
    private final CopyRoom room;
    private final Ephemerons ephemerons;
    private final long base;
    private final long young;
    private final long youngBytes;
    /** What is emptied: eden and the survivor space in use. */
    private final long from;
    private final long fromBytes;
    /** Survivors of earlier scavenges below this address are old enough. */
    private final long tenureStart;
    private final long tenureBytes;
    /** Copies that may refer to what is leaving. */
    private final OopList open = new OopList();
    /** Copies of weak objects and ephemerons, which may refer to what is leaving, too. */
    private final OopList special = new OopList();
    /** Slots of old objects that refer to young ones now. */
    private final OopList remembered = new OopList();
    private final long[] touchedOops = new long[BATCH_SLOTS];
    private final long[] newWords = new long[BATCH_SLOTS];
    private final long[] claimedOops = new long[BATCH_SLOTS];
    private final long[] claimedHeaders = new long[BATCH_SLOTS];
    private final long[] claimedPlaces = new long[BATCH_SLOTS];
    private int claims;
    /** Whether what was claimed last is this copier's to copy. */
    private boolean hasClaimed;
    /** A sum of what was touched, so that the JVM's compiler does not leave the loads away. */
    private long touched;
    private boolean isShared;
    /** Whether a buffer of the survivor space was refused. */
    private boolean areSurvivorsFull;
    private long survivorFree;
    private long survivorLimit;
    private long oldFree;
    private long oldLimit;

    /**
     * Without any room to copy to yet.
     *
     * @param tenureBelow objects of the survivor space in use below this address become old
     */
    Copier(Spaces spaces, CardTable cards, CopyRoom room, Ephemerons ephemerons, long tenureBelow) {
        this.cards = cards;
        this.room = room;
        this.ephemerons = ephemerons;
        this.base = spaces.base;
        this.young = spaces.young;
        this.youngBytes = spaces.end - young;
        this.from = spaces.survivorsInA ? spaces.survivorA : spaces.eden;
        this.fromBytes = spaces.edenBytes + spaces.survivorBytes;
        this.tenureStart = spaces.survivorStart();
        this.tenureBytes = Math.max(0, tenureBelow - tenureStart);
    }

    // Room

    /** Takes all the room there is, for as long as no other copier has any. */
    void takeAll() {
        isShared = false;
        survivorFree = room.survivorFree();
        survivorLimit = room.survivorLimit();
        oldFree = room.oldFree();
        oldLimit = room.oldLimit();
        room.giveAll();
    }

    /** From now on room is taken in buffers, beside another copier. */
    void share() {
        isShared = true;
    }

    /** Gives back what room is left. */
    void giveBack() {
        room.giveBackSurvivors(survivorFree, survivorLimit);
        room.giveBackOld(oldFree, oldLimit);
        survivorFree = 0;
        survivorLimit = 0;
        oldFree = 0;
        oldLimit = 0;
    }

    /** Where so many bytes go among the survivors, or {@link CopyRoom#NONE}. */
    private long survivorPlace(long bytes) {
        if (CopyRoom.fits(survivorFree, survivorLimit, bytes)) {
            survivorFree += bytes;
            return survivorFree - bytes;
        }
        return isShared && !areSurvivorsFull ? otherSurvivorPlace(bytes) : CopyRoom.NONE;
    }

    private long otherSurvivorPlace(long bytes) {
        if (bytes > room.bufferBytes() / BUFFER_PART) {
            return room.takeSurvivors(bytes);
        }
        long buffer = room.takeSurvivors(room.bufferBytes());
        if (buffer == CopyRoom.NONE) {
            areSurvivorsFull = true;
            return CopyRoom.NONE;
        }
        room.padSurvivors(survivorFree, survivorLimit);
        survivorFree = buffer + bytes;
        survivorLimit = buffer + room.bufferBytes();
        return buffer;
    }

    /** Where so many bytes go in the old space, which has room for all there is. */
    private long oldPlace(long bytes) {
        if (CopyRoom.fits(oldFree, oldLimit, bytes)) {
            oldFree += bytes;
            return oldFree - bytes;
        }
        if (!isShared) {
            throw new IllegalStateException("the old space has no room for what is young");
        }
        if (bytes > room.bufferBytes() / BUFFER_PART) {
            long place = room.takeOld(bytes);
            room.padOld(place + bytes, CopyRoom.endFor(place, bytes));
            return place;
        }
        room.padOld(oldFree, oldLimit);
        long buffer = room.takeOld(room.bufferBytes());
        oldFree = buffer + bytes;
        oldLimit = CopyRoom.endFor(buffer, room.bufferBytes());
        return buffer;
    }

    /** Takes a place back that the copier has taken last. */
    private void takeBack(long place, long bytes) {
        if (survivorFree == place + bytes) {
            survivorFree = place;
        } else if (oldFree == place + bytes) {
            oldFree = place;
        } else if (isYoung(place)) {
            room.padSurvivors(place, place + bytes);
        } else {
            room.padOld(place, place + bytes);
        }
    }

    // Copying

    /** Makes the references in consecutive words new; copies objects on their first visit. */
    void forwardRange(long address, long words) {
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
        remember(address, oop);
    }

    private void remember(long slot, long oop) {
        if (isYoung(oop) && !cards.isStored(slot)) {
            remembered.add(slot);
            cards.list(slot);
        }
    }

    private boolean isYoung(long address) {
        return Long.compareUnsigned(address - young, youngBytes) < 0;
    }

    private long forwarded(long oop) {
        long header = Memory.longAt(oop);
        return isForwarder(header) ? target(header) : copied(oop, header);
    }

    private static boolean isForwarder(long header) {
        return (header & ObjectHeader.CLASS_INDEX_MASK) == ObjectHeader.FORWARDER_CLASS_INDEX;
    }

    private long target(long header) {
        return base + (header >>> FORWARDER_SHIFT & -8);
    }

    /** Where an object in the range that is emptied is now. It has been copied. */
    long copyOf(long oop) {
        return target(Memory.longAt(oop));
    }

    private long copied(long oop, long header) {
        long copy = claimed(oop, header);
        if (hasClaimed) {
            copyClaimed(oop, header, copy);
        }
        return copy;
    }

    /** Answers where an object's copy is to be, which is made by {@link #copyClaimed} unless another copier was faster. */
    private long claimed(long oop, long header) {
        if ((header & ObjectHeader.GREY) != 0) {
            ephemerons.keyReached(oop);
        }
        long slots = header >>> ObjectHeader.SLOTS_SHIFT;
        boolean overflows = slots == ObjectHeader.OVERFLOW_SLOTS;
        if (overflows) {
            slots = ObjectHeader.slots(oop);
        }
        long bytes = ObjectHeader.BYTES + Math.max(1, slots) * 8 + (overflows ? 8 : 0);
        boolean isOldEnough = Long.compareUnsigned(oop - tenureStart, tenureBytes) < 0;
        long place = isOldEnough ? CopyRoom.NONE : survivorPlace(bytes);
        if (place == CopyRoom.NONE) {
            place = oldPlace(bytes);
        }
        long to = overflows ? place + 8 : place;
        long forwarder = to - base << FORWARDER_SHIFT | ObjectHeader.FORWARDER_CLASS_INDEX;
        if (isShared) {
            long found = Memory.compareAndExchangeLong(oop, header, forwarder);
            if (found != header) {
                takeBack(place, bytes);
                hasClaimed = false;
                return target(found);
            }
        } else {
            Memory.putLong(oop, forwarder);
        }
        hasClaimed = true;
        return to;
    }

    private void copyClaimed() {
        for (int index = 0; index < claims; index++) {
            copyClaimed(claimedOops[index], claimedHeaders[index], claimedPlaces[index]);
        }
        claims = 0;
    }

    private void copyClaimed(long oop, long header, long to) {
        long slots = header >>> ObjectHeader.SLOTS_SHIFT;
        long start = to;
        if (slots == ObjectHeader.OVERFLOW_SLOTS) {
            slots = Memory.longAt(oop - 8) << 8 >>> 8;
            start = to - 8;
            Memory.putLong(start, Memory.longAt(oop - 8));
        }
        long bytes = ObjectHeader.BYTES + Math.max(1, slots) * 8;
        int format = (int) (header >>> ObjectHeader.FORMAT_SHIFT) & ObjectHeader.FORMAT_MASK;
        if (copy(oop, header & ~ObjectHeader.GREY, to, bytes, format)) {
            open.add(to);
        }
        if (!isYoung(to)) {
            cards.noteObject(start, to + bytes);
        }
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

    /** Scans copies until all are, apart from weak objects and ephemerons. */
    void drain() {
        while (open.size() > 0) {
            long oop = open.removeLast();
            int format = ObjectHeader.format(oop);
            if (format == ObjectFormat.WEAK || format == ObjectFormat.EPHEMERON) {
                special.add(oop);
            } else {
                forwardSlots(oop, ObjectFormat.pointerSlots(oop));
            }
        }
    }

    /** Makes an object's first slots new. */
    void forwardSlots(long oop, long slots) {
        if (isYoung(oop)) {
            forwardRange(oop + ObjectHeader.BYTES, slots);
        } else {
            forwardOldRange(oop + ObjectHeader.BYTES, slots);
        }
    }

    boolean hasSpecial() {
        return special.size() > 0;
    }

    /** A weak object or an ephemeron that {@link #drain} has left. */
    long removeSpecial() {
        return special.removeLast();
    }

    /** Slots of old objects that refer to young ones now; their cards are listed. */
    OopList remembered() {
        return remembered;
    }

    /** Takes over what another copier has left, and what it has found. */
    void absorb(Copier other) {
        special.addAll(other.special.elements(), other.special.size());
        remembered.addAll(other.remembered.elements(), other.remembered.size());
    }

    /** Makes slots of old objects new; some may hold tagged words that could be references to young ones. */
    void forwardOldSlots(long[] slots, int first, int limit) {
        for (int start = first; start < limit; start += BATCH_SLOTS) {
            int end = Math.min(limit, start + BATCH_SLOTS);
            touch(slots, start, end - start);
            for (int index = start; index < end; index++) {
                long oop = Memory.longAt(slots[index]);
                long word = oop;
                if ((oop & Oop.TAG_MASK) == 0 && Long.compareUnsigned(oop - from, fromBytes) < 0) {
                    long header = Memory.longAt(oop);
                    if (isForwarder(header)) {
                        word = target(header);
                    } else {
                        word = claimed(oop, header);
                        if (hasClaimed) {
                            claimedOops[claims] = oop;
                            claimedHeaders[claims] = header;
                            claimedPlaces[claims++] = word;
                        }
                    }
                }
                newWords[index - start] = word;
            }
            copyClaimed();
            for (int index = start; index < end; index++) {
                long word = newWords[index - start];
                if ((word & Oop.TAG_MASK) == 0) {
                    Memory.putLong(slots[index], word);
                    remember(slots[index], word);
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
}
