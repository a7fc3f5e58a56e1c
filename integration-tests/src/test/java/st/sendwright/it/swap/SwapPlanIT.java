package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("A plan of exchanges on the command line")
class SwapPlanIT {

    private static final String PROGRAM = "(1 to: 30) inject: 0 into: [:sum :i |"
            + " (Delay forMilliseconds: 1) wait. sum + i printString size + (i sqrt printString size)]";

    @TempDir
    Path folder;

    private Path plan(String text) throws Exception {
        return Files.writeString(folder.resolve("plan.txt"), text);
    }

    @Test
    void isFollowedWhileTheProgramRuns() throws Exception {
        Path history = folder.resolve("history.json");
        Outcome undisturbed = SendwrightProcess.with("--no-repl", "-e", PROGRAM).run();

        Outcome outcome = SendwrightProcess.with("--no-repl", "--jit=eager", "--swap-plan", plan("""
                every 5 exits jit=none, jit=baseline
                after 12 exits memory-plan=semispace
                """).toString(), "--history", history.toString(), "-e", PROGRAM).run();

        assertThat(outcome).isEqualTo(undisturbed);
        assertThat(Files.readString(history)).contains(
                "\"kind\": \"memory-plan\", \"from\": \"generational\", \"to\": \"semispace\"", "\"refusal\": null",
                "line 1 of the plan " + folder.resolve("plan.txt"), "\"to\": \"none\"");
    }

    @Test
    void isRefusedWithTheLineThatIsWrong() throws Exception {
        Path unknown = plan("# what is to be in force\nafter 5 ms jit=oracle\n");

        Outcome outcome = SendwrightProcess.with("--no-repl", "--swap-plan", unknown.toString(), "-e", "3 + 4").run();

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("sendwright: SW-HOST-010 --swap-plan " + unknown
                + ":2: no bundle provides jit=oracle; there are baseline, none.");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }
}
