package st.sendwright.bench.laboratory;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/** Plots as SVG that stands in a page. */
final class Plot {

    private static final List<String> COLOURS =
            List.of("#3572b0", "#d9822b", "#3a9a5b", "#b0447a", "#7b61c4", "#8a7a2f", "#2a9aa8", "#c04b3e");
    private static final double WIDTH = 320;
    private static final double HEIGHT = 120;
    private static final double LEFT = 46;
    private static final double TOP = 10;
    private static final double BOTTOM = 104;
    private static final double RIGHT = 312;
    private static final double BAR_WIDTH = 900;
    private static final double BAR_LEFT = 180;
    private static final double BAR_RIGHT = 830;
    private static final double BAR_ROW = 20;
    private static final double BAR_HEIGHT = 12;

    /**
     * A ratio.
     *
     * @param value its median
     * @param lower its lower quartile
     * @param upper its upper quartile
     */
    record Bar(String name, double value, double lower, double upper) {
    }

    /**
     * Iterations that ran under one provider.
     *
     * @param provider its place among those that are compared
     */
    record Block(int provider, double[] times) {
    }

    private Plot() {
    }

    /** One that can be told from the others, and from both backgrounds. */
    static String colour(int provider) {
        return COLOURS.get(provider % COLOURS.size());
    }

    /** The times of all iterations of blocks that ran one after the other, on a logarithmic scale. */
    static String turns(List<Block> blocks) {
        int count = blocks.stream().mapToInt(each -> each.times().length).sum();
        DoubleSummaryStatistics times = blocks.stream().flatMapToDouble(each -> Arrays.stream(each.times()))
                .summaryStatistics();
        double most = Math.log(times.getMax());
        // A little below the least, so that equal times have a scale, too.
        double least = Math.log(times.getMin()) - 0.1;
        double step = (BAR_WIDTH - LEFT - 8) / count;
        StringBuilder svg = new StringBuilder(open(BAR_WIDTH, HEIGHT));
        int at = 0;
        for (Block block : blocks) {
            double x = LEFT + at * step;
            svg.append(format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#93a1b0\" opacity=\".5\"/>", x, TOP,
                    x, BOTTOM));
            for (double time : block.times()) {
                svg.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.8\" fill=\"", LEFT + (at + 0.5) * step,
                        y(Math.log(time) - least, most - least))).append(colour(block.provider())).append("\"/>");
                at++;
            }
        }
        svg.append(format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#93a1b0\"/>", LEFT, BOTTOM,
                BAR_WIDTH - 8, BOTTOM));
        svg.append(text(LEFT - 4, TOP + 4, "end", TextReport.time(times.getMax())))
                .append(text(LEFT - 4, BOTTOM, "end", TextReport.time(times.getMin())))
                .append(text(LEFT, BOTTOM + 12, "start", "1")).append(text(BAR_WIDTH - 8, BOTTOM + 12, "end", Integer.toString(count)));
        return svg.append("</svg>").toString();
    }

    /** The times of all iterations. */
    static String iterations(Series series) {
        double[] all = series.all();
        double most = Arrays.stream(all).max().orElseThrow();
        double step = (RIGHT - LEFT) / all.length;
        StringBuilder svg = new StringBuilder(open(WIDTH, HEIGHT));
        svg.append(format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#8aa\" opacity=\".15\"/>",
                LEFT, TOP, step * series.warmUp().length, BOTTOM - TOP));
        double median = y(series.median(), most);
        svg.append(format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#d9822b\"/>", LEFT, median,
                RIGHT, median));
        for (int i = 0; i < all.length; i++) {
            svg.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.8\" fill=\"#3572b0\"/>", LEFT + (i + 0.5) * step,
                    y(all[i], most)));
        }
        svg.append(format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#93a1b0\"/>", LEFT, BOTTOM,
                RIGHT, BOTTOM));
        svg.append(text(LEFT - 4, TOP + 4, "end", TextReport.time(most)));
        if (median > TOP + 14) {
            svg.append(text(LEFT - 4, median + 3, "end", TextReport.time(series.median())));
        }
        svg.append(text(LEFT, BOTTOM + 12, "start", "1")).append(text(RIGHT, BOTTOM + 12, "end",
                Integer.toString(all.length)));
        return svg.append("</svg>").toString();
    }

    private static double y(double nanos, double most) {
        return BOTTOM - (BOTTOM - TOP) * nanos / most;
    }

    /** Ratios on a logarithmic scale, as bars that begin at 1, with a line at each power of ten. */
    static String bars(List<Bar> bars) {
        double least = Math.min(0, Math.floor(Math.log10(bars.stream().mapToDouble(Bar::lower).min().orElse(1))));
        double most = Math.max(1, Math.ceil(Math.log10(bars.stream().mapToDouble(Bar::upper).max().orElse(1))));
        double one = x(1, least, most);
        double height = BAR_ROW * (bars.size() + 1) + 4;
        StringBuilder svg = new StringBuilder(open(BAR_WIDTH, height));
        for (double power = least; power <= most; power++) {
            double x = x(Math.pow(10, power), least, most);
            svg.append(format("<line x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#93a1b0\" opacity=\".5\"/>", x,
                    x, height - BAR_ROW));
            svg.append(text(x, height - 6, "middle", String.format(Locale.ROOT, power < 0 ? "%.2f" : "%.0f",
                    Math.pow(10, power))));
        }
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double top = i * BAR_ROW + (BAR_ROW - BAR_HEIGHT) / 2;
            double middle = top + BAR_HEIGHT / 2;
            double end = x(bar.value, least, most);
            svg.append(text(BAR_LEFT - 6, middle + 3.5, "end", HtmlReport.escape(bar.name)));
            svg.append(format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#3572b0\"/>",
                    Math.min(one, end), top, Math.max(1, Math.abs(end - one)), BAR_HEIGHT));
            svg.append(format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#d9822b\" "
                    + "stroke-width=\"2\"/>", x(bar.lower, least, most), middle, x(bar.upper, least, most), middle));
            svg.append(text(Math.max(one, Math.max(end, x(bar.upper, least, most))) + 6, middle + 3.5, "start",
                    String.format(Locale.ROOT, "%.2f", bar.value)));
        }
        return svg.append("</svg>").toString();
    }

    private static double x(double ratio, double least, double most) {
        return BAR_LEFT + (BAR_RIGHT - BAR_LEFT) * (Math.log10(ratio) - least) / (most - least);
    }

    private static String open(double width, double height) {
        return format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" role=\"img\">", width, height);
    }

    private static String text(double x, double y, String anchor, String text) {
        return format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"", x, y) + anchor + "\">" + text + "</text>";
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
