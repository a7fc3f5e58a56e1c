package st.sendwright.bench.laboratory;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One number that a bench found.
 *
 * @param name what was measured
 * @param unit such as {@code ms}
 */
record Figure(String name, String unit, double value) {

    /** An array with one object for each. */
    static String json(List<Figure> figures) {
        return figures.stream()
                .map(figure -> String.format(Locale.ROOT,
                        "  {\"name\": \"%s\", \"unit\": \"%s\", \"value\": %.6g}",
                        figure.name, figure.unit, figure.value))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }
}
