package st.sendwright.interpreter.threaded;

import static st.sendwright.asm.x64.Register.RAX;

import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.machine.x64.CallFromJava;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.MutatorBlock;

/**
 * The code of the interpreter, not in its place yet. It begins with the table of its bytecodes: addresses, which follow from
 * where it lies.
 *
 * @param bytes the code
 * @param enter where native callers enter, with the mutator block in their first argument
 * @param handlers where the code of each opcode begins
 */
record InterpreterCode(byte[] bytes, int enter, int[] handlers) {

    /** {@code enter} answers that the bytecode at the saved pc is to be executed out of line. */
    static final int LEFT = 0;
    /** {@code enter} answers that the stack pointer is below the limit; nothing is half done. */
    static final int POLL = 1;

    static InterpreterCode make() {
        Emission out = new Emission();
        Assembler asm = out.asm;
        Label table = new Label("table");
        asm.bind(table);
        for (int opcode = 0; opcode < Emission.OPCODES; opcode++) {
            asm.data64(0);
        }
        Label enter = new Label("enter");
        out.begin(enter);
        CallFromJava call = new CallFromJava(asm, Emission.PC);
        enter(out, call, table);
        exits(out, call);
        Jumps jumps = new Jumps(out);
        Sends sends = new Sends(out);
        new Simple(out).emit();
        jumps.emit();
        sends.emit();
        new Arithmetic(out, jumps, sends).emit();
        new Allocations(out).emit();
        int[] handlers = new int[Emission.OPCODES];
        for (int opcode = 0; opcode < handlers.length; opcode++) {
            handlers[opcode] = out.position(opcode);
        }
        return new InterpreterCode(asm.code(), enter.position(), handlers);
    }

    private static void enter(Emission out, CallFromJava call, Label table) {
        Assembler asm = out.asm;
        call.begin();
        asm.mov(Emission.PC, Machine.mutator(MutatorBlock.PROGRAM_COUNTER));
        asm.add(Emission.PC, Machine.frame(FrameLayout.METHOD));
        asm.lea(Emission.TABLE, Address.of(table));
        out.next(0);
    }

    private static void exits(Emission out, CallFromJava call) {
        Assembler asm = out.asm;
        Label exit = new Label("exit");
        out.begin(out.poll);
        asm.mov32(RAX, POLL);
        asm.jmp(exit);
        out.begin(out.leave);
        asm.mov32(RAX, LEFT);
        asm.bind(exit);
        asm.sub(Emission.PC, Machine.frame(FrameLayout.METHOD));
        asm.mov(Machine.mutator(MutatorBlock.PROGRAM_COUNTER), Emission.PC);
        call.end();
    }
}
