package st.sendwright.primitives.core.objects;

import java.math.BigInteger;
import st.sendwright.model.Allocation;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.VmVariables;
import st.sendwright.model.WriteBarrier;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;

/**
 * The indexed elements of objects of any format, counted from 1.
 *
 * <p>{@code at} and {@code atPut} deal in Characters where the receiver is a text; the basic ones in numbers.
 * Contexts are refused: their elements may be in a stack frame.
 */
final class ElementAccess {

    private static final long MAX_WORD_32 = 0xFFFF_FFFFL;

    private ElementAccess() {
    }

    static long at(PrimitiveFrame frame) {
        return element(frame, StringObjects.isText(frame.mutator(), frame.receiver()));
    }

    static long basicAt(PrimitiveFrame frame) {
        return element(frame, false);
    }

    static long atPut(PrimitiveFrame frame) {
        return putElement(frame, StringObjects.isText(frame.mutator(), frame.receiver()));
    }

    static long basicAtPut(PrimitiveFrame frame) {
        return putElement(frame, false);
    }

    static long size(PrimitiveFrame frame) {
        long receiver = frame.receiver();
        return isElementless(receiver) ? frame.fail(Failure.WRONG_RECEIVER)
                : Oop.smallInteger(elements(frame.mutator(), receiver));
    }

    private static long element(PrimitiveFrame frame, boolean asCharacter) {
        long mutator = frame.mutator();
        long receiver = frame.receiver();
        Failure refused = refusal(mutator, receiver, frame.argument(0));
        if (refused != Failure.NONE) {
            return frame.fail(refused);
        }
        long index = Oop.integerValue(frame.argument(0)) - 1;
        long base = receiver + ObjectHeader.BYTES;
        int format = ObjectHeader.format(receiver);
        if (ObjectFormat.isPointers(format)) {
            return ObjectHeader.slot(receiver, fixedSlots(mutator, receiver) + index);
        }
        if (ObjectFormat.isMethod(format)) {
            return index < MethodLayout.pointerSlots(receiver) * 8 ? frame.fail(Failure.INDEX_OUT_OF_BOUNDS)
                    : Oop.smallInteger(Memory.unsignedByteAt(base + index));
        }
        if (ObjectFormat.isBytes(format)) {
            int value = Memory.unsignedByteAt(base + index);
            return asCharacter ? Oop.character(value) : Oop.smallInteger(value);
        }
        if (ObjectFormat.isWords32(format)) {
            int value = Memory.intAt(base + index * 4);
            return asCharacter ? Oop.character(value) : Oop.smallInteger(value & MAX_WORD_32);
        }
        if (ObjectFormat.isWords16(format)) {
            return Oop.smallInteger(Memory.shortAt(base + index * 2) & 0xFFFF);
        }
        long value = Memory.longAt(base + index * 8);
        long oop = value >= 0 ? IntegerObjects.newInteger(mutator, value)
                : IntegerObjects.newInteger(mutator, new BigInteger(Long.toUnsignedString(value)));
        return oop == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : oop;
    }

    private static long putElement(PrimitiveFrame frame, boolean asCharacter) {
        long mutator = frame.mutator();
        long receiver = frame.receiver();
        long value = frame.argument(1);
        Failure refused = refusal(mutator, receiver, frame.argument(0));
        if (refused == Failure.NONE) {
            refused = storeRefusal(receiver);
        }
        if (refused != Failure.NONE) {
            return frame.fail(refused);
        }
        long index = Oop.integerValue(frame.argument(0)) - 1;
        long base = receiver + ObjectHeader.BYTES;
        int format = ObjectHeader.format(receiver);
        if (ObjectFormat.isPointers(format)) {
            if (VmVariables.areElementsOwned(receiver)) {
                return frame.fail(Failure.DENIED);
            }
            WriteBarrier.putSlot(mutator, receiver, fixedSlots(mutator, receiver) + index, value);
            return value;
        }
        if (format == ObjectFormat.WORDS_64) {
            return putWord64(frame, base + index * 8, value);
        }
        long number = number(value, asCharacter);
        if (number < 0 || number > largest(format)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (ObjectFormat.isBytes(format)) {
            Memory.putByte(base + index, (byte) number);
        } else if (ObjectFormat.isWords32(format)) {
            Memory.putInt(base + index * 4, (int) number);
        } else {
            Memory.putShort(base + index * 2, (short) number);
        }
        return value;
    }

    private static long putWord64(PrimitiveFrame frame, long address, long value) {
        if (!IntegerObjects.isInteger(value)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        BigInteger number = IntegerObjects.value(value);
        if (number.signum() < 0 || number.bitLength() > 64) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        Memory.putLong(address, number.longValue());
        return value;
    }

    /** The number to store, or -1 when the object stands for none. */
    private static long number(long value, boolean asCharacter) {
        if (asCharacter) {
            return Oop.isCharacter(value) ? Oop.codePoint(value) : -1;
        }
        return Oop.isSmallInteger(value) ? Oop.integerValue(value) : -1;
    }

    private static long largest(int format) {
        if (ObjectFormat.isBytes(format)) {
            return 0xFF;
        }
        return ObjectFormat.isWords32(format) ? MAX_WORD_32 : 0xFFFF;
    }

    private static Failure refusal(long mutator, long receiver, long index) {
        if (isElementless(receiver)) {
            return Failure.WRONG_RECEIVER;
        }
        if (!Oop.isSmallInteger(index)) {
            return Failure.WRONG_ARGUMENT;
        }
        long value = Oop.integerValue(index);
        return value < 1 || value > elements(mutator, receiver) ? Failure.INDEX_OUT_OF_BOUNDS : Failure.NONE;
    }

    /** Symbols, numbers and code never change; others unless they are read-only. */
    private static Failure storeRefusal(long receiver) {
        int classIndex = ObjectHeader.classIndex(receiver);
        boolean isConstant = classIndex == KnownClass.SYMBOL.index()
                || classIndex == KnownClass.WIDE_SYMBOL.index()
                || classIndex >= KnownClass.FLOAT.index()
                        && classIndex <= KnownClass.LARGE_NEGATIVE_INTEGER.index()
                || ObjectFormat.isMethod(ObjectHeader.format(receiver));
        return isConstant || Identity.isReadOnly(receiver) ? Failure.IMMUTABLE : Failure.NONE;
    }

    private static boolean isElementless(long receiver) {
        if (Oop.isImmediate(receiver) || ObjectHeader.classIndex(receiver) == KnownClass.CONTEXT.index()) {
            return true;
        }
        int format = ObjectHeader.format(receiver);
        return format <= ObjectFormat.FIXED || format == ObjectFormat.EPHEMERON;
    }

    private static long elements(long mutator, long receiver) {
        int format = ObjectHeader.format(receiver);
        if (ObjectFormat.isPointers(format)) {
            return ObjectHeader.slots(receiver) - fixedSlots(mutator, receiver);
        }
        if (ObjectFormat.isWords32(format)) {
            return ObjectFormat.words32Count(receiver);
        }
        if (ObjectFormat.isWords16(format)) {
            return ObjectFormat.words16Count(receiver);
        }
        return format == ObjectFormat.WORDS_64
                ? ObjectHeader.slots(receiver) : ObjectFormat.byteCount(receiver);
    }

    private static int fixedSlots(long mutator, long receiver) {
        return ObjectHeader.classIndex(receiver) == KnownClass.ARRAY.index() ? 0
                : ClassObjects.instanceSlots(MutatorBlock.classOf(mutator, receiver));
    }
}
