package st.sendwright.bench.laboratory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import st.sendwright.bench.laboratory.Program.UnknownSizeException;
import st.sendwright.bench.reference.References;
import st.sendwright.laboratory.BenchOutput;
import st.sendwright.laboratory.BenchRequest.Measuring;

/**
 * What it costs that providers are watched, so that one which fails can be exchanged: each program runs in turn in a VM as all are, in
 * one that calls its providers directly, as if they were wired by hand, and in another one of the first kind. Machine code has no
 * other trace of tiers in it: it lies at other addresses in each VM, and what that does to its speed is what the third one shows.
 */
final class ExchangeabilityBench {

    static final String DIRECT = "direct";
    static final String AGAIN = "again";
    private static final String ROW = "%-15s %11s %11s %10s%n";

    private final Runner watched;
    private final List<Runner> others;
    private final Measuring measuring;
    private final BenchOutput output;

    /**
     * @param watched as all VMs are
     * @param direct one called {@value #DIRECT} whose providers are not watched
     * @param again one called {@value #AGAIN} like the first
     */
    ExchangeabilityBench(Runner watched, Runner direct, Runner again, Measuring measuring, BenchOutput output) {
        this.watched = watched;
        this.others = List.of(direct, again);
        this.measuring = measuring;
        this.output = output;
    }

    List<Figure> run(List<Program> programs) throws BenchException, IOException {
        output.print(String.format(ROW, "program", "median", "of direct", "of itself"));
        List<Figure> figures = new ArrayList<>();
        List<Double> toDirect = new ArrayList<>();
        List<Double> toAgain = new ArrayList<>();
        for (Program program : programs) {
            Outcome outcome = measured(program, new Progress(String.format(Locale.ROOT, "%d of %d, ", toDirect.size() + 1,
                    programs.size()), output));
            toDirect.add(outcome.other(DIRECT).orElseThrow().median());
            toAgain.add(outcome.other(AGAIN).orElseThrow().median());
            print(program.name(), TextReport.time(outcome.own().median()), toDirect.getLast(), toAgain.getLast());
            figures.add(new Figure(program.name() + ", of the time without a watch", "times", toDirect.getLast()));
            figures.add(new Figure(program.name() + ", of the time in another VM", "times", toAgain.getLast()));
        }
        double direct = mean(toDirect);
        double again = mean(toAgain);
        print("geometric mean", "", direct, again);
        output.print("\nOf direct: of the time in a VM that calls its providers without a watch. Of itself: of the time in another VM like"
                + "\nthe first, which says what the ratios mean.\n");
        figures.add(new Figure("geometric mean, of the time without a watch", "times", direct));
        figures.add(new Figure("geometric mean, of the time in another VM", "times", again));
        return figures;
    }

    private Outcome measured(Program program, Progress progress) throws BenchException, IOException {
        try {
            int size = program.size(measuring.size());
            return new Experiment(program, size, References.named(program.name()).orElseThrow().run(size), measuring, progress)
                    .run(watched, others, List.of());
        } catch (UnknownSizeException e) {
            throw new BenchException(e.getMessage());
        }
    }

    private void print(String name, String time, double direct, double again) {
        output.print(String.format(ROW, name, time, String.format(Locale.ROOT, "%.3f", direct),
                String.format(Locale.ROOT, "%.3f", again)));
    }

    private static double mean(List<Double> ratios) {
        return Statistics.geometricMean(ratios.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
