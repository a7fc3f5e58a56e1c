package st.sendwright.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

/** Every module of primitives is strict, or traced, from before the first test on. */
@DisplayName("The kernel's own tests, where each call of a primitive is checked or counted")
class DecoratedKernelIT {

    private static final Path TESTS = SendwrightProcess.ROOT.resolve("integration-tests/smalltalk/kernel");
    private static final Path PROGRAMS = SendwrightProcess.ROOT.resolve("integration-tests/smalltalk/plugins/programs");

    @ParameterizedTest
    @ValueSource(strings = {"strict", "tracing"})
    void passInPart(String plugin) throws IOException, InterruptedException {
        passWith(plugin, "Processes", "Strings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "tracing"})
    @Tag("long")
    void pass(String plugin) throws IOException, InterruptedException {
        passWith(plugin, "");
    }

    private static void passWith(String plugin, String... folders) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("test", "--plugin", plugin,
                PROGRAMS.resolve("use-" + plugin + ".st").toString()));
        for (String each : folders) {
            try (Stream<Path> files = Files.walk(TESTS.resolve(each))) {
                files.filter(file -> file.toString().endsWith(".st")).sorted().forEach(file -> arguments.add(file.toString()));
            }
        }
        arguments.add(PROGRAMS.resolve("is-" + plugin + ".st").toString());

        Outcome run = SendwrightProcess.with(arguments.toArray(String[]::new)).run();

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains(" 0 failures, 0 errors");
        assertThat(run.err()).doesNotContain("SW-PRIM", "SW-SWAP");
    }
}
