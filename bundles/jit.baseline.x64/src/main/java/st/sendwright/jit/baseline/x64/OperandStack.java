package st.sendwright.jit.baseline.x64;

import static st.sendwright.asm.x64.Address.at;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.asm.x64.Assembler;
import st.sendwright.asm.x64.Register;
import st.sendwright.machine.x64.Machine;
import st.sendwright.model.FrameLayout;

/**
 * The operand stack as it is known while a method is compiled. An operand is pushed as late as possible: many never
 * are. Those in memory always lie below those that are not, and one at most is in the result register.
 */
final class OperandStack {

    private static final Operand IN_MEMORY = new Operand(Kind.MEMORY, 0, null);

    private final Assembler asm;
    private final Facts facts;
    private final List<Operand> operands = new ArrayList<>();

    enum Kind { MEMORY, RESULT, CONSTANT, NIL, TRUE, FALSE, SELF, TEMPORARY, ARGUMENT }

    /**
     * An operand.
     *
     * @param value an immediate object, or the index of a temporary or argument
     * @param fact that the result is a SmallInteger, or null
     */
    record Operand(Kind kind, long value, Facts.Fact fact) {

        boolean isSmallInteger() {
            return kind == Kind.CONSTANT && (value & 1) != 0;
        }

        /** Whether an instruction can hold it. */
        boolean isShort() {
            return kind == Kind.CONSTANT && value == (int) value;
        }
    }

    OperandStack(Assembler asm, Facts facts) {
        this.asm = asm;
        this.facts = facts;
    }

    int depth() {
        return operands.size();
    }

    Operand top(int below) {
        return operands.get(operands.size() - 1 - below);
    }

    void push(Kind kind, long value) {
        operands.add(new Operand(kind, value, null));
    }

    void pushConstant(long value) {
        push(Kind.CONSTANT, value);
    }

    /** The next operand will be in the result register: whatever is there now goes to memory. */
    void freeResult() {
        for (int i = 0; i < operands.size(); i++) {
            if (operands.get(i).kind == Kind.RESULT) {
                flushFirst(i + 1);
                return;
            }
        }
    }

    /** Says that the result register holds the new top. {@link #freeResult} came before. */
    void pushResult() {
        pushResult(null);
    }

    /** @param fact that the result is a SmallInteger, or null */
    void pushResult(Facts.Fact fact) {
        facts.forgetCopy();
        operands.add(new Operand(Kind.RESULT, 0, fact));
    }

    /** Says that the new top was pushed. All others are in memory. */
    void pushedToMemory() {
        operands.add(IN_MEMORY);
    }

    /** Puts all operands into memory. */
    void flush() {
        flushFirst(operands.size());
    }

    /** Puts all but the topmost {@code kept} operands into memory. */
    void flushBelow(int kept) {
        flushFirst(operands.size() - kept);
    }

    /** Puts all operands into memory, and the receiver of a send into its register too. */
    void flushForSend(int arguments) {
        int receiver = operands.size() - 1 - arguments;
        Operand operand = operands.get(receiver);
        flushFirst(receiver);
        switch (operand.kind) {
            case MEMORY -> asm.mov(Machine.RECEIVER, at(Machine.STACK, (inMemory() - 1 - receiver) * 8));
            case RESULT -> {
                asm.push(Machine.RESULT);
                asm.mov(Machine.RECEIVER, Machine.RESULT);
            }
            case SELF, TEMPORARY, ARGUMENT, CONSTANT -> {
                load(Machine.RECEIVER, operand);
                asm.push(Machine.RECEIVER);
            }
            default -> {
                pushOperand(operand);
                load(Machine.RECEIVER, operand);
            }
        }
        operands.set(receiver, IN_MEMORY);
        flush();
    }

    private int inMemory() {
        int count = 0;
        while (count < operands.size() && operands.get(count).kind == Kind.MEMORY) {
            count++;
        }
        return count;
    }

    private void flushFirst(int count) {
        for (int i = 0; i < count; i++) {
            Operand operand = operands.get(i);
            if (operand.kind != Kind.MEMORY) {
                pushOperand(operand);
                operands.set(i, IN_MEMORY);
            }
        }
    }

    private void pushOperand(Operand operand) {
        switch (operand.kind) {
            case RESULT -> asm.push(Machine.RESULT);
            case CONSTANT -> {
                if (operand.isShort()) {
                    asm.push((int) operand.value);
                } else {
                    asm.mov(Register.R11, operand.value);
                    asm.push(Register.R11);
                }
            }
            case NIL -> asm.push(Machine.NIL);
            case TRUE -> asm.push(Machine.TRUE);
            case FALSE -> asm.push(Machine.FALSE);
            case SELF -> asm.push(Machine.frame(FrameLayout.RECEIVER));
            case TEMPORARY -> asm.push(Machine.temporary((int) operand.value));
            case ARGUMENT -> asm.push(Machine.argument((int) operand.value));
            case MEMORY -> throw new IllegalStateException("the operand is in memory");
        }
    }

    /** Pops the top into a register. */
    void pop(Register to) {
        Operand operand = operands.removeLast();
        if (to == Machine.RESULT && !(operand.kind == Kind.TEMPORARY && facts.hasCopy((int) operand.value))) {
            facts.forgetCopy();
        }
        if (operand.kind == Kind.MEMORY) {
            asm.pop(to);
        } else {
            load(to, operand);
        }
    }

    private void load(Register to, Operand operand) {
        switch (operand.kind) {
            case MEMORY -> throw new IllegalStateException("the operand is in memory");
            case RESULT -> move(to, Machine.RESULT);
            case CONSTANT -> asm.mov(to, operand.value);
            case NIL -> asm.mov(to, Machine.NIL);
            case TRUE -> asm.mov(to, Machine.TRUE);
            case FALSE -> asm.mov(to, Machine.FALSE);
            case SELF -> asm.mov(to, Machine.frame(FrameLayout.RECEIVER));
            case TEMPORARY -> {
                if (facts.usesCopy((int) operand.value)) {
                    move(to, Machine.RESULT);
                } else {
                    asm.mov(to, Machine.temporary((int) operand.value));
                }
            }
            case ARGUMENT -> asm.mov(to, Machine.argument((int) operand.value));
        }
    }

    private void move(Register to, Register from) {
        if (to != from) {
            asm.mov(to, from);
        }
    }

    /** Pops the top and drops it. */
    void drop() {
        if (operands.removeLast().kind == Kind.MEMORY) {
            asm.lea(Machine.STACK, at(Machine.STACK, 8));
        }
    }

    /** Forgets {@code count} operands that somebody else pops. */
    void forget(int count) {
        for (int i = 0; i < count; i++) {
            operands.removeLast();
        }
    }

    /**
     * Pops two operands: the argument into a register, then the receiver into the result register. In this order the
     * result register is not needed before what it holds has been taken.
     */
    void popPair(Register argument) {
        pop(argument);
        pop(Machine.RESULT);
    }

    /** After a jump that never goes on: {@code depth} operands, all in memory. */
    void restore(int depth) {
        operands.clear();
        for (int i = 0; i < depth; i++) {
            operands.add(IN_MEMORY);
        }
    }
}
