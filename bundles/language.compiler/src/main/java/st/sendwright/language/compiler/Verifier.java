package st.sendwright.language.compiler;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.model.Bytecode;
import st.sendwright.model.MethodLayout;

/**
 * Proves that code cannot leave its frame: operands in range and of the right kind, jumps to bytecodes, one
 * depth of the operand stack at each place, no way off the end.
 *
 * <p>Two passes: the first reads the bytecodes in order, the second follows the flow with a work list. Code
 * that cannot be reached is checked by the first only.
 */
final class Verifier {

    private static final int UNKNOWN = -1;

    private final CodeDraft code;
    private final byte[] bytes;
    private final List<Literal> literals;
    private final BitSet starts = new BitSet();
    private final BitSet sites = new BitSet();

    private Verifier(CodeDraft code) {
        this.code = code;
        this.bytes = code.bytecodes();
        this.literals = code.literals();
    }

    /**
     * What is wrong with a method or block, or with a block in it, as one sentence; null when nothing is.
     */
    static String check(CodeDraft code) {
        String problem = new Verifier(code).check();
        if (problem != null) {
            return problem;
        }
        for (Literal literal : code.literals()) {
            if (literal instanceof Literal.Block block) {
                String inner = block.code().isBlock() ? check(block.code()) : "a method stands where a block"
                        + " must";
                if (inner != null) {
                    return "in a block: " + inner;
                }
            }
        }
        return null;
    }

    private String check() {
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
        return problem == null ? follow() : problem;
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

    private String follow() {
        int[] depths = new int[bytes.length];
        Arrays.fill(depths, UNKNOWN);
        int[] work = new int[16];
        int waiting = 1;
        depths[0] = 0;
        while (waiting > 0) {
            int pc = work[--waiting];
            Bytecode bytecode = Bytecode.of(bytes[pc] & 0xFF);
            int pops = pops(bytecode, pc);
            int depth = depths[pc] - pops + bytecode.pushes();
            if (depths[pc] < pops || depth > code.operands()) {
                return at(pc) + bytecode + " needs " + pops + " and leaves " + depth + " operands; it has "
                        + depths[pc] + " and may have " + code.operands();
            }
            int next = pc + bytecode.length();
            int target = target(bytecode, pc, next);
            boolean goesOn = !Assembler.endsFlow(bytecode);
            for (int way = 0; way < 2; way++) {
                int to = way == 0 ? next : target;
                if (way == 0 ? !goesOn : target == UNKNOWN) {
                    continue;
                }
                if (to < 0 || to >= bytes.length || !starts.get(to)) {
                    return at(pc) + bytecode + " leads to pc " + to + ", where no bytecode begins";
                }
                if (depths[to] == UNKNOWN) {
                    depths[to] = depth;
                    if (waiting == work.length) {
                        work = Arrays.copyOf(work, waiting * 2);
                    }
                    work[waiting++] = to;
                } else if (depths[to] != depth) {
                    return at(to) + "reached with " + depths[to] + " and with " + depth + " operands";
                }
            }
        }
        return null;
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

    /** Where a jump leads, possibly out of the code; {@link #UNKNOWN} for other bytecodes. */
    private int target(Bytecode bytecode, int pc, int next) {
        return switch (bytecode) {
            case SHORT_JUMP, SHORT_JUMP_FALSE -> next + implied(bytecode, bytes[pc]) + 1;
            case JUMP, JUMP_TRUE, JUMP_FALSE, JUMP_NIL, JUMP_NOT_NIL -> {
                int to = next + operand(bytecode, pc, 0);
                yield to < 0 ? bytes.length : to;
            }
            default -> UNKNOWN;
        };
    }
}
