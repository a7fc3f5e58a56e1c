package st.sendwright.primitives.core.floats;

import java.math.BigDecimal;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import st.sendwright.model.Allocation;
import st.sendwright.model.FloatObjects;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;

/**
 * Operations and comparisons of a Float with a Float or an Integer. An Integer operand is first made the
 * nearest Float; a comparison with an Integer is exact. Other arguments fail.
 */
final class FloatArithmetic {

    /** Magnitude up to which every Integer is a Float. */
    private static final long MAX_EXACT_INTEGER = 1L << 53;
    /** Result of {@link #compare} when one side is not a number. */
    private static final int UNORDERED = 2;

    private FloatArithmetic() {
    }

    static long add(PrimitiveFrame frame) {
        return isNumber(frame.argument(0))
                ? answer(frame, FloatObjects.value(frame.receiver()) + operand(frame.argument(0)))
                : frame.fail(Failure.WRONG_ARGUMENT);
    }

    static long subtract(PrimitiveFrame frame) {
        return isNumber(frame.argument(0))
                ? answer(frame, FloatObjects.value(frame.receiver()) - operand(frame.argument(0)))
                : frame.fail(Failure.WRONG_ARGUMENT);
    }

    static long multiply(PrimitiveFrame frame) {
        return isNumber(frame.argument(0))
                ? answer(frame, FloatObjects.value(frame.receiver()) * operand(frame.argument(0)))
                : frame.fail(Failure.WRONG_ARGUMENT);
    }

    /** Fails for a divisor of zero. */
    static long divide(PrimitiveFrame frame) {
        if (!isNumber(frame.argument(0))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        double divisor = operand(frame.argument(0));
        return divisor == 0
                ? frame.fail(Failure.WRONG_ARGUMENT)
                : answer(frame, FloatObjects.value(frame.receiver()) / divisor);
    }

    static long less(PrimitiveFrame frame) {
        return isNumber(frame.argument(0)) ? bool(frame, compare(frame) == -1) : refuse(frame);
    }

    static long lessOrEqual(PrimitiveFrame frame) {
        return isNumber(frame.argument(0)) ? bool(frame, compare(frame) <= 0) : refuse(frame);
    }

    static long greater(PrimitiveFrame frame) {
        return isNumber(frame.argument(0)) ? bool(frame, compare(frame) == 1) : refuse(frame);
    }

    static long greaterOrEqual(PrimitiveFrame frame) {
        if (!isNumber(frame.argument(0))) {
            return refuse(frame);
        }
        int order = compare(frame);
        return bool(frame, order == 0 || order == 1);
    }

    static long equal(PrimitiveFrame frame) {
        return isNumber(frame.argument(0)) ? bool(frame, compare(frame) == 0) : refuse(frame);
    }

    static long notEqual(PrimitiveFrame frame) {
        return isNumber(frame.argument(0)) ? bool(frame, compare(frame) != 0) : refuse(frame);
    }

    /** A function of the receiver. */
    static long unary(PrimitiveFrame frame, DoubleUnaryOperator function) {
        return answer(frame, function.applyAsDouble(FloatObjects.value(frame.receiver())));
    }

    /** A function of the receiver and a Float or Integer. */
    static long binary(PrimitiveFrame frame, DoubleBinaryOperator function) {
        return isNumber(frame.argument(0))
                ? answer(frame, function.applyAsDouble(
                        FloatObjects.value(frame.receiver()), operand(frame.argument(0))))
                : refuse(frame);
    }

    /** Answers a Float, or {@link Primitive#NEEDS_ROOM}. */
    static long answer(PrimitiveFrame frame, double value) {
        long oop = Allocation.floatOf(frame.mutator(), value);
        return oop == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : oop;
    }

    private static boolean isNumber(long oop) {
        return FloatObjects.isFloat(oop) || IntegerObjects.isInteger(oop);
    }

    private static double operand(long oop) {
        if (FloatObjects.isFloat(oop)) {
            return FloatObjects.value(oop);
        }
        return Oop.isSmallInteger(oop)
                ? (double) Oop.integerValue(oop) : IntegerObjects.value(oop).doubleValue();
    }

    /** -1, 0 or 1 as the receiver is below, equal to or above the argument, or {@link #UNORDERED}. */
    private static int compare(PrimitiveFrame frame) {
        double receiver = FloatObjects.value(frame.receiver());
        long argument = frame.argument(0);
        if (Double.isNaN(receiver)) {
            return UNORDERED;
        }
        if (FloatObjects.isFloat(argument)) {
            double other = FloatObjects.value(argument);
            if (Double.isNaN(other)) {
                return UNORDERED;
            }
            return receiver < other ? -1 : receiver > other ? 1 : 0;
        }
        if (Double.isInfinite(receiver)) {
            return receiver < 0 ? -1 : 1;
        }
        if (Oop.isSmallInteger(argument) && Math.abs(Oop.integerValue(argument)) <= MAX_EXACT_INTEGER) {
            double other = Oop.integerValue(argument);
            return receiver < other ? -1 : receiver > other ? 1 : 0;
        }
        return new BigDecimal(receiver).compareTo(new BigDecimal(IntegerObjects.value(argument)));
    }

    private static long bool(PrimitiveFrame frame, boolean value) {
        return MutatorBlock.bool(frame.mutator(), value);
    }

    private static long refuse(PrimitiveFrame frame) {
        return frame.fail(Failure.WRONG_ARGUMENT);
    }
}
