package st.sendwright.model;

/** Arrays: all slots indexable, nil when fresh. */
public final class ArrayObjects {

    private ArrayObjects() {
    }

    /** An Array of {@code size} nils, or {@link Allocation#NO_ROOM}. */
    public static long newArray(long mutator, long size) {
        return Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), ObjectFormat.VARIABLE, size);
    }

    /** An Array of the given elements, or {@link Allocation#NO_ROOM}. */
    public static long newArray(long mutator, long[] elements) {
        long array = newArray(mutator, elements.length);
        if (array != Allocation.NO_ROOM) {
            for (int index = 0; index < elements.length; index++) {
                ObjectHeader.rawPutSlot(array, index, elements[index]);
            }
        }
        return array;
    }

    /** How many bytes an Array of {@code size} elements takes. */
    public static long bytesFor(long size) {
        return ObjectHeader.bytesFor(size);
    }
}
