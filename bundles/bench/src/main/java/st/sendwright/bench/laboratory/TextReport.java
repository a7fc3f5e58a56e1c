package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What was found, as tables for people. */
final class TextReport {

    private static final String ROW = "%-15s %10s %10s %9s %12s %10s %7s %9s  %s%n";
    private static final String RATIO = "%-15s %12s %12s %8s  %s%n";

    private static final double SOON_NANOS = 5e8;

    private TextReport() {
    }

    /** The heading of the lines that {@link #line} makes. */
    static String heading() {
        return String.format(ROW, "program", "size", "first", "2x after", "steady after", "median", "spread", "processor", "");
    }

    /** One program. */
    static String line(Outcome outcome) {
        Series own = outcome.own();
        String steady = own.isSteady()
                ? String.format(Locale.ROOT, "%d, %.1f s", own.warmUp().length, own.warmUpNanos() / 1e9)
                : "not within " + own.warmUp().length;
        return String.format(Locale.ROOT, ROW, outcome.program().name(), outcome.size(), time(own.first()),
                time(own.nanosUntilWithinTwice()), steady, time(own.median()), String.format(Locale.ROOT, "%.1f %%", own.deviationPercent()),
                String.format(Locale.ROOT, "%.0f %%", 100 * own.processorShare()), rate(outcome));
    }

    private static String rate(Outcome outcome) {
        return outcome.program().rate().map(rate -> {
            double nanos = outcome.own().median();
            String text = figure(rate.figure(outcome.size(), nanos), rate.unit());
            return outcome.program().timesAncestor(outcome.size(), nanos)
                    .map(times -> text + String.format(Locale.ROOT, ", %.0f times the ancestor's %s", times,
                            figure(outcome.program().ancestor().orElseThrow(), rate.unit())))
                    .orElse(text);
        }).orElse("");
    }

    /** What the columns mean. */
    static String legend() {
        return """

                Every answer was checked. First: the first iteration. 2x after: how long it had run before an iteration took
                at most twice the median. Steady after: iterations and time of the warm-up.
                Spread: median absolute deviation, in percent of the median. Processor: how much of the time the VM was
                on one; well below 100 %, others took the rest.
                """;
    }

    /** How many programs were soon as fast as they got but for a factor of two. */
    static String warmth(List<Outcome> outcomes) {
        List<String> late = outcomes.stream().filter(each -> each.own().nanosUntilWithinTwice() > SOON_NANOS)
                .map(each -> each.program().name()).toList();
        return String.format(Locale.ROOT, "%nWithin twice the median after half a second: %d of %d programs%s%n",
                outcomes.size() - late.size(), outcomes.size(),
                late.isEmpty() ? "" : "; later: " + String.join(", ", late));
    }

    /** What the ancestor and others reached; empty when no program has a historic figure. */
    static String history(List<Outcome> outcomes) {
        return outcomes.stream().noneMatch(each -> each.program().ancestor().isPresent()) ? "" : """
                The ancestor's phases aimed at 1 M, 4 M, 10 M and more sends/s. The Cog VM, where it was measured: benchFib
                480 M sends/s, an empty to:do: 2.05 G iterations/s, the sieve 0.104 ms.
                """;
    }

    /** The ratios to each that the programs were compared with; empty when there was nobody. */
    static String comparisons(List<Outcome> outcomes) {
        Set<String> runners = new LinkedHashSet<>();
        outcomes.forEach(each -> each.others().forEach(other -> runners.add(other.series().runner())));
        StringBuilder text = new StringBuilder();
        for (String runner : runners) {
            text.append(String.format("%nTime through that of " + runner.replace("%", "%%") + "%n" + RATIO, "program",
                    "sendwright", "other", "ratio", "half of all ratios are within"));
            List<Double> whole = new ArrayList<>();
            for (Outcome outcome : outcomes) {
                outcome.other(runner).ifPresent(other -> {
                    text.append(ratioLine(outcome, other));
                    if (outcome.program().kind() == Program.Kind.WHOLE) {
                        whole.add(other.median());
                    }
                });
            }
            if (!whole.isEmpty()) {
                text.append(String.format(Locale.ROOT,
                        "geometric mean of %d whole programs: %.2f times the time of %s%n", whole.size(),
                        Statistics.geometricMean(whole.stream().mapToDouble(Double::doubleValue).toArray()), runner));
            }
        }
        return text.toString();
    }

    private static String ratioLine(Outcome outcome, Outcome.Compared other) {
        return String.format(Locale.ROOT, RATIO, outcome.program().name(), time(outcome.own().median()),
                time(other.series().median()), String.format(Locale.ROOT, "%.2f", other.median()),
                String.format(Locale.ROOT, "%.2f to %.2f", Statistics.quantile(other.ratios(), 0.25),
                        Statistics.quantile(other.ratios(), 0.75)));
    }

    /** What programs there are. */
    static String list(List<Program> programs) {
        StringBuilder text = new StringBuilder();
        for (Program each : programs) {
            text.append(String.format("%-16s %10d  %s%n", each.name(), each.normalSize(), each.title()));
        }
        return text.toString();
    }

    /** Three digits and a unit, such as {@code 24.1 ms}. */
    static String time(double nanos) {
        if (nanos >= 1e9) {
            return digits(nanos / 1e9) + " s";
        }
        if (nanos == 0) {
            return "0 s";
        }
        if (nanos >= 1e6) {
            return digits(nanos / 1e6) + " ms";
        }
        return digits(nanos / 1e3) + " us";
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
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
        return String.format(Locale.ROOT, value >= 100 ? "%.0f %s" : "%.3f %s", value, unit);
    }
}
