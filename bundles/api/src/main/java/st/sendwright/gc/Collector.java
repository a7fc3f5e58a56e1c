package st.sendwright.gc;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.HeapSettings;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;

/**
 * A memory plan: which spaces there are, when and how they are collected.
 *
 * <p><b>Called</b> F1, at driver exits only. <b>Thread</b>: the VM thread. <b>State</b>: the addresses of its
 * spaces; the runtime has them released by {@link #detach}.
 */
@ProviderType
public interface Collector {

    /** Why a collection was asked for. */
    enum Reason {
        /** An allocation failed. */
        ALLOCATION,
        /** Smalltalk or a tool asked. */
        REQUESTED,
        /** Before an image is written. */
        SNAPSHOT,
        /** Another plan takes over. */
        EXCHANGE
    }

    /**
     * What a collection did.
     *
     * @param extent what was collected
     * @param satisfied whether the bytes that were needed are there now
     * @param survivedBytes bytes of all objects that are in the heap afterwards
     * @param freedBytes bytes given back by dead objects
     * @param copiedBytes bytes of objects that have other addresses now
     * @param promotedBytes bytes of them that were young and are not any more
     * @param nanos duration
     * @param markingNanos the part of it that was spent on finding out what is alive for a full collection to come
     */
    record Report(Reason reason, Extent extent, boolean satisfied, long survivedBytes, long freedBytes,
            long copiedBytes, long promotedBytes, long nanos, long markingNanos) {

        /** Of a collection that does nothing for another one. */
        public Report(Reason reason, Extent extent, boolean satisfied, long survivedBytes, long freedBytes,
                long copiedBytes, long promotedBytes, long nanos) {
            this(reason, extent, satisfied, survivedBytes, freedBytes, copiedBytes, promotedBytes, nanos, 0);
        }

        /** Whether objects have new addresses, so that caches by address must be emptied. */
        public boolean moved() {
            return extent != Extent.NOTHING;
        }
    }

    /** What a collection looked at. */
    enum Extent {
        /** Nothing: the plan does not collect. */
        NOTHING,
        /** Young objects only. */
        SCAVENGE,
        /** All objects. */
        FULL
    }

    /** Such as {@code "semispace"}. */
    String name();

    /**
     * Reserves spaces and sets the mutator block's allocation pointer and limit.
     *
     * @param fixed where the VM's pinned objects lie. The plan keeps alive what is reached there and has the rest swept; its
     *        used bytes count against the limit. It may have objects of its own lie there. The runtime closes it
     */
    void attach(long mutator, HeapSettings settings, FixedSpace fixed);

    /**
     * Sets aside {@code bytes} contiguous bytes of the fresh allocation area and answers their address, or 0
     * when the limit is smaller. For loading an image.
     */
    long place(long bytes);

    /**
     * Collects, and grows the heap when that is due. Counting collections and emptying caches by address is
     * the caller's.
     *
     * <p>The collector itself treats as roots the special objects, the exit value, and the class table up to its
     * limit. nil, true and false are permanent objects: they never move and refer to nothing. {@code roots}
     * gives everything else: frames, handles, send sites.
     *
     * <p>With {@code collectEveryBytes} of 0 the limit afterwards leaves room for just {@code bytesNeeded}; the first
     * collection is still the runtime's to ask for.
     *
     * @param bytesNeeded what the failed allocation asked for, 0 for none; any number up to
     *        {@code Long.MAX_VALUE}
     */
    Report collect(Reason reason, long bytesNeeded, Roots roots);

    /**
     * Has the allocation that failed find room without a collection, where all it takes is another allocation area; false
     * when only {@link #collect} can do that. Nothing moves.
     *
     * @param bytesNeeded as for {@link #collect}
     */
    default boolean makeRoom(long bytesNeeded) {
        return false;
    }

    /**
     * Opens the bytes kept back for the handling of an out-of-memory error; the next collection that frees
     * enough closes them again.
     */
    void openReserve();

    /**
     * Closes the area that it may have open in the {@link FixedSpace} and leaves no marks there: before another plan is attached.
     */
    default void leaveFixedSpace() {
        // Plans that allocate nothing there have none.
    }

    /**
     * All ranges of the plan's own that hold objects now; those of the {@link FixedSpace} are not among them. Nothing but the plan's own memory lies between the first address of
     * them and the last.
     */
    List<Region> regions();

    /**
     * Takes over the objects of another plan of the same VM: copies what is alive to spaces of its own and makes all
     * references new. Called once, directly after {@link #attach}, instead of {@link #place}; both heaps have the
     * same limit. What the other plan keeps of its objects is worthless afterwards.
     *
     * @param others the other plan's {@link #regions}
     */
    Report adopt(List<Region> others, Roots roots);

    /**
     * Shows all words of the heap that may refer to an object in a region that is {@link Region#isYoung young}, as ranges
     * of objects' slots: what {@code become:} has to look at when such objects change. Roots are not among them. Once
     * for each call; the visitor may store into them if it marks their cards. Never called when no region is young.
     */
    default void referencesToYoung(Roots.StrongVisitor visitor) {
        throw new UnsupportedOperationException(name() + " has no young regions");
    }

    /** Releases the spaces. The mutator block may belong to another plan by now and is left alone. */
    void detach();
}
