package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.Stub;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KernelLayout.Context;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectHeader;

/** The objects that bytecodes make: stubs allocate them, and what is on the stack is popped into them here. */
final class Allocations {

    /** Larger ones are left to the interpreter. */
    private static final int MOST_SLOTS = 32;

    private final MethodView method;
    private final Code code;
    private final Emission out;
    private final Assembler asm;
    private final OperandStack stack;

    Allocations(Emission out, MethodView method, Code code) {
        this.method = method;
        this.code = code;
        this.out = out;
        this.asm = out.asm;
        this.stack = out.stack;
    }

    /** An Array of nils: the temporaries that blocks share. */
    void vector(int pc, int size) {
        stack.flush();
        makeArray(pc, size);
        made(pc, 0);
    }

    /** An Array of the topmost operands. */
    void array(int pc, int size) {
        stack.flush();
        if (size > MOST_SLOTS || size == 0) {
            interpret(pc, size);
            return;
        }
        makeArray(pc, size);
        popInto(0, size);
        made(pc, size);
    }

    private void makeArray(int pc, int size) {
        asm.mov(RCX, size);
        out.call(Stub.ARRAY, pc);
    }

    /** Pops operands into the new object's slots: the top becomes the last. */
    private void popInto(int firstSlot, int count) {
        for (int i = count - 1; i >= 0; i--) {
            asm.pop(Machine.slot(RAX, firstSlot + i));
        }
    }

    /** A BlockClosure over the topmost operands. */
    void closure(int pc, int literal, int copied, boolean needsContext) {
        stack.flush();
        if (copied > MOST_SLOTS || needsContext && !fitsContext()) {
            interpret(pc, copied);
            return;
        }
        int place = ObjectHeader.BYTES + (MethodLayout.FIRST_LITERAL + literal) * 8;
        asm.mov32(RCX, place << Byte.SIZE | Closure.FIRST_COPIED + copied);
        out.call(needsContext ? Stub.CLOSURE_IN_CONTEXT : Stub.CLOSURE, pc);
        popInto(Closure.FIRST_COPIED, copied);
        made(pc, copied);
    }

    /** The Context of this activation. */
    void thisContext(int pc) {
        stack.flush();
        if (!fitsContext()) {
            interpret(pc, 0);
            return;
        }
        out.call(Stub.CONTEXT, pc);
        made(pc, 0);
    }

    /** Whether the stub can make the frame's Context. */
    private boolean fitsContext() {
        long header = method.header();
        return Context.FIRST_TEMPORARY + MethodLayout.arguments(header) + MethodLayout.temporaries(header)
                + MethodLayout.operands(header) <= ObjectHeader.MAX_INLINE_SLOTS;
    }

    /** The new object is in the result register, whoever made it. */
    private void made(int pc, int popped) {
        out.resultPoint(code.next(pc));
        stack.forget(popped);
        stack.pushResult();
    }

    private void interpret(int pc, int popped) {
        out.interpret(pc);
        made(pc, popped);
    }
}
