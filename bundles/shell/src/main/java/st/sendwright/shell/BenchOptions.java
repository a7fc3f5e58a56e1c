package st.sendwright.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import st.sendwright.laboratory.BenchRequest;
import st.sendwright.laboratory.BenchRequest.Comparison;
import st.sendwright.laboratory.BenchRequest.Measuring;
import st.sendwright.laboratory.BenchRequest.Swap;
import st.sendwright.vm.VmOptions;

/** The command line of {@code bench}. */
@Command(name = "sendwright bench")
final class BenchOptions extends VmSettings {

    private static final double MOST_SECONDS = 3_600;
    private static final long MOST_ELEMENTS = 1_000_000_000;
    private static final int MOST_ITERATIONS = 1_000_000;

    @Parameters(paramLabel = "NAME")
    List<String> names = new ArrayList<>();

    @Option(names = "--list")
    boolean list;

    @Option(names = "--size", paramLabel = "SIZE")
    String size = "normal";

    @Option(names = "--iterations", paramLabel = "N")
    Integer iterations;

    @Option(names = {"--time", "--seconds"}, paramLabel = "SECONDS")
    double seconds = 2;

    @Option(names = "--limit", paramLabel = "SECONDS")
    double limitSeconds = 60;

    @Option(names = "--iteration-limit", paramLabel = "SECONDS")
    double iterationLimitSeconds = 120;

    @Option(names = "--elements", paramLabel = "N")
    long elements = 10_000_000;

    @Option(names = "--compare", paramLabel = "WITH,...", split = ",")
    List<String> compare = new ArrayList<>();

    @Option(names = "--compare-command", paramLabel = "TEMPLATE")
    List<String> compareCommands = new ArrayList<>();

    @Option(names = "--compare-build", paramLabel = "DIST")
    List<Path> compareBuilds = new ArrayList<>();

    @Option(names = "--swap", paramLabel = "KIND=NAME,NAME...")
    String swap;

    @Option(names = "--json", paramLabel = "FILE")
    Path json;

    @Option(names = "--html", paramLabel = "FILE")
    Path html;

    @Override
    void check() throws UsageException {
        super.check();
        checkSeconds("--time", seconds);
        checkSeconds("--limit", limitSeconds);
        checkSeconds("--iteration-limit", iterationLimitSeconds);
        if (!(elements >= 10 && elements <= MOST_ELEMENTS)) {
            throw new UsageException("--elements " + elements + ": from 10 to 1000000000 are possible.");
        }
        if (iterations != null && (iterations < 1 || iterations > MOST_ITERATIONS)) {
            throw new UsageException("--iterations " + iterations + ": from 1 to 1000000 are possible.");
        }
        if (swap != null && !swap.matches("[a-z-]+=[^,=]+(,[^,=]+)+")) {
            throw new UsageException("--swap " + swap + ": write a kind of tier and two providers or more, such as"
                    + " code-cache=aging,fifo.");
        }
        for (String each : compare) {
            if (!each.equals("java") && !each.equals("node")) {
                throw new UsageException("--compare " + each + ": programs can be compared with java and node; for another"
                        + " Smalltalk there is --compare-command, for another Sendwright --compare-build.");
            }
        }
    }

    private static void checkSeconds(String option, double value) throws UsageException {
        if (!(value > 0 && value <= MOST_SECONDS)) {
            throw new UsageException(option + " " + value + ": more than 0 and at most 3600 are possible.");
        }
    }

    private static Swap swap(String text) {
        int equals = text.indexOf('=');
        return new Swap(text.substring(0, equals), List.of(text.substring(equals + 1).split(",")));
    }

    /** What to ask of the laboratory. */
    BenchRequest request(VmOptions vmOptions) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String each : compare) {
            comparisons.add(each.equals("java") ? new Comparison.Java() : new Comparison.Node());
        }
        compareCommands.forEach(each -> comparisons.add(new Comparison.Command(each)));
        compareBuilds.forEach(each -> comparisons.add(new Comparison.Build(each)));
        return new BenchRequest(names, list, vmOptions,
                new Measuring(size, iterations == null ? OptionalInt.empty() : OptionalInt.of(iterations), seconds,
                        limitSeconds, iterationLimitSeconds),
                elements, comparisons, Optional.ofNullable(swap).map(BenchOptions::swap), Optional.ofNullable(json), Optional.ofNullable(html));
    }
}
