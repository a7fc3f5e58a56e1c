package st.sendwright.language.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import st.sendwright.language.Literal;
import st.sendwright.language.SourceMap;
import st.sendwright.model.Bytecode;
import st.sendwright.model.MethodLayout;

/**
 * Collects the bytecodes of one method or block: picks the short forms, keeps count of the operand stack,
 * leaves out what cannot be reached, shares literals, numbers send sites and fits jumps.
 */
final class Assembler {

    /** Without MethodInfo and class, which the runtime appends. */
    static final int MAX_LITERALS = MethodLayout.MAX_LITERALS - 2;

    private static final int LAST_SHORT_INDEX = 0xFF;
    private static final int MAX_SITES = 0x10000;
    private static final int SHORT_JUMPS = 8;
    private static final Map<String, Bytecode> SPECIAL_SENDS = specialSends();

    /** Columns of an instruction: opcode, three operands (a jump's first is its label), source. */
    private static final int COLUMNS = 6;
    private static final int SOURCE_START = 4;
    private static final int SOURCE_LENGTH = 5;

    private int[] instructions = new int[32 * COLUMNS];
    private int count;
    private int[] labelTargets = new int[8];
    private int[] labelDepths = new int[8];
    private int labels;
    private final List<Literal> literals = new ArrayList<>();
    private final Map<Literal, Integer> shared = new HashMap<>();
    private int sites;
    private int depth;
    private int deepest;
    private boolean reachable = true;
    private int sourceStart;
    private int sourceLength;

    private static Map<String, Bytecode> specialSends() {
        Map<String, Bytecode> sends = new HashMap<>();
        for (Bytecode bytecode : Bytecode.values()) {
            if (bytecode.specialSelector() != null) {
                sends.put(bytecode.specialSelector(), bytecode);
            }
        }
        sends.put("==", Bytecode.IDENTICAL);
        sends.put("~~", Bytecode.NOT_IDENTICAL);
        sends.put("class", Bytecode.CLASS);
        return Map.copyOf(sends);
    }

    /** Says which source the next bytecodes come from. */
    void from(int start, int end) {
        sourceStart = start;
        sourceLength = end - start;
    }

    /** Whether control can come here. */
    boolean isReachable() {
        return reachable;
    }

    /** An opcode without operands, or with an implied one. */
    void emit(Bytecode bytecode, int implied) throws SourceException {
        add(bytecode, bytecode.opcode() + implied, 0, 0, 0, bytecode.pops());
    }

    void emit(Bytecode bytecode) throws SourceException {
        emit(bytecode, 0);
    }

    /** The one-byte form when {@code index} fits into it, else the long form with the operand. */
    void emit(Bytecode shortForm, Bytecode longForm, int index) throws SourceException {
        if (index < shortForm.count()) {
            emit(shortForm, index);
        } else {
            emitLong(longForm, index);
        }
    }

    /** A bytecode with one operand. */
    void emitLong(Bytecode bytecode, int operand) throws SourceException {
        if (bytecode.operands().getFirst() == Bytecode.Operand.INDEX_8 && operand > LAST_SHORT_INDEX) {
            throw limit("an index of " + operand + " does not fit into a bytecode; at most "
                    + LAST_SHORT_INDEX
                    + " does: expected fewer variables");
        }
        add(bytecode, bytecode.opcode(), operand, 0, 0, bytecode.pops());
    }

    /** A bytecode on a vector. */
    void emitRemote(Bytecode bytecode, int element, int vector) throws SourceException {
        add(bytecode, bytecode.opcode(), element, vector, 0, bytecode.pops());
    }

    /** Pushes an array of what was pushed last. */
    void emitArray(int size) throws SourceException {
        add(Bytecode.PUSH_ARRAY, Bytecode.PUSH_ARRAY.opcode(), size, 0, 0, size);
    }

    /** Pushes a closure. */
    void emitClosure(Literal.Block block, int copied, int flags) throws SourceException {
        if (copied > LAST_SHORT_INDEX) {
            throw limit("a block uses " + copied + " variables of the code around it, at most "
                    + LAST_SHORT_INDEX + " are possible: expected fewer variables");
        }
        if (reachable) {
            add(Bytecode.PUSH_CLOSURE, Bytecode.PUSH_CLOSURE.opcode(), literal(block), copied, flags, copied);
        }
    }

    /** Pushes a literal in the shortest way. */
    void emitPush(Literal value) throws SourceException {
        if (!reachable) {
            return;
        }
        if (value instanceof Literal.Int number && number.value().bitLength() < 8) {
            int small = number.value().intValue();
            if (small >= -1 && small <= 2) {
                emit(Bytecode.of(Bytecode.PUSH_ZERO.opcode() + small));
            } else {
                emitLong(Bytecode.PUSH_SMALL_INTEGER, small);
            }
        } else {
            emit(Bytecode.PUSH_LITERAL, Bytecode.PUSH_LITERAL_LONG, literal(value));
        }
    }

    /** Pushes a shared variable's value. */
    void emitPushShared(Literal.Binding binding) throws SourceException {
        if (reachable) {
            emit(Bytecode.PUSH_LITERAL_VARIABLE, Bytecode.PUSH_LITERAL_VARIABLE_LONG, literal(binding));
        }
    }

    /** Stores into a shared variable, with one of the two bytecodes for it. */
    void emitStoreShared(Bytecode bytecode, Literal.Binding binding) throws SourceException {
        if (reachable) {
            emitLong(bytecode, literal(binding));
        }
    }

    /** An ordinary send in the shortest way. */
    void emitSend(String selector, int arguments) throws SourceException {
        if (!reachable) {
            return;
        }
        Bytecode special = SPECIAL_SENDS.get(selector);
        if (special != null && !special.isSend()) {
            emit(special);
            return;
        }
        int site = site();
        if (special != null && site <= LAST_SHORT_INDEX) {
            add(special, special.opcode(), site, 0, 0, arguments + 1);
            return;
        }
        int literal = literal(new Literal.Sym(selector));
        if (arguments <= 3 && literal <= LAST_SHORT_INDEX && site <= LAST_SHORT_INDEX) {
            Bytecode bytecode = Bytecode.of(Bytecode.SEND_0.opcode() + arguments);
            add(bytecode, bytecode.opcode(), literal, site, 0, arguments + 1);
        } else {
            add(Bytecode.SEND, Bytecode.SEND.opcode(), literal, site, arguments, arguments + 1);
        }
    }

    /** A send to super. */
    void emitSuperSend(String selector, int arguments) throws SourceException {
        if (reachable) {
            int literal = literal(new Literal.Sym(selector));
            add(Bytecode.SEND_SUPER, Bytecode.SEND_SUPER.opcode(), literal, site(), arguments, arguments + 1);
        }
    }

    private int site() throws SourceException {
        if (sites == MAX_SITES) {
            throw limit("more than " + MAX_SITES + " messages in one method or block: expected fewer");
        }
        return sites++;
    }

    /** A place to jump to that is bound later or already. */
    int newLabel() {
        if (labels == labelTargets.length) {
            labelTargets = Arrays.copyOf(labelTargets, labels * 2);
            labelDepths = Arrays.copyOf(labelDepths, labels * 2);
        }
        labelTargets[labels] = -1;
        labelDepths[labels] = -1;
        return labels++;
    }

    /** Puts a label here. */
    void bind(int label) {
        labelTargets[label] = count;
        if (labelDepths[label] >= 0) {
            if (reachable && depth != labelDepths[label]) {
                throw new IllegalStateException("label " + label + " has " + labelDepths[label]
                        + " operands on one way and " + depth + " on another");
            }
            depth = labelDepths[label];
            reachable = true;
        } else if (reachable) {
            labelDepths[label] = depth;
        }
    }

    /** A jump: one of the long forms; it is shortened later where that fits. */
    void jump(Bytecode jump, int label) throws SourceException {
        if (!reachable) {
            return;
        }
        int left = depth - jump.pops();
        if (labelDepths[label] >= 0 && labelDepths[label] != left) {
            throw new IllegalStateException("label " + label + " has " + labelDepths[label]
                    + " operands on one way and " + left + " on another");
        }
        labelDepths[label] = left;
        add(jump, jump.opcode(), label, 0, 0, jump.pops());
    }

    private void add(Bytecode bytecode, int opcode, int a, int b, int c, int pops) throws SourceException {
        if (!reachable) {
            return;
        }
        int at = count * COLUMNS;
        if (at == instructions.length) {
            instructions = Arrays.copyOf(instructions, at * 2);
        }
        instructions[at] = opcode;
        instructions[at + 1] = a;
        instructions[at + 2] = b;
        instructions[at + 3] = c;
        instructions[at + SOURCE_START] = sourceStart;
        instructions[at + SOURCE_LENGTH] = sourceLength;
        count++;
        depth += bytecode.pushes() - pops;
        if (depth > deepest) {
            deepest = depth;
            if (deepest > MethodLayout.MAX_OPERANDS) {
                throw limit("more than " + MethodLayout.MAX_OPERANDS + " values at a time: expected a"
                        + " simpler expression");
            }
        }
        reachable = !endsFlow(bytecode);
    }

    /** Whether control never goes on to the next bytecode. */
    static boolean endsFlow(Bytecode bytecode) {
        return switch (bytecode) {
            case JUMP, SHORT_JUMP, RETURN_RECEIVER, RETURN_TRUE, RETURN_FALSE, RETURN_NIL, RETURN_TOP,
                    NON_LOCAL_RETURN -> true;
            default -> false;
        };
    }

    private int literal(Literal value) throws SourceException {
        boolean mayBeShared = switch (value) {
            case Literal.Int l -> true;
            case Literal.Real l -> true;
            case Literal.Scaled l -> true;
            case Literal.Ratio l -> true;
            case Literal.Char l -> true;
            case Literal.Sym l -> true;
            case Literal.Binding l -> true;
            default -> false;
        };
        if (!mayBeShared) {
            return newLiteral(value);
        }
        Integer known = shared.get(value);
        if (known == null) {
            known = newLiteral(value);
            shared.put(value, known);
        }
        return known;
    }

    private int newLiteral(Literal value) throws SourceException {
        if (literals.size() == MAX_LITERALS) {
            throw limit("more than " + literals.size() + " literals in one method or block: expected fewer,"
                    + " for example in one literal array");
        }
        literals.add(value);
        return literals.size() - 1;
    }

    List<Literal> literals() {
        return literals;
    }

    int sites() {
        return sites;
    }

    /** Deepest operand stack, in words. */
    int operands() {
        return deepest;
    }

    private SourceException limit(String message) {
        return new SourceException(Problem.LIMIT, message, sourceStart);
    }

    /** The bytes and where they came from. */
    record Code(byte[] bytes, SourceMap sourceMap) {
    }

    /**
     * Fits the jumps and answers the code.
     *
     * @throws SourceException when a jump is too far
     */
    Code finish() throws SourceException {
        int[] offsets = new int[count + 1];
        boolean[] isLong = new boolean[count];
        do {
            int offset = 0;
            for (int i = 0; i < count; i++) {
                offsets[i] = offset;
                offset += isVoid(i) ? 0 : isShortJump(i) && !isLong[i] ? 1 : Bytecode.of(opcode(i)).length();
            }
            offsets[count] = offset;
        } while (lengthen(offsets, isLong));
        byte[] bytes = new byte[offsets[count]];
        for (int i = 0; i < count; i++) {
            if (isVoid(i)) {
                continue;
            }
            if (isJump(i)) {
                writeJump(bytes, i, offsets, isLong[i]);
            } else {
                write(bytes, i, offsets[i]);
            }
        }
        return new Code(bytes, sourceMap(offsets));
    }

    private int opcode(int instruction) {
        return instructions[instruction * COLUMNS];
    }

    private int column(int instruction, int column) {
        return instructions[instruction * COLUMNS + column];
    }

    private boolean isJump(int instruction) {
        int opcode = opcode(instruction);
        return opcode >= Bytecode.JUMP.opcode() && opcode <= Bytecode.JUMP_NOT_NIL.opcode();
    }

    /** A jump to what comes next anyway. */
    private boolean isVoid(int instruction) {
        return opcode(instruction) == Bytecode.JUMP.opcode()
                && labelTargets[column(instruction, 1)] == instruction + 1;
    }

    private boolean isShortJump(int instruction) {
        int opcode = opcode(instruction);
        return (opcode == Bytecode.JUMP.opcode() || opcode == Bytecode.JUMP_FALSE.opcode())
                && labelTargets[column(instruction, 1)] > instruction;
    }

    /** Makes jumps long that do not reach; lengths only grow, so this comes to an end. */
    private boolean lengthen(int[] offsets, boolean[] isLong) {
        boolean changed = false;
        for (int i = 0; i < count; i++) {
            if (isJump(i) && isShortJump(i) && !isLong[i] && !isVoid(i)) {
                int distance = offsets[labelTargets[column(i, 1)]] - offsets[i + 1];
                if (distance < 1 || distance > SHORT_JUMPS) {
                    isLong[i] = true;
                    changed = true;
                }
            }
        }
        return changed;
    }

    private void writeJump(byte[] bytes, int instruction, int[] offsets, boolean isLong)
            throws SourceException {
        int pc = offsets[instruction];
        int distance = offsets[labelTargets[column(instruction, 1)]] - offsets[instruction + 1];
        if (isShortJump(instruction) && !isLong) {
            Bytecode bytecode = opcode(instruction) == Bytecode.JUMP.opcode() ? Bytecode.SHORT_JUMP
                    : Bytecode.SHORT_JUMP_FALSE;
            bytes[pc] = (byte) (bytecode.opcode() + distance - 1);
            return;
        }
        if (distance != (short) distance) {
            throw new SourceException(Problem.LIMIT, "the code to jump over has " + Math.abs(distance)
                    + " bytes, at most " + Short.MAX_VALUE + " are possible: expected a part of it in"
                    + " another method", column(instruction, SOURCE_START));
        }
        bytes[pc] = (byte) opcode(instruction);
        bytes[pc + 1] = (byte) distance;
        bytes[pc + 2] = (byte) (distance >> 8);
    }

    private void write(byte[] bytes, int instruction, int pc) {
        bytes[pc] = (byte) opcode(instruction);
        int at = pc + 1;
        int column = 1;
        for (Bytecode.Operand operand : Bytecode.of(opcode(instruction)).operands()) {
            int value = column(instruction, column++);
            bytes[at++] = (byte) value;
            if (operand.bytes() == 2) {
                bytes[at++] = (byte) (value >> 8);
            }
        }
    }

    private SourceMap sourceMap(int[] offsets) {
        int[] pcs = new int[count];
        int[] starts = new int[count];
        int[] lengths = new int[count];
        int entries = 0;
        for (int i = 0; i < count; i++) {
            int start = column(i, SOURCE_START);
            int length = column(i, SOURCE_LENGTH);
            if (!isVoid(i) && isPlace(Bytecode.of(opcode(i)))
                    && (entries == 0 || starts[entries - 1] != start || lengths[entries - 1] != length)) {
                pcs[entries] = offsets[i];
                starts[entries] = start;
                lengths[entries] = length;
                entries++;
            }
        }
        return new SourceMap(Arrays.copyOf(pcs, entries), Arrays.copyOf(starts, entries),
                Arrays.copyOf(lengths, entries));
    }

    /** Only where something can happen that a debugger shows; a plain push cannot. */
    private static boolean isPlace(Bytecode bytecode) {
        return switch (bytecode) {
            case PUSH_RECEIVER_VARIABLE, PUSH_TEMPORARY, PUSH_ARGUMENT, PUSH_LITERAL, PUSH_LITERAL_VARIABLE,
                    PUSH_RECEIVER, PUSH_TRUE, PUSH_FALSE, PUSH_NIL, PUSH_MINUS_ONE, PUSH_ZERO, PUSH_ONE,
                    PUSH_TWO, PUSH_RECEIVER_VARIABLE_LONG, PUSH_TEMPORARY_LONG, PUSH_ARGUMENT_LONG,
                    PUSH_LITERAL_LONG, PUSH_LITERAL_VARIABLE_LONG, PUSH_SMALL_INTEGER, PUSH_REMOTE, DUPLICATE,
                    POP -> false;
            default -> true;
        };
    }
}
