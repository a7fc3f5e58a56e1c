package st.sendwright.primitives.core.collections;

import st.sendwright.model.Allocation;
import st.sendwright.model.FloatObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;

/**
 * Numbers of several bytes inside of byte objects, at any index, from 1. Integers that are no SmallIntegers
 * fail into their Smalltalk code. Floats are little-endian.
 */
final class NumbersInBytes {

    private NumbersInBytes() {
    }

    /** Arguments: index, size in bytes (1, 2, 4 or 8), whether signed, whether big-endian. */
    static long integerAt(PrimitiveFrame frame) {
        long address = address(frame, frame.argument(1));
        if (address == 0) {
            return Primitive.FAILED;
        }
        int size = (int) Oop.integerValue(frame.argument(1));
        boolean signed = frame.argument(2) == MutatorBlock.bool(frame.mutator(), true);
        boolean bigEndian = frame.argument(3) == MutatorBlock.bool(frame.mutator(), true);
        long value = 0;
        for (int offset = 0; offset < size; offset++) {
            value = value << 8 | Memory.unsignedByteAt(address + (bigEndian ? offset : size - 1 - offset));
        }
        if (signed) {
            int unused = 64 - size * 8;
            value = value << unused >> unused;
        } else if (value < 0) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        return Oop.fitsSmallInteger(value) ? Oop.smallInteger(value) : frame.fail(Failure.OUT_OF_RANGE);
    }

    /** Arguments: index, SmallInteger, size in bytes (1, 2, 4 or 8), whether big-endian. */
    static long integerAtPut(PrimitiveFrame frame) {
        long address = address(frame, frame.argument(2));
        if (address == 0) {
            return Primitive.FAILED;
        }
        if (!Oop.isSmallInteger(frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (ObjectHeader.has(frame.receiver(), ObjectHeader.IMMUTABLE)) {
            return frame.fail(Failure.IMMUTABLE);
        }
        int size = (int) Oop.integerValue(frame.argument(2));
        boolean bigEndian = frame.argument(3) == MutatorBlock.bool(frame.mutator(), true);
        long value = Oop.integerValue(frame.argument(1));
        if (size < 8 && (value < -(1L << size * 8 - 1) || value >= 1L << size * 8)) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        for (int offset = 0; offset < size; offset++) {
            Memory.putByte(address + (bigEndian ? size - 1 - offset : offset), (byte) (value >> offset * 8));
        }
        return frame.argument(1);
    }

    static long doubleAt(PrimitiveFrame frame) {
        long address = address(frame, Oop.smallInteger(8));
        return address == 0 ? Primitive.FAILED
                : answer(frame, Double.longBitsToDouble(Memory.longAt(address)));
    }

    static long doubleAtPut(PrimitiveFrame frame) {
        long address = addressForFloat(frame, 8);
        if (address == 0) {
            return Primitive.FAILED;
        }
        Memory.putLong(address, Double.doubleToRawLongBits(FloatObjects.value(frame.argument(1))));
        return frame.argument(1);
    }

    static long floatAt(PrimitiveFrame frame) {
        long address = address(frame, Oop.smallInteger(4));
        return address == 0 ? Primitive.FAILED : answer(frame, Float.intBitsToFloat(Memory.intAt(address)));
    }

    /** Rounds to the nearest number that four bytes hold. */
    static long floatAtPut(PrimitiveFrame frame) {
        long address = addressForFloat(frame, 4);
        if (address == 0) {
            return Primitive.FAILED;
        }
        Memory.putInt(address, Float.floatToRawIntBits((float) FloatObjects.value(frame.argument(1))));
        return frame.argument(1);
    }

    private static long answer(PrimitiveFrame frame, double value) {
        long oop = Allocation.floatOf(frame.mutator(), value);
        return oop == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : oop;
    }

    private static long addressForFloat(PrimitiveFrame frame, int size) {
        long address = address(frame, Oop.smallInteger(size));
        if (address != 0 && !FloatObjects.isFloat(frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (address != 0 && ObjectHeader.has(frame.receiver(), ObjectHeader.IMMUTABLE)) {
            return frame.fail(Failure.IMMUTABLE);
        }
        return address;
    }

    /** Where the number at the index that is the first argument begins; 0 when the primitive has failed. */
    private static long address(PrimitiveFrame frame, long sizeOop) {
        long bytes = frame.receiver();
        if (!Oop.isPointer(bytes) || !ObjectFormat.isBytes(ObjectHeader.format(bytes))) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!Oop.areSmallIntegers(frame.argument(0), sizeOop)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long size = Oop.integerValue(sizeOop);
        if (size != 1 && size != 2 && size != 4 && size != 8) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long index = Oop.integerValue(frame.argument(0)) - 1;
        return index >= 0 && index + size <= ObjectFormat.byteCount(bytes)
                ? bytes + ObjectHeader.BYTES + index : frame.fail(Failure.INDEX_OUT_OF_BOUNDS);
    }
}
