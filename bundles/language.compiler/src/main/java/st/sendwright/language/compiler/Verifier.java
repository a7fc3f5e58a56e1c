package st.sendwright.language.compiler;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.model.Bytecode;
import st.sendwright.model.MethodLayout;

/**
 * Proves that code cannot leave its frame: operands in range and of the right kind, jumps to bytecodes, one
 * depth of the operand stack at each place, vectors where vectors are used, no way off the end.
 *
 * <p>Two passes: the first reads the bytecodes in order, the second follows the flow, knowing of each
 * temporary and operand how many elements it has as a vector, 0 for anything else. Where ways meet the lower
 * number holds, so the second pass comes to an end. Code that cannot be reached is checked by the first only.
 */
final class Verifier {

    private static final int NOWHERE = -1;

    private final CodeDraft code;
    private final byte[] bytes;
    private final List<Literal> literals;
    private final BitSet starts = new BitSet();
    private final BitSet sites = new BitSet();
    /** Where ways meet: the state there, temporaries first, then operands. */
    private final int[][] meetings;
    private final BitSet targets = new BitSet();
    /** What is copied into the blocks, by literal. */
    private final Map<Integer, int[]> copied = new HashMap<>();
    private int[] work = new int[8];
    private int waiting;

    private Verifier(CodeDraft code) {
        this.code = code;
        this.bytes = code.bytecodes();
        this.literals = code.literals();
        this.meetings = new int[bytes.length][];
    }

    /**
     * What is wrong with a method, or with a block in it, as one sentence; null when nothing is.
     */
    static String check(CodeDraft code) {
        return check(code, new int[0]);
    }

    private static String check(CodeDraft code, int[] copiedVectors) {
        Verifier verifier = new Verifier(code);
        String problem = verifier.check(copiedVectors);
        if (problem != null) {
            return problem;
        }
        for (int i = 0; i < code.literals().size(); i++) {
            if (code.literals().get(i) instanceof Literal.Block block) {
                String inner = block.code().isBlock()
                        ? check(block.code(), verifier.copied.getOrDefault(i, new int[0]))
                        : "a method stands where a block must";
                if (inner != null) {
                    return "in a block: " + inner;
                }
            }
        }
        return null;
    }

    private String check(int[] copiedVectors) {
        if (code.arguments() < 0 || code.arguments() > MethodLayout.MAX_ARGUMENTS
                || code.temporaries() < 0 || code.temporaries() > MethodLayout.MAX_TEMPORARIES
                || code.operands() < 0 || code.operands() > MethodLayout.MAX_OPERANDS
                || literals.size() > Assembler.MAX_LITERALS || code.sites() < 0) {
            return "the header's numbers are out of range";
        }
        if (code.temporaryNames().size() != code.arguments() + code.temporaries()) {
            return code.temporaryNames().size() + " names for " + (code.arguments() + code.temporaries())
                    + " arguments and temporaries";
        }
        String problem = scan();
        return problem == null ? follow(copiedVectors) : problem;
    }

    private String scan() {
        if (bytes.length == 0) {
            return "no bytecodes";
        }
        int pc = 0;
        while (pc < bytes.length) {
            Bytecode bytecode = Bytecode.of(bytes[pc] & 0xFF);
            if (bytecode == null) {
                return at(pc) + "no bytecode has the number " + (bytes[pc] & 0xFF);
            }
            if (pc + bytecode.length() > bytes.length) {
                return at(pc) + "the operands of " + bytecode + " are cut off";
            }
            String problem = operands(bytecode, pc);
            if (problem != null) {
                return at(pc) + bytecode + ": " + problem;
            }
            starts.set(pc);
            pc += bytecode.length();
            int target = target(bytecode, pc - bytecode.length(), pc);
            if (target != NOWHERE) {
                targets.set(target);
            }
        }
        if (sites.cardinality() != code.sites()) {
            return sites.cardinality() + " send sites are used, " + code.sites() + " declared";
        }
        return null;
    }

    private static String at(int pc) {
        return "pc " + pc + ": ";
    }

    private static int implied(Bytecode bytecode, byte opcode) {
        return (opcode & 0xFF) - bytecode.opcode();
    }

    /** Value of operand {@code number} of the bytecode at {@code pc}. */
    static int operand(byte[] bytes, Bytecode bytecode, int pc, int number) {
        int at = pc + 1;
        for (int i = 0; i < number; i++) {
            at += bytecode.operands().get(i).bytes();
        }
        Bytecode.Operand operand = bytecode.operands().get(number);
        if (operand.bytes() == 2) {
            int value = bytes[at] & 0xFF | bytes[at + 1] << 8;
            return operand.isSigned() ? value : value & 0xFFFF;
        }
        return operand.isSigned() ? bytes[at] : bytes[at] & 0xFF;
    }

    private int operand(Bytecode bytecode, int pc, int number) {
        return operand(bytes, bytecode, pc, number);
    }

    private String operands(Bytecode bytecode, int pc) {
        if (bytecode.isSend()) {
            int last = bytecode == Bytecode.SEND || bytecode == Bytecode.SEND_SUPER ? 1
                    : bytecode.operands().size() - 1;
            int site = operand(bytecode, pc, last);
            if (site >= code.sites() || sites.get(site)) {
                return "send site " + site + " of " + code.sites() + " does not exist or is used before";
            }
            sites.set(site);
        }
        int implied = implied(bytecode, bytes[pc]);
        return switch (bytecode) {
            case PUSH_TEMPORARY, POP_STORE_TEMPORARY -> temporary(implied);
            case PUSH_TEMPORARY_LONG, STORE_TEMPORARY, POP_STORE_TEMPORARY_LONG ->
                    temporary(operand(bytecode, pc, 0));
            case PUSH_REMOTE, STORE_REMOTE, POP_STORE_REMOTE -> temporary(operand(bytecode, pc, 1));
            case PUSH_ARGUMENT -> argument(implied);
            case PUSH_ARGUMENT_LONG -> argument(operand(bytecode, pc, 0));
            case PUSH_LITERAL -> plainLiteral(implied);
            case PUSH_LITERAL_LONG -> plainLiteral(operand(bytecode, pc, 0));
            case PUSH_LITERAL_VARIABLE -> literal(implied, Literal.Binding.class);
            case PUSH_LITERAL_VARIABLE_LONG, STORE_LITERAL_VARIABLE, POP_STORE_LITERAL_VARIABLE ->
                    literal(operand(bytecode, pc, 0), Literal.Binding.class);
            case SEND_0, SEND_1, SEND_2, SEND_3 -> selector(operand(bytecode, pc, 0),
                    bytecode.opcode() - Bytecode.SEND_0.opcode());
            case SEND, SEND_SUPER -> selector(operand(bytecode, pc, 0), operand(bytecode, pc, 2));
            case PUSH_CLOSURE -> closure(operand(bytecode, pc, 0), operand(bytecode, pc, 1),
                    operand(bytecode, pc, 2));
            case NON_LOCAL_RETURN -> code.isBlock() ? null : "only blocks return from the method around them";
            default -> null;
        };
    }

    private String temporary(int index) {
        return index < code.temporaries() ? null
                : "temporary " + index + " of " + code.temporaries() + " does not exist";
    }

    private String argument(int index) {
        return index < code.arguments() ? null
                : "argument " + index + " of " + code.arguments() + " does not exist";
    }

    private String literal(int index, Class<? extends Literal> kind) {
        if (index >= literals.size()) {
            return "literal " + index + " of " + literals.size() + " does not exist";
        }
        return kind.isInstance(literals.get(index)) ? null
                : "literal " + index + " is no " + kind.getSimpleName();
    }

    /** Anything but code; a Binding is pushed by its own literal form. */
    private String plainLiteral(int index) {
        String problem = literal(index, Literal.class);
        return problem == null && literals.get(index) instanceof Literal.Block
                ? "literal " + index + " is a block, which is no object until a closure is made" : problem;
    }

    private String selector(int index, int arguments) {
        String problem = literal(index, Literal.Sym.class);
        if (problem != null) {
            return problem;
        }
        return arguments <= MethodLayout.MAX_ARGUMENTS ? null : arguments + " arguments are too many";
    }

    private String closure(int index, int copied, int flags) {
        String problem = literal(index, Literal.Block.class);
        if (problem != null) {
            return problem;
        }
        CodeDraft block = ((Literal.Block) literals.get(index)).code();
        if (copied > block.temporaries()) {
            return copied + " values are copied into a block with " + block.temporaries() + " temporaries";
        }
        if (flags > Bytecode.NEEDS_OUTER_CONTEXT) {
            return "flags " + flags + " have no meaning";
        }
        return flags == 0 && usesOuterContext(block.bytecodes())
                ? "the block needs its outer Context, and the flag is not set" : null;
    }

    /** Stops at the first unknown bytecode: the block's own check reports that. */
    private static boolean usesOuterContext(byte[] block) {
        int pc = 0;
        while (pc < block.length) {
            Bytecode bytecode = Bytecode.of(block[pc] & 0xFF);
            if (bytecode == null || pc + bytecode.length() > block.length) {
                return false;
            }
            if (bytecode == Bytecode.NON_LOCAL_RETURN || bytecode == Bytecode.PUSH_THIS_CONTEXT
                    || bytecode == Bytecode.PUSH_CLOSURE && operand(block, bytecode, pc, 2) != 0) {
                return true;
            }
            pc += bytecode.length();
        }
        return false;
    }

    private String follow(int[] copiedVectors) {
        targets.set(0);
        meetings[0] = Arrays.copyOf(copiedVectors, code.temporaries());
        goOnFrom(0);
        while (waiting > 0) {
            String problem = walk(work[--waiting]);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /** From one meeting to the next, or to a return. */
    private String walk(int from) {
        int temporaries = code.temporaries();
        int[] state = Arrays.copyOf(meetings[from], temporaries + code.operands());
        int depth = meetings[from].length - temporaries;
        int pc = from;
        while (true) {
            Bytecode bytecode = Bytecode.of(bytes[pc] & 0xFF);
            int pops = pops(bytecode, pc);
            int left = depth - pops + bytecode.pushes();
            if (depth < pops || left > code.operands()) {
                return at(pc) + bytecode + " needs " + pops + " and leaves " + left + " operands; it has "
                        + depth + " and may have " + code.operands();
            }
            String problem = transfer(bytecode, pc, state, temporaries + depth, pops);
            if (problem != null) {
                return problem;
            }
            depth = left;
            int next = pc + bytecode.length();
            int target = target(bytecode, pc, next);
            boolean goesOn = !Assembler.endsFlow(bytecode);
            problem = target == NOWHERE ? null : meet(pc, target, state, temporaries + depth);
            if (problem == null && goesOn && (next >= bytes.length || targets.get(next))) {
                problem = meet(pc, next, state, temporaries + depth);
                goesOn = false;
            }
            if (problem != null || !goesOn) {
                return problem;
            }
            pc = next;
        }
    }

    /** What the bytecode does to the state; {@code top} is the number of known words before it. */
    private String transfer(Bytecode bytecode, int pc, int[] state, int top, int pops) {
        int value = top > code.temporaries() ? state[top - 1] : 0;
        switch (bytecode) {
            case PUSH_NEW_VECTOR -> state[top] = operand(bytecode, pc, 0);
            case PUSH_TEMPORARY -> state[top] = state[implied(bytecode, bytes[pc])];
            case PUSH_TEMPORARY_LONG -> state[top] = state[operand(bytecode, pc, 0)];
            case POP_STORE_TEMPORARY -> state[implied(bytecode, bytes[pc])] = value;
            case POP_STORE_TEMPORARY_LONG, STORE_TEMPORARY -> state[operand(bytecode, pc, 0)] = value;
            case DUPLICATE -> state[top] = value;
            case PUSH_REMOTE, STORE_REMOTE, POP_STORE_REMOTE -> {
                int vector = operand(bytecode, pc, 1);
                if (state[vector] <= operand(bytecode, pc, 0)) {
                    return at(pc) + bytecode + " uses element " + operand(bytecode, pc, 0) + " of temporary "
                            + vector + ", which is not known to be a vector of that size";
                }
                Arrays.fill(state, top - pops, top - pops + bytecode.pushes(), 0);
            }
            default -> {
                if (bytecode == Bytecode.PUSH_CLOSURE) {
                    copied.merge(operand(bytecode, pc, 0), Arrays.copyOfRange(state, top - pops, top),
                            Verifier::lower);
                }
                Arrays.fill(state, top - pops, top - pops + bytecode.pushes(), 0);
            }
        }
        return null;
    }

    private static int[] lower(int[] one, int[] other) {
        int[] result = new int[Math.min(one.length, other.length)];
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.min(one[i], other[i]);
        }
        return result;
    }

    /** Brings a state of {@code size} words to a meeting; whoever changes it must go on from there again. */
    private String meet(int from, int to, int[] state, int size) {
        if (to >= bytes.length || !starts.get(to)) {
            return at(from) + Bytecode.of(bytes[from] & 0xFF) + " leads to pc " + to
                    + ", where no bytecode begins";
        }
        int[] known = meetings[to];
        if (known == null) {
            meetings[to] = Arrays.copyOf(state, size);
            goOnFrom(to);
            return null;
        }
        if (known.length != size) {
            return at(to) + "reached with " + (known.length - code.temporaries()) + " and with "
                    + (size - code.temporaries()) + " operands";
        }
        boolean changed = false;
        for (int i = 0; i < size; i++) {
            if (state[i] < known[i]) {
                known[i] = state[i];
                changed = true;
            }
        }
        if (changed) {
            goOnFrom(to);
        }
        return null;
    }

    private void goOnFrom(int pc) {
        if (waiting == work.length) {
            work = Arrays.copyOf(work, waiting * 2);
        }
        work[waiting++] = pc;
    }

    private int pops(Bytecode bytecode, int pc) {
        if (bytecode.pops() >= 0) {
            return bytecode.pops();
        }
        return switch (bytecode) {
            case SEND_0, SEND_1, SEND_2, SEND_3 -> 1 + bytecode.opcode() - Bytecode.SEND_0.opcode();
            case SEND, SEND_SUPER -> 1 + operand(bytecode, pc, 2);
            case PUSH_ARRAY -> operand(bytecode, pc, 0);
            case PUSH_CLOSURE -> operand(bytecode, pc, 1);
            default -> throw new IllegalStateException("unknown stack effect of " + bytecode);
        };
    }

    /** Where a jump leads, possibly out of the code; {@link #NOWHERE} for other bytecodes. */
    private int target(Bytecode bytecode, int pc, int next) {
        return switch (bytecode) {
            case SHORT_JUMP, SHORT_JUMP_FALSE -> next + implied(bytecode, bytes[pc]) + 1;
            case JUMP, JUMP_TRUE, JUMP_FALSE, JUMP_NIL, JUMP_NOT_NIL -> {
                int to = next + operand(bytecode, pc, 0);
                yield to < 0 ? bytes.length : to;
            }
            default -> NOWHERE;
        };
    }
}
