package st.sendwright.jit;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides when a method is compiled, and where. Counting itself is done by the tiers, in the
 * {@link st.sendwright.model.SiteTable}; looking at what runs is done by the kernel.
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

    /**
     * How often the kernel looks which methods are at work, in nanoseconds (F0): at least
     * {@value #LEAST_LOOK_NANOS}, or 0 for not at all, which is what policies want that count.
     */
    default long lookEveryNanos() {
        return 0;
    }

    /**
     * Whether a method is to be compiled that the kernel has found at work (F1, some times a look). The kernel forgets
     * looks that were long ago.
     *
     * @param bytecodes how many bytes of bytecode it has
     * @param looks how often it was found lately, 1 or more
     */
    default boolean compilesSeen(int bytecodes, int looks) {
        return false;
    }

    /** Looking more often than this would cost more than it finds. */
    long LEAST_LOOK_NANOS = 100_000;
}
