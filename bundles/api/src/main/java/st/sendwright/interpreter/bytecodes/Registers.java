package st.sendwright.interpreter.bytecodes;

import st.sendwright.interpreter.Exit;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;

/** The virtual machine's registers while they are saved in the mutator block: outside of an interpreter's loop always. */
public final class Registers {

    private Registers() {
    }

    /** Saves all three; {@code pc} counts from the start of the method object. */
    static void save(long mutator, long sp, long fp, long pc) {
        setSp(mutator, sp);
        setFp(mutator, fp);
        setPc(mutator, pc);
    }

    static long sp(long mutator) {
        return Memory.longAt(mutator + MutatorBlock.STACK_POINTER);
    }

    static void setSp(long mutator, long sp) {
        Memory.putLong(mutator + MutatorBlock.STACK_POINTER, sp);
    }

    static long fp(long mutator) {
        return Memory.longAt(mutator + MutatorBlock.FRAME_POINTER);
    }

    static void setFp(long mutator, long fp) {
        Memory.putLong(mutator + MutatorBlock.FRAME_POINTER, fp);
    }

    /** Bytes from the start of the running method to the bytecode in work. */
    static long pc(long mutator) {
        return Memory.longAt(mutator + MutatorBlock.PROGRAM_COUNTER);
    }

    static void setPc(long mutator, long pc) {
        Memory.putLong(mutator + MutatorBlock.PROGRAM_COUNTER, pc);
    }

    /** The method or block of the top frame. */
    static long method(long mutator) {
        return FrameLayout.method(fp(mutator));
    }

    /** The stack word {@code depth} words below the top. */
    static long stackAt(long mutator, int depth) {
        return Memory.longAt(sp(mutator) + depth * 8L);
    }

    /**
     * Ends a bytecode that leaves one object in place of {@code drop} others.
     *
     * @param answer the object, or a code of {@link SlowPaths}, which is answered and changes nothing
     * @param length bytes of the bytecode
     * @return {@link SlowPaths#RELOAD} when the bytecode is done
     */
    static long finish(long mutator, long answer, int drop, int length) {
        if (SlowPaths.isCode(answer)) {
            return answer;
        }
        long sp = sp(mutator) + (drop - 1) * 8L;
        Memory.putLong(sp, answer);
        setSp(mutator, sp);
        setPc(mutator, pc(mutator) + length);
        return SlowPaths.RELOAD;
    }

    /**
     * The exit that a slow path's answer leads to; the saved registers stay as they are.
     *
     * @param code {@link SlowPaths#COLLECT} or {@link SlowPaths#EXIT}
     * @return an {@link Exit}, which is in the mutator block too
     * @throws IllegalStateException when the answer is none of the two: the slow path broke its contract
     */
    public static int exit(long mutator, long code) {
        if (code == SlowPaths.COLLECT) {
            Memory.putLong(mutator + MutatorBlock.EXIT_REASON, Exit.COLLECT);
        } else if (code != SlowPaths.EXIT) {
            throw new IllegalStateException("SW-INTERPRETER-002 a slow path answered " + code + " at pc "
                    + pc(mutator) + ", where only " + SlowPaths.COLLECT + " (collect), " + SlowPaths.RELOAD
                    + " (reload) or " + SlowPaths.EXIT
                    + " (exit) can be. The program cannot go on; report it with"
                    + " the tiers in use. See docs/errors/SW-INTERPRETER-002.md.");
        }
        return (int) Memory.longAt(mutator + MutatorBlock.EXIT_REASON);
    }
}
