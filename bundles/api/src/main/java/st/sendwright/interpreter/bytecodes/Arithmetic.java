package st.sendwright.interpreter.bytecodes;

import st.sendwright.model.Allocation;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;

/**
 * The special sends of two numbers as far as the loop does not serve them itself: the rarer SmallInteger
 * operations, and all of two immediate Floats or of one and a SmallInteger.
 */
final class Arithmetic {

    /** No fast path applies: the message must be sent. */
    static final long SEND = 0;

    /** SmallIntegers from minus this to one less are exact as doubles. */
    private static final long EXACT = 1L << 53;
    /** Shifting a 61-bit value right by this many bits leaves its sign only. */
    private static final long ALL_BITS = 63;

    private Arithmetic() {
    }

    /**
     * The result of a special send, opcodes 0x60 to 0x6F.
     *
     * @return an oop, {@link #SEND}, or {@link st.sendwright.interpreter.SlowPaths#COLLECT}
     */
    static long special(int opcode, long mutator, long receiver, long argument) {
        if (Oop.areSmallIntegers(receiver, argument)) {
            return integers(opcode, Oop.integerValue(receiver), Oop.integerValue(argument));
        }
        return isDouble(receiver) && isDouble(argument)
                ? floats(opcode, mutator, doubleValue(receiver), doubleValue(argument)) : SEND;
    }

    /** Whether it is an immediate Float, or a SmallInteger that a double holds exactly. */
    private static boolean isDouble(long oop) {
        return Oop.isImmediateFloat(oop)
                || Oop.isSmallInteger(oop) && Oop.integerValue(oop) >= -EXACT && Oop.integerValue(oop) < EXACT;
    }

    private static double doubleValue(long oop) {
        return Oop.isSmallInteger(oop) ? Oop.integerValue(oop) : Oop.immediateFloatValue(oop);
    }

    private static long integers(int opcode, long receiver, long argument) {
        return switch (opcode) {
            case Opcode.SEND_DIVIDE -> argument != 0 && receiver % argument == 0
                    ? tagged(receiver / argument) : SEND;
            case Opcode.SEND_MODULO -> argument != 0 ? tagged(Math.floorMod(receiver, argument)) : SEND;
            case Opcode.SEND_INTEGER_DIVIDE -> argument != 0
                    ? tagged(Math.floorDiv(receiver, argument)) : SEND;
            case Opcode.SEND_BIT_XOR -> tagged(receiver ^ argument);
            case Opcode.SEND_BIT_SHIFT -> shifted(receiver, argument);
            default -> SEND;
        };
    }

    /** The SmallInteger of {@code value}, or {@link #SEND} when it is too large. */
    private static long tagged(long value) {
        return Oop.fitsSmallInteger(value) ? Oop.smallInteger(value) : SEND;
    }

    private static long shifted(long value, long distance) {
        if (distance <= 0) {
            return Oop.smallInteger(value >> Math.min(-distance, ALL_BITS));
        }
        if (value == 0) {
            return Oop.smallInteger(0);
        }
        long result = value << distance;
        return distance < ALL_BITS && result >> distance == value ? tagged(result) : SEND;
    }

    private static long floats(int opcode, long mutator, double receiver, double argument) {
        return switch (opcode) {
            case Opcode.SEND_ADD -> floatOf(mutator, receiver + argument);
            case Opcode.SEND_SUBTRACT -> floatOf(mutator, receiver - argument);
            case Opcode.SEND_MULTIPLY -> floatOf(mutator, receiver * argument);
            case Opcode.SEND_DIVIDE -> argument == 0 ? SEND : floatOf(mutator, receiver / argument);
            case Opcode.SEND_LESS -> MutatorBlock.bool(mutator, receiver < argument);
            case Opcode.SEND_GREATER -> MutatorBlock.bool(mutator, receiver > argument);
            case Opcode.SEND_LESS_OR_EQUAL -> MutatorBlock.bool(mutator, receiver <= argument);
            case Opcode.SEND_GREATER_OR_EQUAL -> MutatorBlock.bool(mutator, receiver >= argument);
            case Opcode.SEND_EQUAL -> MutatorBlock.bool(mutator, receiver == argument);
            case Opcode.SEND_NOT_EQUAL -> MutatorBlock.bool(mutator, receiver != argument);
            default -> SEND;
        };
    }

    private static long floatOf(long mutator, double value) {
        return Allocated.orCollect(Allocation.floatOf(mutator, value));
    }
}
