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

@DisplayName("A folder of plugins, while a program runs")
@Timeout(value = 360, unit = TimeUnit.SECONDS)
class PluginFolderIT {

    private static final String BUSY = "| n | n := 0. [Smalltalk includesKey: #Enough] whileFalse:"
            + " [n := n + (20 factorial printString size)]. n \\\\ 19";
    private static final String SHA256 = "(Digest sha256: 'abc' asByteArray) hex";

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

    /** Each attempt starts a JVM, which takes seconds on a busy machine: what else there is to wait for, the VM waits for. */
    private String awaitModule(String line) {
        String modules = "";
        while (!modules.contains(line)) {
            modules = run("attach", ":primitives").out();
        }
        return modules;
    }

    @Test
    void hasThemComeAndGo() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        CompletableFuture<Outcome> program = CompletableFuture.supplyAsync(() -> run("--no-repl", "--plugins", plugins.toString(),
                "-e", BUSY), task -> Thread.ofVirtual().start(task));
        assertThat(awaitModule("Files           core-files [st.sendwright.primitives.core 0.1.0")).contains("; files]\n");

        Path jar = Files.copy(Path.of(PrimitivePluginIT.jar()), folder.resolve("draft"));
        Files.move(jar, plugins.resolve("digest.jar"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(run("attach", "[Smalltalk includesKey: #Digest] whileFalse: [(Delay forMilliseconds: 20) wait]", SHA256, ":primitives").out())
                .contains(PrimitivePluginIT.OF_ABC, "Digest          digest [st.sendwright.primitives.digest 0.1.0");

        Files.delete(plugins.resolve("digest.jar"));
        assertThat(run("attach", "[(Smalltalk includesKey: #Digest) or: [(Smalltalk tiers at: #'primitives.Digest') ~= 'none']]"
                + " whileTrue: [(Delay forMilliseconds: 20) wait]", ":primitives", "Smalltalk at: #Enough put: true").out())
                .contains("Digest          none");
        assertThat(program.join().out()).isEqualTo("0\n");
        assertThat(program.join().err()).isEmpty();
    }

    @Test
    void isReadBeforeTheProgramStarts() throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.copy(Path.of(PrimitivePluginIT.jar()), plugins.resolve("digest.jar"));
        Files.writeString(plugins.resolve("other.jar"), "nothing");

        Outcome outcome = run("--no-repl", "--plugins", plugins.toString(), "-e", SHA256);

        assertThat(outcome.out()).isEqualTo(PrimitivePluginIT.OF_ABC);
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void hasToBeThere() {
        Outcome outcome = run("--plugins", folder.resolve("none").toString(), "-e", "3 + 4");

        assertThat(outcome.err()).contains("SW-HOST-001 --plugins " + folder.resolve("none") + ": there is no such folder.");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void mayBeDeniedFilesToo() throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.writeString(root.resolve("a.txt"), "inside");
        Files.createSymbolicLink(root.resolve("link"), Files.writeString(folder.resolve("b.txt"), "outside"));
        String read = "[:each | [(File named: each) contents] on: Error do: [:e | e messageText]] value: '";

        Outcome confined = run("--no-repl", "--files-root", root.toString(), "-e", read + root.resolve("a.txt") + "'", "-e",
                read + root.resolve("link") + "'");
        Outcome denied = run("--no-repl", "--deny", "files,network", "-e", read + root.resolve("a.txt") + "'");

        assertThat(confined.out()).startsWith("'inside'\n").contains("permission denied").doesNotContain("outside");
        assertThat(denied.out()).contains("permission denied");
    }
}
