package st.sendwright.primitives;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Receiver and arguments of a primitive in work, and the VM around it. Valid during {@link Primitive#run} only.
 *
 * <p>Objects are read and written through {@code st.sendwright.model} with {@link #mutator}.
 */
@ProviderType
public interface PrimitiveFrame {

    /** Address of the mutator block. */
    long mutator();

    /** The receiver's oop. */
    long receiver();

    /** Argument {@code index}, from 0. */
    long argument(int index);

    /** Number of arguments. */
    int arguments();

    /** Notes the reason and answers {@link Primitive#FAILED}. */
    long fail(Failure reason);

    /**
     * Keeps something for the call that follows when this one answers {@link Primitive#NEEDS_ROOM}, so that what has been done is
     * not done again.
     */
    void keep(Object something);

    /** What {@link #keep} has kept, when this is the call that follows; else null. */
    Object kept();

    /** What the VM offers beyond memory. */
    VmServices services();
}
