package st.sendwright.jit.baseline.x64;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import st.sendwright.jit.MethodView;
import st.sendwright.model.Bytecode;
import st.sendwright.model.MethodLayout;

/** A method's bytecodes, by pc, and where its jumps lead. */
final class Code {

    private static final int SHORT_JUMP_LENGTH = 1;

    private final byte[] bytecodes;
    private final int firstPc;
    private final BitSet targets = new BitSet();
    private final BitSet loopHeads = new BitSet();
    private final BitSet loops = new BitSet();
    private final int[] depths;
    private int lastReturn = -1;
    private int skipped = -1;

    Code(MethodView method) {
        this.bytecodes = method.bytecodes();
        this.firstPc = MethodLayout.firstPc(method.header());
        for (int pc = firstPc; pc < endPc(); pc += at(pc).length()) {
            if (isJump(pc)) {
                int target = jumpTarget(pc);
                targets.set(target);
                if (target <= pc) {
                    loopHeads.set(target);
                    loops.set(target, pc);
                }
            }
            if (isReturn(at(pc))) {
                lastReturn = pc;
            }
        }
        this.depths = new int[bytecodes.length + 1];
        findDepths();
    }

    /** How many operands there are in front of each bytecode that a jump leads to. */
    private void findDepths() {
        Arrays.fill(depths, -1);
        Deque<Integer> open = new ArrayDeque<>(List.of(firstPc));
        depths[0] = 0;
        while (!open.isEmpty()) {
            int pc = open.pop();
            int depth = depths[pc - firstPc];
            for (boolean goesOn = true; goesOn; ) {
                depth += effect(pc);
                if (isJump(pc)) {
                    int target = jumpTarget(pc);
                    if (depths[target - firstPc] < 0) {
                        depths[target - firstPc] = depth;
                        open.push(target);
                    }
                }
                goesOn = goesOn(pc);
                pc = next(pc);
                if (goesOn) {
                    goesOn = depths[pc - firstPc] < 0;
                    depths[pc - firstPc] = depth;
                }
            }
        }
    }

    /** Whether the bytecode behind is reached from this one. */
    boolean goesOn(int pc) {
        return switch (at(pc)) {
            case JUMP, SHORT_JUMP, RETURN_RECEIVER, RETURN_TRUE, RETURN_FALSE, RETURN_NIL, RETURN_TOP,
                    NON_LOCAL_RETURN -> false;
            default -> next(pc) < endPc();
        };
    }

    private int effect(int pc) {
        return at(pc).pushes() - pops(pc);
    }

    /** How many operands a bytecode pops. */
    int pops(int pc) {
        Bytecode bytecode = at(pc);
        return switch (bytecode) {
            case SEND_0, SEND_1, SEND_2, SEND_3 -> opcode(pc) - Bytecode.SEND_0.opcode() + 1;
            case SEND, SEND_SUPER -> byteAt(pc + 5) + 1;
            case PUSH_ARRAY -> shortAt(pc + 1);
            case PUSH_CLOSURE -> byteAt(pc + 3);
            default -> bytecode.pops();
        };
    }

    /** How many operands there are in front of a bytecode. */
    int depth(int pc) {
        return Math.max(0, depths[pc - firstPc]);
    }

    int firstPc() {
        return firstPc;
    }

    int endPc() {
        return firstPc + bytecodes.length;
    }

    int opcode(int pc) {
        return byteAt(pc);
    }

    Bytecode at(int pc) {
        return Bytecode.of(opcode(pc));
    }

    /** The operand that the opcode implies. */
    int implied(int pc) {
        return opcode(pc) - at(pc).opcode();
    }

    /** The index of the temporary, or the variable of the receiver, that a bytecode stores into. */
    int variable(int pc) {
        return switch (at(pc)) {
            case POP_STORE_TEMPORARY, POP_STORE_RECEIVER_VARIABLE -> implied(pc);
            case POP_STORE_TEMPORARY_LONG, STORE_TEMPORARY -> shortAt(pc + 1);
            case POP_STORE_RECEIVER_VARIABLE_LONG, STORE_RECEIVER_VARIABLE -> byteAt(pc + 1);
            default -> throw new IllegalArgumentException(at(pc) + " stores into no such variable");
        };
    }

    int byteAt(int pc) {
        return bytecodes[pc - firstPc] & 0xFF;
    }

    int shortAt(int pc) {
        return byteAt(pc) | byteAt(pc + 1) << 8;
    }

    int next(int pc) {
        return pc + at(pc).length();
    }

    /** How far to the bytecode that is to be compiled next. */
    int length(int pc) {
        int next = next(pc);
        return (next == skipped ? next(next) : next) - pc;
    }

    /** The bytecode at that pc is done already. */
    void skip(int pc) {
        skipped = pc;
    }

    private static boolean isReturn(Bytecode bytecode) {
        return switch (bytecode) {
            case RETURN_RECEIVER, RETURN_TRUE, RETURN_FALSE, RETURN_NIL, RETURN_TOP -> true;
            default -> false;
        };
    }

    /** The pc of the last return from this code, whether or not anything leads there; -1 when there is none. */
    int lastReturn() {
        return lastReturn;
    }

    boolean isTarget(int pc) {
        return targets.get(pc);
    }

    boolean hasLoops() {
        return !loopHeads.isEmpty();
    }

    /** Whether a jump backward leads here. */
    boolean isLoopHead(int pc) {
        return loopHeads.get(pc);
    }

    /** Whether it lies between a jump backward and where that leads. */
    boolean isInLoop(int pc) {
        return loops.get(pc);
    }

    private boolean isJump(int pc) {
        int opcode = opcode(pc);
        return opcode >= Bytecode.JUMP.opcode() && opcode <= Bytecode.JUMP_NOT_NIL.opcode()
                || at(pc) == Bytecode.SHORT_JUMP || at(pc) == Bytecode.SHORT_JUMP_FALSE;
    }

    int jumpTarget(int pc) {
        return at(pc).length() == SHORT_JUMP_LENGTH
                ? pc + SHORT_JUMP_LENGTH + implied(pc) + 1
                : next(pc) + (short) shortAt(pc + 1);
    }
}
