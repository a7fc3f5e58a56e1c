package st.sendwright.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import st.sendwright.shell.profiling.ProfileFile;
import st.sendwright.shell.profiling.ProfileTable;
import st.sendwright.vm.Profile;
import st.sendwright.vm.Vm;

/** What the prompt's commands {@code :profile} and {@code :flame} do. Thread: the prompt's. */
final class ProfileCommand {

    private static final Pattern OPERAND = Pattern.compile("(?:every\\s+([0-9]{1,9})\\s+)?(.+)", Pattern.DOTALL);
    private static final int MOST_METHODS = 25;
    private static final long DEFAULT_MICROS = 1_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final Vm vm;
    private final Console console;
    private final Consumer<String> evaluator;
    private Optional<Profile> last = Optional.empty();
    private String lastExpression = "";

    /** @param evaluator runs an expression and prints what came of it */
    ProfileCommand(Vm vm, Console console, Consumer<String> evaluator) {
        this.vm = vm;
        this.console = console;
        this.evaluator = evaluator;
    }

    void profile(String operand) {
        Matcher matcher = OPERAND.matcher(operand);
        if (!matcher.matches()) {
            console.error("write :profile EXPR or :profile every MICROSECONDS EXPR.");
            return;
        }
        long nanos = NANOS_PER_MICRO
                * (matcher.group(1) == null ? DEFAULT_MICROS : Long.parseLong(matcher.group(1)));
        if (nanos < Vm.LEAST_INTERVAL_NANOS) {
            console.error("a profile can look every " + Vm.LEAST_INTERVAL_NANOS / NANOS_PER_MICRO
                    + " microseconds at most.");
            return;
        }
        vm.startProfile(nanos);
        Profile profile;
        try {
            evaluator.accept(matcher.group(2));
        } finally {
            profile = vm.stopProfile();
        }
        last = Optional.of(profile);
        lastExpression = matcher.group(2).strip();
        console.print(ProfileTable.of(profile, MOST_METHODS));
    }

    void flame(String file) {
        if (file.isEmpty() || last.isEmpty()) {
            console.error(file.isEmpty() ? ":flame needs the name of a file; a picture when it ends with .svg."
                    : "there is no profile yet; make one with :profile.");
            return;
        }
        try {
            ProfileFile.write(Path.of(file), last.get(), lastExpression);
            console.print("wrote " + file + "\n");
        } catch (IOException e) {
            console.error("SW-HOST-018 the profile " + file + " was not written: " + e
                    + ". See docs/errors/SW-HOST-018.md.");
        }
    }
}
