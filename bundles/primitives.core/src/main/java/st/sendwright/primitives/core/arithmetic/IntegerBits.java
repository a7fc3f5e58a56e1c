package st.sendwright.primitives.core.arithmetic;

import java.math.BigInteger;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** Bits of Integers, which behave as two's complement numbers of infinite width. */
final class IntegerBits {

    private IntegerBits() {
    }

    static long and(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (Oop.areSmallIntegers(receiver, argument)) {
            return receiver & argument;
        }
        return IntegerObjects.isInteger(argument)
                ? Integers.answer(frame, IntegerObjects.value(receiver).and(IntegerObjects.value(argument)))
                : frame.fail(Failure.WRONG_ARGUMENT);
    }

    static long or(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (Oop.areSmallIntegers(receiver, argument)) {
            return receiver | argument;
        }
        return IntegerObjects.isInteger(argument)
                ? Integers.answer(frame, IntegerObjects.value(receiver).or(IntegerObjects.value(argument)))
                : frame.fail(Failure.WRONG_ARGUMENT);
    }

    static long xor(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (Oop.areSmallIntegers(receiver, argument)) {
            return receiver ^ argument | Oop.SMALL_INTEGER_TAG;
        }
        return IntegerObjects.isInteger(argument)
                ? Integers.answer(frame, IntegerObjects.value(receiver).xor(IntegerObjects.value(argument)))
                : frame.fail(Failure.WRONG_ARGUMENT);
    }

    /** To the left by a positive number of bits, to the right, rounding down, by a negative one. */
    static long shift(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (!IntegerObjects.isInteger(argument)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (receiver == Oop.smallInteger(0)) {
            return receiver;
        }
        BigInteger bits = IntegerObjects.value(argument);
        if (bits.signum() < 0 && bits.bitLength() > 31) {
            boolean isNegative = IntegerObjects.value(receiver).signum() < 0;
            return Oop.smallInteger(isNegative ? -1 : 0);
        }
        if (bits.bitLength() > 31) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        int shift = bits.intValue();
        if (Oop.isSmallInteger(receiver)) {
            long value = Oop.integerValue(receiver);
            if (shift <= 0) {
                return Oop.smallInteger(value >> Math.min(-(long) shift, 63));
            }
            if (shift < 60 && value << shift + Oop.TAG_BITS >> shift + Oop.TAG_BITS == value) {
                return Oop.smallInteger(value << shift);
            }
        }
        BigInteger value = IntegerObjects.value(receiver);
        if ((long) value.bitLength() + shift > Integers.MAX_BITS) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        return Integers.answer(frame, value.shiftLeft(shift));
    }

    /** The bit of an index from 1, the lowest, on. */
    static long bitAt(PrimitiveFrame frame) {
        long argument = frame.argument(0);
        if (!Oop.isSmallInteger(argument)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long index = Oop.integerValue(argument) - 1;
        if (index < 0) {
            return frame.fail(Failure.INDEX_OUT_OF_BOUNDS);
        }
        int bit = (int) Math.min(index, Integer.MAX_VALUE);
        if (Oop.isSmallInteger(frame.receiver())) {
            return Oop.smallInteger(Oop.integerValue(frame.receiver()) >> Math.min(bit, 63) & 1);
        }
        return Oop.smallInteger(IntegerObjects.value(frame.receiver()).testBit(bit) ? 1 : 0);
    }

    static long invert(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        return Oop.isSmallInteger(receiver) ? Oop.smallInteger(~Oop.integerValue(receiver))
                : Integers.answer(frame, IntegerObjects.value(receiver).not());
    }

    /** Index from 1 of the highest one in the magnitude; 0 for 0. */
    static long highBitOfMagnitude(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        if (Oop.isSmallInteger(receiver)) {
            return Oop.smallInteger(64 - Long.numberOfLeadingZeros(Math.abs(Oop.integerValue(receiver))));
        }
        return Oop.smallInteger(IntegerObjects.value(receiver).abs().bitLength());
    }

    /** Index from 1 of the lowest one; 0 for 0. The same for a value and its negation. */
    static long lowBit(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        if (receiver == Oop.smallInteger(0)) {
            return receiver;
        }
        if (Oop.isSmallInteger(receiver)) {
            return Oop.smallInteger(Long.numberOfTrailingZeros(Oop.integerValue(receiver)) + 1);
        }
        return Oop.smallInteger(IntegerObjects.value(receiver).getLowestSetBit() + 1);
    }

    /** How many bits differ from the sign's. */
    static long bitCount(PrimitiveFrame frame) {
        return Oop.smallInteger(IntegerObjects.value(frame.receiver()).bitCount());
    }

    /** Bytes of the magnitude, at least 1. */
    static long digitLength(PrimitiveFrame frame) {
        int bits = IntegerObjects.value(frame.receiver()).abs().bitLength();
        return Oop.smallInteger(Math.max(1, bits + 7 >> 3));
    }

    /** Byte of the magnitude, by an index from 1, the lowest, on; 0 above the highest. */
    static long digitAt(PrimitiveFrame frame) {
        long argument = frame.argument(0);
        if (!Oop.isSmallInteger(argument)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long index = Oop.integerValue(argument);
        if (index < 1) {
            return frame.fail(Failure.INDEX_OUT_OF_BOUNDS);
        }
        BigInteger magnitude = IntegerObjects.value(frame.receiver()).abs();
        if (index > magnitude.bitLength() + 7 >> 3) {
            return Oop.smallInteger(0);
        }
        return Oop.smallInteger(magnitude.shiftRight((int) (index - 1) * 8).intValue() & 0xFF);
    }
}
