package st.sendwright.heap;

import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/**
 * Fills ranges of memory in which no object is with something that can be walked over.
 *
 * <p><b>Thread</b>: any that the range belongs to.
 */
public final class Padding {

    /** The smallest range that can be filled; all are multiples of 8 bytes, and empty ones are no ranges. */
    public static final long LEAST_BYTES = 16;

    private Padding() {
    }

    /** Fills a range with ByteArrays, which nothing refers to: whoever walks over objects takes them for dead ones. */
    public static void write(long from, long to) {
        write(from, to, ObjectFormat.BYTES, KnownClass.BYTE_ARRAY.index());
    }

    /** Fills a range with free memory, class index 0. */
    static void writeFree(long from, long to) {
        write(from, to, ObjectFormat.WORDS_64, ObjectHeader.FREE_CLASS_INDEX);
    }

    /** Writes one object, or two where its size is one that no header can say. */
    private static void write(long from, long to, int format, int classIndex) {
        if (from == to) {
            return;
        }
        long slots = (to - from - ObjectHeader.BYTES) / 8;
        if (slots == ObjectHeader.MAX_INLINE_SLOTS + 1) {
            write(from, from + LEAST_BYTES, format, classIndex);
            write(from + LEAST_BYTES, to, format, classIndex);
            return;
        }
        long at = from;
        if (slots > ObjectHeader.MAX_INLINE_SLOTS) {
            slots--;
            Memory.putLong(at, (long) ObjectHeader.OVERFLOW_SLOTS << ObjectHeader.SLOTS_SHIFT | slots);
            at += 8;
        }
        Memory.putLong(at, ObjectHeader.of(slots, format, classIndex));
    }
}
