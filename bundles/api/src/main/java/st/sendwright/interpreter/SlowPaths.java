package st.sendwright.interpreter;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What a running tier asks of the kernel (F3). Before each call the caller has saved stack pointer, frame
 * pointer and the pc <em>of the bytecode in work</em> in the mutator block, so that the kernel may walk the stack, or let the bytecode
 * run again.
 *
 * <p>Answers are oops, or one of the codes below. A code has the tag bits of an address (000), so no immediate
 * is taken for one, and is smaller than any address: {@link #isCode} tells the two apart.
 */
@ProviderType
public interface SlowPaths {

    /** A primitive failed: run the method's body. */
    long FAILED = 0;
    /** There is no room: return {@link Exit#COLLECT} and leave the saved pc as it is. */
    long COLLECT = 8;
    /** Registers changed: load stack pointer, frame pointer and pc from the mutator block and go on there. */
    long RELOAD = 16;
    /** Return to the driver with the exit code in the mutator block. */
    long EXIT = 24;

    /** Whether an answer is one of the codes, not an oop. */
    static boolean isCode(long answer) {
        return (answer & ~(FAILED | COLLECT | RELOAD | EXIT)) == 0;
    }

    /**
     * The site's record did not match. Looks the selector up, links the site, and answers the method; where
     * nothing is found, the arguments on the stack are replaced by a Message and the method of
     * {@code doesNotUnderstand:} is answered. The method's header says how many arguments there are now.
     *
     * @param site address of the site's record
     * @param selector a Symbol
     * @param arguments how many are on the stack, above the receiver
     * @return a method, or {@link #COLLECT}
     */
    long sendMiss(long site, long selector, int arguments);

    /**
     * As {@link #sendMiss} with the lookup beginning at the superclass of the running code's home class.
     */
    long superSendMiss(long site, long selector, int arguments);

    /**
     * Runs the bound primitive {@code index}; receiver and arguments are on the stack and stay there.
     *
     * @param method the method that names the primitive
     * @return its result, {@link #FAILED}, {@link #COLLECT}, {@link #RELOAD} or {@link #EXIT}
     */
    long primitive(int index, long method, int arguments);

    /**
     * A method that is about to be activated has no table of sites yet, or its countdown is below 0. Receiver and
     * arguments are on the stack.
     *
     * @return {@link #FAILED} to activate it as usual, or {@link #EXIT} when its machine code is entered instead
     */
    long countedDown(long method);

    /**
     * Makes the table of send sites for a method that has none.
     *
     * @return address of the first record
     */
    long makeSites(long method);

    /**
     * The Context of the frame, made when there is none.
     *
     * @return a Context or {@link #COLLECT}
     */
    long contextOf(long framePointer);

    /**
     * Activates a BlockClosure that is on the stack with as many arguments as it takes, in place of the send in work.
     *
     * @return {@link #RELOAD}, or {@link #EXIT} when its machine code is entered instead
     */
    long invokeClosure(long closure);

    /**
     * {@code value} and its kin were sent to a BlockClosure with the wrong number of arguments: they are on
     * the stack above it. Answers the method to run instead, as {@link #sendMiss} does.
     */
    long wrongArgumentCount(int arguments);

    /**
     * {@code ^} in a block: the value is on top of the stack.
     *
     * @return {@link #RELOAD}, {@link #COLLECT} or {@link #EXIT}
     */
    long nonLocalReturn();

    /**
     * The frame that returns is a base frame or has a Context. Its result is {@code value}.
     *
     * @return {@link #RELOAD}, {@link #COLLECT} (the return runs again) or {@link #EXIT}
     */
    long slowReturn(long value);

    /**
     * A conditional jump found neither true nor false on top of the stack: the frame now runs
     * {@code mustBeBoolean}, and the jump again with its answer.
     *
     * @return {@link #RELOAD} or {@link #COLLECT}
     */
    long mustBeBoolean();

    /**
     * A store found an object that is read-only. The saved registers are those after the bytecode, as if it had been
     * done; the frame now runs {@code attemptToAssign:withIndex:} of the object, whose answer is dropped.
     *
     * @param object what was to be stored into
     * @param slot number of the slot, from 0
     * @param value what was to be stored
     * @return {@link #RELOAD} or {@link #EXIT}
     */
    long attemptToAssign(long object, long slot, long value);

    /**
     * The stack pointer is below the limit at the entry of a method (its frame is complete, the saved pc is
     * its first) or at a backward jump (the saved pc is the jump's target), or the method's countdown is below 0
     * there.
     *
     * @return {@link #RELOAD}, {@link #COLLECT} or {@link #EXIT}
     */
    long poll();
}
