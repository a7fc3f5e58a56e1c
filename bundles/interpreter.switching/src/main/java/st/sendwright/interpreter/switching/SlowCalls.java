package st.sendwright.interpreter.switching;

import st.sendwright.interpreter.SlowPaths;

/** Calls of slow paths from the loop, registers saved first. {@code pc} counts from the start of the method. */
final class SlowCalls {

    private SlowCalls() {
    }

    static long poll(long mutator, SlowPaths slow, long sp, long fp, long pc) {
        Registers.save(mutator, sp, fp, pc);
        return slow.poll();
    }

    static long mustBeBoolean(long mutator, SlowPaths slow, long sp, long fp, long pc) {
        Registers.save(mutator, sp, fp, pc);
        return slow.mustBeBoolean();
    }

    static long nonLocalReturn(long mutator, SlowPaths slow, long sp, long fp, long pc) {
        Registers.save(mutator, sp, fp, pc);
        return slow.nonLocalReturn();
    }

    static long slowReturn(long mutator, SlowPaths slow, long sp, long fp, long pc, long value) {
        Registers.save(mutator, sp, fp, pc);
        return slow.slowReturn(value);
    }

    static long contextOf(long mutator, SlowPaths slow, long sp, long fp, long pc) {
        Registers.save(mutator, sp, fp, pc);
        return slow.contextOf(fp);
    }
}
