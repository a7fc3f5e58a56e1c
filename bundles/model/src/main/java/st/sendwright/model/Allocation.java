package st.sendwright.model;

/**
 * Allocation by moving a pointer. It never collects: where there is no room it answers 0, the caller gives up
 * what it was doing without a trace, the driver collects, and the bytecode or primitive is run again.
 *
 * <p><b>Thread</b>: the VM thread.
 */
public final class Allocation {

    /** What every allocation answers when there is no room. */
    public static final long NO_ROOM = 0;

    private Allocation() {
    }

    /**
     * An object whose slots are <em>not</em> initialised, or {@link #NO_ROOM}.
     *
     * @param slots number of 64-bit slots, 0 to {@link ObjectHeader#MAX_SLOTS}
     */
    public static long allocateRaw(long mutator, int classIndex, int format, long slots) {
        long bytes = ObjectHeader.bytesFor(slots);
        long start = Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER);
        if (bytes > Memory.longAt(mutator + MutatorBlock.ALLOCATION_LIMIT) - start
                || slots > ObjectHeader.MAX_INLINE_SLOTS && isApart(mutator, bytes)) {
            Memory.putLong(mutator + MutatorBlock.REQUESTED_BYTES, bytes);
            return NO_ROOM;
        }
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, start + bytes);
        if (slots > ObjectHeader.MAX_INLINE_SLOTS) {
            Memory.putLong(start, (long) ObjectHeader.OVERFLOW_SLOTS << ObjectHeader.SLOTS_SHIFT | slots);
            start += 8;
        }
        Memory.putLong(start, ObjectHeader.of(slots, format, classIndex));
        return start;
    }

    /** An object whose slots all hold nil, or {@link #NO_ROOM}. */
    public static long allocatePointers(long mutator, int classIndex, int format, long slots) {
        long oop = allocateRaw(mutator, classIndex, format, slots);
        if (oop != NO_ROOM) {
            Memory.fillWords(oop + ObjectHeader.BYTES, Math.max(1, slots), MutatorBlock.nil(mutator));
        }
        return oop;
    }

    /** An object of {@code bytes} zero bytes, or {@link #NO_ROOM}. */
    public static long allocateBytes(long mutator, int classIndex, long bytes) {
        return zeroed(allocateRaw(mutator, classIndex, ObjectFormat.bytesFormat(bytes), bytes + 7 >> 3));
    }

    /** An object of {@code elements} zero 32-bit words, or {@link #NO_ROOM}. */
    public static long allocateWords32(long mutator, int classIndex, long elements) {
        return zeroed(allocateRaw(mutator, classIndex, ObjectFormat.words32Format(elements),
                elements + 1 >> 1));
    }

    /** An object of {@code elements} zero 16-bit words, or {@link #NO_ROOM}. */
    public static long allocateWords16(long mutator, int classIndex, long elements) {
        return zeroed(allocateRaw(mutator, classIndex, ObjectFormat.words16Format(elements),
                elements + 3 >> 2));
    }

    /** An object of {@code elements} zero 64-bit words, or {@link #NO_ROOM}. */
    public static long allocateWords64(long mutator, int classIndex, long elements) {
        return zeroed(allocateRaw(mutator, classIndex, ObjectFormat.WORDS_64, elements));
    }

    /** The Float of {@code value}: immediate where it fits, else a box, or {@link #NO_ROOM}. */
    public static long floatOf(long mutator, double value) {
        if (Oop.fitsImmediateFloat(value)) {
            return Oop.immediateFloat(value);
        }
        long oop = allocateRaw(mutator, KnownClass.FLOAT.index(), ObjectFormat.WORDS_64, 1);
        if (oop != NO_ROOM) {
            Memory.putLong(oop + ObjectHeader.BYTES, Double.doubleToRawLongBits(value));
        }
        return oop;
    }

    /** Bytes that can be allocated before an allocation fails. */
    public static long room(long mutator) {
        return Memory.longAt(mutator + MutatorBlock.ALLOCATION_LIMIT)
                - Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER);
    }

    /**
     * Whether {@code bytes} bytes are there, for one object or for several. Code that allocates several objects asks this first and gives up
     * before it has changed anything; the request is noted for the collector.
     */
    public static boolean hasRoom(long mutator, long bytes) {
        if (bytes <= room(mutator) && !isApart(mutator, bytes)) {
            return true;
        }
        Memory.putLong(mutator + MutatorBlock.REQUESTED_BYTES, bytes);
        return false;
    }

    /** Whether an object of so many bytes belongs into another area than the present one. */
    private static boolean isApart(long mutator, long bytes) {
        long apart = Memory.longAt(mutator + MutatorBlock.APART_BYTES);
        return apart != 0 && bytes >= apart;
    }

    private static long zeroed(long oop) {
        if (oop != NO_ROOM) {
            Memory.fillWords(oop + ObjectHeader.BYTES, Math.max(1, ObjectHeader.slots(oop)), 0);
        }
        return oop;
    }
}
