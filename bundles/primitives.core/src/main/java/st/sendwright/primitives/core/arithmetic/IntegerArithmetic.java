package st.sendwright.primitives.core.arithmetic;

import java.math.BigInteger;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** The eight operations {@code + - * / // \\ quo: rem:}. */
final class IntegerArithmetic {

    /** Operations on magnitudes beyond a machine word. */
    @FunctionalInterface
    private interface LargeOperation {
        BigInteger apply(BigInteger receiver, BigInteger argument);
    }

    private IntegerArithmetic() {
    }

    static long add(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (Oop.areSmallIntegers(receiver, argument)) {
            return Integers.answer(frame, Oop.integerValue(receiver) + Oop.integerValue(argument));
        }
        return large(frame, BigInteger::add);
    }

    static long subtract(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (Oop.areSmallIntegers(receiver, argument)) {
            return Integers.answer(frame, Oop.integerValue(receiver) - Oop.integerValue(argument));
        }
        return large(frame, BigInteger::subtract);
    }

    static long multiply(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (Oop.areSmallIntegers(receiver, argument)) {
            long a = Oop.integerValue(receiver);
            long b = Oop.integerValue(argument);
            long product = a * b;
            if (Math.multiplyHigh(a, b) == product >> 63) {
                return Integers.answer(frame, product);
            }
        }
        return large(frame, BigInteger::multiply);
    }

    /** {@code /}, where the quotient is an Integer; all else fails, a zero divisor too. */
    static long divide(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (Oop.areSmallIntegers(receiver, argument)) {
            long a = Oop.integerValue(receiver);
            long b = Oop.integerValue(argument);
            if (b == 0 || a % b != 0) {
                return frame.fail(Failure.WRONG_ARGUMENT);
            }
            return Integers.answer(frame, a / b);
        }
        if (isNotDivisor(argument)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        BigInteger divisor = IntegerObjects.value(argument);
        BigInteger[] parts = IntegerObjects.value(receiver).divideAndRemainder(divisor);
        return parts[1].signum() == 0
                ? Integers.answer(frame, parts[0]) : frame.fail(Failure.WRONG_ARGUMENT);
    }

    static long floorDivide(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (isNotDivisor(argument)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (Oop.areSmallIntegers(receiver, argument)) {
            return Integers.answer(frame,
                    Math.floorDiv(Oop.integerValue(receiver), Oop.integerValue(argument)));
        }
        return large(frame, IntegerArithmetic::floorQuotient);
    }

    static long modulo(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (isNotDivisor(argument)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (Oop.areSmallIntegers(receiver, argument)) {
            return Integers.answer(frame,
                    Math.floorMod(Oop.integerValue(receiver), Oop.integerValue(argument)));
        }
        return large(frame, IntegerArithmetic::floorRemainder);
    }

    static long quotient(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (isNotDivisor(argument)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (Oop.areSmallIntegers(receiver, argument)) {
            return Integers.answer(frame, Oop.integerValue(receiver) / Oop.integerValue(argument));
        }
        return large(frame, BigInteger::divide);
    }

    static long remainder(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (isNotDivisor(argument)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (Oop.areSmallIntegers(receiver, argument)) {
            return Integers.answer(frame, Oop.integerValue(receiver) % Oop.integerValue(argument));
        }
        return large(frame, BigInteger::remainder);
    }

    static long negated(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        return Oop.isSmallInteger(receiver) ? Integers.answer(frame, -Oop.integerValue(receiver))
                : Integers.answer(frame, IntegerObjects.value(receiver).negate());
    }

    /** The quotient rounded towards negative infinity. */
    static BigInteger floorQuotient(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return parts[1].signum() * divisor.signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /** The remainder that goes with {@link #floorQuotient}: zero, or of the divisor's sign. */
    static BigInteger floorRemainder(BigInteger dividend, BigInteger divisor) {
        BigInteger remainder = dividend.remainder(divisor);
        return remainder.signum() * divisor.signum() < 0 ? remainder.add(divisor) : remainder;
    }

    private static boolean isNotDivisor(long argument) {
        return argument == Oop.SMALL_INTEGER_TAG || !IntegerObjects.isInteger(argument);
    }

    private static long large(PrimitiveFrame frame, LargeOperation operation) {
        long argument = frame.argument(0);
        if (!IntegerObjects.isInteger(argument)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        BigInteger a = IntegerObjects.value(frame.receiver());
        BigInteger b = IntegerObjects.value(argument);
        if ((long) a.bitLength() + b.bitLength() > Integers.MAX_BITS) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        return Integers.answer(frame, operation.apply(a, b));
    }
}
