package st.sendwright.primitives.core.collections;

import java.util.Arrays;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.VmVariables;
import st.sendwright.model.WriteBarrier;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/**
 * Copying, filling and searching the indexable elements of objects.
 *
 * <p>Ranges are checked before anything is changed. Where elements would have to be converted other than
 * between Characters and the code points of texts, the primitive fails.
 */
final class Elements {

    private static final int CARD_BYTES = 1 << WriteBarrier.CARD_SHIFT;
    /** A primitive must not hold the VM for long. */
    private static final long MAX_SORTED = 16_000_000;

    private Elements() {
    }

    /**
     * {@code replaceFrom: start to: stop with: source startingAt: sourceStart}. Source and receiver may be
     * the same object and the ranges overlap.
     */
    static long replace(PrimitiveFrame frame) {
        long target = frame.receiver();
        long source = frame.argument(2);
        if (!Oop.areSmallIntegers(frame.argument(0), frame.argument(1))
                || !Oop.isSmallInteger(frame.argument(3))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (!isIndexable(frame, target)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        if (!isIndexable(frame, source)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long start = Oop.integerValue(frame.argument(0)) - 1;
        long count = Oop.integerValue(frame.argument(1)) - start;
        long sourceStart = Oop.integerValue(frame.argument(3)) - 1;
        if (count == 0) {
            return target;
        }
        if (count < 0 || !isRange(frame, target, start, count) || !isRange(frame, source, sourceStart, count)) {
            return frame.fail(Failure.INDEX_OUT_OF_BOUNDS);
        }
        Failure refused = storeRefusal(frame, target);
        if (refused != Failure.NONE) {
            return frame.fail(refused);
        }
        int width = width(target);
        boolean pointers = isPointers(target);
        if (pointers != isPointers(source)) {
            return convert(frame, target, start, count, source, sourceStart);
        }
        if (width != width(source)) {
            return copyText(frame, target, start, count, source, sourceStart);
        }
        long to = elements(frame, target) + start * width;
        Memory.copy(elements(frame, source) + sourceStart * width, to, count * width);
        if (pointers) {
            markCards(frame.mutator(), to, count * width);
        }
        return target;
    }

    /** {@code from: start to: stop put: anObject}. */
    static long fill(PrimitiveFrame frame) {
        long target = frame.receiver();
        long value = frame.argument(2);
        if (!Oop.areSmallIntegers(frame.argument(0), frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        if (!isIndexable(frame, target)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        long start = Oop.integerValue(frame.argument(0)) - 1;
        long count = Oop.integerValue(frame.argument(1)) - start;
        if (count <= 0) {
            return target;
        }
        if (!isRange(frame, target, start, count)) {
            return frame.fail(Failure.INDEX_OUT_OF_BOUNDS);
        }
        Failure refused = storeRefusal(frame, target);
        if (refused != Failure.NONE) {
            return frame.fail(refused);
        }
        int width = width(target);
        long to = elements(frame, target) + start * width;
        if (isPointers(target)) {
            Memory.fillWords(to, count, value);
            markCards(frame.mutator(), to, count * width);
            return target;
        }
        long bits = rawValue(StringObjects.isText(frame.mutator(), target), value);
        if (bits < 0 || width < 8 && bits >>> width * 8 != 0) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        for (long index = 0; index < count; index++) {
            putRaw(to + index * width, width, bits);
        }
        return target;
    }

    /** Index of the first element that is the argument itself, in an object of references; else 0. */
    static long identityIndex(PrimitiveFrame frame) {
        long object = frame.receiver();
        if (!isIndexable(frame, object) || !isPointers(object)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        long wanted = frame.argument(0);
        long size = size(frame, object);
        long first = elements(frame, object);
        for (long index = 0; index < size; index++) {
            if (Memory.longAt(first + index * 8) == wanted) {
                return Oop.smallInteger(index + 1);
            }
        }
        return Oop.smallInteger(0);
    }

    /**
     * Sorts an object of references to SmallIntegers only, least first. Others fail, and so does a
     * sort that would take seconds.
     */
    static long sortIntegers(PrimitiveFrame frame) {
        long object = frame.receiver();
        if (!isIndexable(frame, object) || !isPointers(object)) {
            return frame.fail(Failure.WRONG_RECEIVER);
        }
        Failure refused = storeRefusal(frame, object);
        if (refused != Failure.NONE) {
            return frame.fail(refused);
        }
        long size = size(frame, object);
        long first = elements(frame, object);
        for (long index = 0; index < size; index++) {
            if (!Oop.isSmallInteger(Memory.longAt(first + index * 8))) {
                return frame.fail(Failure.WRONG_RECEIVER);
            }
        }
        if (size > MAX_SORTED) {
            return frame.fail(Failure.OUT_OF_RANGE);
        }
        long[] oops = new long[(int) size];
        for (int index = 0; index < oops.length; index++) {
            oops[index] = Memory.longAt(first + index * 8L);
        }
        Arrays.sort(oops);
        for (int index = 0; index < oops.length; index++) {
            Memory.putLong(first + index * 8L, oops[index]);
        }
        return object;
    }

    /** Between an object of references and a text, whose code points are Characters there. */
    private static long convert(PrimitiveFrame frame, long target, long start, long count, long source,
            long sourceStart) {
        boolean toPointers = isPointers(target);
        long raw = toPointers ? source : target;
        boolean text = StringObjects.isText(frame.mutator(), raw);
        int width = width(raw);
        if (!text && !ObjectFormat.isBytes(ObjectHeader.format(raw))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        long to = elements(frame, target) + start * width(target);
        long from = elements(frame, source) + sourceStart * width(source);
        if (toPointers) {
            for (long index = 0; index < count; index++) {
                long bits = raw(from + index * width, width);
                Memory.putLong(to + index * 8, text ? Oop.character((int) bits) : Oop.smallInteger(bits));
            }
            return target;
        }
        for (long index = 0; index < count; index++) {
            long bits = rawValue(text, Memory.longAt(from + index * 8));
            if (bits < 0 || width == 1 && bits > 0xFF) {
                return frame.fail(Failure.WRONG_ARGUMENT);
            }
        }
        for (long index = 0; index < count; index++) {
            putRaw(to + index * width, width, rawValue(text, Memory.longAt(from + index * 8)));
        }
        return target;
    }

    /** Between texts of bytes and of 32-bit words. */
    private static long copyText(PrimitiveFrame frame, long target, long start, long count, long source,
            long sourceStart) {
        if (!StringObjects.isText(frame.mutator(), target)
                || !StringObjects.isText(frame.mutator(), source)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        int width = width(target);
        int sourceWidth = width(source);
        long to = elements(frame, target) + start * width;
        long from = elements(frame, source) + sourceStart * sourceWidth;
        if (width == 1) {
            for (long index = 0; index < count; index++) {
                if (raw(from + index * sourceWidth, sourceWidth) > 0xFF) {
                    return frame.fail(Failure.OUT_OF_RANGE);
                }
            }
        }
        for (long index = 0; index < count; index++) {
            putRaw(to + index * width, width, raw(from + index * sourceWidth, sourceWidth));
        }
        return target;
    }

    /** What an element of the given object would be as bits, or -1 when it cannot be one. */
    private static long rawValue(boolean text, long value) {
        if (text) {
            return Oop.isCharacter(value) ? Oop.codePoint(value) : -1;
        }
        return Oop.isSmallInteger(value) ? Oop.integerValue(value) : -1;
    }

    private static long raw(long address, int width) {
        return width == 1 ? Memory.unsignedByteAt(address) : Memory.intAt(address) & 0xFFFF_FFFFL;
    }

    private static void putRaw(long address, int width, long bits) {
        switch (width) {
            case 1 -> Memory.putByte(address, (byte) bits);
            case 2 -> Memory.putShort(address, (short) bits);
            case 4 -> Memory.putInt(address, (int) bits);
            default -> Memory.putLong(address, bits);
        }
    }

    private static void markCards(long mutator, long address, long bytes) {
        for (long each = address; each < address + bytes; each += CARD_BYTES) {
            WriteBarrier.mark(mutator, each);
        }
        WriteBarrier.mark(mutator, address + bytes - 1);
    }

    private static Failure storeRefusal(PrimitiveFrame frame, long oop) {
        if (ObjectHeader.has(oop, ObjectHeader.IMMUTABLE) || StringObjects.isSymbol(frame.mutator(), oop)) {
            return Failure.IMMUTABLE;
        }
        return VmVariables.areElementsOwned(oop) ? Failure.DENIED : Failure.NONE;
    }

    private static boolean isRange(PrimitiveFrame frame, long oop, long start, long count) {
        return start >= 0 && start + count <= size(frame, oop);
    }

    /** Whether it has indexable elements that may be copied; compiled code has, but may not. */
    private static boolean isIndexable(PrimitiveFrame frame, long oop) {
        if (!Oop.isPointer(oop)) {
            return false;
        }
        int format = ObjectHeader.format(oop);
        return ObjectFormat.isVariablePointers(format)
                || format >= ObjectFormat.WORDS_64 && !ObjectFormat.isMethod(format);
    }

    private static boolean isPointers(long oop) {
        return ObjectFormat.isPointers(ObjectHeader.format(oop));
    }

    /** Bytes of an element. */
    private static int width(long oop) {
        int format = ObjectHeader.format(oop);
        if (ObjectFormat.isBytes(format)) {
            return 1;
        }
        if (ObjectFormat.isWords32(format)) {
            return 4;
        }
        return ObjectFormat.isWords16(format) ? 2 : 8;
    }

    private static long size(PrimitiveFrame frame, long oop) {
        return switch (width(oop)) {
            case 1 -> ObjectFormat.byteCount(oop);
            case 2 -> ObjectFormat.words16Count(oop);
            case 4 -> ObjectFormat.words32Count(oop);
            default -> ObjectHeader.slots(oop) - namedSlots(frame, oop);
        };
    }

    private static long elements(PrimitiveFrame frame, long oop) {
        return ObjectHeader.slotAddress(oop, namedSlots(frame, oop));
    }

    private static int namedSlots(PrimitiveFrame frame, long oop) {
        int format = ObjectHeader.format(oop);
        if (format != ObjectFormat.FIXED_AND_VARIABLE && format != ObjectFormat.WEAK) {
            return 0;
        }
        return ClassObjects.instanceSlots(MutatorBlock.classOf(frame.mutator(), oop));
    }
}
