package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("A file of the configuration that is edited while a program runs")
@Timeout(value = 360, unit = TimeUnit.SECONDS)
class ConfiguredTiersIT {

    private static final String BUSY = "| n | n := 0. [Smalltalk includesKey: #Enough] whileFalse:"
            + " [n := n + (20 factorial printString size)]. n \\\\ 19";

    @TempDir
    Path folder;

    private SendwrightProcess process(String... arguments) {
        return SendwrightProcess.with(arguments).environment("XDG_RUNTIME_DIR", folder.toString());
    }

    private Outcome run(SendwrightProcess process) {
        try {
            return process.run();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupt);
        }
    }

    /** As editors do it: a reader sees the old file or the new one. */
    private void write(Path configuration, String text) throws IOException {
        Path draft = Files.writeString(folder.resolve("draft"), text);
        Files.move(draft, configuration.resolve("st.sendwright.tiers.cfg"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitTiers(String... lines) {
        String tiers = "";
        while (!containsAll(tiers, lines)) {
            tiers = run(process("attach", ":tiers")).out();
        }
    }

    private static boolean containsAll(String text, String... lines) {
        for (String each : lines) {
            if (!text.contains(each)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void exchangesTiers() throws Exception {
        Path configuration = Files.createDirectory(folder.resolve("configuration"));
        write(configuration, "# from the start\ncode-cache = fifo\n");
        CompletableFuture<Outcome> program = CompletableFuture.supplyAsync(() -> run(process("--no-repl", "--jit",
                "--configuration", configuration.toString(), "-e", BUSY)), task -> Thread.ofVirtual().start(task));
        awaitTiers("code-cache      fifo");

        write(configuration, "code-cache = fifo\nmemory-plan = semispace\njit = none\nengine = fast\n");
        awaitTiers("code-cache      fifo", "memory-plan     semispace", "jit             none");

        assertThat(run(process("attach", ":history")).out()).contains("; the configuration st.sendwright.tiers");
        run(process("attach", "Smalltalk at: #Enough put: true"));
        Outcome outcome = program.join();
        assertThat(outcome.out()).isEqualTo("0\n");
        assertThat(outcome.err()).contains("SW-SWAP-001 there is no tier 'engine' that can be exchanged");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void needsAFolder() throws Exception {
        Outcome outcome = run(process("--configuration", folder.resolve("none").toString(), "-e", "3 + 4"));

        assertThat(outcome.err()).contains("SW-HOST-001 --configuration " + folder.resolve("none")
                + ": there is no such folder.");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }
}
