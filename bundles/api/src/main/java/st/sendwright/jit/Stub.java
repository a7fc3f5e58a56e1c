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
    /** The bytecode of the {@link MachineCode.Exit} is to be executed by the interpreter, this one only. */
    SLOW_BYTECODE,
    /** Jumped to: the stack pointer is below the limit, in front of the first bytecode. The frame is complete. */
    POLL,
    /** The stack pointer is below the limit, in front of the bytecode of the {@link MachineCode.Exit}. */
    LOOP_POLL,
    /** As {@link #SLOW_BYTECODE}, after the result register has been pushed. */
    SLOW_BYTECODE_PUSHING,
    /** An interpreter goes on at the bytecode of the {@link MachineCode.Exit}. */
    INTERPRETER,
    /** No exit: {@code at:} of an Array, String or ByteArray. This and those below are called like methods. */
    AT,
    /** No exit: {@code at:put:} of the same. */
    AT_PUT,
    /** No exit: {@code size} of the same. */
    SIZE,
    /** No exit: {@code +} of numbers of which one at least is an immediate Float. */
    FLOAT_ADD,
    FLOAT_SUBTRACT,
    FLOAT_MULTIPLY,
    FLOAT_DIVIDE,
    FLOAT_LESS,
    FLOAT_GREATER,
    FLOAT_LESS_OR_EQUAL,
    FLOAT_GREATER_OR_EQUAL,
    FLOAT_EQUAL,
    FLOAT_NOT_EQUAL,
    /** No exit, jumped to: the frame's Context becomes dead, and the frame returns the result. */
    LEAVE_CONTEXT,
    /** No exit: the frame's Context, made if there is none. */
    CONTEXT,
    /** No exit: a BlockClosure whose copied values the caller will store. */
    CLOSURE,
    /** No exit: the same, with the frame's Context as its outer one. */
    CLOSURE_IN_CONTEXT,
    /** No exit: the class of an object. */
    CLASS,
    /** No exit: an Array of nils. */
    ARRAY,
    /** No exit: {@code ^} in a block, when the frames to be left are at hand and none of them unwinds. */
    NON_LOCAL_RETURN;

    /** Whether machine code leaves through it, under its own number. */
    public boolean isExit() {
        return switch (this) {
            case RETURN_TO_DRIVER, RETURN_AND_DISCARD, SEND_MISS, PRIMITIVE, SLOW_BYTECODE, POLL, LOOP_POLL,
                    INTERPRETER -> true;
            default -> false;
        };
    }
}
