package st.sendwright.it.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("Apache Felix Gogo beside a program")
class GogoIT {

    private static final String PROGRAM = "Transcript showCr: 'it runs'; flush."
            + " [Smalltalk includesKey: #Enough] whileFalse: [(Delay forMilliseconds: 1) wait]. 'the end'";

    @Test
    void hasTheCommandsOfThePrompt() throws Exception {
        Outcome outcome = SendwrightProcess.with("--no-repl", "-e", PROGRAM,
                "--bundle", jarOf("org.apache.felix.gogo.runtime.Parser"), "--bundle", jarOf("org.apache.felix.gogo.shell.Shell"))
                .environment("SENDWRIGHT_JAVA_OPTIONS", "-Dgosh.args=--quiet")
                .input("""
                        vm:tiers
                        vm:swap --dry-run code-cache aging
                        vm:swap inline-cache adaptive
                        vm:swap inline-cache nobody
                        vm:revert inline-cache
                        vm:history
                        vm:primitives
                        vm:sites 'Integer>>gcd:'
                        vm:evaluate '3 + 4'
                        vm:evaluate 'Smalltalk at: #Enough put: true'
                        """).runWithInputAfterOneLine();

        assertThat(outcome.out()).contains("it runs\n", "interpreter     switching (others: threaded)\n",
                "code-cache: aging can be put in force; nothing was exchanged\n", "inline-cache: polymorphic -> adaptive, paused ",
                "SW-SWAP-002 no bundle provides the inline-cache policy 'nobody'", "inline-cache: adaptive -> polymorphic, paused ",
                "; asked for in a shell of OSGi\n", "Arithmetic      core-arithmetic ", "Integer>>gcd:", "g! 7\n", "'the end'\n");
        assertThat(outcome.exitCode()).isZero();
    }

    /** Its input is at its end when it begins, and then it stops the framework. */
    @Test
    void doesNotEndTheProgramWithItself() throws Exception {
        Outcome outcome = SendwrightProcess.with("--no-repl", "-e",
                "500 timesRepeat: [(Delay forMilliseconds: 1) wait. [nil foo] on: Error do: [:error | error return: 1]]. 'the end'",
                "-e", "3 + 4", "--bundle", jarOf("org.apache.felix.gogo.runtime.Parser"),
                "--bundle", jarOf("org.apache.felix.gogo.shell.Shell"))
                .environment("SENDWRIGHT_JAVA_OPTIONS", "-Dgosh.args=--quiet").run();

        assertThat(outcome.out()).contains("gosh: stopping shell and framework", "'the end'\n7\n");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    /** The jar on the test's class path that a class is in. */
    private static String jarOf(String type) throws ClassNotFoundException, URISyntaxException {
        return Path.of(Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }
}
