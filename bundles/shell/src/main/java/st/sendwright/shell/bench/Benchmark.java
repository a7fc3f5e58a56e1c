package st.sendwright.shell.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/**
 * A program with a known answer whose length can be chosen.
 *
 * @param name as the table shows it
 * @param expression Smalltalk for a length
 * @param answer what the expression must answer for a length
 * @param operations how many operations that is
 * @param start shortest length worth running
 * @param growth from one length to the next longer one
 * @param unit of the rate, such as {@code sends/s}; for {@link #perRun} of the time, {@code ms}
 * @param perRun whether the figure is milliseconds for one operation and not operations per second
 * @param ancestor the historic figure in the same unit
 */
record Benchmark(String name, LongFunction<String> expression, LongUnaryOperator answer,
        LongUnaryOperator operations, long start, Growth growth, String unit, boolean perRun,
        Optional<Double> ancestor) {

    /** How a length is made longer. */
    enum Growth {
        /** Twice as long. */
        DOUBLE,
        /** By one; for programs whose time grows exponentially. */
        INCREMENT
    }

    /**
     * Sends, arithmetic, loop and sieve of the seed, with its figures; then benchFib and the rate of
     * bytecodes.
     */
    static final List<Benchmark> SEED = List.of(
            new Benchmark("message sends", n -> "SeedBenchmark new sends: " + n, n -> 0, n -> 10 * n,
                    10_000, Growth.DOUBLE, "sends/s", false, Optional.of(176e3)),
            new Benchmark("arithmetic", n -> "SeedBenchmark new additions: " + n,
                    n -> n * (n + 1) / 2 + 45 * n, n -> 10 * n,
                    10_000, Growth.DOUBLE, "adds/s", false, Optional.of(124e3)),
            new Benchmark("loop iterations", n -> "SeedBenchmark new iterations: " + n, n -> n, n -> n,
                    10_000, Growth.DOUBLE, "iterations/s", false, Optional.of(55.6e3)),
            new Benchmark("sieve(8191)", n -> "SeedBenchmark new sieve: " + n, n -> 1_899, n -> n,
                    1, Growth.DOUBLE, "ms", true, Optional.of(777.0)));

    /** The usual measure of sends: the answer is the number of sends it took. */
    static final Benchmark BENCH_FIB = new Benchmark("benchFib", n -> n + " benchFib", Benchmark::benchFib,
            Benchmark::benchFib, 16, Growth.INCREMENT, "sends/s", false, Optional.of(176e3));

    /**
     * Bytecodes that the compiler makes for one turn of an empty {@code to:do:}: push counter, push limit,
     * compare, jump if false, push counter, push 1, add, pop into counter, jump back.
     */
    static final int BYTECODES_OF_EMPTY_LOOP = 9;

    /** How many bytecodes a second an empty counting loop executes. */
    static final Benchmark EMPTY_LOOP = new Benchmark("empty loop", n -> "SeedBenchmark new emptyLoop: " + n,
            n -> n, n -> BYTECODES_OF_EMPTY_LOOP * n, 10_000, Growth.DOUBLE, "bytecodes/s", false,
            Optional.empty());

    long longer(long length) {
        return growth == Growth.DOUBLE ? 2 * length : length + 1;
    }

    /** The figure for {@code nanos} that a run of this length took. */
    double figure(long length, long nanos) {
        double operationsDone = operations.applyAsLong(length);
        return perRun ? nanos / 1e6 / operationsDone : operationsDone * 1e9 / nanos;
    }

    /** One more than the sends that the two before it take together, and 1 for 0 and 1. */
    static long benchFib(long n) {
        long before = 1;
        long current = 1;
        for (long i = 2; i <= n; i++) {
            long next = before + current + 1;
            before = current;
            current = next;
        }
        return current;
    }
}
