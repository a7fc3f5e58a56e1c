package st.sendwright.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line as far as the launcher understands it: which bundles to start. The rest is the shell's.
 *
 * @param profile the profile asked for
 * @param tiers provider by kind, as asked for
 * @param bundles bundles to add, names or files
 * @param plugins plugins to add, by the names that they have in the distribution
 * @param onlyBundles bundles to start in place of the profile's
 * @param configuration folder of files that configure tiers while they run
 * @param pluginFolder folder of bundles that come and go while they run
 * @param log least level of messages to print, such as {@code info}
 * @param help whether help was asked for
 * @param version whether the version was asked for
 * @param rest what the shell gets, in order
 */
record Invocation(Optional<String> profile, Map<String, String> tiers, List<String> bundles, List<String> plugins,
        Optional<List<String>> onlyBundles, Optional<String> configuration, Optional<String> pluginFolder,
        Optional<String> log, boolean help, boolean version,
        List<String> rest) {

    /**
     * Options of the shell that are followed by a value; the launcher must not take that value for an option.
     */
    static final Set<String> SHELL_OPTIONS_WITH_VALUE = Set.of("-e", "--evaluate", "--load-order", "--load",
            "--format", "--output", "--image", "--heap-max", "--on-error", "--stress", "--recursion-limit",
            "--json", "--seconds", "--save-image", "--timeout", "--report", "--coverage", "--class",
            "--test", "--heap-per-test", "--slowest", "--elements", "--load-mode", "--load-report",
            "--dialect", "--size", "--time", "--iterations", "--limit", "--iteration-limit",
            "--compare-command", "--compare-build", "--swap", "--html",
            "--jit-compile", "--code-cache-size", "--time-profile", "--time-profile-every",
            "--swap-plan", "--history", "--deny", "--files-root");

    /** Options that the launcher takes for itself; all have a value. */
    static final Set<String> OWN_OPTIONS_WITH_VALUE = Set.of("--profile", "--tiers", "--bundle", "--bundles",
            "--plugin", "--configuration", "--plugins", "--log");

    private static final Set<String> LOG_LEVELS = Set.of("error", "warning", "info", "debug");

    Invocation {
        tiers = Map.copyOf(tiers);
        bundles = List.copyOf(bundles);
        plugins = List.copyOf(plugins);
        rest = List.copyOf(rest);
    }

    static Invocation read(String[] arguments) throws HostException {
        return new Reader(arguments).read();
    }

    /** Goes over the arguments once. */
    private static final class Reader {
        private final String[] arguments;
        private int next;
        private Optional<String> profile = Optional.empty();
        private final Map<String, String> tiers = new LinkedHashMap<>();
        private final List<String> bundles = new ArrayList<>();
        private final List<String> plugins = new ArrayList<>();
        private Optional<List<String>> onlyBundles = Optional.empty();
        private Optional<String> configuration = Optional.empty();
        private Optional<String> pluginFolder = Optional.empty();
        private Optional<String> log = Optional.empty();
        private boolean help;
        private boolean version;
        private final List<String> rest = new ArrayList<>();

        Reader(String[] arguments) {
            this.arguments = arguments;
        }

        Invocation read() throws HostException {
            while (next < arguments.length) {
                String argument = arguments[next++];
                if (argument.equals("--")) {
                    rest.add(argument);
                    takeRest();
                } else if (argument.equals("-h") || argument.equals("--help")) {
                    help = true;
                } else if (argument.equals("-V") || argument.equals("--version")) {
                    version = true;
                } else if (isOwn(argument)) {
                    own(argument);
                } else if (SHELL_OPTIONS_WITH_VALUE.contains(argument)) {
                    rest.add(argument);
                    if (next < arguments.length) {
                        rest.add(arguments[next++]);
                    }
                } else {
                    rest.add(argument);
                    if (!argument.startsWith("-") && isScript(argument)) {
                        rest.add("--");
                        if (next < arguments.length && arguments[next].equals("--")) {
                            next++;
                        }
                        takeRest();
                    }
                }
            }
            return new Invocation(profile, tiers, bundles, plugins, onlyBundles, configuration, pluginFolder, log, help, version,
                    rest);
        }

        private void takeRest() {
            while (next < arguments.length) {
                rest.add(arguments[next++]);
            }
        }

        private static boolean isOwn(String argument) {
            int equals = argument.indexOf('=');
            return OWN_OPTIONS_WITH_VALUE.contains(equals < 0 ? argument : argument.substring(0, equals));
        }

        private void own(String argument) throws HostException {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 && next == arguments.length) {
                throw usage("the option " + name + " needs a value.");
            }
            String value = equals < 0 ? arguments[next++] : argument.substring(equals + 1);
            switch (name) {
                case "--profile" -> profile = Optional.of(value);
                case "--tiers" -> tiers.putAll(readTiers(value));
                case "--bundle" -> bundles.add(value);
                case "--plugin" -> plugins.addAll(BndRun.names(value));
                case "--configuration" -> configuration = Optional.of(value);
                case "--plugins" -> pluginFolder = Optional.of(value);
                case "--bundles" -> onlyBundles = Optional.of(BndRun.names(value));
                default -> readLog(value);
            }
        }

        private void readLog(String value) throws HostException {
            if (!LOG_LEVELS.contains(value)) {
                throw usage("--log " + value + ": the level must be one of error, warning, info, debug.");
            }
            log = Optional.of(value);
        }
    }

    /** Reads {@code kind=provider,kind=provider}. */
    static Map<String, String> readTiers(String list) throws HostException {
        Map<String, String> tiers = new LinkedHashMap<>();
        for (String entry : BndRun.names(list)) {
            int equals = entry.indexOf('=');
            if (equals <= 0 || equals == entry.length() - 1) {
                throw usage("tiers are written kind=provider,kind=provider; '" + entry + "' is not.");
            }
            tiers.put(entry.substring(0, equals).strip(), entry.substring(equals + 1).strip());
        }
        return tiers;
    }

    static HostException usage(String text) {
        return new HostException(ExitCode.USAGE, "SW-HOST-001", text
                + " ./sendwright --help lists all options.");
    }

    /**
     * Whether a file begins with {@code #!}. What follows such a file on the command line is meant for it:
     * the operating system puts the arguments of a script there.
     */
    private static boolean isScript(String file) {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.read() == '#' && in.read() == '!';
        } catch (IOException e) {
            return false; // the shell says what is wrong with the file when it loads it
        }
    }
}
