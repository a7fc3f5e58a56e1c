package st.sendwright.shell.profiling;

import java.util.Locale;
import st.sendwright.vm.Profile;
import st.sendwright.vm.Profile.Activity;

/**
 * A profile as a picture that a browser shows: each call is a bar as wide as its time, below its caller. What is pointed
 * at is told in full; what is clicked at gets the whole width.
 */
public final class FlameGraph {

    private static final double WIDTH = 1_200;
    private static final double MARGIN = 10;
    private static final int ROW = 17;
    private static final int TOP = 64;
    /** Bars that are narrower would only make the file large. */
    private static final double LEAST_WIDTH = 0.2;
    private static final double CHARACTER = 6.6;

    /** Zooms: all bars get their place and text from the shares of time that they begin and end at. */
    private static final String SCRIPT = """
            var bars = document.querySelectorAll('g.bar'), most = WIDTH, left = MARGIN;
            function show(from, share, depth) {
              bars.forEach(function (bar) {
                var data = bar.dataset, x = (data.from - from) / share, w = data.share / share;
                var above = data.depth < depth, rect = bar.firstElementChild, text = bar.lastElementChild;
                if (above && x <= 1e-9 && x + w >= 1 - 1e-9) { x = 0; w = 1; }
                var visible = x < 1 && x + w > 1e-9 && x > -1e-9 && w * most >= 0.1;
                bar.style.display = visible ? '' : 'none';
                if (!visible) { return; }
                rect.setAttribute('x', left + x * most);
                rect.setAttribute('width', w * most);
                rect.style.opacity = above ? 0.5 : 1;
                text.setAttribute('x', left + x * most + 3);
                var room = Math.floor((w * most - 6) / CHARACTER), name = data.name;
                text.textContent = room < 3 ? '' : name.length <= room ? name : name.slice(0, room - 2) + '..';
              });
            }
            bars.forEach(function (bar) {
              bar.addEventListener('click', function () {
                show(+bar.dataset.from, +bar.dataset.share, +bar.dataset.depth);
              });
            });
            """;

    private final StringBuilder bars = new StringBuilder();
    private final long all;
    private int depth;

    private FlameGraph(long all) {
        this.all = all;
    }

    /** @param title what was profiled */
    public static String svg(Profile profile, String title) {
        Flame root = Flame.of(profile);
        FlameGraph graph = new FlameGraph(Math.max(1, root.nanos()));
        graph.draw(root, 0, 0);
        return graph.document(profile, title);
    }

    private String document(Profile profile, String title) {
        double height = TOP + (depth + 1) * ROW + MARGIN;
        StringBuilder out = new StringBuilder(format("""
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$.0f" height="%2$.0f" viewBox="0 0 %1$.0f %2$.0f" \
                font-family="monospace" font-size="11">
                <title>%3$s</title>
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                <text x="%4$.0f" y="22" font-size="16">%3$s</text>
                <text x="%4$.0f" y="40">%5$.3f s in %6$d samples. Point at a bar to see what it is; click to widen it, \
                and the topmost one to go back.</text>
                """, WIDTH + 2 * MARGIN, height, escaped(title), MARGIN, profile.root().total() / 1e9,
                profile.samples()));
        legend(out, profile);
        out.append(bars).append("<script><![CDATA[\n")
                .append(SCRIPT.replace("WIDTH", format("%.0f", WIDTH)).replace("MARGIN", format("%.0f", MARGIN))
                        .replace("CHARACTER", format("%.1f", CHARACTER)))
                .append("]]></script>\n</svg>\n");
        return out.toString();
    }

    private static void legend(StringBuilder out, Profile profile) {
        double x = MARGIN;
        for (Activity activity : Activity.values()) {
            long nanos = MethodTimes.sum(profile.root(), activity);
            if (nanos > 0) {
                String text = format("%s %.1f %%", activity.title(), nanos * 100.0 / profile.root().total());
                out.append(format("<rect x=\"%.1f\" y=\"46\" width=\"10\" height=\"10\" fill=\"%s\"/>"
                        + "<text x=\"%.1f\" y=\"55\">%s</text>%n", x, colour(activity), x + 14, text));
                x += 14 + (text.length() + 2) * CHARACTER;
            }
        }
    }

    private void draw(Flame flame, long from, int level) {
        double width = flame.nanos() * WIDTH / all;
        if (width < LEAST_WIDTH) {
            return;
        }
        depth = Math.max(depth, level);
        double x = MARGIN + from * WIDTH / all;
        int y = TOP + level * ROW;
        bars.append(format("<g class=\"bar\" data-from=\"%.8f\" data-share=\"%.8f\" data-depth=\"%d\" data-name=\"%s\">"
                + "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"%s\" stroke=\"#ffffff\""
                + " stroke-width=\"0.5\"><title>%s</title></rect><text x=\"%.2f\" y=\"%d\" pointer-events=\"none\">%s"
                + "</text></g>%n", (double) from / all, (double) flame.nanos() / all, level, escaped(flame.name()), x, y,
                width, ROW - 1, colour(flame.main()), escaped(hover(flame)), x + 3, y + 12,
                escaped(fitting(flame.name(), width))));
        long at = from;
        for (Flame callee : flame.callees()) {
            draw(callee, at, level + 1);
            at += callee.nanos();
        }
    }

    private String hover(Flame flame) {
        StringBuilder text = new StringBuilder(format("%s: %.3f s, %.2f %%", flame.name(), flame.nanos() / 1e9,
                flame.nanos() * 100.0 / all));
        if (flame.self() > 0) {
            text.append(format("; itself %.3f s", flame.self() / 1e9));
            for (Activity activity : Activity.values()) {
                long nanos = flame.selfNanos().get(activity.ordinal());
                if (nanos > 0) {
                    text.append(format(", %.0f %% %s", nanos * 100.0 / flame.self(), activity.title()));
                }
            }
        }
        return text.toString();
    }

    private static String fitting(String name, double width) {
        int room = (int) ((width - 6) / CHARACTER);
        return room < 3 ? "" : name.length() <= room ? name : name.substring(0, room - 2) + "..";
    }

    private static String colour(Activity activity) {
        return switch (activity) {
            case MACHINE_CODE -> "#f4a460";
            case INTERPRETER -> "#f0e080";
            case PRIMITIVE -> "#a8d8a0";
            case COLLECTOR -> "#90b8e8";
            case COMPILER -> "#d0a8e0";
            case KERNEL -> "#d0d0d0";
            case IDLE -> "#ececec";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
