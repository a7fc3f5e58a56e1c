package st.sendwright.jit.baseline.x64;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import st.sendwright.jit.MethodView;
import st.sendwright.machine.x64.FloatArithmetic;
import st.sendwright.model.Bytecode;
import st.sendwright.model.Oop;

/**
 * A stretch of bytecodes that computes with Floats and has no effect before its last one: pushes and arithmetic, at each
 * operation of which interpreters have met Floats or an operand is a Float by itself.
 *
 * @param root what is computed: an {@link Operation}, a comparison being one
 * @param operands how many operands it takes that were pushed before
 * @param end what becomes of it
 * @param lastPc pc of its last bytecode, which may be a store
 */
record FloatExpression(Operation root, int operands, End end, int lastPc) {

    /** So many registers no operating system wants to have saved. */
    static final int MOST_REGISTERS = 6;
    private static final long EXACT = 1L << FloatArithmetic.EXACT_BITS;

    /** What becomes of the result. */
    enum End { OPERAND, TEMPORARY, RECEIVER_VARIABLE, COMPARED }

    /** A number. */
    sealed interface Number {

        /** Whether the code, when it comes so far, has a Float here. */
        default boolean isFloat() {
            return false;
        }

        /** How many registers its computation needs. */
        default int registers() {
            return 1;
        }
    }

    /** A number that is known now. */
    record Constant(double value, boolean isFloat) implements Number {
    }

    enum Place { TEMPORARY, ARGUMENT, RECEIVER_VARIABLE, REMOTE, OPERAND }

    /**
     * A number that lies somewhere.
     *
     * @param index in its place; of an operand, how many are above it
     * @param vector for a remote temporary, the temporary that holds its vector
     * @param isInteger whether it is a temporary that holds SmallIntegers as a rule
     */
    record Loaded(Place place, int index, int vector, boolean isInteger) implements Number {
    }

    /** A number that an arithmetic bytecode makes of two. */
    record Operation(Bytecode bytecode, Number receiver, Number argument) implements Number {

        @Override
        public boolean isFloat() {
            return true;
        }

        @Override
        public int registers() {
            return Math.max(receiver.registers(), argument.registers() + 1);
        }
    }

    /** Whether an operand may be a SmallInteger: with two of them this would be another operation. */
    static boolean mayBeInteger(Number operand, Number other) {
        return other.isFloat() || operand instanceof Loaded loaded && loaded.isInteger;
    }

    /** Finds the expressions of a method. */
    static final class Finder {

        private final Code code;
        private final MethodView method;
        private final BitSet integers;
        private final boolean hasFloats;

        /** @param integers the temporaries that hold SmallIntegers as a rule */
        Finder(Code code, MethodView method, BitSet integers) {
            this.code = code;
            this.method = method;
            this.integers = integers;
            this.hasFloats = !method.floatSites().isEmpty() || hasFloatLiteral(method);
        }

        private static boolean hasFloatLiteral(MethodView method) {
            for (long literal : method.literals()) {
                if (Oop.isImmediateFloat(literal)) {
                    return true;
                }
            }
            return false;
        }

        /** The longest expression that begins with a bytecode, or null. */
        FloatExpression at(int start) {
            return hasFloats ? new Walk(start).longest() : null;
        }

        /** Follows the bytecodes from one on. */
        private final class Walk {

            private final int start;
            private final List<Number> numbers = new ArrayList<>();
            private int operands;

            Walk(int start) {
                this.start = start;
            }

            FloatExpression longest() {
                FloatExpression longest = null;
                for (int pc = start; pc < code.endPc() && (pc == start || !code.isTarget(pc)); pc = code.next(pc)) {
                    Bytecode bytecode = code.at(pc);
                    Number number = pushed(pc);
                    if (number == null) {
                        number = computed(pc);
                    }
                    if (number == null || number.registers() + numbers.size() > MOST_REGISTERS) {
                        return longest;
                    }
                    numbers.add(number);
                    if (numbers.size() == 1 && number instanceof Operation operation) {
                        longest = ending(operation, pc);
                        if (longest.end != End.OPERAND) {
                            return longest;
                        }
                    } else if (isComparison(bytecode)) {
                        return longest;
                    }
                }
                return longest;
            }

            private FloatExpression ending(Operation root, int lastPc) {
                if (isComparison(root.bytecode)) {
                    return new FloatExpression(root, operands, End.COMPARED, lastPc);
                }
                int pc = code.next(lastPc);
                if (pc < code.endPc() && !code.isTarget(pc)) {
                    switch (code.at(pc)) {
                        case POP_STORE_TEMPORARY, POP_STORE_TEMPORARY_LONG -> {
                            return new FloatExpression(root, operands, End.TEMPORARY, pc);
                        }
                        case POP_STORE_RECEIVER_VARIABLE, POP_STORE_RECEIVER_VARIABLE_LONG -> {
                            return new FloatExpression(root, operands, End.RECEIVER_VARIABLE, pc);
                        }
                        default -> { }
                    }
                }
                return new FloatExpression(root, operands, End.OPERAND, lastPc);
            }

            private Number pushed(int pc) {
                return switch (code.at(pc)) {
                    case PUSH_TEMPORARY -> temporary(code.implied(pc));
                    case PUSH_TEMPORARY_LONG -> temporary(code.shortAt(pc + 1));
                    case PUSH_ARGUMENT -> new Loaded(Place.ARGUMENT, code.implied(pc), 0, false);
                    case PUSH_ARGUMENT_LONG -> new Loaded(Place.ARGUMENT, code.byteAt(pc + 1), 0, false);
                    case PUSH_RECEIVER_VARIABLE -> new Loaded(Place.RECEIVER_VARIABLE, code.implied(pc), 0, false);
                    case PUSH_RECEIVER_VARIABLE_LONG ->
                        new Loaded(Place.RECEIVER_VARIABLE, code.byteAt(pc + 1), 0, false);
                    case PUSH_REMOTE -> new Loaded(Place.REMOTE, code.byteAt(pc + 1), code.shortAt(pc + 2), false);
                    case PUSH_LITERAL -> constant(method.literals()[code.implied(pc)]);
                    case PUSH_LITERAL_LONG -> constant(method.literals()[code.shortAt(pc + 1)]);
                    case PUSH_MINUS_ONE, PUSH_ZERO, PUSH_ONE, PUSH_TWO ->
                        new Constant(code.opcode(pc) - Bytecode.PUSH_ZERO.opcode(), false);
                    case PUSH_SMALL_INTEGER -> new Constant((byte) code.byteAt(pc + 1), false);
                    default -> null;
                };
            }

            private Number temporary(int index) {
                return new Loaded(Place.TEMPORARY, index, 0, integers.get(index));
            }

            private static Number constant(long literal) {
                if (Oop.isImmediateFloat(literal)) {
                    return new Constant(Oop.immediateFloatValue(literal), true);
                }
                boolean exact = Oop.isSmallInteger(literal) && Math.abs(Oop.integerValue(literal)) < EXACT;
                return exact ? new Constant(Oop.integerValue(literal), false) : null;
            }

            private Number computed(int pc) {
                Bytecode bytecode = code.at(pc);
                if (FloatArithmetic.stub(bytecode) == null) {
                    return null;
                }
                Number argument = popped();
                Number receiver = popped();
                boolean meetsFloats = receiver.isFloat() || argument.isFloat()
                        || method.floatSites().get(code.byteAt(pc + 1));
                return meetsFloats && !(isInteger(receiver) && isInteger(argument))
                        ? new Operation(bytecode, receiver, argument) : null;
            }

            private static boolean isInteger(Number number) {
                return number instanceof Constant constant && !constant.isFloat
                        || number instanceof Loaded loaded && loaded.isInteger;
            }

            private Number popped() {
                return numbers.isEmpty() ? new Loaded(Place.OPERAND, operands++, 0, false) : numbers.removeLast();
            }
        }
    }

    static boolean isComparison(Bytecode bytecode) {
        return switch (bytecode) {
            case SEND_LESS, SEND_GREATER, SEND_LESS_OR_EQUAL, SEND_GREATER_OR_EQUAL, SEND_EQUAL, SEND_NOT_EQUAL -> true;
            default -> false;
        };
    }
}
