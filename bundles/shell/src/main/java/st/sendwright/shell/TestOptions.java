package st.sendwright.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import st.sendwright.shell.testing.TestSelection;

/** The command line of {@code test}. */
@Command(name = "sendwright test")
final class TestOptions extends LoadSettings {

    private static final double MOST_SECONDS = 86_400;
    private static final double LEAST_SECONDS = 0.001;
    private static final int MILLIS_PER_SECOND = 1_000;

    @Option(names = "--load-order", paramLabel = "FILE")
    List<Path> loadOrders = new ArrayList<>();

    @Parameters(paramLabel = "FILE")
    List<Path> files = new ArrayList<>();

    @Option(names = "--all")
    boolean all;

    @Option(names = "--timeout", paramLabel = "SECONDS")
    double timeoutSeconds = 60;

    @Option(names = "--report", paramLabel = "FILE")
    Path report;

    @Option(names = "--coverage", paramLabel = "FILE")
    Path coverage;

    /** Patterns of class names, of which one must match; none means all. */
    @Option(names = "--class", paramLabel = "GLOB")
    List<String> classes = new ArrayList<>();

    /** Patterns of selectors, or of {@code Class>>selector}. */
    @Option(names = "--test", paramLabel = "GLOB")
    List<String> tests = new ArrayList<>();

    @Option(names = "--heap-per-test", paramLabel = "SIZE", converter = HeapSize.class)
    Long heapPerTestBytes;

    @Option(names = "--slowest", paramLabel = "N")
    int slowest;

    @Option(names = "--walkback")
    boolean walkback;

    @Option(names = "--verbose")
    boolean verbose;

    @Override
    void check() throws UsageException {
        super.check();
        if (!(timeoutSeconds >= LEAST_SECONDS && timeoutSeconds <= MOST_SECONDS)) {
            throw new UsageException("--timeout " + timeoutSeconds
                    + ": at least 0.001 and at most 86400 seconds are possible.");
        }
        if (slowest < 0) {
            throw new UsageException("--slowest " + slowest + ": how many tests to list is a number from 0.");
        }
        if (heapPerTestBytes != null && heapPerTestBytes > heapMaxBytes) {
            throw new UsageException("--heap-per-test is more than all tests may use; see --heap-max.");
        }
        if (files.isEmpty() && loadOrders.isEmpty() && !all) {
            throw new UsageException("test: give a file or a load order whose tests to run, or --all.");
        }
    }

    /** By how much living objects may grow in a test; half of the memory unless told. */
    long heapPerTestBytes() {
        return heapPerTestBytes == null ? heapMaxBytes / 2 : heapPerTestBytes;
    }

    /** Which of the tests to run. */
    TestSelection selection() {
        return new TestSelection(classes, tests);
    }

    /** How long a test may take. */
    long timeoutMillis() {
        return Math.round(timeoutSeconds * MILLIS_PER_SECOND);
    }

    /** Whether a file is a load order rather than source: its name is {@code order} or ends so. */
    static boolean isLoadOrder(Path file) {
        Path name = file.getFileName();
        return name != null && (name.toString().equals("order") || name.toString().endsWith(".order"));
    }
}
