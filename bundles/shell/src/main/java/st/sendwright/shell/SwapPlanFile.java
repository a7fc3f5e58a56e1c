package st.sendwright.shell;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import st.sendwright.vm.ExchangePlan;
import st.sendwright.vm.ExchangePlan.Choice;
import st.sendwright.vm.ExchangePlan.Step;
import st.sendwright.vm.ExchangePlan.Unit;
import st.sendwright.vm.Vm;

/**
 * Reads plans of exchanges: {@code after 200 ms code-cache=aging} and {@code every 1000 exits jit=none, jit=baseline}, one
 * step a line; {@code docs/exchange.md} has the format.
 */
final class SwapPlanFile {

    private static final Pattern STEP = Pattern.compile("(\\S+)\\s+(\\S+)\\s+(\\S+)\\s+(.*)");
    private static final Pattern CHOICE = Pattern.compile("([a-z][a-z0-9-]*(?:\\.\\w+)?)\\s*=\\s*([a-z][a-z0-9.-]*)");
    private static final long MOST = 1_000_000_000_000L;
    private static final String SHAPE = "a step is written 'after 200 ms KIND=NAME' or 'every 1000 exits KIND=NAME, KIND=NAME'";

    private final Path file;
    private final List<Integer> lines = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    private SwapPlanFile(Path file) {
        this.file = file;
    }

    /** Reads a file. */
    static SwapPlanFile read(Path file) throws UsageException {
        SwapPlanFile plan = new SwapPlanFile(file);
        try {
            List<String> text = Files.readAllLines(file);
            for (int i = 0; i < text.size(); i++) {
                String line = text.get(i).replaceFirst("#.*", "").strip();
                if (!line.isEmpty()) {
                    plan.lines.add(i + 1);
                    plan.steps.add(plan.step(i + 1, line));
                }
            }
        } catch (CharacterCodingException noText) {
            throw new UsageException("--swap-plan " + file + ": it is not text in UTF-8.");
        } catch (IOException failure) {
            throw new UsageException("--swap-plan " + file + " cannot be read: " + failure + ".");
        }
        if (plan.steps.isEmpty()) {
            throw new UsageException("--swap-plan " + file + ": it has no step; " + SHAPE + ".");
        }
        return plan;
    }

    ExchangePlan plan() {
        return new ExchangePlan(steps);
    }

    private Step step(int line, String text) throws UsageException {
        Matcher parts = STEP.matcher(text);
        if (!parts.matches()) {
            throw wrong(line, "'" + text + "' is no step; " + SHAPE);
        }
        String when = parts.group(1);
        if (!when.equals("after") && !when.equals("every")) {
            throw wrong(line, "'" + when + "' is neither 'after' nor 'every'; " + SHAPE);
        }
        boolean isExits = parts.group(3).equals("exits");
        long count = count(line, parts.group(2), parts.group(3));
        List<Choice> choices = new ArrayList<>();
        for (String each : parts.group(4).split(",", -1)) {
            Matcher choice = CHOICE.matcher(each.strip());
            if (!choice.matches()) {
                throw wrong(line, "'" + each.strip() + "' is not written KIND=NAME, such as code-cache=aging");
            }
            choices.add(new Choice(choice.group(1), choice.group(2)));
        }
        return new Step(isExits ? Unit.EXITS : Unit.NANOS, count, when.equals("every"), choices,
                "line " + line + " of the plan " + file);
    }

    private long count(int line, String number, String unit) throws UsageException {
        long factor = switch (unit) {
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "exits" -> 1;
            default -> throw wrong(line, "'" + unit + "' is no unit; there are ms, s and exits");
        };
        long count = number.matches("[0-9]{1,13}") ? Long.parseLong(number) : 0;
        if (count < 1 || count > MOST / (factor == 1 ? 1 : factor / 1_000_000)) {
            throw wrong(line, "'" + number + "' is no number of " + unit + " from 1 to " + MOST / Math.max(1, factor / 1_000_000));
        }
        return Math.multiplyExact(count, factor);
    }

    private UsageException wrong(int line, String what) {
        return new UsageException("--swap-plan " + file + ":" + line + ": " + what + ".");
    }

    /** Looks whether a VM has all that is to be exchanged. */
    void check(Vm vm) throws UsageException {
        List<Vm.Tier> tiers = vm.tiers();
        for (int i = 0; i < steps.size(); i++) {
            for (Choice choice : steps.get(i).choices()) {
                Optional<Vm.Tier> tier = tiers.stream().filter(each -> each.kind().equals(choice.kind())).findFirst();
                if (tier.isEmpty()) {
                    throw wrong(lines.get(i), "there is no tier '" + choice.kind() + "' that can be exchanged; there are "
                            + String.join(", ", tiers.stream().map(Vm.Tier::kind).toList()));
                }
                if (!tier.get().installed().contains(choice.provider())) {
                    throw wrong(lines.get(i), "no bundle provides " + choice.kind() + "=" + choice.provider() + "; there are "
                            + String.join(", ", tier.get().installed()));
                }
            }
        }
    }
}
