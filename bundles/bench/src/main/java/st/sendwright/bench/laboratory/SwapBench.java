package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import st.sendwright.laboratory.BenchOutput;
import st.sendwright.laboratory.BenchRequest.Measuring;
import st.sendwright.laboratory.BenchRequest.Swap;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Statistic;

/**
 * What providers of a tier bring to programs, in one VM: they take turns by blocks of iterations, so that what the JVM has
 * learnt and what disturbs the machine is the same for all. A first turn of each warms up and does not count. Thread: any
 * but the VM's.
 */
final class SwapBench {

    private static final int ROUNDS = 3;
    private static final int LEAST_ITERATIONS = 4;
    private static final String ROW = "%-15s %-13s %9s %7s %9s %9s %9s %10s %10s %10s%n";

    private final Vm vm;
    private final Swap swap;
    private final Measuring measuring;
    private final BenchOutput output;
    private final List<Measured> measured = new ArrayList<>();

    /** Runs a program once and answers nanoseconds; its answer was checked. */
    interface Iteration {
        double nanos() throws BenchException;
    }

    /**
     * What a provider did while its turn lasted.
     *
     * @param times of all iterations, in nanoseconds
     * @param pause how long the program stood still for the exchange, in nanoseconds
     * @param compiled methods that were compiled
     * @param misses sends of machine code that knew no method for the class they met
     * @param dropped pieces of code that were dropped
     * @param again methods that were compiled again after their code was dropped
     * @param sends of machine code, missed or not; 0 when nobody counts them
     */
    record Turn(double[] times, double pause, double compiled, double misses, double dropped, double again,
            double sends) {

        /** Which part of the sends of machine code was served without a look-up, in percent; NaN when they are not counted. */
        double hitPercent() {
            return sends == 0 ? Double.NaN : 100 * (1 - misses / (sends + misses));
        }

        /** Of the later half: the earlier is what the exchange cost. */
        double median() {
            return Statistics.median(Arrays.copyOfRange(times, times.length / 2, times.length));
        }

        /** How long it had run before the first iteration that took at most twice the median. */
        double nanosUntilWithinTwice() {
            double nanos = 0;
            for (double each : times) {
                if (each <= 2 * median()) {
                    break;
                }
                nanos += each;
            }
            return nanos;
        }
    }

    /**
     * What was found out about one program.
     *
     * @param turns of each provider, in the order of the request; the first of each come first, then the second
     */
    record Measured(String program, List<List<Turn>> turns) {
    }

    SwapBench(Vm vm, Swap swap, Measuring measuring, BenchOutput output) {
        this.vm = vm;
        this.swap = swap;
        this.measuring = measuring;
        this.output = output;
    }

    static String heading(Swap swap) {
        return String.format(Locale.ROOT, "%s, exchanged between blocks of iterations, %d of each%n", swap.kind(), ROUNDS)
                + String.format(ROW, "program", "provider", "median", "ratio", "first", "2x after", "pause", "compiled",
                        "missed", "dropped");
    }

    static String legend(Swap swap) {
        return String.format("""

                Median: of the later half of each block's iterations. Ratio: to the %s before it in turn, less is faster.
                First: the first iteration after the exchange. 2x after: how long it had run before an iteration took at
                most twice the median. Pause: of the exchange. Compiled methods, missed sends of machine code and dropped pieces
                of code are those of one block. All are medians of the blocks. Every answer was checked.
                """, swap.providers().getFirst());
    }

    /** Measures one program and prints a line for each provider. */
    List<Figure> run(String program, Consumer<String> progress, Iteration iteration) throws BenchException {
        List<List<Turn>> turns = new ArrayList<>();
        swap.providers().forEach(each -> turns.add(new ArrayList<>()));
        for (int round = 0; round <= ROUNDS; round++) {
            for (int i = 0; i < turns.size(); i++) {
                String provider = swap.providers().get(i);
                progress.accept(program + ": " + provider + ", " + (round == 0 ? "warm-up" : "block " + round));
                Turn turn = turn(provider, iteration);
                if (round > 0) {
                    turns.get(i).add(turn);
                }
            }
        }
        measured.add(new Measured(program, turns));
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            double ratio = Statistics.median(ratios(turns.get(i), turns.getFirst()));
            figures.addAll(report(program, swap.providers().get(i), turns.get(i), ratio));
        }
        return figures;
    }

    /** What was found out about each program so far. */
    List<Measured> measured() {
        return List.copyOf(measured);
    }

    private Turn turn(String provider, Iteration iteration) throws BenchException {
        TierExchange record = vm.exchange(swap.kind(), provider, "a benchmark");
        if (!record.isDone()) {
            throw new BenchException(record.refusal().orElseThrow() + ".");
        }
        List<Statistic> before = vm.statistics();
        List<Double> times = new ArrayList<>();
        double sum = 0;
        int wanted = measuring.iterations().orElse(Integer.MAX_VALUE);
        while (times.size() < Math.min(wanted, LEAST_ITERATIONS)
                || times.size() < wanted && (measuring.iterations().isPresent() || sum < measuring.seconds() * 1e9)) {
            double nanos = iteration.nanos();
            times.add(nanos);
            sum += nanos;
        }
        List<Statistic> after = vm.statistics();
        return new Turn(times.stream().mapToDouble(Double::doubleValue).toArray(), record.pauseNanos(),
                value(after, "jit-methods") - value(before, "jit-methods"),
                value(after, "jit-send-misses") - value(before, "jit-send-misses"),
                value(after, "jit-evicted") - value(before, "jit-evicted"),
                value(after, "jit-compiled-again") - value(before, "jit-compiled-again"), sends(after) - sends(before));
    }

    private static double sends(List<Statistic> statistics) {
        return value(statistics, "compiled-sends") + value(statistics, "polymorphic-sends")
                + value(statistics, "megamorphic-sends");
    }

    private static double value(List<Statistic> statistics, String name) {
        return statistics.stream().filter(each -> each.name().equals(name)).mapToLong(Statistic::value).sum();
    }

    static double[] ratios(List<Turn> turns, List<Turn> first) {
        double[] ratios = new double[turns.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = turns.get(i).median() / first.get(i).median();
        }
        return ratios;
    }

    private List<Figure> report(String program, String provider, List<Turn> turns, double ratio) {
        double median = median(turns, Turn::median);
        double first = median(turns, each -> each.times[0]);
        double warm = median(turns, Turn::nanosUntilWithinTwice);
        double pause = median(turns, Turn::pause);
        double compiled = median(turns, Turn::compiled);
        double misses = median(turns, Turn::misses);
        double dropped = median(turns, Turn::dropped);
        output.print(String.format(Locale.ROOT, ROW, program, provider, TextReport.time(median),
                String.format(Locale.ROOT, "%.2f", ratio), TextReport.time(first), TextReport.time(warm),
                TextReport.time(pause), count(compiled), count(misses), count(dropped)));
        String name = program + ", " + swap.kind() + "=" + provider;
        return List.of(new Figure(name + ", median", "ns", median), new Figure(name + ", ratio", "times", ratio),
                new Figure(name + ", first", "ns", first), new Figure(name + ", until within twice", "ns", warm),
                new Figure(name + ", pause", "ns", pause), new Figure(name + ", compiled", "", compiled),
                new Figure(name + ", missed", "", misses), new Figure(name + ", dropped", "", dropped));
    }

    private static double median(List<Turn> turns, ToDoubleFunction<Turn> what) {
        return Statistics.median(turns.stream().mapToDouble(what).toArray());
    }

    private static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
