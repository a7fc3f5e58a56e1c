package st.sendwright.shell.bench;

import java.util.List;
import java.util.Locale;

/** Measurements as text for people and as JSON for programs. */
final class BenchReport {

    private static final String ROW = "%-16s %21s %8s %9s %19s %9s%n";

    private BenchReport() {
    }

    /** One line that says how a benchmark got up to speed. */
    static String warmUp(Measurement measurement) {
        Benchmark benchmark = measurement.benchmark();
        return String.format(Locale.ROOT,
                "%-16s warm-up: %d runs, %.1f s, from %s to %s; then %d runs of length %,d%n",
                benchmark.name(), measurement.warmUpRuns(), measurement.warmUpNanos() / 1e9,
                figure(measurement.first(), benchmark.unit()), figure(measurement.median(), benchmark.unit()),
                measurement.figures().length, measurement.length());
    }

    /** All of them beside the historic figures. */
    static String table(List<Measurement> measurements) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(ROW, "benchmark", "median", "spread", "processor", "ancestor",
                "times it"));
        for (Measurement measurement : measurements) {
            Benchmark benchmark = measurement.benchmark();
            table.append(String.format(Locale.ROOT, ROW, benchmark.name(),
                    figure(measurement.median(), benchmark.unit()),
                    String.format(Locale.ROOT, "%.1f %%", measurement.spreadPercent()),
                    String.format(Locale.ROOT, "%.0f %%", 100 * measurement.processorShare()),
                    benchmark.ancestor().map(value -> figure(value, benchmark.unit())).orElse("-"),
                    benchmark.ancestor().map(value -> String.format(Locale.ROOT, "%.0f",
                            measurement.timesAncestor(value))).orElse("-")));
        }
        table.append("""

                Every answer was checked. Spread: distance between the slowest and the fastest run.
                Processor: how much of the time the VM was on one; well below 100 %, others took the rest.
                The ancestor's phases aimed at 1 M, 4 M, 10 M and more sends/s; Cog makes about 180 M.
                """);
        return table.toString();
    }

    /** An array with one object for each, units as in the table. */
    static String json(List<Measurement> measurements) {
        StringBuilder json = new StringBuilder("[\n");
        for (int i = 0; i < measurements.size(); i++) {
            Measurement measurement = measurements.get(i);
            Benchmark benchmark = measurement.benchmark();
            json.append(String.format(Locale.ROOT, "  {\"name\": \"%s\", \"unit\": \"%s\", \"median\": %.6g, "
                    + "\"least\": %.6g, \"most\": %.6g, \"runs\": %d, \"length\": %d, \"warmUpRuns\": %d, "
                    + "\"warmUpSeconds\": %.3f, \"processorShare\": %.3f, \"ancestor\": %s}%s%n",
                    benchmark.name(), benchmark.unit(), measurement.median(), measurement.least(),
                    measurement.most(), measurement.figures().length, measurement.length(),
                    measurement.warmUpRuns(), measurement.warmUpNanos() / 1e9,
                    measurement.processorShare(), benchmark.ancestor().map(String::valueOf).orElse("null"),
                    i + 1 < measurements.size() ? "," : ""));
        }
        return json.append("]\n").toString();
    }

    /** Three digits and a prefix, such as {@code 24.1 M sends/s}. */
    static String figure(double value, String unit) {
        if (value >= 1e9) {
            return String.format(Locale.ROOT, "%.2f G %s", value / 1e9, unit);
        }
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.1f M %s", value / 1e6, unit);
        }
        if (value >= 1e4) {
            return String.format(Locale.ROOT, "%.1f k %s", value / 1e3, unit);
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f %s" : "%.2f %s", value, unit);
    }
}
