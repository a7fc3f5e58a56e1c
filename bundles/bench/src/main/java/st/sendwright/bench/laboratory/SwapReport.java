package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import st.sendwright.bench.laboratory.SwapBench.Measured;
import st.sendwright.bench.laboratory.SwapBench.Turn;
import st.sendwright.laboratory.BenchRequest.Swap;

/** What providers of a tier bring to programs, as a page: a table, and for each program a plot of its iterations. */
final class SwapReport {

    private static final String STYLE = "body { max-width: 78rem } td, th { white-space: nowrap }"
            + " .whole { margin: 1rem 0 } .whole b { margin-right: 1rem }";

    private SwapReport() {
    }

    static String of(Swap swap, List<Measured> programs, Machine machine) {
        StringBuilder page = HtmlReport.begin("Sendwright: " + swap.kind() + " exchanged", machine, STYLE);
        page.append("<p>One VM; ").append(HtmlReport.escape(String.join(", ", swap.providers())))
                .append(" in turn, exchanged while the program was loaded and warm. Medians of the blocks.</p>\n");
        table(swap, programs, page);
        page.append("<h2>Throughput</h2>\n<p class=\"note\">Time of an iteration through that with ")
                .append(HtmlReport.escape(swap.providers().getFirst()))
                .append(", less is faster; bars begin at 1, the thin line holds half of the blocks, the scale is logarithmic."
                        + "</p>\n<figure>").append(Plot.bars(bars(swap, programs))).append("</figure>\n")
                .append("<h2>Iterations</h2>\n<p class=\"note\">Time of each iteration in its order, on a logarithmic scale. A vertical line is "
                        + "an exchange; the colour says what is in force behind it. How far the first points of a block lie above "
                        + "the others is what the exchange cost, and how long it took to be steady again.</p>\n");
        for (Measured each : programs) {
            page.append("<figure class=\"whole\">").append(Plot.turns(inOrder(each)))
                    .append("<figcaption>").append(HtmlReport.escape(each.program())).append(": ");
            for (int i = 0; i < swap.providers().size(); i++) {
                page.append("<b style=\"color:").append(Plot.colour(i)).append("\">")
                        .append(HtmlReport.escape(swap.providers().get(i))).append("</b> ");
            }
            page.append("</figcaption></figure>\n");
        }
        return page.append("</body></html>\n").toString();
    }

    private static void table(Swap swap, List<Measured> programs, StringBuilder page) {
        page.append("<h2>Effect</h2>\n<table><tr><th>program</th><th>provider</th><th>median</th><th>iterations/s</th>"
                + "<th>ratio</th><th>pause</th><th>first</th><th>2x after</th><th>hit rate</th><th>missed</th><th>compiled</th>"
                + "<th>again</th><th>dropped</th></tr>\n");
        for (Measured each : programs) {
            for (int i = 0; i < swap.providers().size(); i++) {
                List<Turn> turns = each.turns().get(i);
                double median = median(turns, Turn::median);
                double hits = median(turns, Turn::hitPercent);
                HtmlReport.cells(page, each.program(), swap.providers().get(i), TextReport.time(median),
                        String.format(Locale.ROOT, "%,.1f", 1e9 / median),
                        String.format(Locale.ROOT, "%.2f",
                                Statistics.median(SwapBench.ratios(turns, each.turns().getFirst()))),
                        TextReport.time(median(turns, Turn::pause)), TextReport.time(median(turns, turn -> turn.times()[0])),
                        TextReport.time(median(turns, Turn::nanosUntilWithinTwice)),
                        Double.isNaN(hits) ? "" : String.format(Locale.ROOT, "%.3f %%", hits),
                        count(turns, Turn::misses), count(turns, Turn::compiled), count(turns, Turn::again),
                        count(turns, Turn::dropped));
            }
        }
        page.append("</table>\n<p class=\"note\">Pause: of the exchange. First: the first iteration after it. 2x after: how long it "
                + "had run before an iteration took at most twice the median. Hit rate: of the sends of machine code, with "
                + "--count-sends only. Missed sends, compiled and dropped methods, those compiled again: of one block.</p>\n");
    }

    private static List<Plot.Bar> bars(Swap swap, List<Measured> programs) {
        List<Plot.Bar> bars = new ArrayList<>();
        for (Measured each : programs) {
            for (int i = 1; i < swap.providers().size(); i++) {
                double[] ratios = SwapBench.ratios(each.turns().get(i), each.turns().getFirst());
                bars.add(new Plot.Bar(each.program() + ", " + swap.providers().get(i), Statistics.median(ratios),
                        Statistics.quantile(ratios, 0.25), Statistics.quantile(ratios, 0.75)));
            }
        }
        return bars;
    }

    /** The blocks in the order in which they ran. */
    private static List<Plot.Block> inOrder(Measured measured) {
        List<Plot.Block> blocks = new ArrayList<>();
        for (int round = 0; round < measured.turns().getFirst().size(); round++) {
            for (int i = 0; i < measured.turns().size(); i++) {
                blocks.add(new Plot.Block(i, measured.turns().get(i).get(round).times()));
            }
        }
        return blocks;
    }

    private static String count(List<Turn> turns, ToDoubleFunction<Turn> what) {
        return String.format(Locale.ROOT, "%,.0f", median(turns, what));
    }

    private static double median(List<Turn> turns, ToDoubleFunction<Turn> what) {
        return Statistics.median(turns.stream().mapToDouble(what).toArray());
    }
}
