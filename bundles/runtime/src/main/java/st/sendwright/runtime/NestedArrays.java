package st.sendwright.runtime;

import java.util.List;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.StringObjects;

/**
 * Smalltalk Arrays from Java lists: what primitives answer that list things. A list becomes an Array, a String a
 * String, a Long an Integer, a Boolean itself.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class NestedArrays {

    /** Most bytes that an Integer of 64 bits takes. */
    private static final long INTEGER_BYTES = 32;

    private NestedArrays() {
    }

    /** The Array, or {@link Allocation#NO_ROOM} before anything was allocated. */
    static long place(long mutator, List<?> values) {
        return Allocation.hasRoom(mutator, bytesFor(values)) ? array(mutator, values) : Allocation.NO_ROOM;
    }

    private static long bytesFor(Object value) {
        return switch (value) {
            case List<?> list -> ObjectHeader.bytesFor(list.size())
                    + list.stream().mapToLong(NestedArrays::bytesFor).sum();
            case String text -> StringObjects.byteSizeOfString(text);
            default -> INTEGER_BYTES;
        };
    }

    private static long array(long mutator, List<?> values) {
        long array = ArrayObjects.newArray(mutator, values.size());
        for (int index = 0; index < values.size(); index++) {
            ObjectHeader.rawPutSlot(array, index, oop(mutator, values.get(index)));
        }
        return array;
    }

    private static long oop(long mutator, Object value) {
        return switch (value) {
            case List<?> list -> array(mutator, list);
            case String text -> StringObjects.newString(mutator, text);
            case Long number -> IntegerObjects.newInteger(mutator, number);
            case Boolean truth -> MutatorBlock.bool(mutator, truth);
            default -> throw new IllegalArgumentException("no Smalltalk object stands for " + value);
        };
    }
}
