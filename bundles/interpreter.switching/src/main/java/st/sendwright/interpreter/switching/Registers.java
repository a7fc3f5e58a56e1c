package st.sendwright.interpreter.switching;

import st.sendwright.interpreter.Exit;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;

/** The loop's registers in the mutator block: where they are put before anybody else may look at the stack. */
final class Registers {

    private Registers() {
    }

    /** Saves the registers; {@code pc} counts from the start of the method object. */
    static void save(long mutator, long sp, long fp, long pc) {
        Memory.putLong(mutator + MutatorBlock.STACK_POINTER, sp);
        Memory.putLong(mutator + MutatorBlock.FRAME_POINTER, fp);
        Memory.putLong(mutator + MutatorBlock.PROGRAM_COUNTER, pc);
    }

    /**
     * The exit that a slow path's answer leads to; the saved registers stay as they are.
     *
     * @param code {@link SlowPaths#COLLECT} or {@link SlowPaths#EXIT}
     * @return an {@link Exit}, which is in the mutator block too
     * @throws IllegalStateException when the answer is none of the two: the slow path broke its contract
     */
    static int exit(long mutator, long code) {
        if (code == SlowPaths.COLLECT) {
            Memory.putLong(mutator + MutatorBlock.EXIT_REASON, Exit.COLLECT);
        } else if (code != SlowPaths.EXIT) {
            throw new IllegalStateException("SW-INTERPRETER-002 a slow path answered " + code + " at pc "
                    + Memory.longAt(mutator + MutatorBlock.PROGRAM_COUNTER) + ", where only "
                    + SlowPaths.COLLECT + " (collect), " + SlowPaths.RELOAD + " (reload) or " + SlowPaths.EXIT
                    + " (exit) can be. The program cannot go on; report it with the tiers in use. See"
                    + " docs/errors/SW-INTERPRETER-002.md.");
        }
        return (int) Memory.longAt(mutator + MutatorBlock.EXIT_REASON);
    }

    /** Refuses an opcode that the bytecode table does not have; the verifier should have done so before. */
    static IllegalStateException unknownOpcode(long method, long pc, int opcode) {
        return new IllegalStateException("SW-INTERPRETER-001 unknown opcode 0x" + Integer.toHexString(opcode)
                + " at pc " + pc + " of the method at 0x" + Long.toHexString(method) + ": the bytecode table has"
                + " no such entry, so the method was never verified or its memory is damaged. The program cannot"
                + " go on. See docs/errors/SW-INTERPRETER-001.md.");
    }
}
