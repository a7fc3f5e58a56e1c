package st.sendwright.primitives.core.system;

import java.util.List;
import st.sendwright.model.Allocation;
import st.sendwright.model.IntegerObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.StringObjects;
import st.sendwright.model.WriteBarrier;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;

/** Java values as the result of a primitive. */
public final class Answers {

    private Answers() {
    }

    /** A String, or {@link Primitive#NEEDS_ROOM}. */
    public static long text(PrimitiveFrame frame, String text) {
        return orNeedsRoom(StringObjects.newString(frame.mutator(), text));
    }

    /** An Integer, or {@link Primitive#NEEDS_ROOM}. */
    public static long integer(PrimitiveFrame frame, long value) {
        return orNeedsRoom(IntegerObjects.newInteger(frame.mutator(), value));
    }

    /** An Array of Strings, or {@link Primitive#NEEDS_ROOM}. */
    public static long texts(PrimitiveFrame frame, List<String> texts) {
        long mutator = frame.mutator();
        long bytes = ObjectHeader.bytesFor(texts.size());
        for (String text : texts) {
            bytes += StringObjects.byteSizeOfString(text);
        }
        if (!Allocation.hasRoom(mutator, bytes)) {
            return Primitive.NEEDS_ROOM;
        }
        long array = Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE,
                texts.size());
        for (int index = 0; index < texts.size(); index++) {
            WriteBarrier.putSlot(mutator, array, index, StringObjects.newString(mutator, texts.get(index)));
        }
        return array;
    }

    /** The result of an allocation as that of a primitive. */
    public static long orNeedsRoom(long oop) {
        return oop == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : oop;
    }
}
