package st.sendwright.jit;

/**
 * The code that all methods share. Machine code leaves through a stub by calling it: the stub stores the registers and
 * its own code, and returns to the driver.
 */
public enum Stub {
    /** Native code calls it with the mutator block: loads the registers and jumps to where the block says. */
    ENTER,
    /** A return IP: the caller is not machine code. The result is in the mutator block. */
    RETURN_TO_DRIVER,
    /** A return IP: the caller goes on at its saved pc, without the result. */
    RETURN_AND_DISCARD,
    /** The call behind which the stack goes on has no target for this receiver. */
    SEND_MISS,
    /** A method is entered whose primitive is not machine code; the method is the result. */
    PRIMITIVE,
    /** The bytecode at the saved pc is to be executed by the interpreter, this one only. */
    SLOW_BYTECODE,
    /** The stack pointer is below the limit; the pc is saved. */
    POLL,
    /** No exit: {@code at:} for what is neither an Array nor small. */
    AT,
    /** No exit: {@code at:put:} for the same. */
    AT_PUT,
    /** No exit: {@code size} for the same. */
    SIZE,
    /** No exit: {@code ^} in a block, when the frames to be left are at hand and none of them unwinds. */
    NON_LOCAL_RETURN;

    /** Whether machine code leaves through it. */
    public boolean isExit() {
        return switch (this) {
            case ENTER, AT, AT_PUT, SIZE, NON_LOCAL_RETURN -> false;
            default -> true;
        };
    }
}
