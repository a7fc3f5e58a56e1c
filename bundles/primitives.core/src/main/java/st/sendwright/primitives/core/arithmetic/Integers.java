package st.sendwright.primitives.core.arithmetic;

import java.math.BigInteger;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;

/** How the primitives answer Integers. */
public final class Integers {

    /**
     * Bits of the largest magnitude that a primitive computes, 128 MiB; beyond it the primitive fails with
     * {@link Failure#OUT_OF_RANGE} at once instead of exhausting the memory of the whole process.
     */
    static final long MAX_BITS = 1L << 30;

    private Integers() {
    }

    /** Answers {@code value}, as a SmallInteger where it fits. */
    public static long answer(PrimitiveFrame frame, long value) {
        if (Oop.fitsSmallInteger(value)) {
            return Oop.smallInteger(value);
        }
        return answer(frame, BigInteger.valueOf(value));
    }

    /** Answers {@code value}, normalised, or {@link Primitive#NEEDS_ROOM}. */
    public static long answer(PrimitiveFrame frame, BigInteger value) {
        if (value.bitLength() > MAX_BITS) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        long oop = IntegerObjects.newInteger(frame.mutator(), value);
        return oop == 0 ? Primitive.NEEDS_ROOM : oop;
    }
}
