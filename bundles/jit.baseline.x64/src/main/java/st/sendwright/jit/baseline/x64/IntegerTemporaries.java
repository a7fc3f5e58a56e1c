package st.sendwright.jit.baseline.x64;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import st.sendwright.jit.MethodView;
import st.sendwright.model.Bytecode;
import st.sendwright.model.MethodLayout;

/**
 * Which temporaries of a method are SmallIntegers until one overflows: those into which nothing is stored but
 * SmallIntegers and what arithmetic makes of them. The counters of loops are such.
 */
final class IntegerTemporaries {

    private final MethodView method;
    private final Code code;
    private final BitSet integers = new BitSet();
    private boolean changed;

    private IntegerTemporaries(MethodView method, Code code) {
        this.method = method;
        this.code = code;
        integers.set(method.copiedValues(), MethodLayout.temporaries(method.header()));
    }

    /** The numbers of such temporaries. None in methods without loops, where it would not pay. */
    static BitSet of(MethodView method, Code code) {
        if (!code.hasLoops()) {
            return new BitSet();
        }
        IntegerTemporaries all = new IntegerTemporaries(method, code);
        do {
            all.changed = false;
            all.walk();
        } while (all.changed && !all.integers.isEmpty());
        return all.integers;
    }

    /** Follows the operands, for each whether it is a SmallInteger; those that a jump brings along count as none. */
    private void walk() {
        Deque<Boolean> operands = new ArrayDeque<>();
        boolean reachable = true;
        for (int pc = code.firstPc(); pc < code.endPc(); pc = code.next(pc)) {
            if (code.isTarget(pc)) {
                operands.clear();
                for (int i = 0; i < code.depth(pc); i++) {
                    operands.push(false);
                }
                reachable = true;
            }
            if (reachable) {
                walk(pc, operands);
                reachable = code.goesOn(pc);
            }
        }
    }

    private void walk(int pc, Deque<Boolean> operands) {
        switch (code.at(pc)) {
            case PUSH_TEMPORARY -> operands.push(integers.get(code.implied(pc)));
            case PUSH_TEMPORARY_LONG -> operands.push(integers.get(code.shortAt(pc + 1)));
            case PUSH_MINUS_ONE, PUSH_ZERO, PUSH_ONE, PUSH_TWO, PUSH_SMALL_INTEGER -> operands.push(true);
            case PUSH_LITERAL -> operands.push((method.literals()[code.implied(pc)] & 1) != 0);
            case PUSH_LITERAL_LONG -> operands.push((method.literals()[code.shortAt(pc + 1)] & 1) != 0);
            case DUPLICATE -> operands.push(operands.peek());
            case POP_STORE_TEMPORARY -> store(code.implied(pc), operands.pop());
            case POP_STORE_TEMPORARY_LONG -> store(code.shortAt(pc + 1), operands.pop());
            case STORE_TEMPORARY -> store(code.shortAt(pc + 1), operands.peek());
            default -> {
                boolean integer = isClosed(code.at(pc));
                for (int i = 0; i < code.pops(pc); i++) {
                    integer &= operands.pop();
                }
                for (int i = 0; i < code.at(pc).pushes(); i++) {
                    operands.push(integer);
                }
            }
        }
    }

    private void store(int temporary, boolean integer) {
        if (!integer && integers.get(temporary)) {
            integers.clear(temporary);
            changed = true;
        }
    }

    /** Whether an operation on SmallIntegers answers one, unless it overflows or fails. */
    static boolean isClosed(Bytecode operation) {
        return switch (operation) {
            case SEND_ADD, SEND_SUBTRACT, SEND_MULTIPLY, SEND_MODULO, SEND_INTEGER_DIVIDE, SEND_BIT_AND, SEND_BIT_OR,
                    SEND_BIT_XOR, SEND_BIT_SHIFT -> true;
            default -> false;
        };
    }
}
