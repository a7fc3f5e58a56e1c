package st.sendwright.bench.laboratory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import st.sendwright.bench.laboratory.Outcome.Compared;
import st.sendwright.bench.laboratory.Runner.Iteration;
import st.sendwright.laboratory.BenchRequest.Measuring;

/**
 * Measures one program: all that take part run it in turn, one iteration each, until all are steady; then iterations
 * count, in turn as well, so that what disturbs the machine disturbs all. What is started for blocks of iterations takes
 * turns with such blocks of this VM. Every answer of everybody is checked.
 */
final class Experiment {

    private static final int LEAST_COUNTED = 5;
    private static final int BLOCKS = 3;
    /** When iterations that count are so much quicker than the first of them, there was no steady state yet. */
    private static final double STILL_GAINING = 0.8;
    private static final double NANOS = 1e9;

    private final Program program;
    private final int size;
    private final long expected;
    private final Measuring measuring;
    private final Consumer<String> progress;
    private final long start = System.nanoTime();

    /**
     * @param expected what every run must answer
     * @param progress takes what is going on now
     */
    Experiment(Program program, int size, long expected, Measuring measuring, Consumer<String> progress) {
        this.program = program;
        this.size = size;
        this.expected = expected;
        this.measuring = measuring;
        this.progress = progress;
    }

    /** The iterations of one that takes part. */
    private static final class Turns {
        private final Runner runner;
        private final List<Double> warmUp = new ArrayList<>();
        private final List<Double> counted = new ArrayList<>();
        private WarmUp warmth = new WarmUp();

        Turns(Runner runner) {
            this.runner = runner;
        }

        void beginAgain() {
            warmUp.addAll(counted);
            counted.clear();
            warmth = new WarmUp();
        }

        Series series(boolean isSteady, double share) {
            return new Series(runner.name(), toArray(warmUp), toArray(counted), isSteady, share);
        }
    }

    /**
     * Runs it.
     *
     * @param own this VM
     * @param others who take turns with it by iterations; those that cannot run the program are left out
     * @param blocks who take turns with it by blocks
     */
    Outcome run(Runner own, List<Runner> others, List<BlockRunner> blocks) throws BenchException, IOException {
        List<Turns> all = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Turns mine = new Turns(own);
        all.add(mine);
        for (Runner each : others) {
            if (each.canRun(program)) {
                all.add(new Turns(each));
            } else {
                missing.add(each.name());
            }
        }
        boolean isSteady = warmUp(all);
        long processor = ProcessorTime.ofVm();
        count(all);
        if (isSteady && gained(mine) && !isOver()) {
            all.forEach(Turns::beginAgain);
            isSteady = warmUp(all);
            processor = ProcessorTime.ofVm();
            count(all);
        }
        double share = (ProcessorTime.ofVm() - processor) / sum(mine.counted);
        List<Compared> compared = new ArrayList<>();
        for (Turns each : all.subList(1, all.size())) {
            compared.add(new Compared(each.series(isSteady, Double.NaN), ratios(mine, each)));
        }
        for (BlockRunner each : blocks) {
            compared.add(compare(own, each));
        }
        return new Outcome(program, size, expected, mine.series(isSteady, share), compared, missing);
    }

    private boolean warmUp(List<Turns> all) throws BenchException {
        while (!isOver()) {
            boolean isSteady = true;
            for (Turns each : all) {
                double nanos = once(each.runner, "warm-up " + (each.warmUp.size() + 1));
                each.warmUp.add(nanos);
                each.warmth.add(nanos);
                isSteady &= each.warmth.isSteady();
            }
            if (isSteady) {
                return true;
            }
        }
        return false;
    }

    private void count(List<Turns> all) throws BenchException {
        Turns mine = all.getFirst();
        int most = measuring.iterations().orElse(Integer.MAX_VALUE);
        int least = Math.min(most, LEAST_COUNTED);
        while (mine.counted.isEmpty() || mine.counted.size() < most && !isOver()
                && (mine.counted.size() < least || measuring.iterations().isPresent()
                        || sum(mine.counted) < measuring.seconds() * NANOS)) {
            for (Turns each : all) {
                each.counted.add(once(each.runner, "iteration " + (each.counted.size() + 1)));
            }
        }
    }

    private static boolean gained(Turns turns) {
        double[] counted = toArray(turns.counted);
        return counted.length >= 2 * WarmUp.WINDOW
                && Statistics.median(Arrays.copyOfRange(counted, counted.length - WarmUp.WINDOW, counted.length))
                        < STILL_GAINING * Statistics.median(Arrays.copyOf(counted, WarmUp.WINDOW));
    }

    private Compared compare(Runner own, BlockRunner other) throws BenchException, IOException {
        double[] warmUp = {};
        double[] counted = {};
        double[] ratios = new double[BLOCKS];
        for (int round = 0; round < BLOCKS; round++) {
            List<Double> mine = new ArrayList<>();
            do {
                mine.add(once(own, "block " + (round + 1)));
            } while (mine.size() < LEAST_COUNTED && sum(mine) < measuring.seconds() * NANOS);
            progress.accept(program.name() + ": " + other.name() + ", block " + (round + 1));
            BlockRunner.Block block =
                    other.run(program, size, expected, measuring.limitSeconds() / BLOCKS, measuring.seconds(),
                            measuring.limitSeconds() + measuring.seconds() + measuring.iterationLimitSeconds());
            warmUp = DoubleStream.concat(Arrays.stream(warmUp), Arrays.stream(block.warmUp())).toArray();
            counted = DoubleStream.concat(Arrays.stream(counted), Arrays.stream(block.counted())).toArray();
            ratios[round] = Statistics.median(toArray(mine)) / Statistics.median(block.counted());
        }
        return new Compared(new Series(other.name(), warmUp, counted, true, Double.NaN), ratios);
    }

    /** Runs the program once, checks its answer, and answers nanoseconds. */
    double once(Runner runner, String what) throws BenchException {
        progress.accept(program.name() + ": " + runner.name() + ", " + what);
        Iteration iteration = runner.run(program, size, measuring.iterationLimitSeconds());
        if (iteration.result() != expected) {
            throw new BenchException(program.name() + " of size " + size + " answered " + iteration.result() + " in "
                    + runner.name() + ", not " + expected + ".");
        }
        return Math.max(1, iteration.nanos());
    }

    private boolean isOver() {
        return System.nanoTime() - start > measuring.limitSeconds() * NANOS;
    }

    private static double[] ratios(Turns mine, Turns other) {
        double[] ratios = new double[mine.counted.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = mine.counted.get(i) / other.counted.get(i);
        }
        return ratios;
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
