package st.sendwright.shell.bench;

import java.util.ArrayList;
import java.util.List;
import st.sendwright.shell.bench.Bench.BenchException;

/**
 * How one benchmark is timed: the length is raised until a run takes a tenth of a second, so that the clock and the
 * way into the VM do not count; then runs are repeated and not counted until they are as fast as they get, as the
 * JVM compiles the interpreter meanwhile; then they count.
 */
final class Measuring {

    /** Runs the benchmark once in a given length and answers nanoseconds. */
    interface Timer {
        long time(long length) throws BenchException;
    }

    private static final long LEAST_NANOS = 100_000_000;
    private static final int LEAST_WARM_UP_RUNS = 3;
    private static final int LEAST_RUNS = 5;
    private static final int STEADY_RUNS = 4;

    private final Benchmark benchmark;
    private final Timer timer;
    private final long nanosForEachPhase;

    Measuring(Benchmark benchmark, Timer timer, double seconds) {
        this.benchmark = benchmark;
        this.timer = timer;
        this.nanosForEachPhase = (long) (seconds * 1e9);
    }

    Measurement run() throws BenchException {
        long length = benchmark.start();
        long nanos = timer.time(length);
        double first = benchmark.figure(length, nanos);
        long warmUp = nanos;
        int warmUpRuns = 1;
        long best = Long.MAX_VALUE;
        int sinceBest = 0;
        while (warmUpRuns < LEAST_WARM_UP_RUNS || nanos < LEAST_NANOS
                || warmUp < nanosForEachPhase && sinceBest < STEADY_RUNS) {
            if (nanos < LEAST_NANOS) {
                length = benchmark.longer(length);
                best = Long.MAX_VALUE;
                sinceBest = 0;
            }
            nanos = timer.time(length);
            warmUp += nanos;
            warmUpRuns++;
            sinceBest = nanos < best ? 0 : sinceBest + 1;
            best = Math.min(best, nanos);
        }
        return new Measurement(benchmark, count(length), length, warmUpRuns, first, warmUp);
    }

    private double[] count(long length) throws BenchException {
        List<Double> figures = new ArrayList<>();
        long spent = 0;
        while (figures.size() < LEAST_RUNS || spent < nanosForEachPhase) {
            long nanos = timer.time(length);
            spent += nanos;
            figures.add(benchmark.figure(length, nanos));
        }
        return figures.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
