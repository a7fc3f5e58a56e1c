package st.sendwright.primitives.core.floats;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import st.sendwright.model.FloatObjects;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.core.arithmetic.IntegerComparison;
import st.sendwright.primitives.core.arithmetic.Integers;

/** Floats as Integers, bits and digits. What has no Integer, such as infinity, fails. */
final class FloatConversion {

    private static final int HASH_MASK = 0x3FFF_FFFF;
    /** Beyond this power of two every Float is infinite or zero. */
    private static final long MAX_POWER = 5_000;

    private FloatConversion() {
    }

    /** A Float that equals an Integer has that Integer's hash. */
    static long hash(PrimitiveFrame frame) {
        double value = FloatObjects.value(frame.receiver());
        if (value == Math.rint(value) && !Double.isInfinite(value)) {
            BigInteger integer = new BigDecimal(value).toBigInteger();
            boolean isSmall = integer.bitLength() <= 60;
            return Oop.smallInteger(isSmall ? integer.longValue() : IntegerComparison.hash(integer));
        }
        return Oop.smallInteger(Double.hashCode(value) & HASH_MASK);
    }

    static long truncated(PrimitiveFrame frame) {
        return integer(frame, wholePart(FloatObjects.value(frame.receiver())));
    }

    static long floor(PrimitiveFrame frame) {
        return integer(frame, Math.floor(FloatObjects.value(frame.receiver())));
    }

    static long ceiling(PrimitiveFrame frame) {
        return integer(frame, Math.ceil(FloatObjects.value(frame.receiver())));
    }

    /** The nearest Integer, halves away from zero. */
    static long rounded(PrimitiveFrame frame) {
        double value = FloatObjects.value(frame.receiver());
        double magnitude = Math.abs(value);
        double whole = Math.floor(magnitude);
        double rounded = magnitude - whole >= 0.5 ? whole + 1 : whole;
        return integer(frame, value < 0 ? -rounded : rounded);
    }

    static long integerPart(PrimitiveFrame frame) {
        return FloatArithmetic.unary(frame, FloatConversion::wholePart);
    }

    static long fractionPart(PrimitiveFrame frame) {
        return FloatArithmetic.unary(frame, value -> Double.isInfinite(value) ? 0 : value - wholePart(value));
    }

    /** Exponent of the highest bit, of subnormals too. Zero, infinities and nan fail. */
    static long exponent(PrimitiveFrame frame) {
        double value = FloatObjects.value(frame.receiver());
        if (value == 0 || !Double.isFinite(value)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        int exponent = Math.getExponent(value);
        if (exponent >= Double.MIN_EXPONENT) {
            return Oop.smallInteger(exponent);
        }
        return Oop.smallInteger(Math.getExponent(Math.scalb(value, 60)) - 60L);
    }

    /** The receiver times a power of two, rounded once. */
    static long timesTwoPower(PrimitiveFrame frame) {
        if (!Oop.isSmallInteger(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        int power = (int) Math.clamp(Oop.integerValue(frame.argument(0)), -MAX_POWER, MAX_POWER);
        return FloatArithmetic.unary(frame, value -> Math.scalb(value, power));
    }

    /** The 64 bits of the binary64 form, as an Integer of 0 or more. */
    static long bits64(PrimitiveFrame frame) {
        long bits = Double.doubleToLongBits(FloatObjects.value(frame.receiver()));
        return Integers.answer(frame, new BigInteger(Long.toUnsignedString(bits)));
    }

    /** The Float of 64 bits, given as an Integer. The receiver does not matter. */
    static long fromBits64(PrimitiveFrame frame) {
        if (!isUnsigned(frame.argument(0), Long.SIZE)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return FloatArithmetic.answer(frame,
                Double.longBitsToDouble(IntegerObjects.value(frame.argument(0)).longValue()));
    }

    /** The 32 bits of the nearest binary32 number, as an Integer of 0 or more. */
    static long bits32(PrimitiveFrame frame) {
        float nearest = (float) FloatObjects.value(frame.receiver());
        return Oop.smallInteger(Integer.toUnsignedLong(Float.floatToIntBits(nearest)));
    }

    /** The Float of the 32 bits of a binary32 number, given as an Integer. The receiver does not matter. */
    static long fromBits32(PrimitiveFrame frame) {
        if (!isUnsigned(frame.argument(0), Integer.SIZE)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        int bits = IntegerObjects.value(frame.argument(0)).intValue();
        return FloatArithmetic.answer(frame, Float.intBitsToFloat(bits));
    }

    /**
     * The shortest decimal digits that tell the magnitude from all other Floats, without zeros around them,
     * then a blank and how many digits precede the point, negative for zeros behind it: {@code 12.5} is
     * {@code "125 2"}. Zero, infinities and nan fail.
     *
     * <p>Source of the digits: {@link Double#toString}, which since JDK 19 follows R. Giulietti, <i>The
     * Schubfach way to render doubles</i>, 2020.
     */
    static long digits(PrimitiveFrame frame) {
        double value = FloatObjects.value(frame.receiver());
        if (value == 0 || !Double.isFinite(value)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        BigDecimal decimal = shortest(Math.abs(value));
        int exponent = decimal.precision() - decimal.scale();
        long oop = StringObjects.newString(frame.mutator(), decimal.unscaledValue() + " " + exponent);
        return oop == 0 ? Primitive.NEEDS_ROOM : oop;
    }

    /** {@link Double#toString} writes two digits at least, which are too many for a few subnormals. */
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal oneDigit = decimal.round(new MathContext(1));
        return oneDigit.doubleValue() == value ? oneDigit : decimal;
    }

    /** The value rounded towards zero. */
    private static double wholePart(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    private static boolean isUnsigned(long oop, int bits) {
        if (!IntegerObjects.isInteger(oop)) {
            return false;
        }
        BigInteger value = IntegerObjects.value(oop);
        return value.signum() >= 0 && value.bitLength() <= bits;
    }

    private static long integer(PrimitiveFrame frame, double whole) {
        if (!Double.isFinite(whole)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (Math.abs(whole) < 1L << 60) {
            return Oop.smallInteger((long) whole);
        }
        return Integers.answer(frame, new BigDecimal(whole).toBigInteger());
    }
}
