package st.sendwright.plugin;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import st.sendwright.model.Allocation;
import st.sendwright.model.FloatObjects;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.WriteBarrier;

/** Elements of lists between Java and Smalltalk, each by what it is. <b>Thread</b>: the VM thread. */
final class Values {

    /** What stands for an object that has no value in Java; null stands for nil. */
    static final Object NONE = new Object();
    /** Arrays in Arrays: one that holds itself is none of these. */
    private static final int MOST_DEPTH = 100;

    private Values() {
    }

    /** The value of an object, or {@link #NONE}. */
    static Object read(long mutator, long oop) {
        return read(mutator, oop, 0);
    }

    private static Object read(long mutator, long oop, int depth) {
        if (oop == MutatorBlock.nil(mutator)) {
            return null;
        }
        if (oop == MutatorBlock.bool(mutator, true)) {
            return true;
        }
        if (oop == MutatorBlock.bool(mutator, false)) {
            return false;
        }
        if (IntegerObjects.fitsLong(oop)) {
            return IntegerObjects.longValue(oop);
        }
        if (IntegerObjects.isLarge(oop)) {
            return IntegerObjects.value(oop);
        }
        if (FloatObjects.isFloat(oop)) {
            return FloatObjects.value(oop);
        }
        if (StringObjects.isText(mutator, oop)) {
            return StringObjects.text(oop);
        }
        if (Oop.classIndex(oop) == KnownClass.BYTE_ARRAY.index()) {
            return bytes(oop);
        }
        if (Oop.classIndex(oop) == KnownClass.ARRAY.index() && depth < MOST_DEPTH) {
            return elements(mutator, oop, depth + 1);
        }
        return NONE;
    }

    /** The elements of an Array, or {@link #NONE} when one of them has no value. */
    private static Object elements(long mutator, long array, int depth) {
        long size = ObjectHeader.slots(array);
        List<Object> elements = new ArrayList<>(Math.toIntExact(size));
        for (long index = 0; index < size; index++) {
            Object element = read(mutator, ObjectHeader.slot(array, index), depth);
            if (element == NONE) {
                return NONE;
            }
            elements.add(element);
        }
        return elements;
    }

    /** The bytes of a ByteArray. */
    static byte[] bytes(long oop) {
        return Memory.bytesAt(oop + ObjectHeader.BYTES, Math.toIntExact(ObjectFormat.byteCount(oop)));
    }

    /** The Array of {@code list}, or {@link Allocation#NO_ROOM}, and then nothing is allocated. */
    static long writeList(long mutator, List<?> list) {
        return Allocation.hasRoom(mutator, bytesFor(list)) ? write(mutator, list) : Allocation.NO_ROOM;
    }

    /** How many bytes {@link #write} allocates, at most. */
    private static long bytesFor(Object value) {
        return switch (value) {
            case null -> 0;
            case Boolean _ -> 0;
            case Integer _ -> 0;
            case Long _ -> ObjectHeader.bytesFor(1);
            case Double _ -> ObjectHeader.bytesFor(1);
            case BigInteger integer -> IntegerObjects.bytesFor(integer);
            case String text -> StringObjects.byteSizeOfString(text);
            case byte[] bytes -> StringObjects.byteSizeOfBytes(bytes.length);
            case List<?> list -> {
                long sum = ObjectHeader.bytesFor(list.size());
                for (Object each : list) {
                    sum += bytesFor(each);
                }
                yield sum;
            }
            default -> throw noValue(value);
        };
    }

    /** The object of a value, for which there is room. */
    private static long write(long mutator, Object value) {
        return switch (value) {
            case null -> MutatorBlock.nil(mutator);
            case Boolean bool -> MutatorBlock.bool(mutator, bool);
            case Integer integer -> Oop.smallInteger(integer);
            case Long integer -> IntegerObjects.newInteger(mutator, integer);
            case Double number -> Allocation.floatOf(mutator, number);
            case BigInteger integer -> IntegerObjects.newInteger(mutator, integer);
            case String text -> StringObjects.newString(mutator, text);
            case byte[] bytes -> StringObjects.newBytes(mutator, bytes);
            case List<?> list -> {
                long array = Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE, list.size());
                long index = 0;
                for (Object each : list) {
                    WriteBarrier.putSlot(mutator, array, index++, write(mutator, each));
                }
                yield array;
            }
            default -> throw noValue(value);
        };
    }

    private static IllegalArgumentException noValue(Object value) {
        return new IllegalArgumentException("a primitive answered a list with a " + value.getClass().getName());
    }
}
