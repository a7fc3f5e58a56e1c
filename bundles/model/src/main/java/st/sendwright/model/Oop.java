package st.sendwright.model;

/**
 * Object references as 64-bit words: addresses of objects, or immediate values told by their low three bits.
 *
 * <pre>
 * 000  address of an object, 8-byte aligned
 * 001  SmallInteger, 61 bits signed
 * 010  Character, code point
 * 100  Float whose exponent fits in 8 bits (the others are boxed)
 * </pre>
 *
 * <p>Source: the 64-bit Spur object representation of the OpenSmalltalk VM.
 */
public final class Oop {

    public static final int TAG_BITS = 3;
    public static final long TAG_MASK = 7;
    public static final long SMALL_INTEGER_TAG = 1;
    public static final long CHARACTER_TAG = 2;
    public static final long FLOAT_TAG = 4;

    public static final long MAX_SMALL_INTEGER = (1L << 60) - 1;
    public static final long MIN_SMALL_INTEGER = -(1L << 60);

    /** Exponent bias between a double and an immediate float: exponents 896 to 1151 of a double fit. */
    private static final long FLOAT_EXPONENT_OFFSET = 896L << 53;

    private Oop() {
    }

    public static boolean isPointer(long oop) {
        return (oop & TAG_MASK) == 0;
    }

    public static boolean isImmediate(long oop) {
        return (oop & TAG_MASK) != 0;
    }

    public static boolean isSmallInteger(long oop) {
        return (oop & TAG_MASK) == SMALL_INTEGER_TAG;
    }

    /** True when both words carry the SmallInteger tag. */
    public static boolean areSmallIntegers(long a, long b) {
        return (a & b & SMALL_INTEGER_TAG) != 0;
    }

    public static boolean isCharacter(long oop) {
        return (oop & TAG_MASK) == CHARACTER_TAG;
    }

    public static boolean isImmediateFloat(long oop) {
        return (oop & TAG_MASK) == FLOAT_TAG;
    }

    /** Whether {@code value} can be a SmallInteger. */
    public static boolean fitsSmallInteger(long value) {
        return value << TAG_BITS >> TAG_BITS == value;
    }

    /** The SmallInteger of {@code value}, which must fit in 61 bits. */
    public static long smallInteger(long value) {
        return value << TAG_BITS | SMALL_INTEGER_TAG;
    }

    /** The value of a SmallInteger. */
    public static long integerValue(long oop) {
        return oop >> TAG_BITS;
    }

    /** The Character of a code point, 0 to 0x10FFFF. */
    public static long character(int codePoint) {
        return (long) codePoint << TAG_BITS | CHARACTER_TAG;
    }

    /** The code point of a Character. */
    public static int codePoint(long oop) {
        return (int) (oop >>> TAG_BITS);
    }

    /**
     * Whether {@code value} can be an immediate Float; zeros can, infinities, NaNs and extreme exponents not.
     */
    public static boolean fitsImmediateFloat(double value) {
        long rotated = Long.rotateLeft(Double.doubleToRawLongBits(value), 1);
        return rotated <= 1 && rotated >= 0
                || Long.compareUnsigned(rotated - FLOAT_EXPONENT_OFFSET - 2, (1L << 61) - 2) < 0;
    }

    /** The immediate Float of {@code value}, for which {@link #fitsImmediateFloat} must hold. */
    public static long immediateFloat(double value) {
        long rotated = Long.rotateLeft(Double.doubleToRawLongBits(value), 1);
        if (rotated > 1 || rotated < 0) {
            rotated -= FLOAT_EXPONENT_OFFSET;
        }
        return rotated << TAG_BITS | FLOAT_TAG;
    }

    /** The value of an immediate Float. */
    public static double immediateFloatValue(long oop) {
        long rotated = oop >>> TAG_BITS;
        if (rotated > 1) {
            rotated += FLOAT_EXPONENT_OFFSET;
        }
        return Double.longBitsToDouble(Long.rotateRight(rotated, 1));
    }

    /** What an immediate Float leaves out of its exponent, where that stands once the value is turned left by one bit. */
    public static long floatExponentOffset() {
        return FLOAT_EXPONENT_OFFSET;
    }

    /**
     * What send sites compare: the class index of an object, or the tag of an immediate. 32 bits, and no
     * collection changes it.
     */
    public static int classIndex(long oop) {
        int tag = (int) (oop & TAG_MASK);
        return tag != 0 ? tag : Memory.intAt(oop) & ObjectHeader.CLASS_INDEX_MASK;
    }
}
