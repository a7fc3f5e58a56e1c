package st.sendwright.sends;

/**
 * Decides what the code of a send compares, once the send has seen a class that it does not know. It is asked at each
 * such miss and never at a send that hits, so it may take as long as a lookup does. The kernel makes the code and
 * patches the send.
 *
 * <p><b>State</b>: none; all that it may know of a send is in the {@link SendSiteView}. <b>Thread</b>: the VM thread, of
 * several VMs at once.
 */
public interface SendPolicy {

    /** Such as {@code "polymorphic"}. */
    String name();

    /**
     * How the send is linked from now on (F3). The send that missed is served whatever the answer is.
     *
     * <p>A policy that throws, or answers what {@link Link} forbids, is replaced by another in this VM.
     */
    Link link(SendSiteView site);
}
