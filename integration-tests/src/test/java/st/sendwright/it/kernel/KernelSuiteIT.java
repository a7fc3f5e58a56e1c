package st.sendwright.it.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

/**
 * Runs the tests under {@code integration-tests/smalltalk/kernel} and {@code ansi}, all in one VM, and writes
 * {@code target/kernel-coverage.txt}.
 */
@DisplayName("The kernel's own tests")
class KernelSuiteIT {

    private static final List<Path> TESTS = List.of(
            SendwrightProcess.ROOT.resolve("integration-tests/smalltalk/kernel"),
            SendwrightProcess.ROOT.resolve("integration-tests/smalltalk/ansi"));
    private static final Path TARGET = SendwrightProcess.ROOT.resolve("integration-tests/target");
    private static final Path LIST = SendwrightProcess.ROOT.resolve("cnf/untested-methods.txt");

    private static Outcome outcome;
    private static KernelCoverage coverage;

    @BeforeAll
    static void runThem() throws IOException, InterruptedException {
        Path raw = TARGET.resolve("kernel-coverage.tsv");
        List<String> arguments = new ArrayList<>(List.of("test", "--coverage", raw.toString(), "--report",
                TARGET.resolve("kernel-tests.xml").toString()));
        addTests(arguments);
        Files.deleteIfExists(raw);
        outcome = SendwrightProcess.with(arguments.toArray(String[]::new)).run();
        assertThat(raw).as("coverage; the output was\n%s%s", outcome.out(), outcome.err()).isNotEmptyFile();
        coverage = KernelCoverage.read(raw);
        Files.writeString(TARGET.resolve("kernel-coverage.txt"), coverage.report());
    }

    @Test
    void pass() {
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "eager"})
    void passInMachineCode(String mode) throws IOException, InterruptedException {
        assertThat(passWith("--jit=" + mode).out()).contains("compiling took ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "baseline"})
    void passWithTheInterpreterInMachineCode(String mode) throws IOException, InterruptedException {
        passWith("--tiers", "interpreter=threaded", "--jit=" + mode);
    }

    private static Outcome passWith(String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("test"));
        arguments.addAll(List.of(options));
        addTests(arguments);

        Outcome run = SendwrightProcess.with(arguments.toArray(String[]::new)).run();

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(counts(run)).isEqualTo(counts(outcome));
        return run;
    }

    /** How many tests ended in each way. */
    private static String counts(Outcome run) {
        return run.out().lines().filter(line -> line.contains(" run, ")).findFirst().orElseThrow()
                .replaceFirst(" \\([0-9.]+ s\\)$", "");
    }

    private static void addTests(List<String> arguments) throws IOException {
        for (Path folder : TESTS) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".st")).sorted()
                        .forEach(file -> arguments.add(file.toString()));
            }
        }
    }

    /** The list only shrinks: a method without a test gets one, it is not added. */
    @Test
    void sendEveryPublicMethodThatIsNotListed() throws IOException {
        Set<String> missing = coverage.untested();
        missing.removeAll(listed());

        assertThat(missing).as("public methods of the kernel that no test sends; see docs/how-to/run-tests.md")
                .isEmpty();
    }

    @Test
    void sendNoMethodThatIsListedAsUntested() throws IOException {
        Set<String> done = listed();
        done.removeAll(coverage.untested());

        assertThat(done).as("methods to be deleted from %s: they have a test now, or are gone", LIST).isEmpty();
    }

    private static Set<String> listed() throws IOException {
        Set<String> methods = new TreeSet<>();
        for (String line : Files.readAllLines(LIST)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                methods.add(line);
            }
        }
        return methods;
    }
}
