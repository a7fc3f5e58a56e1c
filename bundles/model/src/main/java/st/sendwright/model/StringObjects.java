package st.sendwright.model;

import java.nio.charset.StandardCharsets;

/**
 * Strings, Symbols and ByteArrays between Java and the heap.
 *
 * <p>A text whose code points are all at most 255 is a String of bytes, any other a WideString of 32-bit code
 * points. <b>Thread</b>: the VM thread. Allocations answer {@link Allocation#NO_ROOM} and change nothing.
 */
public final class StringObjects {

    /** Largest code point that a byte can hold. */
    private static final int MAX_BYTE_CODE_POINT = 255;

    private StringObjects() {
    }

    /** A String or WideString of {@code text}, or {@link Allocation#NO_ROOM}. */
    public static long newString(long mutator, String text) {
        return newText(mutator, text, KnownClass.STRING, KnownClass.WIDE_STRING);
    }

    /** A ByteArray of {@code bytes}, or {@link Allocation#NO_ROOM}. */
    public static long newBytes(long mutator, byte[] bytes) {
        return newBytes(mutator, KnownClass.BYTE_ARRAY.index(), bytes);
    }

    /**
     * The text of a byte object, read as Latin-1, or of an object of 32-bit words, read as code points.
     *
     * @throws IllegalArgumentException when {@code oop} is neither, or holds a word that is no code point
     */
    public static String text(long oop) {
        int format = Oop.isPointer(oop) ? ObjectHeader.format(oop) : ObjectFormat.EMPTY;
        if (ObjectFormat.isBytes(format)) {
            int size = Math.toIntExact(ObjectFormat.byteCount(oop));
            return new String(Memory.bytesAt(oop + ObjectHeader.BYTES, size), StandardCharsets.ISO_8859_1);
        }
        if (ObjectFormat.isWords32(format)) {
            int size = Math.toIntExact(ObjectFormat.words32Count(oop));
            StringBuilder text = new StringBuilder(size);
            for (int index = 0; index < size; index++) {
                text.appendCodePoint(Memory.intAt(oop + ObjectHeader.BYTES + index * 4L));
            }
            return text.toString();
        }
        throw new IllegalArgumentException("0x" + Long.toHexString(oop) + " has format " + format
                + ", which holds no text");
    }

    /** Whether the object's class is String or inherits from it; Symbols and wide ones do. */
    public static boolean isText(long mutator, long oop) {
        if (Oop.isImmediate(oop)) {
            return false;
        }
        int classIndex = ObjectHeader.classIndex(oop);
        if (classIndex >= KnownClass.STRING.index() && classIndex <= KnownClass.WIDE_SYMBOL.index()) {
            return true;
        }
        int format = ObjectHeader.format(oop);
        return (ObjectFormat.isBytes(format) || ObjectFormat.isWords32(format))
                && ClassObjects.inheritsFrom(mutator, MutatorBlock.classAt(mutator, classIndex),
                        MutatorBlock.classAt(mutator, KnownClass.STRING.index()));
    }

    /** Whether the object is a Symbol or WideSymbol. */
    public static boolean isSymbol(long mutator, long oop) {
        int classIndex = Oop.classIndex(oop);
        return classIndex == KnownClass.SYMBOL.index() || classIndex == KnownClass.WIDE_SYMBOL.index();
    }

    /** How many bytes {@link #newString} would allocate. */
    public static long byteSizeOfString(String text) {
        long elements = text.codePointCount(0, text.length());
        return ObjectHeader.bytesFor(isNarrow(text) ? elements + 7 >> 3 : elements + 1 >> 1);
    }

    /** How many bytes {@link #newBytes} would allocate. */
    public static long byteSizeOfBytes(long count) {
        return ObjectHeader.bytesFor(count + 7 >> 3);
    }

    /** Number of characters of a text object, and of elements of any byte or 32-bit word object. */
    public static long size(long oop) {
        return ObjectFormat.isWords32(ObjectHeader.format(oop))
                ? ObjectFormat.words32Count(oop) : ObjectFormat.byteCount(oop);
    }

    /** Whether the object holds the code points of {@code text}; it must be a byte or 32-bit word object. */
    public static boolean hasText(long oop, String text) {
        boolean wide = ObjectFormat.isWords32(ObjectHeader.format(oop));
        long size = wide ? ObjectFormat.words32Count(oop) : ObjectFormat.byteCount(oop);
        int position = 0;
        for (long index = 0; index < size; index++) {
            if (position == text.length()) {
                return false;
            }
            int codePoint = text.codePointAt(position);
            int here = wide ? Memory.intAt(oop + ObjectHeader.BYTES + index * 4)
                    : Memory.unsignedByteAt(oop + ObjectHeader.BYTES + index);
            if (codePoint != here) {
                return false;
            }
            position += Character.charCount(codePoint);
        }
        return position == text.length();
    }

    /** A text object of the first class, or of the second when a code point does not fit in a byte. */
    static long newText(long mutator, String text, KnownClass narrow, KnownClass wide) {
        if (isNarrow(text)) {
            return newBytes(mutator, narrow.index(), text.getBytes(StandardCharsets.ISO_8859_1));
        }
        int[] codePoints = text.codePoints().toArray();
        long oop = Allocation.allocateWords32(mutator, wide.index(), codePoints.length);
        if (oop != Allocation.NO_ROOM) {
            for (int index = 0; index < codePoints.length; index++) {
                Memory.putInt(oop + ObjectHeader.BYTES + index * 4L, codePoints[index]);
            }
        }
        return oop;
    }

    private static long newBytes(long mutator, int classIndex, byte[] bytes) {
        long oop = Allocation.allocateBytes(mutator, classIndex, bytes.length);
        if (oop != Allocation.NO_ROOM) {
            Memory.copy(bytes, 0, oop + ObjectHeader.BYTES, bytes.length);
        }
        return oop;
    }

    private static boolean isNarrow(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) > MAX_BYTE_CODE_POINT) {
                return false;
            }
        }
        return true;
    }
}
