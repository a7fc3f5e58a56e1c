package st.sendwright.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * One start of Sendwright, from arguments to exit code. No type of the framework stands here: the JVM would
 * want it before {@link Distribution#checkLibraries} can say that its jar is missing.
 */
final class Launcher {

    /** The shell registers its command line as a JDK type, so that the two share no package. */
    private static final String COMMAND_LINE = "(sendwright.role=command-line)";

    private final Distribution distribution;
    private final PrintStream out;
    private final PrintStream err;

    Launcher(Distribution distribution, PrintStream out, PrintStream err) {
        this.distribution = distribution;
        this.out = out;
        this.err = err;
    }

    /** Does what the arguments ask for and answers the exit code. */
    int run(String[] arguments) {
        try {
            distribution.checkLibraries();
            if (arguments.length > 0 && arguments[0].equals(NewPlugin.COMMAND)) {
                return new NewPlugin(distribution, out).run(List.of(arguments).subList(1, arguments.length));
            }
            Invocation invocation = Invocation.read(arguments);
            if (invocation.help()) {
                out.print(distribution.helpText());
                return 0;
            }
            if (invocation.version()) {
                out.println("Sendwright " + distribution.version() + ", Java " + Runtime.version());
                return 0;
            }
            prepareAhead();
            return host(RunPlan.of(distribution, invocation));
        } catch (HostException e) {
            err.println("sendwright: " + e.getMessage());
            return e.exitCode();
        } catch (IOException e) {
            err.println("sendwright: SW-HOST-005 cannot start: " + e + ". See docs/errors/SW-HOST-005.md.");
            return ExitCode.CANNOT_START;
        }
    }

    /** Has another thread do what a run takes long for; nobody waits for it. */
    private static void prepareAhead() {
        Thread.ofPlatform().name("sendwright-ahead").daemon().start(() -> {
            OptionsAhead.read();
            CallsAhead.link();
        });
    }

    private int host(RunPlan plan) throws HostException, IOException {
        plan.notes().forEach(note -> err.println("sendwright: " + note));
        Storage storage = Storage.untilTheEnd();
        try (storage; FrameworkHost host = FrameworkHost.start(plan, storage)) {
            Optional<ToIntFunction<List<String>>> command = commandLine(host);
            if (command.isEmpty() || !plan.missing().isEmpty() || !host.startFailures().isEmpty()) {
                throw new Diagnosis(plan, host).explain();
            }
            return run(command.get(), plan, host);
        } catch (HostException | RuntimeException | LinkageError e) {
            if (storage.isTakenAway()) {
                return ExitCode.INTERRUPTED; // the JVM ends by a signal already, and with a code of its own
            }
            throw e;
        }
    }

    private int run(ToIntFunction<List<String>> command, RunPlan plan, FrameworkHost host) {
        if (plan.plugins().isEmpty()) {
            return command.applyAsInt(plan.arguments());
        }
        try (PluginFolder plugins = host.plugins(plan.plugins().get(), err)) {
            plugins.start();
            return command.applyAsInt(plan.arguments());
        }
    }

    @SuppressWarnings("unchecked") // the property says what the function takes
    private static Optional<ToIntFunction<List<String>>> commandLine(FrameworkHost host) {
        return host.service(ToIntFunction.class, COMMAND_LINE)
                .map(service -> (ToIntFunction<List<String>>) service);
    }
}
