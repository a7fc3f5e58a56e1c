package st.sendwright.interpreter;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs bytecodes of the frames in the stack zone.
 *
 * <p><b>Called</b> F3: once per driver exit. <b>Thread</b>: the VM thread of each VM, of several at once. <b>State</b>: none
 * of a VM that outlives a call; stack pointer, frame pointer and pc are in the mutator block before and after.
 *
 * <p>An interpreter that throws is replaced, and the next one goes on at the saved registers. So these must be those of a
 * bytecode that is still to do, or the program loses or repeats something.
 */
@ProviderType
public interface Interpreter {

    /** Such as {@code "switching"}. */
    String name();

    /**
     * Does ahead what takes time before the first {@link #run} (F0), and finds out whether it can work on this machine. May be
     * called again. Any thread.
     *
     * @throws IllegalStateException when it cannot; the message says why
     */
    default void prepare() {
        // Most have nothing to prepare.
    }

    /**
     * Goes on where the mutator block says until something needs the driver.
     *
     * @param slow the slow paths of the epoch in force
     * @return a code of {@link Exit}; stack pointer, frame pointer and pc are saved
     */
    int run(long mutator, SlowPaths slow);

    /**
     * Executes the one bytecode at the saved pc, which machine code has left: a send, or one that no machine code
     * serves here. The frame it may build is not run.
     *
     * @return {@link SlowPaths#RELOAD}, {@link SlowPaths#COLLECT} with the bytecode still to do, or
     *         {@link SlowPaths#EXIT}
     */
    long executeOne(long mutator, SlowPaths slow);
}
