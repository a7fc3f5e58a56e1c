package st.sendwright.shell.bench;

import java.util.Arrays;

/**
 * Figures of the repetitions of one benchmark in steady state.
 *
 * @param figures in the order they were taken, at least one
 * @param length of each repetition
 * @param warmUpRuns repetitions before, not counted
 * @param first figure of the very first of them
 * @param warmUpNanos how long they took together
 * @param processorShare how much of the counted time the VM's thread was on a processor, 0 to about 1
 */
record Measurement(Benchmark benchmark, double[] figures, long length, int warmUpRuns, double first,
        long warmUpNanos, double processorShare) {

    double median() {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double least() {
        return Arrays.stream(figures).min().orElseThrow();
    }

    double most() {
        return Arrays.stream(figures).max().orElseThrow();
    }

    /** Distance between the least and the most, in percent of the median. */
    double spreadPercent() {
        return (most() - least()) * 100 / median();
    }

    /** How many times as fast as the ancestor; the inverse where the figure is a time. */
    double timesAncestor(double ancestor) {
        return benchmark.perRun() ? ancestor / median() : median() / ancestor;
    }
}
