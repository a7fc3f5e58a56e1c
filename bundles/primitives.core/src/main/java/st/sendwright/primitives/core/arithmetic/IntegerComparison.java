package st.sendwright.primitives.core.arithmetic;

import java.math.BigInteger;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** The six comparisons of Integers, and their hash. */
public final class IntegerComparison {

    /** Bits of a hash: non-negative, and the same on every platform. */
    private static final int HASH_MASK = 0x3FFF_FFFF;

    private IntegerComparison() {
    }

    static long less(PrimitiveFrame frame) {
        return isComparable(frame) ? answer(frame, compare(frame) < 0) : refuse(frame);
    }

    static long lessOrEqual(PrimitiveFrame frame) {
        return isComparable(frame) ? answer(frame, compare(frame) <= 0) : refuse(frame);
    }

    static long greater(PrimitiveFrame frame) {
        return isComparable(frame) ? answer(frame, compare(frame) > 0) : refuse(frame);
    }

    static long greaterOrEqual(PrimitiveFrame frame) {
        return isComparable(frame) ? answer(frame, compare(frame) >= 0) : refuse(frame);
    }

    static long equal(PrimitiveFrame frame) {
        return isComparable(frame) ? answer(frame, compare(frame) == 0) : refuse(frame);
    }

    static long notEqual(PrimitiveFrame frame) {
        return isComparable(frame) ? answer(frame, compare(frame) != 0) : refuse(frame);
    }

    static long hash(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        return Oop.isSmallInteger(receiver)
                ? receiver : Oop.smallInteger(hash(IntegerObjects.value(receiver)));
    }

    /** Hash of a value beyond the SmallIntegers; those are their own hash. */
    public static long hash(BigInteger value) {
        return value.hashCode() & HASH_MASK;
    }

    private static boolean isComparable(PrimitiveFrame frame) {
        return IntegerObjects.isInteger(frame.argument(0));
    }

    private static int compare(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        long argument = frame.argument(0);
        if (Oop.areSmallIntegers(receiver, argument)) {
            return Long.compare(receiver, argument);
        }
        return IntegerObjects.value(receiver).compareTo(IntegerObjects.value(argument));
    }

    private static long answer(PrimitiveFrame frame, boolean value) {
        return MutatorBlock.bool(frame.mutator(), value);
    }

    private static long refuse(PrimitiveFrame frame) {
        return frame.fail(Failure.WRONG_ARGUMENT);
    }
}
