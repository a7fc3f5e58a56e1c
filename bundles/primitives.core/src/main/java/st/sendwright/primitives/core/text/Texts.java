package st.sendwright.primitives.core.text;

import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/** Code points of text objects: one byte or 32 bits each. Indices count from 0. */
final class Texts {

    /** Largest code point that one byte holds. */
    static final int MAX_BYTE = 255;

    private Texts() {
    }

    static boolean isWide(long text) {
        return ObjectFormat.isWords32(ObjectHeader.format(text));
    }

    static int codePoint(long text, boolean wide, long index) {
        long elements = text + ObjectHeader.BYTES;
        return wide ? Memory.intAt(elements + index * 4) : Memory.unsignedByteAt(elements + index);
    }

    static void putCodePoint(long text, boolean wide, long index, int codePoint) {
        long elements = text + ObjectHeader.BYTES;
        if (wide) {
            Memory.putInt(elements + index * 4, codePoint);
        } else {
            Memory.putByte(elements + index, (byte) codePoint);
        }
    }

    /** Copies {@code size} code points to a text that can hold them. */
    static void copy(long from, long to, long toIndex, long size) {
        boolean fromWide = isWide(from);
        boolean toWide = isWide(to);
        if (fromWide == toWide) {
            int width = fromWide ? 4 : 1;
            Memory.copy(from + ObjectHeader.BYTES, to + ObjectHeader.BYTES + toIndex * width, size * width);
            return;
        }
        for (long index = 0; index < size; index++) {
            putCodePoint(to, toWide, toIndex + index, codePoint(from, fromWide, index));
        }
    }
}
