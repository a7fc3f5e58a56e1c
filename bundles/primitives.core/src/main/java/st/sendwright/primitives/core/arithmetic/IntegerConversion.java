package st.sendwright.primitives.core.arithmetic;

import java.math.BigInteger;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import st.sendwright.model.Allocation;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;

/** Integers as text and as Floats. */
final class IntegerConversion {

    /** Decimal exponents beyond these give infinity or zero, whatever a mantissa of fewer digits. */
    private static final long MAX_DECIMAL_EXPONENT = 1_000_000_000;

    private IntegerConversion() {
    }

    /** The receiver in a radix from 2 to 36, with capital letters, without the radix. */
    static long printString(PrimitiveFrame frame) {
        long argument = frame.argument(0);
        if (!Oop.isSmallInteger(argument)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long radix = Oop.integerValue(argument);
        if (radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        return string(frame, (int) radix);
    }

    static long decimalString(PrimitiveFrame frame) {
        return string(frame, 10);
    }

    private static long string(PrimitiveFrame frame, int radix) {
        long receiver = frame.receiver();
        String text = Oop.isSmallInteger(receiver)
                ? Long.toString(Oop.integerValue(receiver), radix)
                : IntegerObjects.value(receiver).toString(radix);
        long oop = StringObjects.newString(frame.mutator(), text.toUpperCase(Locale.ROOT));
        return oop == 0 ? Primitive.NEEDS_ROOM : oop;
    }

    /**
     * The Integer that a String of digits, the first argument, spells in the radix of the second, 2 to 36.
     * Nothing but digits may occur. The receiver does not matter.
     */
    static long readDigits(PrimitiveFrame frame) {
        boolean isText = StringObjects.isText(frame.mutator(), frame.argument(0));
        if (!isText || !Oop.isSmallInteger(frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long radix = Oop.integerValue(frame.argument(1));
        if (radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        String digits = StringObjects.text(frame.argument(0));
        if (digits.isEmpty() || !digits.chars().allMatch(digit -> isDigit(digit, (int) radix))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return Integers.answer(frame, new BigInteger(digits, (int) radix));
    }

    private static boolean isDigit(int character, int radix) {
        return character < 128 && Character.digit(character, radix) >= 0;
    }

    /** The nearest Float, ties to the even one; infinity beyond the range. */
    static long asFloat(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        return Oop.isSmallInteger(receiver)
                ? answer(frame, (double) Oop.integerValue(receiver))
                : answer(frame, IntegerObjects.value(receiver).doubleValue());
    }

    /** The Float nearest to receiver / argument, ties to the even one. The argument must be positive. */
    static long quotientAsFloat(PrimitiveFrame frame) {
        if (!IntegerObjects.isInteger(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        BigInteger denominator = IntegerObjects.value(frame.argument(0));
        if (denominator.signum() <= 0) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        return answer(frame, nearestQuotient(IntegerObjects.value(frame.receiver()), denominator));
    }

    /**
     * Divides with a quotient of 64 bits or more, fewer only where the result is subnormal, in units of a
     * power of two. What the division leaves is remembered in the last bit, so that one rounding gives the
     * result.
     */
    static double nearestQuotient(BigInteger numerator, BigInteger denominator) {
        BigInteger magnitude = numerator.abs();
        int unit = Math.max(magnitude.bitLength() - denominator.bitLength() - 65, Double.MIN_EXPONENT - 54);
        BigInteger[] parts = magnitude.shiftLeft(Math.max(0, -unit))
                .divideAndRemainder(denominator.shiftLeft(Math.max(0, unit)));
        BigInteger quotient = parts[1].signum() == 0 ? parts[0] : parts[0].setBit(0);
        double result = quotient.bitLength() > 54
                ? Math.scalb(quotient.doubleValue(), unit) : subnormal(quotient.longValueExact());
        return numerator.signum() < 0 ? -result : result;
    }

    /** The Float of {@code quarters / 4} smallest subnormals, whose bits are that number rounded. */
    private static double subnormal(long quarters) {
        long rounded = quarters >> 2;
        long rest = quarters & 3;
        if (rest == 3 || rest == 2 && (rounded & 1) != 0) {
            rounded++;
        }
        return Double.longBitsToDouble(rounded);
    }

    /** The Float nearest to receiver * 10^argument. */
    static long decimalAsFloat(PrimitiveFrame frame) {
        if (!Oop.isSmallInteger(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long exponent = Math.clamp(
                Oop.integerValue(frame.argument(0)), -MAX_DECIMAL_EXPONENT, MAX_DECIMAL_EXPONENT);
        return answer(frame, Double.parseDouble(IntegerObjects.value(frame.receiver()) + "e" + exponent));
    }

    /** A SmallInteger that nobody can foresee, to seed a generator with. The receiver does not matter. */
    static long entropy(PrimitiveFrame frame) {
        return Oop.smallInteger(ThreadLocalRandom.current().nextLong() >>> 8);
    }

    private static long answer(PrimitiveFrame frame, double value) {
        long oop = Allocation.floatOf(frame.mutator(), value);
        return oop == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : oop;
    }
}
