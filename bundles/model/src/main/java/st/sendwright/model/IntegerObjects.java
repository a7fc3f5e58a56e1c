package st.sendwright.model;

import java.math.BigInteger;

/**
 * Integers between Java and the heap: SmallIntegers, and large ones as the bytes of their magnitude, least
 * significant first.
 *
 * <p>Large integers are normalised: no zero byte at the top, and never a value that a SmallInteger can hold.
 * <b>Thread</b>: the VM thread.
 */
public final class IntegerObjects {

    private static final int LONG_BITS = 63;

    private IntegerObjects() {
    }

    /** The Integer of {@code value}, or {@link Allocation#NO_ROOM}. */
    public static long newInteger(long mutator, BigInteger value) {
        if (value.bitLength() <= LONG_BITS) {
            return newInteger(mutator, value.longValue());
        }
        byte[] magnitude = value.abs().toByteArray();
        int first = magnitude[0] == 0 ? 1 : 0;
        int count = magnitude.length - first;
        long oop = Allocation.allocateBytes(mutator, largeClass(value.signum() < 0), count);
        if (oop != Allocation.NO_ROOM) {
            for (int index = 0; index < count; index++) {
                Memory.putByte(oop + ObjectHeader.BYTES + index, magnitude[magnitude.length - 1 - index]);
            }
        }
        return oop;
    }

    /** The Integer of {@code value}, or {@link Allocation#NO_ROOM}. */
    public static long newInteger(long mutator, long value) {
        if (Oop.fitsSmallInteger(value)) {
            return Oop.smallInteger(value);
        }
        // The magnitude of the smallest long is 2^63, which the negated word holds when read as unsigned.
        long magnitude = value < 0 ? -value : value;
        long oop = Allocation.allocateBytes(mutator, largeClass(value < 0), 8);
        if (oop != Allocation.NO_ROOM) {
            Memory.putLong(oop + ObjectHeader.BYTES, magnitude);
        }
        return oop;
    }

    /** Whether the object is a SmallInteger or a large integer. */
    public static boolean isInteger(long oop) {
        return Oop.isSmallInteger(oop) || isLarge(oop);
    }

    /** Whether the object is a LargePositiveInteger or LargeNegativeInteger. */
    public static boolean isLarge(long oop) {
        int classIndex = Oop.classIndex(oop);
        return classIndex == KnownClass.LARGE_POSITIVE_INTEGER.index()
                || classIndex == KnownClass.LARGE_NEGATIVE_INTEGER.index();
    }

    /** The value of an object for which {@link #isInteger} holds. */
    public static BigInteger value(long oop) {
        if (Oop.isSmallInteger(oop)) {
            return BigInteger.valueOf(Oop.integerValue(oop));
        }
        int count = Math.toIntExact(ObjectFormat.byteCount(oop));
        byte[] magnitude = new byte[count];
        for (int index = 0; index < count; index++) {
            magnitude[count - 1 - index] = Memory.byteAt(oop + ObjectHeader.BYTES + index);
        }
        return new BigInteger(isNegativeLarge(oop) ? -1 : 1, magnitude);
    }

    /** Whether the value of an Integer fits in 64 bits, signed; false for all other objects. */
    public static boolean fitsLong(long oop) {
        if (Oop.isSmallInteger(oop)) {
            return true;
        }
        if (!isLarge(oop)) {
            return false;
        }
        if (ObjectFormat.byteCount(oop) <= 8) {
            long magnitude = largeMagnitude(oop);
            return magnitude >= 0 || magnitude == Long.MIN_VALUE && isNegativeLarge(oop);
        }
        BigInteger value = value(oop);
        return value.bitLength() <= LONG_BITS;
    }

    /** The value of an Integer for which {@link #fitsLong} holds. */
    public static long longValue(long oop) {
        if (Oop.isSmallInteger(oop)) {
            return Oop.integerValue(oop);
        }
        if (ObjectFormat.byteCount(oop) > 8) {
            return value(oop).longValueExact();
        }
        long magnitude = largeMagnitude(oop);
        return isNegativeLarge(oop) ? -magnitude : magnitude;
    }

    /** How many bytes {@link #newInteger} would allocate; 0 for a SmallInteger. */
    public static long bytesFor(BigInteger value) {
        if (value.bitLength() <= LONG_BITS && Oop.fitsSmallInteger(value.longValue())) {
            return 0;
        }
        return ObjectHeader.bytesFor(value.abs().bitLength() + 63 >> 6);
    }

    private static boolean isNegativeLarge(long oop) {
        return ObjectHeader.classIndex(oop) == KnownClass.LARGE_NEGATIVE_INTEGER.index();
    }

    /** The magnitude of at most 8 bytes as an unsigned word. */
    private static long largeMagnitude(long oop) {
        long magnitude = 0;
        for (long index = ObjectFormat.byteCount(oop) - 1; index >= 0; index--) {
            magnitude = magnitude << 8 | Memory.unsignedByteAt(oop + ObjectHeader.BYTES + index);
        }
        return magnitude;
    }

    private static int largeClass(boolean negative) {
        return (negative ? KnownClass.LARGE_NEGATIVE_INTEGER : KnownClass.LARGE_POSITIVE_INTEGER).index();
    }
}
