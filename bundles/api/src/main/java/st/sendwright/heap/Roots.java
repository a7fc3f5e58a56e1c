package st.sendwright.heap;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where references into the heap lie outside it: stack frames, handles, send sites. What the mutator block
 * leads to (special objects, exit value, class table) is known to collectors without it. It also hears which
 * ephemerons and weak objects have lost what they were about.
 *
 * <p><b>Called</b> a few times per collection (F1), with ranges, never single objects. <b>Thread</b>: the VM
 * thread, at a driver exit.
 */
@ProviderType
public interface Roots {

    /** Receives ranges of consecutive 64-bit words, each an oop or a tagged word; it may store into them. */
    @FunctionalInterface
    interface StrongVisitor {
        void range(long address, long words);
    }

    /** Receives {@code count} words {@code stride} bytes apart that do not keep their objects alive. */
    @FunctionalInterface
    interface WeakVisitor {
        /** Each word is 0 or an oop; the visitor stores the new address, or 0 where the object is dead. */
        void words(long address, long count, long stride);
    }

    void strong(StrongVisitor visitor);

    void weak(WeakVisitor visitor);

    /**
     * An ephemeron was fired: nothing but ephemerons leads to its key any more. Called at the end of a collection, with
     * the new address, once for each, in the order in which the collection met them.
     */
    default void mourn(long ephemeron) {
        // Roots of heaps that nobody finalizes.
    }

    /**
     * At least one reference of a weak object became nil in this collection. Called at the end, with the new address,
     * once for each.
     */
    default void lost(long weakObject) {
        // As above.
    }
}
