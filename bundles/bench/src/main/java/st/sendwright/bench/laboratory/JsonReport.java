package st.sendwright.bench.laboratory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was found, for programs: times in nanoseconds, all iterations in their order. */
final class JsonReport {

    private JsonReport() {
    }

    /** One object: {@code machine} and {@code programs}. */
    static String of(List<Outcome> outcomes, Machine machine) {
        return "{\n  \"machine\": {\"java\": " + string(machine.java()) + ", \"system\": " + string(machine.system())
                + ", \"processors\": " + machine.processors() + "},\n  \"programs\": [\n"
                + outcomes.stream().map(JsonReport::program).collect(Collectors.joining(",\n")) + "\n  ]\n}\n";
    }

    private static String program(Outcome outcome) {
        Program program = outcome.program();
        StringBuilder json = new StringBuilder("    {\"name\": ").append(string(program.name()))
                .append(", \"kind\": ").append(string(program.kind().name().toLowerCase(Locale.ROOT)))
                .append(", \"size\": ").append(outcome.size())
                .append(", \"result\": ").append(outcome.result());
        program.rate().ifPresent(rate -> json.append(", \"rate\": ")
                .append(number(rate.figure(outcome.size(), outcome.own().median())))
                .append(", \"unit\": ").append(string(rate.unit())));
        json.append(",\n     \"sendwright\": ").append(series(outcome.own(), "")).append(",\n     \"others\": [");
        json.append(outcome.others().stream().map(each -> series(each.series(), ", \"runner\": "
                + string(each.series().runner()) + ", \"ratio\": " + number(each.median()) + ", \"ratios\": "
                + numbers(each.ratios()))).collect(Collectors.joining(", ")));
        json.append("], \"missing\": [")
                .append(outcome.missing().stream().map(JsonReport::string).collect(Collectors.joining(", ")));
        return json.append("]}").toString();
    }

    private static String series(Series series, String more) {
        return "{\"median\": " + number(series.median())
                + ", \"medianAbsoluteDeviation\": " + number(Statistics.medianAbsoluteDeviation(series.counted()))
                + ", \"lowerQuartile\": " + number(Statistics.quantile(series.counted(), 0.25))
                + ", \"upperQuartile\": " + number(Statistics.quantile(series.counted(), 0.75))
                + ", \"least\": " + number(Statistics.quantile(series.counted(), 0))
                + ", \"untilWithinTwice\": " + number(series.nanosUntilWithinTwice())
                + ", \"steady\": " + series.isSteady()
                + ", \"processorShare\": " + number(series.processorShare())
                + ", \"warmUp\": " + numbers(series.warmUp())
                + ", \"counted\": " + numbers(series.counted()) + more + "}";
    }

    private static String numbers(double[] values) {
        return Arrays.stream(values).mapToObj(JsonReport::number).collect(Collectors.joining(", ", "[", "]"));
    }

    /** JSON has no number that is none. */
    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "null";
    }

    static String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char each : text.toCharArray()) {
            if (each == '"' || each == '\\') {
                json.append('\\').append(each);
            } else if (each < ' ') {
                json.append(String.format("\\u%04x", (int) each));
            } else {
                json.append(each);
            }
        }
        return json.append('"').toString();
    }
}
