package st.sendwright.primitives;

import java.util.concurrent.Callable;
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

    /**
     * Has work done on a virtual thread, while the Process that has called waits, and others go on. The primitive has to answer
     * what this answers; it is called again with the same operands when the work has ended, and {@link #awaited} says what came of it.
     * Work that nobody waits for any more, because its Process has ended or has left the send, is interrupted; so it is when the
     * primitive is removed, which fails as {@link Failure#INTERRUPTED} then. Where a VM goes on from an image, the primitive is
     * called as if for the first time.
     *
     * @param work must touch neither this frame nor any object; runs on another thread
     */
    long await(Callable<?> work);

    /** What came of the work that was begun for this send; null when there was none. */
    Outcome awaited();

    /** What the VM offers beyond memory. */
    VmServices services();
}
