package st.sendwright.model;

/** What an object's slots hold: the five format bits of its header. */
public final class ObjectFormat {

    public static final int EMPTY = 0;
    public static final int FIXED = 1;
    public static final int VARIABLE = 2;
    public static final int FIXED_AND_VARIABLE = 3;
    public static final int WEAK = 4;
    public static final int EPHEMERON = 5;
    public static final int WORDS_64 = 9;
    /** 10 and 11: the low bit says how many 32-bit elements of the last slot are unused. */
    public static final int WORDS_32 = 10;
    /** 12 to 15: the low two bits say how many 16-bit elements of the last slot are unused. */
    public static final int WORDS_16 = 12;
    /** 16 to 23: the low three bits say how many bytes of the last slot are unused. */
    public static final int BYTES = 16;
    /** 24 to 31: as bytes, but the slots up to the method's literal count are pointers. */
    public static final int METHOD = 24;

    private ObjectFormat() {
    }

    /** Whether all slots are object references. */
    public static boolean isPointers(int format) {
        return format <= EPHEMERON;
    }

    public static boolean isVariablePointers(int format) {
        return format >= VARIABLE && format <= WEAK;
    }

    public static boolean isBytes(int format) {
        return format >= BYTES && format < METHOD;
    }

    public static boolean isWords32(int format) {
        return format == WORDS_32 || format == WORDS_32 + 1;
    }

    public static boolean isWords16(int format) {
        return format >= WORDS_16 && format < BYTES;
    }

    public static boolean isMethod(int format) {
        return format >= METHOD;
    }

    /** Format of an object of {@code bytes} byte elements. */
    public static int bytesFormat(long bytes) {
        return BYTES + (int) (-bytes & 7);
    }

    /** Format of an object of {@code elements} 32-bit elements. */
    public static int words32Format(long elements) {
        return WORDS_32 + (int) (-elements & 1);
    }

    /** Format of an object of {@code elements} 16-bit elements. */
    public static int words16Format(long elements) {
        return WORDS_16 + (int) (-elements & 3);
    }

    /** Number of bytes in a byte object or method, its pointer slots included. */
    public static long byteCount(long oop) {
        return ObjectHeader.slots(oop) * 8 - (ObjectHeader.format(oop) & 7);
    }

    /** Number of 32-bit elements of an object of such. */
    public static long words32Count(long oop) {
        return ObjectHeader.slots(oop) * 2 - (ObjectHeader.format(oop) & 1);
    }

    /** Number of 16-bit elements of an object of such. */
    public static long words16Count(long oop) {
        return ObjectHeader.slots(oop) * 4 - (ObjectHeader.format(oop) & 3);
    }

    /** How many of the first slots are object references that a collector must follow. */
    public static long pointerSlots(long oop) {
        int format = ObjectHeader.format(oop);
        if (isPointers(format)) {
            return ObjectHeader.slots(oop);
        }
        return isMethod(format) ? MethodLayout.pointerSlots(oop) : 0;
    }
}
