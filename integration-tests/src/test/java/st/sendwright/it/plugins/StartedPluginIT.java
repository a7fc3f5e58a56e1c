package st.sendwright.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("A plugin of the distribution that is started and stopped while a program runs")
@Timeout(value = 360, unit = TimeUnit.SECONDS)
class StartedPluginIT {

    private static final String BUSY = "| n | n := 0. [Smalltalk includesKey: #Enough] whileFalse:"
            + " [n := n + (20 factorial printString size)]. n \\\\ 19";

    @TempDir
    Path folder;

    private Outcome run(String... arguments) {
        try {
            return SendwrightProcess.with(arguments).environment("XDG_RUNTIME_DIR", folder.toString()).run();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupt);
        }
    }

    @Test
    void isThereAtOnceAndGone() {
        CompletableFuture<Outcome> program = CompletableFuture.supplyAsync(() -> run("--no-repl", "-e", BUSY),
                task -> Thread.ofVirtual().start(task));
        while (!run("attach", "3 + 4").out().equals("7\n")) {
            assertThat(program).isNotDone();
        }

        Outcome session = run("attach", ":plugin start json", "(Json readFrom: '[1, 2]') last", ":plugin start json", ":plugin",
                ":plugin stop json", "Smalltalk includesKey: #Json", ":plugin start json", "(Json readFrom: '[3]') last", ":plugin start xml",
                "Smalltalk at: #Enough put: true");

        assertThat(session.out().lines().filter(line -> !line.endsWith("not started"))).containsExactly("json is started", "2",
                "json runs already", session.out().lines().filter(line -> line.startsWith("json  ")).findFirst().orElse("none"),
                "json is stopped", "false", "json is started", "3", "true");
        assertThat(session.err()).contains("SW-HOST-021 there is no plugin 'xml'");
        assertThat(program.join().out()).isEqualTo("0\n");
        assertThat(program.join().err()).isEmpty();
    }
}
