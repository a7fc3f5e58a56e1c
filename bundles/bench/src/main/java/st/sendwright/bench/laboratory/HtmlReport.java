package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What was found, as one page that needs nothing else: tables, and plots in SVG. */
final class HtmlReport {

    private static final String STYLE = """
            body { font: 15px/1.45 system-ui, sans-serif; color: #1d2733; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
            h1 { font-size: 1.5rem; margin-bottom: 0 } h2 { font-size: 1.1rem; margin-top: 2rem }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
            td, th { padding: .2rem .6rem; text-align: right; border-bottom: 1px solid #dde3ea }
            td:first-child, th:first-child { text-align: left }
            .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: 1rem }
            figure { margin: 0; border: 1px solid #dde3ea; border-radius: 6px; padding: .6rem }
            figcaption { font-size: .85rem } .note { color: #5b6875 } svg { width: 100%; height: auto; display: block }
            svg text { font: 10px system-ui, sans-serif; fill: #5b6875 }
            @media (prefers-color-scheme: dark) { body { background: #14191f; color: #dbe2ea }
              td, th, figure { border-color: #323c48 } .note, svg text { color: #93a1b0; fill: #93a1b0 } }
            """;

    private HtmlReport() {
    }

    /** A page up to where its tables begin; whoever asks for it writes the end of the body. */
    static StringBuilder begin(String title, Machine machine, String moreStyle) {
        return new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\">")
                .append("<title>").append(escape(title)).append("</title>\n<style>").append(STYLE).append(moreStyle)
                .append("</style></head><body>\n<h1>").append(escape(title)).append("</h1>\n<p class=\"note\">")
                .append(escape(machine.java() + "; " + machine.system() + "; " + machine.processors() + " processors"))
                .append("</p>\n");
    }

    static String of(List<Outcome> outcomes, Machine machine) {
        StringBuilder page = begin("Sendwright benchmarks", machine, "");
        table(outcomes, page);
        for (String runner : runners(outcomes)) {
            ratios(outcomes, runner, page);
        }
        page.append("<h2>Iterations</h2>\n<p class=\"note\">Time of each iteration in its order, from zero up; the shaded "
                + "part is warm-up, the line the median.</p>\n<div class=\"plots\">\n");
        for (Outcome each : outcomes) {
            page.append("<figure>").append(Plot.iterations(each.own())).append("<figcaption>")
                    .append(escape(each.program().name())).append(" <span class=\"note\">")
                    .append(escape(each.program().title())).append("</span></figcaption></figure>\n");
        }
        return page.append("</div>\n</body></html>\n").toString();
    }

    private static Set<String> runners(List<Outcome> outcomes) {
        Set<String> runners = new LinkedHashSet<>();
        outcomes.forEach(each -> each.others().forEach(other -> runners.add(other.series().runner())));
        return runners;
    }

    private static void table(List<Outcome> outcomes, StringBuilder page) {
        page.append("<h2>Times</h2>\n<table><tr><th>program</th><th>size</th><th>first</th><th>2x after</th><th>warm-up</th>"
                + "<th>median</th><th>spread</th><th>processor</th><th>rate</th></tr>\n");
        for (Outcome each : outcomes) {
            Series own = each.own();
            cells(page, each.program().name(), Integer.toString(each.size()), TextReport.time(own.first()),
                    TextReport.time(own.nanosUntilWithinTwice()),
                    own.isSteady() ? own.warmUp().length + " iterations" : "not steady",
                    TextReport.time(own.median()), String.format(Locale.ROOT, "%.1f %%", own.deviationPercent()),
                    String.format(Locale.ROOT, "%.0f %%", 100 * own.processorShare()),
                    each.program().rate()
                            .map(rate -> TextReport.figure(rate.figure(each.size(), own.median()), rate.unit()))
                            .orElse(""));
        }
        page.append("</table>\n<p class=\"note\">Spread is the median absolute deviation in percent of the median. "
                + "2x after is how long it had run before an iteration took at most twice the median. "
                + "Processor is how much of the time the VM was on one.</p>\n");
    }

    private static void ratios(List<Outcome> outcomes, String runner, StringBuilder page) {
        List<Plot.Bar> bars = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            outcome.other(runner).ifPresent(other -> {
                bars.add(new Plot.Bar(outcome.program().name(), other.median(),
                        Statistics.quantile(other.ratios(), 0.25), Statistics.quantile(other.ratios(), 0.75)));
                if (outcome.program().kind() == Program.Kind.WHOLE) {
                    whole.add(other.median());
                }
            });
        }
        page.append("<h2>Time through that of ").append(escape(runner)).append("</h2>\n");
        if (!whole.isEmpty()) {
            page.append(String.format(Locale.ROOT, "<p>Geometric mean of %d whole programs: <b>%.2f</b></p>%n",
                    whole.size(),
                    Statistics.geometricMean(whole.stream().mapToDouble(Double::doubleValue).toArray())));
        }
        page.append("<figure>").append(Plot.bars(bars)).append("<figcaption class=\"note\">Median of the ratios of "
                + "iterations that ran right after one another; the thin line holds half of them. Bars begin at 1; "
                + "the scale is logarithmic.</figcaption></figure>\n");
    }

    static void cells(StringBuilder page, String... texts) {
        page.append("<tr>");
        for (String each : texts) {
            page.append("<td>").append(escape(each)).append("</td>");
        }
        page.append("</tr>\n");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
