package st.sendwright.codecache;

/**
 * Decides which machine code goes when there is no room for more. It is asked at a safepoint, while no machine code
 * runs. The kernel does what it says: has frames of that code go on in an interpreter, unlinks the sends that call it,
 * moves what stays.
 *
 * <p><b>State</b>: none; all that it may know is in the {@link CacheView}. <b>Thread</b>: the VM thread, of several VMs at
 * once.
 */
public interface CodeCache {

    /** Such as {@code "flushall"}. */
    String name();

    /**
     * What goes now (F1). It must be something, or what stays must be moved together: while code that waits still has no
     * room after that, the policy is asked again.
     *
     * <p>A policy that throws, or answers what {@link Sweep} forbids, is replaced by another in this VM.
     */
    Sweep sweep(CacheView view);
}
