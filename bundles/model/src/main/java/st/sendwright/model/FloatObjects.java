package st.sendwright.model;

/** Floats in the heap, immediate or boxed; {@link Allocation#floatOf} makes them. */
public final class FloatObjects {

    private FloatObjects() {
    }

    /** Whether the object is a Float, immediate or boxed. */
    public static boolean isFloat(long oop) {
        return Oop.isImmediateFloat(oop)
                || Oop.isPointer(oop) && ObjectHeader.classIndex(oop) == KnownClass.FLOAT.index();
    }

    /** The value of an object for which {@link #isFloat} holds. */
    public static double value(long oop) {
        return Oop.isImmediateFloat(oop) ? Oop.immediateFloatValue(oop)
                : Double.longBitsToDouble(Memory.longAt(oop + ObjectHeader.BYTES));
    }
}
