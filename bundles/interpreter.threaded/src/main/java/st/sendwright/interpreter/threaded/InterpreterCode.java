package st.sendwright.interpreter.threaded;

import static st.sendwright.asm.x64.Register.R12;
import static st.sendwright.asm.x64.Register.R13;
import static st.sendwright.asm.x64.Register.R14;
import static st.sendwright.asm.x64.Register.R15;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RBP;
import static st.sendwright.asm.x64.Register.RBX;
import static st.sendwright.asm.x64.Register.RDI;

import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
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

    private static final Register[] SAVED = {RBX, RBP, R12, R13, R14, R15};

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
        enter(out, table);
        exits(out);
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

    private static void enter(Emission out, Label table) {
        Assembler asm = out.asm;
        for (Register register : SAVED) {
            asm.push(register);
        }
        asm.mov(Machine.MUTATOR, RDI);
        asm.mov(Machine.mutator(MutatorBlock.NATIVE_STACK_POINTER), Machine.STACK);
        asm.mov(Machine.STACK, Machine.mutator(MutatorBlock.STACK_POINTER));
        asm.mov(Machine.FRAME, Machine.mutator(MutatorBlock.FRAME_POINTER));
        asm.mov(Machine.NIL, Machine.mutator(MutatorBlock.NIL));
        asm.mov(Machine.TRUE, Machine.mutator(MutatorBlock.TRUE));
        asm.mov(Machine.FALSE, Machine.mutator(MutatorBlock.FALSE));
        asm.mov(Emission.PC, Machine.mutator(MutatorBlock.PROGRAM_COUNTER));
        asm.add(Emission.PC, Machine.frame(FrameLayout.METHOD));
        asm.lea(Emission.TABLE, Address.of(table));
        out.next(0);
    }

    private static void exits(Emission out) {
        Assembler asm = out.asm;
        Label exit = new Label("exit");
        out.begin(out.poll);
        asm.mov32(RAX, POLL);
        asm.jmp(exit);
        out.begin(out.leave);
        asm.mov32(RAX, LEFT);
        asm.bind(exit);
        asm.mov(Machine.mutator(MutatorBlock.STACK_POINTER), Machine.STACK);
        asm.mov(Machine.mutator(MutatorBlock.FRAME_POINTER), Machine.FRAME);
        asm.sub(Emission.PC, Machine.frame(FrameLayout.METHOD));
        asm.mov(Machine.mutator(MutatorBlock.PROGRAM_COUNTER), Emission.PC);
        asm.mov(Machine.STACK, Machine.mutator(MutatorBlock.NATIVE_STACK_POINTER));
        for (int i = SAVED.length - 1; i >= 0; i--) {
            asm.pop(SAVED[i]);
        }
        asm.ret();
    }
}
