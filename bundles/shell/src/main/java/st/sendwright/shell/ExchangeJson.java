package st.sendwright.shell;

import java.util.List;
import java.util.stream.Collectors;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm.Statistic;

/**
 * Records of exchanges, for programs: an array of objects, whose fields are those of {@link TierExchange}; counters are
 * objects of numbers by name, {@code refusal} is null where there is none.
 */
final class ExchangeJson {

    private ExchangeJson() {
    }

    static String of(List<TierExchange> records) {
        return records.stream().map(ExchangeJson::record).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String record(TierExchange record) {
        return "  {\"number\": " + record.number() + ", \"kind\": " + string(record.kind())
                + ", \"from\": " + string(record.from()) + ", \"to\": " + string(record.to())
                + ", \"reason\": " + string(record.reason())
                + ", \"refusal\": " + record.refusal().map(ExchangeJson::string).orElse("null")
                + ", \"prepareNanos\": " + record.prepareNanos() + ", \"pauseNanos\": " + record.pauseNanos()
                + ", \"movedBytes\": " + record.movedBytes()
                + ",\n   \"phases\": {\"admissionNanos\": " + record.phases().admissionNanos()
                + ", \"preparationNanos\": " + record.phases().preparationNanos()
                + ", \"waitNanos\": " + record.phases().waitNanos()
                + ", \"askedDuring\": " + string(record.phases().askedDuring().title())
                + ", \"releaseNanos\": " + record.phases().releaseNanos() + "}"
                + ",\n   \"before\": " + counters(record.before()) + ",\n   \"after\": " + counters(record.after()) + "}";
    }

    private static String counters(List<Statistic> counters) {
        return counters.stream().map(each -> string(each.name()) + ": " + each.value())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char each : text.toCharArray()) {
            if (each == '"' || each == '\\') {
                json.append('\\').append(each);
            } else if (each < ' ') {
                json.append("\\u%04x".formatted((int) each));
            } else {
                json.append(each);
            }
        }
        return json.append('"').toString();
    }
}
