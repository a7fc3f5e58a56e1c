package st.sendwright.shell.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import st.sendwright.shell.bench.Bench.BenchException;

/**
 * How one benchmark is timed: the length is raised until a run takes a tenth of a second, so that the clock
 * and the way into the VM do not count; then runs are repeated and not counted until they are as fast as they
 * get, as the JVM compiles the interpreter meanwhile; then they count.
 */
final class Measuring {

    /** Runs the benchmark once in a given length and answers nanoseconds. */
    interface Timer {
        long time(long length) throws BenchException;
    }

    private static final long LEAST_NANOS = 100_000_000;
    private static final int LEAST_WARM_UP_RUNS = 8;
    /** Runs in a row that were no faster than the best by {@link #GAIN}: then it is as fast as it gets. */
    private static final int STEADY_RUNS = 5;
    private static final double GAIN = 0.02;
    /** A warm-up ends after so many times the phase, steady or not. */
    private static final int LONGEST_WARM_UP = 5;
    private static final int LEAST_RUNS = 5;

    private final Benchmark benchmark;
    private final Timer timer;
    private final LongSupplier processorNanos;
    private final long nanosForEachPhase;
    private long length;
    private long lastNanos;
    private long warmUpNanos;
    private int warmUpRuns;
    private double processorShare;

    /**
     * @param processorNanos how long the VM's thread has been on a processor so far
     * @param seconds for the counted runs, and about that for the warm-up
     */
    Measuring(Benchmark benchmark, Timer timer, LongSupplier processorNanos, double seconds) {
        this.benchmark = benchmark;
        this.timer = timer;
        this.processorNanos = processorNanos;
        this.nanosForEachPhase = (long) (seconds * 1e9);
    }

    Measurement run() throws BenchException {
        length = benchmark.start();
        warmUpOnce();
        double first = benchmark.figure(length, lastNanos);
        warmUp();
        double[] figures = count();
        while (lastNanos < LEAST_NANOS / 2) {
            // The JVM found a way to run it faster after all: these figures were part of the warm-up.
            warmUpNanos += nanosForEachPhase;
            warmUpRuns += figures.length;
            warmUp();
            figures = count();
        }
        return new Measurement(benchmark, figures, length, warmUpRuns, first, warmUpNanos, processorShare);
    }

    private void warmUp() throws BenchException {
        long best = Long.MAX_VALUE;
        int sinceBest = 0;
        long end = warmUpNanos + LONGEST_WARM_UP * nanosForEachPhase;
        while (lastNanos < LEAST_NANOS
                || (warmUpRuns < LEAST_WARM_UP_RUNS || sinceBest < STEADY_RUNS) && warmUpNanos < end) {
            if (lastNanos < LEAST_NANOS) {
                length = benchmark.longer(length);
                best = Long.MAX_VALUE;
                sinceBest = 0;
            }
            warmUpOnce();
            sinceBest = lastNanos < best * (1 - GAIN) ? 0 : sinceBest + 1;
            best = Math.min(best, lastNanos);
        }
    }

    private void warmUpOnce() throws BenchException {
        lastNanos = timer.time(length);
        warmUpNanos += lastNanos;
        warmUpRuns++;
    }

    private double[] count() throws BenchException {
        List<Double> figures = new ArrayList<>();
        long spent = 0;
        long processorStart = processorNanos.getAsLong();
        while (figures.size() < LEAST_RUNS || spent < nanosForEachPhase) {
            lastNanos = timer.time(length);
            spent += lastNanos;
            figures.add(benchmark.figure(length, lastNanos));
        }
        processorShare = (double) (processorNanos.getAsLong() - processorStart) / spent;
        return figures.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
