package st.sendwright.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;

/** What the prompt's commands {@code :tiers}, {@code :primitives}, {@code :exchange} and {@code :history} do. Thread: the prompt's. */
final class TierCommands {

    /** What the kinds of tier that are modules of primitives begin with. */
    private static final String MODULES = "primitives.";

    private final Vm vm;
    private final Console console;
    private final String reason;

    /** @param reason what records say of who wanted an exchange */
    TierCommands(Vm vm, Console console, String reason) {
        this.vm = vm;
        this.console = console;
        this.reason = reason;
    }

    void tiers() {
        vm.tiers().stream().filter(each -> !isModule(each)).forEach(each -> list(each.kind(), each));
    }

    private static boolean isModule(Vm.Tier tier) {
        return tier.kind().startsWith(MODULES);
    }

    private void list(String name, Vm.Tier tier) {
        List<String> others = tier.installed().stream().filter(each -> !each.equals(tier.provider())).toList();
        console.print("%-15s %s%s%n".formatted(name, tier.provider(),
                others.isEmpty() ? "" : " (others: " + String.join(", ", others) + ")"));
    }

    /** @param operand empty, or {@code use MODULE NAME} */
    void primitives(String operand) {
        String[] words = operand.split("\\s+");
        if (operand.isEmpty()) {
            vm.tiers().stream().filter(TierCommands::isModule)
                    .forEach(each -> list(each.kind().substring(MODULES.length()), each));
        } else if (words.length == 3 && words[0].equals("use")) {
            exchange(MODULES + words[1] + "=" + words[2]);
        } else {
            console.error("write :primitives, or :primitives use MODULE NAME.");
        }
    }

    void exchange(String operand) {
        int equals = operand.indexOf('=');
        if (equals <= 0 || equals == operand.length() - 1) {
            console.error("write what to exchange as KIND=NAME, such as memory-plan=semispace; :tiers lists them.");
            return;
        }
        TierExchange record = vm.exchange(operand.substring(0, equals).strip(),
                operand.substring(equals + 1).strip(), reason);
        record.refusal().ifPresentOrElse(console::error, () -> console.print(what(record) + ", " + cost(record) + "\n"));
    }

    private static String what(TierExchange record) {
        return record.kind() + ": " + record.from() + " -> " + record.to();
    }

    private static String cost(TierExchange record) {
        return "paused %.1f ms".formatted(record.pauseNanos() / 1e6)
                + (record.movedBytes() == 0 ? "" : ", %,d bytes moved".formatted(record.movedBytes()));
    }

    /** @param operand empty, {@code json}, or {@code json FILE} */
    void history(String operand) {
        if (!operand.matches("|json( .*)?")) {
            console.error("write :history, :history json or :history json FILE.");
            return;
        }
        List<TierExchange> records = vm.exchanges();
        String file = operand.isEmpty() ? "" : operand.substring("json".length()).strip();
        if (operand.isEmpty()) {
            console.print(records.isEmpty() ? "nothing was exchanged yet\n" : "");
            records.forEach(record -> console.print("%6d  %s, %s; %s%n".formatted(record.number(), what(record),
                    record.refusal().map(why -> "refused: " + why).orElse(cost(record)), record.reason())));
        } else if (file.isEmpty()) {
            console.print(ExchangeJson.of(records));
        } else {
            write(Path.of(file), records);
        }
    }

    private void write(Path file, List<TierExchange> records) {
        try {
            Files.writeString(file, ExchangeJson.of(records));
            console.print("wrote " + file + "\n");
        } catch (IOException e) {
            console.error("SW-HOST-019 the history " + file + " was not written: " + e
                    + ". See docs/errors/SW-HOST-019.md.");
        }
    }
}
