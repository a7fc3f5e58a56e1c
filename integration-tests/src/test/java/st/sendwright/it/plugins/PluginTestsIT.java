package st.sendwright.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

/** Runs the tests under {@code integration-tests/smalltalk/plugins}, those of all plugins in one VM. */
@DisplayName("The tests of the plugins of the distribution")
class PluginTestsIT {

    @TempDir
    static Path folder;

    /** Tests of TLS find it in their working folder. */
    @BeforeAll
    static void makeAKeyStore() throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-storetype", "PKCS12",
                "-keystore", folder.resolve("keys.p12").toString(), "-storepass", "secret1", "-validity", "10")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(keytool.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "baseline", "eager"})
    void pass(String mode) throws IOException, InterruptedException {
        passWith("--jit=" + mode);
    }

    @Test
    void passWithTheInterpreterInMachineCode() throws IOException, InterruptedException {
        passWith("--tiers", "interpreter=threaded");
    }

    @Test
    void passWhereCollectionsAreMany() throws IOException, InterruptedException {
        passWith("--stress", "collect=50000");
    }

    private void passWith(String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("test"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--plugin", String.join(",", ShippedPlugins.names())));
        arguments.addAll(ShippedPlugins.tests());

        Outcome run = SendwrightProcess.with(arguments.toArray(String[]::new)).in(folder).run();

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).as("a test class for each plugin").contains(" run, ");
        assertThat(run.err()).isEmpty();
    }
}
