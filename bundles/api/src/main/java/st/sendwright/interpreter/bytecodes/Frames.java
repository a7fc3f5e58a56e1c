package st.sendwright.interpreter.bytecodes;

import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;

/** The frame of a method, built out of line: the same as the loop builds, see {@link FrameLayout}. */
final class Frames {

    private Frames() {
    }

    /**
     * Activates a method whose receiver and arguments are on the stack.
     *
     * @param length bytes of the send bytecode: the caller goes on behind it
     * @return {@link SlowPaths#RELOAD}, or what the poll answers
     */
    static long activate(long mutator, SlowPaths slow, long method, int length) {
        long callerFp = Registers.fp(mutator);
        FrameLayout.setPc(callerFp, (int) Registers.pc(mutator) + length);
        long header = MethodLayout.header(method);
        int firstPc = MethodLayout.firstPc(header);
        int arguments = MethodLayout.arguments(header);
        long receiver = Registers.stackAt(mutator, arguments);
        long fp = Registers.sp(mutator) - 16;
        Memory.putLong(fp + FrameLayout.RETURN_IP, FrameLayout.RETURN_TO_DRIVER);
        Memory.putLong(fp + FrameLayout.SAVED_FP, callerFp);
        Memory.putLong(fp + FrameLayout.METHOD, method);
        Memory.putLong(fp + FrameLayout.CONTEXT, MutatorBlock.nil(mutator));
        Memory.putLong(fp + FrameLayout.INTERPRETER_WORD, FrameLayout.interpreterWord(firstPc, arguments,
                false));
        Memory.putLong(fp + FrameLayout.RECEIVER, receiver);
        long sp = FrameLayout.emptySp(fp, header);
        Memory.fillWords(sp, MethodLayout.temporaries(header), MutatorBlock.nil(mutator));
        Registers.setSp(mutator, sp);
        Registers.setFp(mutator, fp);
        Registers.setPc(mutator, firstPc);
        return Long.compareUnsigned(sp, Memory.longAt(mutator + MutatorBlock.STACK_LIMIT)) < 0
                ? slow.poll() : SlowPaths.RELOAD;
    }
}
