package st.sendwright.interpreter.switching;

import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;

/**
 * {@code at:}, {@code at:put:} and {@code size} of exactly Array, String and ByteArray. Subclasses, other
 * classes, indices out of bounds and values of the wrong kind are real sends.
 */
final class Indexing {

    private static final int ARRAY = 32;
    private static final int STRING = 33;
    private static final int BYTE_ARRAY = 37;
    private static final int LARGEST_BYTE = 255;

    private Indexing() {
    }

    /** The element, or {@link Arithmetic#SEND}. */
    static long at(long receiver, long index) {
        if (!Oop.isSmallInteger(index) || Oop.isImmediate(receiver)) {
            return Arithmetic.SEND;
        }
        long offset = Oop.integerValue(index) - 1;
        switch (ObjectHeader.classIndex(receiver)) {
            case ARRAY:
                if (isInside(offset, ObjectHeader.slots(receiver))) {
                    return ObjectHeader.slot(receiver, offset);
                }
                break;
            case STRING:
                if (isInside(offset, ObjectFormat.byteCount(receiver))) {
                    return Oop.character(Memory.unsignedByteAt(receiver + ObjectHeader.BYTES + offset));
                }
                break;
            case BYTE_ARRAY:
                if (isInside(offset, ObjectFormat.byteCount(receiver))) {
                    return Oop.smallInteger(Memory.unsignedByteAt(receiver + ObjectHeader.BYTES + offset));
                }
                break;
            default:
                break;
        }
        return Arithmetic.SEND;
    }

    /** Stores and answers whether it could; nothing is changed where it could not. */
    static boolean atPut(long mutator, long receiver, long index, long value) {
        if (!Oop.isSmallInteger(index) || Oop.isImmediate(receiver)
                || ObjectHeader.has(receiver, ObjectHeader.IMMUTABLE)) {
            return false;
        }
        long offset = Oop.integerValue(index) - 1;
        switch (ObjectHeader.classIndex(receiver)) {
            case ARRAY:
                if (isInside(offset, ObjectHeader.slots(receiver))) {
                    WriteBarrier.putSlot(mutator, receiver, offset, value);
                    return true;
                }
                return false;
            case STRING:
                return Oop.isCharacter(value) && putByte(receiver, offset, Oop.codePoint(value));
            case BYTE_ARRAY:
                return Oop.isSmallInteger(value) && putByte(receiver, offset, Oop.integerValue(value));
            default:
                return false;
        }
    }

    /** The number of elements as a SmallInteger, or {@link Arithmetic#SEND}. */
    static long size(long receiver) {
        if (Oop.isImmediate(receiver)) {
            return Arithmetic.SEND;
        }
        return switch (ObjectHeader.classIndex(receiver)) {
            case ARRAY -> Oop.smallInteger(ObjectHeader.slots(receiver));
            case STRING, BYTE_ARRAY -> Oop.smallInteger(ObjectFormat.byteCount(receiver));
            default -> Arithmetic.SEND;
        };
    }

    private static boolean putByte(long receiver, long offset, long value) {
        if (value < 0 || value > LARGEST_BYTE || !isInside(offset, ObjectFormat.byteCount(receiver))) {
            return false;
        }
        Memory.putByte(receiver + ObjectHeader.BYTES + offset, (byte) value);
        return true;
    }

    private static boolean isInside(long offset, long size) {
        return Long.compareUnsigned(offset, size) < 0;
    }
}
