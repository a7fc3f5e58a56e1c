package st.sendwright.asm.x64;

/**
 * Writes x86-64 machine code, one method per form of instruction, operands in the manual's order.
 *
 * <p>A plain name is the operation on 64 bits; a number at its end says on how many bits it is otherwise. All
 * that is emitted is independent of where the code will lie, except {@link Address#absolute},
 * {@link #movAbsolute} and what {@link #relocations} tells. An operand that cannot be encoded is an
 * {@link IllegalArgumentException}.
 *
 * {@snippet :
 * Assembler asm = new Assembler();
 * Label slow = new Label("slow");
 * asm.mov(RAX, RDI);
 * asm.add(RAX, RSI);
 * asm.j(OVERFLOW, slow);
 * asm.ret();
 * asm.bind(slow);
 * asm.jmpExternal(SLOW_ADD);
 * byte[] code = asm.code();
 * }
 *
 * <p><b>Thread</b>: one at a time.
 */
public final class Assembler extends FloatInstructions {

    /** An assembler without code. */
    public Assembler() {
    }
}
