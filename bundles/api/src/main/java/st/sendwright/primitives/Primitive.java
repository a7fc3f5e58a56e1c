package st.sendwright.primitives;

/**
 * Java code that runs in place of a method's body.
 *
 * <p><b>Called</b> F3. <b>Thread</b>: the VM thread; it must not block for long. It keeps no address beyond
 * the call.
 *
 * <p>No primitive collects. It first makes sure of room for all it will allocate ({@code Allocation.hasRoom})
 * and answers {@link #NEEDS_ROOM} when there is none, having changed nothing: it is then called again after a
 * collection.
 */
@FunctionalInterface
public interface Primitive {

    /** The method's body is to run; {@link PrimitiveFrame#fail} says why. */
    long FAILED = 0;
    /** Call again after a collection. */
    long NEEDS_ROOM = 8;

    /**
     * @return the oop of the result, {@link #FAILED} or {@link #NEEDS_ROOM}
     */
    long run(PrimitiveFrame frame);
}
