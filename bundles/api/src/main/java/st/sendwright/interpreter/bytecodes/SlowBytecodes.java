package st.sendwright.interpreter.bytecodes;

import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Association;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;

/**
 * The bytecodes that an interpreter's loop leaves alone, always or in this case: sends, returns from frames that have a
 * Context, what allocates, and what asks the kernel. The registers are saved at the bytecode in work.
 *
 * <p>Interpreters differ in how they go through the frequent bytecodes; this half is the same for all.
 */
public final class SlowBytecodes {

    private SlowBytecodes() {
    }

    /**
     * Serves one bytecode in full.
     *
     * @return {@link SlowPaths#RELOAD} to go on with the saved registers, {@link SlowPaths#COLLECT} with the
     *         bytecode still to do and the stack as it was, or {@link SlowPaths#EXIT}
     * @throws IllegalStateException SW-INTERPRETER-001 when the bytecode table has no such opcode
     */
    public static long execute(long mutator, SlowPaths slow) {
        long fp = Registers.fp(mutator);
        long pc = FrameLayout.method(fp) + Registers.pc(mutator);
        int opcode = Memory.unsignedByteAt(pc);
        return switch (opcode) {
            case Opcode.PUSH_THIS_CONTEXT -> Registers.finish(mutator, slow.contextOf(fp), 0, 1);
            case Opcode.RETURN_RECEIVER -> slow.slowReturn(FrameLayout.receiver(fp));
            case Opcode.RETURN_TRUE -> slow.slowReturn(MutatorBlock.bool(mutator, true));
            case Opcode.RETURN_FALSE -> slow.slowReturn(MutatorBlock.bool(mutator, false));
            case Opcode.RETURN_NIL -> slow.slowReturn(MutatorBlock.nil(mutator));
            case Opcode.RETURN_TOP -> slow.slowReturn(Registers.stackAt(mutator, 0));
            case Opcode.NON_LOCAL_RETURN -> slow.nonLocalReturn();
            case Opcode.PUSH_NEW_VECTOR -> Registers.finish(mutator,
                    Allocated.vector(mutator, Memory.unsignedByteAt(pc + 1)), 0, 2);
            case Opcode.PUSH_ARRAY -> array(mutator, Memory.shortAt(pc + 1) & 0xFFFF);
            case Opcode.PUSH_CLOSURE -> Registers.finish(mutator, Allocated.closure(mutator, slow, pc),
                    Memory.unsignedByteAt(pc + 3), 5);
            case Opcode.JUMP_TRUE, Opcode.JUMP_FALSE -> slow.mustBeBoolean();
            case Opcode.STORE_RECEIVER_VARIABLE, Opcode.POP_STORE_RECEIVER_VARIABLE_LONG ->
                refusedStore(mutator, slow, FrameLayout.receiver(fp), Memory.unsignedByteAt(pc + 1),
                        opcode == Opcode.POP_STORE_RECEIVER_VARIABLE_LONG, 2);
            case Opcode.STORE_LITERAL_VARIABLE, Opcode.POP_STORE_LITERAL_VARIABLE ->
                refusedStore(mutator, slow,
                        MethodLayout.literal(FrameLayout.method(fp), Memory.shortAt(pc + 1) & 0xFFFF),
                        Association.VALUE, opcode == Opcode.POP_STORE_LITERAL_VARIABLE, 3);
            case Opcode.STORE_REMOTE, Opcode.POP_STORE_REMOTE ->
                refusedStore(mutator, slow,
                        Memory.longAt(FrameLayout.temporaryAddress(fp, Memory.shortAt(pc + 2) & 0xFFFF)),
                        Memory.unsignedByteAt(pc + 1), opcode == Opcode.POP_STORE_REMOTE, 4);
            default -> {
                if (opcode >= Opcode.SEND_ADD && opcode <= Opcode.SEND_NOT_NIL) {
                    yield Sends.special(mutator, slow, opcode, pc);
                }
                if (opcode >= Opcode.SEND_0 && opcode <= Opcode.SEND_SUPER) {
                    yield Sends.send(mutator, slow, opcode, pc);
                }
                if ((opcode & ~7) == Opcode.POP_STORE_RECEIVER_VARIABLE) {
                    yield refusedStore(mutator, slow, FrameLayout.receiver(fp),
                            opcode - Opcode.POP_STORE_RECEIVER_VARIABLE, true, 1);
                }
                if ((opcode & ~7) == Opcode.SHORT_JUMP_FALSE) {
                    yield slow.mustBeBoolean();
                }
                throw unknownOpcode(mutator, opcode);
            }
        };
    }

    /** The loop leaves a store only where the object is read-only: the bytecode is done, the object is asked what now. */
    private static long refusedStore(long mutator, SlowPaths slow, long object, long slot, boolean pops, int length) {
        long value = Registers.stackAt(mutator, 0);
        if (pops) {
            Registers.setSp(mutator, Registers.sp(mutator) + 8);
        }
        Registers.setPc(mutator, Registers.pc(mutator) + length);
        return slow.attemptToAssign(object, slot, value);
    }

    private static long array(long mutator, int size) {
        return Registers.finish(mutator, Allocated.array(mutator, size), size, 3);
    }

    /** The verifier should have refused the method. */
    private static IllegalStateException unknownOpcode(long mutator, int opcode) {
        return new IllegalStateException("SW-INTERPRETER-001 unknown opcode 0x" + Integer.toHexString(opcode)
                + " at pc " + Registers.pc(mutator) + " of the method at 0x"
                + Long.toHexString(Registers.method(mutator))
                + ": the bytecode table has no such entry, so the"
                + " method was never verified or its memory is damaged. The program cannot go on. See"
                + " docs/errors/SW-INTERPRETER-001.md.");
    }
}
