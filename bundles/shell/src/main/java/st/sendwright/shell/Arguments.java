package st.sendwright.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads command lines into option objects. */
final class Arguments {

    /**
     * The end of options is found here, where {@code -e --} is known for what it is; picocli shall see none.
     */
    private static final String NO_ARGUMENT = "\0";

    private Arguments() {
    }

    /** Reads the command line of a run. */
    static RunOptions run(List<String> arguments) throws UsageException {
        int end = endOfOptions(arguments);
        RunOptions options = read(new RunOptions(), arguments.subList(0, end));
        options.arguments = arguments.stream().skip(end + 1L).toList();
        return options;
    }

    /** Reads the command line of {@code bench}, without that word. */
    static BenchOptions bench(List<String> arguments) throws UsageException {
        return read(new BenchOptions(), arguments);
    }

    /** Reads the command line of {@code test}, without that word. */
    static TestOptions test(List<String> arguments) throws UsageException {
        return read(new TestOptions(), arguments);
    }

    /** Reads the command line of {@code fileout}, without that word. */
    static FileOutOptions fileOut(List<String> arguments) throws UsageException {
        return read(new FileOutOptions(), arguments);
    }

    /** Where {@code --} stands, which is not where it is the value of an option. */
    private static int endOfOptions(List<String> arguments) {
        int at = 0;
        while (at < arguments.size() && !arguments.get(at).equals("--")) {
            boolean expression = arguments.get(at).equals("-e") || arguments.get(at).equals("--evaluate");
            at += expression ? 2 : 1;
        }
        return Math.min(at, arguments.size());
    }

    private static <T extends VmSettings> T read(T options, List<String> arguments) throws UsageException {
        try {
            commandLine(options).parseArgs(withJitMode(arguments).toArray(String[]::new));
        } catch (ParameterException e) {
            throw new UsageException(explain(e));
        }
        options.check();
        return options;
    }

    /** Gives a bare {@code --jit} its mode, or picocli would take the next argument for one. */
    private static List<String> withJitMode(List<String> arguments) {
        List<String> result = new ArrayList<>(arguments);
        for (int at = 0; at < result.size(); at++) {
            boolean isExpression = at > 0
                    && (arguments.get(at - 1).equals("-e") || arguments.get(at - 1).equals("--evaluate"));
            if (arguments.get(at).equals("--jit") && !isExpression) {
                result.set(at, "--jit=baseline");
            }
        }
        return result;
    }

    /** How picocli reads these options. */
    static CommandLine commandLine(Object options) {
        return new CommandLine(options)
                .setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAllowOptionsAsOptionParameters(true)
                .setEndOfOptionsDelimiter(NO_ARGUMENT);
    }

    private static String explain(ParameterException e) {
        StringBuilder text = new StringBuilder(e.getMessage().strip());
        text.setCharAt(0, Character.toLowerCase(text.charAt(0)));
        if (text.charAt(text.length() - 1) != '.') {
            text.append('.');
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                text.append(" Did you mean ")
                        .append(String.join(" or ", suggestions).toLowerCase(Locale.ROOT))
                        .append('?');
            }
        }
        return text.toString();
    }
}
