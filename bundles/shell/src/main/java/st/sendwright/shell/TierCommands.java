package st.sendwright.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveSet.CallCount;
import st.sendwright.vm.ProviderState;
import st.sendwright.vm.ProviderState.State;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;

/** What the prompt's commands {@code :tiers}, {@code :primitives}, {@code :exchange} and {@code :history} do. Thread: the prompt's. */
final class TierCommands {

    /** What the kinds of tier that are modules of primitives begin with. */
    private static final String MODULES = "primitives.";
    private static final String ALL = "all";
    /** So many primitives are listed, those that take the most time. */
    private static final int MOST_CALLS = 40;
    private static final String DRY_RUN = "--dry-run";
    /** What takes less than this was no trial. */
    private static final long SHORT_NANOS = 10_000_000;

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
        List<ProviderState> states = vm.providerStates();
        vm.tiers().stream().filter(each -> !isModule(each)).forEach(each -> list(each.kind(), each, states, ""));
    }

    private static boolean isModule(Vm.Tier tier) {
        return tier.kind().startsWith(MODULES);
    }

    private void listCalls() {
        List<CallCount> calls = vm.primitiveCalls();
        if (calls.isEmpty()) {
            console.error("no module counts its calls; write :primitives use MODULE tracing before.");
            return;
        }
        console.print("%-32s %12s %12s %12s%n".formatted("primitive", "calls", "failures", "ns a call"));
        calls.stream().limit(MOST_CALLS).forEach(each -> console.print("%-32s %,12d %,12d %,12d%n".formatted(each.name(),
                each.calls(), each.failures(), each.nanos() / Math.max(1, each.calls()))));
    }

    private void listModules() {
        List<ProviderState> states = vm.providerStates();
        Map<String, Vm.Tier> tiers = vm.tiers().stream().collect(Collectors.toMap(Vm.Tier::kind, Function.identity()));
        for (Vm.PrimitiveModule each : vm.primitiveModules()) {
            String needs = each.permissions().stream().sorted().map(this::permission).collect(Collectors.joining(", "));
            String what = Stream.of(each.bundle(), needs).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
            list(each.name(), tiers.get(MODULES + each.name()), states, what.isEmpty() ? "" : " [" + what + "]");
        }
    }

    private String permission(Permission permission) {
        return vm.permissions().denied().contains(permission) ? permission.word() + " denied"
                : permission == Permission.FILES && vm.permissions().filesRoot().isPresent()
                        ? "files in " + vm.permissions().filesRoot().get() : permission.word();
    }

    private void list(String name, Vm.Tier tier, List<ProviderState> states, String what) {
        List<String> others = tier.installed().stream().filter(each -> !each.equals(tier.provider()))
                .map(each -> each + note(states, tier.kind(), each)).toList();
        console.print("%-15s %s%s%s%s%n".formatted(name, tier.provider(), note(states, tier.kind(), tier.provider()),
                others.isEmpty() ? "" : " (others: " + String.join(", ", others) + ")", what));
    }

    /** @param operand empty, or {@code use MODULE NAME} */
    void primitives(String operand) {
        String[] words = operand.split("\\s+");
        if (operand.isEmpty()) {
            listModules();
        } else if (words.length == 3 && words[0].equals("use") && words[1].equals(ALL)) {
            vm.tiers().stream().filter(TierCommands::isModule).filter(each -> each.installed().contains(words[2]))
                    .forEach(each -> exchange(each.kind() + "=" + words[2]));
        } else if (words.length == 3 && words[0].equals("use")) {
            exchange(MODULES + words[1] + "=" + words[2]);
        } else if (operand.equals("calls")) {
            listCalls();
        } else {
            console.error("write :primitives, :primitives use MODULE NAME, :primitives use all NAME, or :primitives calls.");
        }
    }

    /** What is worth saying of a provider; empty for most. */
    private static String note(List<ProviderState> states, String kind, String provider) {
        for (ProviderState each : states) {
            if (each.kind().equals(kind) && each.provider().equals(provider)) {
                return switch (each.state()) {
                    case REVERTED -> " [failed " + (each.reverts() == 1 ? "once]" : each.reverts() + " times]");
                    case BARRED -> " [barred]";
                    case PROBATION -> " [on probation]";
                    case STABLE -> " [stable]";
                    case INSTALLED, ADMITTED, ACTIVE -> "";
                };
            }
        }
        return "";
    }

    /** @param operand {@code KIND=NAME} or {@code KIND NAME}, after {@code --dry-run} where all but the exchange is to be done */
    void exchange(String operand) {
        boolean isDry = operand.startsWith(DRY_RUN + " ");
        String[] words = (isDry ? operand.substring(DRY_RUN.length()) : operand).strip().split("\\s*=\\s*|\\s+");
        if (words.length != 2 || words[0].isEmpty()) {
            console.error((isDry ? "write what to try as :exchange --dry-run KIND=NAME"
                    : "write what to exchange as KIND=NAME, such as memory-plan=semispace") + "; :tiers lists them.");
        } else if (isDry) {
            vm.dryRun(words[0], words[1]).ifPresentOrElse(console::error, () ->
                    console.print(words[0] + ": " + words[1] + " can be put in force; nothing was exchanged\n"));
        } else {
            TierExchange record = vm.exchange(words[0], words[1], reason);
            record.refusal().ifPresentOrElse(console::error, () -> console.print(what(record) + ", " + cost(record) + "\n"));
        }
    }

    private static String what(TierExchange record) {
        return record.kind() + ": " + record.from() + " -> " + record.to();
    }

    private static String cost(TierExchange record) {
        TierExchange.Phases phases = record.phases();
        return "paused %.1f ms".formatted(record.pauseNanos() / 1e6)
                + (phases.admissionNanos() < SHORT_NANOS ? "" : ", tried for %.1f s".formatted(phases.admissionNanos() / 1e9))
                + (record.movedBytes() == 0 ? "" : ", %,d bytes moved".formatted(record.movedBytes()));
    }

    /**
     * Puts the provider in force again that was so before.
     *
     * @param kind of tier; empty for that which was exchanged last
     */
    void revert(String kind) {
        List<TierExchange> done = vm.exchanges().stream().filter(each -> each.isDone() && !each.from().equals(each.to())
                && (kind.isEmpty() || each.kind().equals(kind))).toList();
        if (done.isEmpty()) {
            console.error((kind.isEmpty() ? "nothing" : "no " + kind) + " was exchanged yet; :history lists what was.");
            return;
        }
        exchange(done.getLast().kind() + "=" + done.getLast().from());
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
            records.forEach(record -> console.print("%6d  %s, %s; %s%n%s".formatted(record.number(), what(record),
                    record.refusal().map(why -> "refused: " + why).orElse(cost(record)), record.reason(),
                    phases(record))));
            vm.providerStates().stream().filter(each -> each.state() == State.PROBATION || each.state() == State.STABLE)
                    .forEach(each -> console.print("%s: %s is %s%n".formatted(each.kind(), each.provider(),
                            each.state() == State.STABLE ? "stable" : "on probation")));
        } else if (file.isEmpty()) {
            console.print(ExchangeJson.of(records));
        } else {
            write(Path.of(file), records);
        }
    }

    /** What an exchange was made of; a line of its own. */
    private static String phases(TierExchange record) {
        TierExchange.Phases phases = record.phases();
        return record.isDone() ? "        tried %s, prepared %s, waited %s for %s; made ready %s, put in force %s, released %s%n"
                .formatted(duration(phases.admissionNanos()), duration(phases.preparationNanos()),
                        duration(phases.waitNanos()), phases.askedDuring().title(),
                        duration(record.prepareNanos()),
                        duration(record.pauseNanos() - record.prepareNanos() - phases.releaseNanos()),
                        duration(phases.releaseNanos())) : "";
    }

    private static String duration(long nanos) {
        return nanos < 1_000_000 ? nanos / 1_000 + " us" : "%.1f ms".formatted(nanos / 1e6);
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
