package st.sendwright.primitives.core.collections;

import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/** Equality, hash and search of objects whose elements are bits, such as ByteArrays. */
final class RawElements {

    private RawElements() {
    }

    /** Whether the argument is of the receiver's class and has the same elements. */
    static long equal(PrimitiveFrame frame) {
        long first = frame.receiver();
        long second = frame.argument(0);
        if (!isRaw(first)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        boolean comparable = Oop.isPointer(second)
                && ObjectHeader.classIndex(first) == ObjectHeader.classIndex(second);
        return MutatorBlock.bool(frame.mutator(),
                first == second || comparable && haveEqualBytes(first, second));
    }

    /** A hash of the elements, 0 to 2^30 - 1. */
    static long hash(PrimitiveFrame frame) {
        long object = frame.receiver();
        if (!isRaw(object)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        long size = byteCount(object);
        int hash = (int) size;
        for (long index = 0; index < size; index++) {
            hash = hash * 31 + Memory.byteAt(object + ObjectHeader.BYTES + index);
        }
        return Oop.smallInteger(hash & 0x3FFF_FFFF);
    }

    /** Index of a byte in a byte object, from a start index on; 0 when it is not there. */
    static long indexOfByte(PrimitiveFrame frame) {
        long bytes = frame.receiver();
        if (!isRaw(bytes) || !ObjectFormat.isBytes(ObjectHeader.format(bytes))) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!Oop.areSmallIntegers(frame.argument(0), frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long wanted = Oop.integerValue(frame.argument(0));
        long size = ObjectFormat.byteCount(bytes);
        for (long index = Math.max(0, Oop.integerValue(frame.argument(1)) - 1); index < size; index++) {
            if (Memory.unsignedByteAt(bytes + ObjectHeader.BYTES + index) == wanted) {
                return Oop.smallInteger(index + 1);
            }
        }
        return Oop.smallInteger(0);
    }

    private static boolean haveEqualBytes(long first, long second) {
        long size = byteCount(first);
        if (size != byteCount(second)) {
            return false;
        }
        for (long index = 0; index < size; index++) {
            if (Memory.byteAt(first + ObjectHeader.BYTES + index)
                    != Memory.byteAt(second + ObjectHeader.BYTES + index)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRaw(long oop) {
        if (!Oop.isPointer(oop)) {
            return false;
        }
        int format = ObjectHeader.format(oop);
        return format >= ObjectFormat.WORDS_64 && !ObjectFormat.isMethod(format);
    }

    private static long byteCount(long oop) {
        int format = ObjectHeader.format(oop);
        if (ObjectFormat.isBytes(format)) {
            return ObjectFormat.byteCount(oop);
        }
        if (ObjectFormat.isWords32(format)) {
            return ObjectFormat.words32Count(oop) * 4;
        }
        return ObjectFormat.isWords16(format)
                ? ObjectFormat.words16Count(oop) * 2 : ObjectHeader.slots(oop) * 8;
    }
}
