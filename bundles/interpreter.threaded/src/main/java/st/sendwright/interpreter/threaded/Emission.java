package st.sendwright.interpreter.threaded;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;

import st.sendwright.asm.x64.Address;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.WriteBarrier;

/**
 * What the code of all bytecodes has in common: registers, the jump to the next one, and the ways out.
 *
 * <p>Besides the registers of {@link Machine} two are fixed. While a bytecode can still be left, the stack is as the
 * bytecode has found it.
 */
final class Emission {

    /** The address of the bytecode in work. */
    static final Register PC = Register.R14;
    /** The address of the table of the bytecodes' code. */
    static final Register TABLE = Register.R11;

    static final int OPCODES = 256;
    static final int LITERALS = ObjectHeader.BYTES + MethodLayout.FIRST_LITERAL * 8;

    private static final int ALIGNMENT = 16;

    final Assembler asm = new Assembler();
    /** The bytecode in work is to be executed out of line. */
    final Label leave = new Label("leave");
    /** The stack pointer is below the limit; the bytecode at the pc is still to do. */
    final Label poll = new Label("poll");
    private final Label[] handlers = new Label[OPCODES];

    /** Begins a piece of code that others jump to. */
    void begin(Label label) {
        asm.align(ALIGNMENT);
        asm.bind(label);
    }

    /** Begins the code of an opcode. */
    void begin(int opcode) {
        handlers[opcode] = new Label("opcode " + opcode);
        begin(handlers[opcode]);
    }

    /** Where the code of an opcode is, or of the way out where it has none. */
    int position(int opcode) {
        return (handlers[opcode] == null ? leave : handlers[opcode]).position();
    }

    /** Goes on with the bytecode so many bytes behind. */
    void next(int length) {
        asm.movzx8(RAX, at(PC, length));
        if (length != 0) {
            asm.add(PC, length);
        }
        asm.jmp(at(TABLE, RAX, Long.BYTES, 0));
    }

    void leaveIf(Condition condition) {
        asm.j(condition, leave);
    }

    /** A byte of the bytecode in work. */
    static Address operand(int offset) {
        return at(PC, offset);
    }

    void method(Register to) {
        asm.mov(to, Machine.frame(FrameLayout.METHOD));
    }

    /** The literal whose number is in RCX. */
    void literal(Register to) {
        method(to);
        asm.mov(to, at(to, RCX, Long.BYTES, LITERALS));
    }

    /** The class index of an object, or the tag of an immediate. */
    void classIndex(Register object, Register to) {
        Label known = new Label();
        asm.mov32(to, object);
        asm.and32(to, Machine.TAGS);
        asm.jShort(Condition.NOT_EQUAL, known);
        asm.mov32(to, at(object, 0));
        asm.and32(to, ObjectHeader.CLASS_INDEX_MASK);
        asm.bind(known);
    }

    /** Leaves where the object is read-only. */
    void checkWritable(Register object) {
        asm.test32(at(object, 0), (int) ObjectHeader.IMMUTABLE);
        leaveIf(Condition.NOT_EQUAL);
    }

    /** Stores RAX at an address and marks the card. RCX is lost, and the register with the address. */
    void store(Register address) {
        Label noCards = new Label();
        asm.mov(at(address, 0), RAX);
        asm.mov(RCX, Machine.mutator(MutatorBlock.CARD_TABLE));
        asm.shr(address, WriteBarrier.CARD_SHIFT);
        asm.test(RCX, RCX);
        asm.jShort(Condition.EQUAL, noCards);
        asm.mov8(at(RCX, address, 1, 0), 1);
        asm.bind(noCards);
    }
}
