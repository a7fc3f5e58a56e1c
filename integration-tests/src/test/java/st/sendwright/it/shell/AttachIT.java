package st.sendwright.it.shell;

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

@DisplayName("Another terminal")
@Timeout(value = 360, unit = TimeUnit.SECONDS)
class AttachIT {

    /** Computes, and waits for nobody, until a terminal says that it is enough. */
    private static final String BUSY = "| n | n := 0. [Smalltalk includesKey: #Enough] whileFalse:"
            + " [n := n + (20 factorial printString size)]. n \\\\ 19";

    @TempDir
    Path folder;

    private SendwrightProcess process(String... arguments) {
        return SendwrightProcess.with(arguments).environment("XDG_RUNTIME_DIR", folder.toString());
    }

    private CompletableFuture<Outcome> startBusy() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return process("--no-repl", "--jit", "-e", BUSY).run();
            } catch (IOException failure) {
                throw new AssertionError(failure);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupt);
            }
        }, runnable -> Thread.ofVirtual().start(runnable));
    }

    private Outcome attach(String... arguments) throws IOException, InterruptedException {
        String[] all = new String[arguments.length + 1];
        all[0] = "attach";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return process(all).run();
    }

    private String awaitVms(int count) throws IOException, InterruptedException {
        String list = "";
        while (list.lines().filter(line -> line.contains("sendwright --no-repl")).count() < count) {
            list = attach("--list").out();
        }
        return list;
    }

    @Test
    void exchangesTiersOfAVmThatIsBusy() throws Exception {
        CompletableFuture<Outcome> program = startBusy();
        awaitVms(1);

        Outcome outcome = attach(":exchange code-cache=aging", ":exchange memory-plan=semispace", ":exchange jit=none", ":tiers",
                ":exchange jit=baseline", ":history");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("code-cache: flushall -> aging, paused ",
                "memory-plan: generational -> semispace, paused ", "jit: baseline -> none, paused ",
                "jit: none -> baseline", "; asked for at a terminal that is attached")
                .containsPattern("jit +none .*\\(others: baseline\\)");
        Outcome failed = attach(":exchange code-cache=nobody");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("SW-SWAP-002 no bundle provides the code-cache policy 'nobody'");
        Outcome piped = process("attach").input("3 + 4\n\n:quit\n3 + 5\n").run();
        assertThat(piped.out()).isEqualTo("7\n");
        attach("Smalltalk at: #Enough put: true");
        assertThat(program.join()).isEqualTo(new Outcome(0, "0\n", ""));
        assertThat(attach(":tiers").exitCode()).isEqualTo(3);
    }

    @Test
    void leavesNothingThatGoesOnWithoutIt() throws Exception {
        CompletableFuture<Outcome> program = startBusy();
        awaitVms(1);

        Outcome outcome = process("attach", "[Smalltalk at: #Begun put: true. [true] whileTrue] ensure: [Smalltalk at: #Ended put: true]")
                .runAndInterruptWhen(() -> attach("Smalltalk includesKey: #Begun").out().equals("true\n"));

        assertThat(outcome.exitCode()).isEqualTo(130);
        assertThat(attach("[Smalltalk includesKey: #Ended] whileFalse: [(Delay forMilliseconds: 20) wait]").exitCode()).isZero();
        attach("Smalltalk at: #Enough put: true");
        assertThat(program.join()).isEqualTo(new Outcome(0, "0\n", ""));
    }

    @Test
    void asksWhichVmIsMeant() throws Exception {
        CompletableFuture<Outcome> one = startBusy();
        CompletableFuture<Outcome> other = startBusy();
        String list = awaitVms(2);

        Outcome outcome = attach(":tiers");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("SW-ATTACH-002 there are 2 VMs; say which by its number, such as").contains(list);
        for (String line : list.lines().toList()) {
            String number = line.strip().split(" ", 2)[0];
            assertThat(attach(number, ":tiers").out()).contains("memory-plan     generational");
            attach(number, "Smalltalk at: #Enough put: true");
        }
        assertThat(one.join().exitCode()).isZero();
        assertThat(other.join().exitCode()).isZero();
    }

    @Test
    void isToldThatThereIsNoVm() throws Exception {
        Outcome none = attach();

        assertThat(none.err()).contains("SW-ATTACH-001 there is no VM to attach to: no socket in " + folder);
        assertThat(none.exitCode()).isEqualTo(3);
        assertThat(attach("1", ":tiers").err()).contains("SW-ATTACH-004 process 1 ");
        assertThat(attach("--list").out()).isEqualTo("no VM that can be attached to\n");
        assertThat(attach("--what").exitCode()).isEqualTo(2);
    }
}
