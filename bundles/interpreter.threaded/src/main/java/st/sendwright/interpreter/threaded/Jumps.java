package st.sendwright.interpreter.threaded;

import static st.sendwright.asm.x64.Address.at;
import static st.sendwright.asm.x64.Register.RAX;
import static st.sendwright.asm.x64.Register.RCX;
import static st.sendwright.asm.x64.Register.RDX;

import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.asm.x64.Register;
import st.sendwright.interpreter.bytecodes.Opcode;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.Bytecode;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.SiteTable;

/** Jumps, and comparisons, which serve the conditional jump right behind them, too. */
final class Jumps {

    /** From a method's first site to the countdown in front of it, of the tagged address. */
    static final int COUNTDOWN = SiteTable.COUNTDOWN - SiteTable.BYTES - 1;
    /** What the slot of the sites holds where there are none. */
    static final int NO_SITES = 1;

    private static final int LONG_LENGTH = Bytecode.JUMP.length();

    private final Emission out;
    private final Assembler asm;
    /** The pc is the target of a jump backward. */
    private final Label back = new Label("back");
    /** The opcode in RAX is that at the pc, and no short jump: what was compared holds, or does not. */
    private final Label holds = new Label("holds");
    private final Label holdsNot = new Label("holdsNot");

    Jumps(Emission out) {
        this.out = out;
        this.asm = out.asm;
    }

    /** Before any comparison. */
    void emit() {
        back();
        behindComparison();
        out.begin(Opcode.JUMP);
        jump();
        conditional(Opcode.JUMP_TRUE, Machine.TRUE, Machine.FALSE);
        conditional(Opcode.JUMP_FALSE, Machine.FALSE, Machine.TRUE);
        ifNil(Opcode.JUMP_NIL, Condition.EQUAL);
        ifNil(Opcode.JUMP_NOT_NIL, Condition.NOT_EQUAL);
        for (int index = 0; index < Bytecode.SHORT_JUMP.count(); index++) {
            out.begin(Opcode.SHORT_JUMP + index);
            out.next(index + 2);
        }
        for (int index = 0; index < Bytecode.SHORT_JUMP_FALSE.count(); index++) {
            shortJumpFalse(index);
        }
        identity(Opcode.IDENTICAL, Condition.EQUAL);
        identity(Opcode.NOT_IDENTICAL, Condition.NOT_EQUAL);
    }

    /** Counts the method down and polls. */
    private void back() {
        out.begin(back);
        out.method(RDX);
        asm.mov(RDX, Machine.slot(RDX, MethodLayout.SITES));
        asm.cmp(RDX, NO_SITES);
        asm.j(Condition.EQUAL, out.poll);
        asm.dec32(at(RDX, COUNTDOWN));
        asm.j(Condition.SIGN, out.poll);
        asm.cmp(Machine.STACK, Machine.mutator(MutatorBlock.STACK_LIMIT));
        asm.j(Condition.BELOW, out.poll);
        out.next(0);
    }

    /** Goes the distance that is the operand of the jump at the pc. */
    private void jump() {
        asm.movsx16(RCX, Emission.operand(1));
        asm.lea(Emission.PC, at(Emission.PC, RCX, 1, LONG_LENGTH));
        asm.test(RCX, RCX);
        asm.j(Condition.SIGN, back);
        out.next(0);
    }

    private void conditional(int opcode, Register taken, Register other) {
        Label jumps = new Label();
        out.begin(opcode);
        asm.mov(RAX, at(Machine.STACK, 0));
        asm.cmp(RAX, taken);
        asm.jShort(Condition.EQUAL, jumps);
        asm.cmp(RAX, other);
        out.leaveIf(Condition.NOT_EQUAL);
        asm.add(Machine.STACK, Long.BYTES);
        out.next(LONG_LENGTH);
        asm.bind(jumps);
        asm.add(Machine.STACK, Long.BYTES);
        jump();
    }

    private void ifNil(int opcode, Condition taken) {
        Label jumps = new Label();
        out.begin(opcode);
        asm.pop(RAX);
        asm.cmp(RAX, Machine.NIL);
        asm.jShort(taken, jumps);
        out.next(LONG_LENGTH);
        asm.bind(jumps);
        jump();
    }

    private void shortJumpFalse(int index) {
        Label jumps = new Label();
        out.begin(Opcode.SHORT_JUMP_FALSE + index);
        asm.mov(RAX, at(Machine.STACK, 0));
        asm.cmp(RAX, Machine.FALSE);
        asm.jShort(Condition.EQUAL, jumps);
        asm.cmp(RAX, Machine.TRUE);
        out.leaveIf(Condition.NOT_EQUAL);
        asm.add(Machine.STACK, Long.BYTES);
        out.next(1);
        asm.bind(jumps);
        asm.add(Machine.STACK, Long.BYTES);
        out.next(index + 2);
    }

    private void identity(int opcode, Condition same) {
        out.begin(opcode);
        asm.mov(RAX, at(Machine.STACK, 8));
        asm.cmp(RAX, at(Machine.STACK, 0));
        compared(same, 2, 1);
    }

    /**
     * The flags say what was compared: drops the operands and goes on behind, jumping when a conditional jump is there, else
     * with a Boolean.
     */
    void compared(Condition condition, int drop, int length) {
        Label isSo = new Label();
        asm.lea(Machine.STACK, at(Machine.STACK, drop * 8));
        asm.lea(Emission.PC, at(Emission.PC, length));
        asm.jShort(condition, isSo);
        following();
        asm.j(Condition.ABOVE_OR_EQUAL, holdsNot);
        asm.lea(Emission.PC, at(Emission.PC, RCX, 1, 2));
        out.next(0);
        asm.bind(isSo);
        following();
        asm.j(Condition.ABOVE_OR_EQUAL, holds);
        out.next(1);
    }

    /** The opcode at the pc in RAX, how far the short jump there leads in RCX: the flags are those of a number below 8. */
    private void following() {
        asm.movzx8(RAX, Emission.operand(0));
        asm.lea(RCX, at(RAX, -Opcode.SHORT_JUMP_FALSE));
        asm.cmp(RCX, Bytecode.SHORT_JUMP_FALSE.count());
    }

    private void behindComparison() {
        Label push = new Label();
        out.begin(holdsNot);
        asm.cmp32(RAX, Opcode.JUMP_FALSE);
        asm.jShort(Condition.NOT_EQUAL, push);
        jump();
        asm.bind(push);
        pushed(Machine.FALSE);
        Label pushTrue = new Label();
        out.begin(holds);
        asm.cmp32(RAX, Opcode.JUMP_FALSE);
        asm.jShort(Condition.NOT_EQUAL, pushTrue);
        out.next(LONG_LENGTH);
        asm.bind(pushTrue);
        pushed(Machine.TRUE);
    }

    private void pushed(Register value) {
        asm.push(value);
        asm.jmp(at(Emission.TABLE, RAX, Long.BYTES, 0));
    }
}
