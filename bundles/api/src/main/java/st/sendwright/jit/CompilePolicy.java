package st.sendwright.jit;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides when a method is compiled, and where. Counting itself is done by the tiers, in the
 * {@link st.sendwright.model.SiteTable}.
 *
 * <p><b>State</b>: none. <b>Thread</b>: the VM thread.
 */
@ProviderType
public interface CompilePolicy {

    /** Who waits for a compilation. */
    enum Where {
        /** The program: it goes on in machine code. */
        SYNCHRONOUS,
        /** Nobody: a thread compiles, and the code is put in place at a poll, while the program is interpreted. */
        BACKGROUND
    }

    /** Such as {@code "counting"}. */
    String name();

    /**
     * After how many activations and backward jumps a method is compiled (F3), from 0 on;
     * {@link st.sendwright.model.SiteTable#NEVER} for a method that is to stay interpreted.
     *
     * @param bytecodes how many bytes of bytecode it has
     */
    int countdown(int bytecodes);

    /** Where methods are compiled, unless whoever starts the VM says so (F0). */
    Where where();
}
