package st.sendwright.interpreter.switching;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import st.sendwright.model.Oop;

/**
 * Measures the loop in a hand-made world: sends a second by benchFib and bytecodes a second by an empty
 * counting loop. Not a test: run it by hand, see {@code docs/how-to/keep-t0-fast.md}.
 */
final class InterpreterSpeed {

    private static final int FIB = 32;
    private static final int TURNS = 30_000_000;
    private static final int ROUNDS = 4;

    private InterpreterSpeed() {
    }

    /** Processor time of this thread: other programs on the machine then disturb less. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Prints a line a round; the later rounds are the steady state. */
    public static void main(String[] arguments) {
        try (TinyWorld world = new TinyWorld()) {
            long fib = Programs.benchFib(world);
            long loop = Programs.countingLoop(world);
            for (int round = 1; round <= ROUNDS; round++) {
                long start = cpuNanos();
                long sends = Oop.integerValue(world.run(fib, Oop.smallInteger(FIB)));
                double sendSeconds = (cpuNanos() - start) / 1e9;
                start = cpuNanos();
                long turns = Oop.integerValue(world.run(loop, Oop.smallInteger(TURNS)));
                double loopSeconds = (cpuNanos() - start) / 1e9;
                System.out.printf(Locale.ROOT, "round %2d: %6.1f M sends/s, %6.1f M bytecodes/s%n", round,
                        sends / sendSeconds / 1e6,
                        turns * (double) Programs.COUNTING_LOOP_BYTECODES / loopSeconds / 1e6);
            }
        }
    }
}
