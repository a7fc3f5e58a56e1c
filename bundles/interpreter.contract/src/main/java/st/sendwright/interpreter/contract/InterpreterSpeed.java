package st.sendwright.interpreter.contract;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.model.Oop;

/**
 * Measures the loop in a hand-made world: sends a second by benchFib and bytecodes a second by an empty
 * counting loop. Not a test: each interpreter has a
 * main class that calls it, see {@code docs/how-to/keep-t0-fast.md}.
 */
public final class InterpreterSpeed {

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
    public static void measure(Interpreter interpreter) {
        try (TinyWorld world = new TinyWorld(interpreter)) {
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
