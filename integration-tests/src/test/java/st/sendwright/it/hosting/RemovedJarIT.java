package st.sendwright.it.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;
import st.sendwright.it.VmHarness;

@DisplayName("A distribution without one of its jars")
class RemovedJarIT {

    /** Bundles of providers that only {@code --tiers} puts in place, and those that nothing needs. */
    private static final Set<String> ALTERNATIVES = Set.of("st.sendwright.gc.semispace",
            "st.sendwright.gc.none", "st.sendwright.dialect.smalltalk80", "st.sendwright.dialect.squeak", "st.sendwright.dialect.dolphin",
            "st.sendwright.dialect.gnu", "st.sendwright.heap.tools", "st.sendwright.bench",
            "st.sendwright.jit.baseline.x64", "st.sendwright.jit.policy.counting", "st.sendwright.jit.policy.eager",
            "st.sendwright.jit.policy.sampling", "st.sendwright.jit.policy.off", "st.sendwright.sends.megamorphic",
            "st.sendwright.codecache.segmented", "st.sendwright.interpreter.threaded",
            "org.apache.felix.configadmin", "org.apache.felix.fileinstall",
            "st.sendwright.sends.monomorphic", "st.sendwright.sends.adaptive",
            "st.sendwright.codecache.fifo", "st.sendwright.codecache.aging");

    @TempDir
    static Path folder;

    private static Path dist;

    @BeforeAll
    static void copy() throws IOException {
        dist = SendwrightProcess.copyOfDistribution(folder);
    }

    @ParameterizedTest(name = "without {0} it says so and ends with 3")
    @MethodSource("bundles")
    void namesTheBundleThatIsMissing(String bundle) throws IOException, InterruptedException {
        Outcome outcome = runWithout(dist.resolve("bundles/" + bundle + ".jar"));

        assertThat(outcome.err()).contains("SW-HOST-004 cannot start: ")
                .contains("the bundle " + bundle).contains("is missing: there is no file " + dist);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(3);
    }

    @ParameterizedTest(name = "without lib/{0} it says so and ends with 3")
    @MethodSource("libraries")
    void namesTheLibraryThatIsMissing(String library) throws IOException, InterruptedException {
        Outcome outcome = runWithout(dist.resolve("lib/" + library));

        assertThat(outcome.err()).isEqualTo("sendwright: SW-HOST-006 cannot start: lib/" + library
                + " is missing from " + dist + ". Build again: touch pom.xml and start ./sendwright."
                + " See docs/errors/SW-HOST-006.md.\n");
        assertThat(outcome.exitCode()).isEqualTo(3);
    }

    @Test
    void saysThatThereIsNothingToMeasureWith() throws IOException, InterruptedException {
        Path jar = dist.resolve("bundles/st.sendwright.bench.jar");
        Path aside = Files.move(jar, folder.resolve("bench.jar"));

        Outcome outcome = SendwrightProcess.with("bench", "queens").distribution(dist).run();

        Files.move(aside, jar);
        assertThat(outcome.err()).contains("SW-HOST-017", "the bundle st.sendwright.bench is not installed");
        assertThat(outcome.exitCode()).isEqualTo(3);
    }

    @Test
    void leavesNothingInTheTemporaryFolder() throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        // On a slow machine it runs long enough to make the folder for its socket, which stays: here that is elsewhere.
        Path runtime = Files.createDirectory(folder.resolve("runtime"));

        SendwrightProcess.with("-e", "3 + 4").environment("XDG_RUNTIME_DIR", runtime.toString())
                .environment("SENDWRIGHT_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary).run();

        assertThat(temporary).isEmptyDirectory();
    }

    private static Outcome runWithout(Path jar) throws IOException, InterruptedException {
        Path aside = folder.resolve(jar.getFileName());
        Files.move(jar, aside);
        try {
            return SendwrightProcess.with("-e", "3 + 4").distribution(dist).run();
        } finally {
            Files.move(aside, jar);
        }
    }

    @ParameterizedTest(name = "without {0}, which is an alternative, it starts")
    @MethodSource("alternatives")
    void missesNoAlternative(String bundle) throws IOException, InterruptedException {
        Outcome outcome = runWithout(dist.resolve("bundles/" + bundle + ".jar"));

        assertThat(outcome.out()).isEqualTo("7\n");
        assertThat(outcome.exitCode()).isZero();
    }

    static Set<String> alternatives() {
        return ALTERNATIVES;
    }

    static Stream<String> bundles() throws IOException {
        return VmHarness.jars().stream().map(jar -> jar.getFileName().toString().replace(".jar", ""))
                .filter(name -> !ALTERNATIVES.contains(name));
    }

    static List<String> libraries() throws IOException {
        try (Stream<Path> files = Files.list(SendwrightProcess.DIST.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
