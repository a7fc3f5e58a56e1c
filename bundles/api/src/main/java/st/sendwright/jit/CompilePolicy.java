package st.sendwright.jit;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides when a method is compiled. Counting itself is done by the tiers, in the
 * {@link st.sendwright.model.SiteTable}.
 *
 * <p><b>State</b>: none. <b>Thread</b>: the VM thread.
 */
@ProviderType
public interface CompilePolicy {

    /** Such as {@code "counting"}. */
    String name();

    /**
     * After how many activations and backward jumps a method is compiled (F3), from 0 on;
     * {@link st.sendwright.model.SiteTable#NEVER} for a method that is to stay interpreted.
     *
     * @param bytecodes how many bytes of bytecode it has
     */
    int countdown(int bytecodes);
}
