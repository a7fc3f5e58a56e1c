package st.sendwright.interpreter.contract;

import st.sendwright.model.Bytecode;
import st.sendwright.model.Oop;

/** Programs by hand that tests and the measurement share. */
final class Programs {

    private Programs() {
    }

    /** {@code benchFib: self < 2 ifTrue: [^1]. ^(self - 1) benchFib + (self - 2) benchFib + 1}. */
    static long benchFib(TinyWorld world) {
        long method = world.code()
                .op(Bytecode.PUSH_RECEIVER).op(Bytecode.PUSH_TWO).op(Bytecode.SEND_LESS)
                .op(Bytecode.SHORT_JUMP_FALSE, 1)
                .op(Bytecode.PUSH_ONE).op(Bytecode.RETURN_TOP)
                .op(Bytecode.PUSH_RECEIVER).op(Bytecode.PUSH_ONE).op(Bytecode.SEND_SUBTRACT).send("benchFib",
                0)
                .op(Bytecode.PUSH_RECEIVER).op(Bytecode.PUSH_TWO).op(Bytecode.SEND_SUBTRACT).send("benchFib",
                0)
                .op(Bytecode.SEND_ADD).op(Bytecode.PUSH_ONE).op(Bytecode.SEND_ADD).op(Bytecode.RETURN_TOP)
                .build();
        world.define((int) Oop.SMALL_INTEGER_TAG, "benchFib", method);
        return method;
    }

    /** {@code | i | i := 0. [i < self] whileTrue: [i := i + 1]. ^i}, compiled by hand. */
    static long countingLoop(TinyWorld world) {
        CodeBuilder code = world.code().temporaries(1)
                .op(Bytecode.PUSH_ZERO).op(Bytecode.POP_STORE_TEMPORARY, 0);
        int head = code.position();
        return code.op(Bytecode.PUSH_TEMPORARY, 0).op(Bytecode.PUSH_RECEIVER).op(Bytecode.SEND_LESS)
                .op(Bytecode.SHORT_JUMP_FALSE, 7)
                .op(Bytecode.PUSH_TEMPORARY, 0).op(Bytecode.PUSH_ONE).op(Bytecode.SEND_ADD)
                .op(Bytecode.POP_STORE_TEMPORARY, 0)
                .jumpTo(Bytecode.JUMP, head)
                .op(Bytecode.PUSH_TEMPORARY, 0).op(Bytecode.RETURN_TOP)
                .build();
    }

    /** Bytecodes in one turn of {@link #countingLoop}. */
    static final int COUNTING_LOOP_BYTECODES = 9;
}
