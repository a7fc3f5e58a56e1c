package st.sendwright.machine.x64;

import java.util.List;
import java.util.stream.Stream;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Register;
import st.sendwright.model.MutatorBlock;

/**
 * How a call from Java begins and ends: what the calling convention wants kept is kept on the native stack, and between the two
 * the registers of {@link Machine} hold what they hold in all machine code.
 */
public final class CallFromJava {

    /** Those of {@link Machine} that a caller wants back, where Linux is. */
    private static final List<Register> KEPT =
            List.of(Machine.NIL, Machine.FRAME, Machine.FALSE, Machine.TRUE, Machine.MUTATOR);

    private final Assembler asm;
    private final List<Register> saved;

    /** @param others registers that the code uses besides and a caller wants back */
    public CallFromJava(Assembler asm, Register... others) {
        this.asm = asm;
        this.saved = Stream.concat(KEPT.stream(), Stream.of(others)).toList();
    }

    /** The mutator block's address comes in RDI. */
    public void begin() {
        saved.forEach(asm::push);
        asm.mov(Machine.MUTATOR, Register.RDI);
        asm.mov(Machine.mutator(MutatorBlock.NATIVE_STACK_POINTER), Machine.STACK);
        asm.mov(Machine.STACK, Machine.mutator(MutatorBlock.STACK_POINTER));
        asm.mov(Machine.FRAME, Machine.mutator(MutatorBlock.FRAME_POINTER));
        asm.mov(Machine.NIL, Machine.mutator(MutatorBlock.NIL));
        asm.mov(Machine.TRUE, Machine.mutator(MutatorBlock.TRUE));
        asm.mov(Machine.FALSE, Machine.mutator(MutatorBlock.FALSE));
    }

    /** Returns with what is in RAX. */
    public void end() {
        asm.mov(Machine.mutator(MutatorBlock.STACK_POINTER), Machine.STACK);
        asm.mov(Machine.mutator(MutatorBlock.FRAME_POINTER), Machine.FRAME);
        asm.mov(Machine.STACK, Machine.mutator(MutatorBlock.NATIVE_STACK_POINTER));
        saved.reversed().forEach(asm::pop);
        asm.ret();
    }
}
