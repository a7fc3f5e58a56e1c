package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Register.RAX;

import java.util.function.IntFunction;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Condition;
import st.sendwright.asm.x64.Label;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.Bytecode;

/**
 * What becomes of a comparison: a Boolean in the result register, or a jump when the next bytecode is a conditional one
 * that nothing else leads to.
 */
final class Outcome {

    private final Emission out;
    private final Assembler asm;
    private final boolean jumpsIfTrue;
    /** Of the bytecode behind the comparison. */
    private final int jumpPc;
    /** Of the bytecode behind the jump, or behind the comparison. */
    private final int nextPc;
    /** Where the jump leads, when there is one. */
    private final Label target;
    /** Behind the jump, or behind the comparison. */
    private final Label after = new Label();

    Outcome(Emission out, Code code, int pc, IntFunction<Label> labels) {
        this.out = out;
        this.asm = out.asm;
        int next = code.next(pc);
        Bytecode following = next < code.endPc() && !code.isTarget(next) ? code.at(next) : Bytecode.POP;
        boolean fused = (following == Bytecode.JUMP_FALSE || following == Bytecode.JUMP_TRUE
                || following == Bytecode.SHORT_JUMP_FALSE) && code.jumpTarget(next) > next;
        this.jumpsIfTrue = following == Bytecode.JUMP_TRUE;
        this.jumpPc = next;
        this.nextPc = fused ? code.next(next) : next;
        this.target = fused ? labels.apply(code.jumpTarget(next)) : null;
    }

    boolean isFused() {
        return target != null;
    }

    private Label when(boolean value) {
        return value == jumpsIfTrue ? target : after;
    }

    /** In the main path, the flags say what holds: goes on behind the comparison. {@link #end} must follow. */
    void decide(Condition holds) {
        if (isFused()) {
            asm.j(jumpsIfTrue ? holds : holds.negated(), target);
        } else {
            asm.mov(RAX, Machine.FALSE);
            asm.cmov(holds, RAX, Machine.TRUE);
        }
    }

    /** In the main path, the outcome is known. {@link #end} must follow. */
    void decideAs(boolean value) {
        if (!isFused()) {
            asm.mov(RAX, value ? Machine.TRUE : Machine.FALSE);
        } else if (value == jumpsIfTrue) {
            asm.jmp(target);
        }
    }

    /** Ends the main path. */
    void end() {
        asm.bind(after);
        if (!isFused()) {
            out.stack.pushResult();
        }
    }

    /** Out of line, when a condition holds the outcome is known. */
    void knownIf(Condition condition, boolean value) {
        if (isFused()) {
            asm.j(condition, when(value));
        } else {
            Label known = new Label();
            asm.j(condition, known);
            out.later(() -> {
                asm.bind(known);
                asm.mov(RAX, value ? Machine.TRUE : Machine.FALSE);
                asm.jmp(after);
            });
        }
    }

    /**
     * Out of line, a message was sent instead, and its answer is in the result register.
     *
     * @param known what the code behind may rely on
     */
    void sent(Facts.Snapshot known) {
        if (!isFused()) {
            back(known);
            return;
        }
        Label sent = Facts.isReliedOn(known) ? new Label() : after;
        asm.cmp(RAX, Machine.TRUE);
        asm.j(Condition.EQUAL, jumpsIfTrue ? target : sent);
        asm.cmp(RAX, Machine.FALSE);
        asm.j(Condition.EQUAL, jumpsIfTrue ? sent : target);
        out.interpretResult(jumpPc);
        if (sent != after) {
            asm.bind(sent);
            back(known);
        }
    }

    private void back(Facts.Snapshot known) {
        out.rejoin(known, after, nextPc, !isFused());
    }
}
