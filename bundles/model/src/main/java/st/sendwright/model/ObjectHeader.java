package st.sendwright.model;

/**
 * The 64-bit word in front of each object's slots.
 *
 * <pre>
 * 63      56 55 54 53            32 31 30 29 28   24 23 22 21            0
 * | slots   | m | t | identity hash | g | p | r | format | i | - | class index |
 *
 * slots: 0 to 254, or 255 when the word in front of the header holds the count (with 255 in its top byte)
 * m marked, t mourning, g grey, p pinned, r remembered, i immutable
 * </pre>
 *
 * <p>An object occupies at least 16 bytes, so that a forwarding pointer always has a slot to live in.
 *
 * <p>Source: the 64-bit Spur object representation of the OpenSmalltalk VM.
 */
public final class ObjectHeader {

    public static final int BYTES = 8;
    public static final int CLASS_INDEX_MASK = 0x3F_FFFF;
    public static final int HASH_SHIFT = 32;
    public static final int HASH_MASK = 0x3F_FFFF;
    public static final int FORMAT_SHIFT = 24;
    public static final int FORMAT_MASK = 31;
    public static final int SLOTS_SHIFT = 56;
    public static final int MAX_INLINE_SLOTS = 254;
    public static final int OVERFLOW_SLOTS = 255;
    /** Slots of the largest object: what the overflow word's 56 bits hold would be more than any heap. */
    public static final long MAX_SLOTS = 1L << 40;

    public static final long IMMUTABLE = 1L << 23;
    public static final long REMEMBERED = 1L << 29;
    public static final long PINNED = 1L << 30;
    /** A collector's own; clear outside of collections. */
    public static final long GREY = 1L << 31;
    /** A weak object that is told when the collector takes a reference from it. */
    public static final long MOURNING = 1L << 54;
    public static final long MARKED = 1L << 55;

    /** Class index of a chunk of free memory. */
    public static final int FREE_CLASS_INDEX = 0;
    /**
     * Class index of an object that has moved; its first slot is the new address. No send site matches it.
     */
    public static final int FORWARDER_CLASS_INDEX = 8;
    /** Class index of arrays that only the VM sees, such as pages of the class table. */
    public static final int INTERNAL_ARRAY_CLASS_INDEX = 16;

    private ObjectHeader() {
    }

    /** A header without hash or flag bits. */
    public static long of(long slots, int format, int classIndex) {
        long count = slots > MAX_INLINE_SLOTS ? OVERFLOW_SLOTS : slots;
        return count << SLOTS_SHIFT | (long) format << FORMAT_SHIFT | classIndex;
    }

    public static int format(long oop) {
        return Memory.byteAt(oop + 3) & FORMAT_MASK;
    }

    public static void setFormat(long oop, int format) {
        Memory.putByte(oop + 3, (byte) (Memory.byteAt(oop + 3) & ~FORMAT_MASK | format));
    }

    /** Class index of an object that is not an immediate. */
    public static int classIndex(long oop) {
        return Memory.intAt(oop) & CLASS_INDEX_MASK;
    }

    public static void setClassIndex(long oop, int classIndex) {
        Memory.putInt(oop, Memory.intAt(oop) & ~CLASS_INDEX_MASK | classIndex);
    }

    public static boolean hasOverflowSlots(long oop) {
        return Memory.unsignedByteAt(oop + 7) == OVERFLOW_SLOTS;
    }

    /** Number of 64-bit slots after the header, whatever they hold. */
    public static long slots(long oop) {
        int count = Memory.unsignedByteAt(oop + 7);
        return count == OVERFLOW_SLOTS ? Memory.longAt(oop - 8) << 8 >>> 8 : count;
    }

    /** Where the object's memory starts: its header, or the overflow word in front of that. */
    public static long start(long oop) {
        return hasOverflowSlots(oop) ? oop - 8 : oop;
    }

    /** The object whose memory starts at {@code address}. */
    public static long objectAt(long address) {
        return Memory.unsignedByteAt(address + 7) == OVERFLOW_SLOTS ? address + 8 : address;
    }

    /** Address after the object's last slot, which is where the next object's memory starts. */
    public static long end(long oop) {
        return oop + BYTES + Math.max(1, slots(oop)) * 8;
    }

    /** Bytes that an object of {@code slots} slots occupies, header and overflow word included. */
    public static long bytesFor(long slots) {
        return (slots > MAX_INLINE_SLOTS ? 16 : 8) + Math.max(1, slots) * 8;
    }

    /** The identity hash, 1 to 0x3FFFFF, or 0 when none was asked for yet. */
    public static int hash(long oop) {
        return Memory.intAt(oop + 4) & HASH_MASK;
    }

    public static void setHash(long oop, int hash) {
        Memory.putInt(oop + 4, Memory.intAt(oop + 4) & ~HASH_MASK | hash);
    }

    public static boolean has(long oop, long flag) {
        return (Memory.longAt(oop) & flag) != 0;
    }

    public static void set(long oop, long flag) {
        Memory.putLong(oop, Memory.longAt(oop) | flag);
    }

    public static void clear(long oop, long flag) {
        Memory.putLong(oop, Memory.longAt(oop) & ~flag);
    }

    public static boolean isForwarder(long oop) {
        return classIndex(oop) == FORWARDER_CLASS_INDEX;
    }

    /** Address of slot {@code index}, counted from 0. */
    public static long slotAddress(long oop, long index) {
        return oop + BYTES + index * 8;
    }

    /** Slot {@code index}, counted from 0. */
    public static long slot(long oop, long index) {
        return Memory.longAt(oop + BYTES + index * 8);
    }

    /** Stores into slot {@code index}; pointer stores into heap objects go through {@link WriteBarrier}. */
    public static void rawPutSlot(long oop, long index, long value) {
        Memory.putLong(oop + BYTES + index * 8, value);
    }
}
