package st.sendwright.it.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("./sendwright test")
class SuiteCommandIT {

    private static final String GOOD = """
            TestCase subclass: #GoodTest
                instanceVariableNames: ''
                classVariableNames: ''
                poolDictionaries: ''
                category: 'Test'!

            !GoodTest methodsFor: 'tests'!

            testSum
                self assert: 3 + 4 equals: 7! !
            """;

    /** Those that end have a limit of their own: a second may pass on a busy machine before they do. */
    private static final String BAD = """
            TestCase subclass: #BadTest
                instanceVariableNames: 'kept'
                classVariableNames: ''
                poolDictionaries: ''
                category: 'Test'!

            !BadTest methodsFor: 'tests'!

            testDeep
                self testDeep!

            testEndsItself
                <timeout: 60> Processor terminateActive!

            testError
                <timeout: 60> 1 / 0!

            testFail
                <timeout: 60> self assert: 3 + 4 equals: 8!

            testLoop
                [true] whileTrue!

            testMemory
                <timeout: 60> kept := OrderedCollection new.
                [kept add: (Array new: 10000)] repeat!

            testPass
                <timeout: 60> self assert: true!

            testSkip
                <timeout: 60> self skip: 'not here'! !
            """;

    private static final String EVADING = """
            TestCase subclass: #EvadingTest
                instanceVariableNames: ''
                classVariableNames: ''
                poolDictionaries: ''
                category: 'Test'!

            !EvadingTest methodsFor: 'tests'!

            testEnsure
                [[true] whileTrue] ensure: [[true] whileTrue]!

            testForkedBehind
                <timeout: 60> [[true] whileTrue] fork!

            testForkedHighest
                [[true] whileTrue] forkAt: Processor highestPriority!

            testGlobal
                <timeout: 60> Smalltalk at: #Transcript put: nil.
                (Delay forMilliseconds: 1) wait!

            testHighest
                Processor activeProcess priority: Processor highestPriority.
                [true] whileTrue!

            testHighestAgain
                [Processor activeProcess priority: Processor highestPriority.
                [true] whileTrue] on: Exception do: [:exception |
                    Processor activeProcess priority: Processor highestPriority.
                    [true] whileTrue]!

            testSuspend
                Processor activeProcess suspend! !

            TestCase subclass: #EvadingSetUpTest
                instanceVariableNames: ''
                classVariableNames: ''
                poolDictionaries: ''
                category: 'Test'!

            !EvadingSetUpTest methodsFor: 'tests'!

            setUp
                [true] whileTrue!

            testNothing
                self assert: true! !
            """;

    @TempDir
    Path folder;

    @Test
    void endsWithZeroWhenAllPass() throws IOException, InterruptedException {
        write("good.st", GOOD);

        Outcome outcome = run("good.st");

        assertThat(outcome.out()).matches("1 run, 1 passes, 0 expected failures, "
                + "0 failures, 0 errors, 0 unexpected passes \\([0-9.]+ s\\)\n");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void runsEveryTestWhateverTheOthersDo() throws IOException, InterruptedException {
        write("bad.st", BAD);

        Outcome outcome = run("--timeout", "1", "--heap-max", "32m", "--report", "report.xml", "bad.st");

        assertThat(outcome.out().lines().map(line -> line.replaceFirst(" \\([0-9.]+ s\\)$", ""))).hasSize(7).contains(
                "ERROR BadTest>>testEndsItself (bad.st:12): the test ended its Process",
                "ERROR BadTest>>testError (bad.st:16): ZeroDivide: division by zero",
                "FAILURE BadTest>>testFail (bad.st:19): expected 8 but got 7",
                "ERROR BadTest>>testLoop (bad.st:22): TimeoutReached: the test took longer than 1 s",
                "7 run, 1 passes, 0 expected failures, 1 failures, 5 errors, 0 unexpected passes, 1 skipped");
        assertThat(outcome.out()).contains("ERROR BadTest>>testDeep (bad.st:10): ",
                "ERROR BadTest>>testMemory (bad.st:26): OutOfMemory: ");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("report.xml"))).contains(
                "<testsuite name=\"BadTest\" tests=\"8\" failures=\"1\" errors=\"5\" skipped=\"1\"",
                "<error type=\"ZeroDivide\" message=\"ZeroDivide: division by zero\">");
    }

    @Test
    void stopsTestsThatEvadeTheirLimits() throws IOException, InterruptedException {
        write("evading.st", EVADING);

        Outcome outcome = run("--timeout", "1", "evading.st");

        assertThat(outcome.out().lines().toList()).anySatisfy(line -> assertThat(line).startsWith("8 run, 2 passes"));
        assertThat(outcome.out()).contains("ERROR EvadingTest>>testEnsure ", "ERROR EvadingTest>>testForkedHighest ",
                "ERROR EvadingTest>>testHighest ", "ERROR EvadingTest>>testHighestAgain ",
                "ERROR EvadingTest>>testSuspend ", "ERROR EvadingSetUpTest>>testNothing ");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void limitsTheMemoryOfEachTest() throws IOException, InterruptedException {
        write("bad.st", BAD);

        Outcome outcome = run("--heap-per-test", "32m", "--test", "testMemory", "--test", "testPass", "bad.st");

        assertThat(outcome.out()).contains("OutOfMemory: the test holds more than 33554432 bytes", "2 run, 1 passes");
    }

    @Test
    void runsTheOtherTestsOfAFileThatDoesNotCompile() throws IOException, InterruptedException {
        write("good.st", GOOD.replace("self assert: 3 + 4 equals: 7! !",
                "self assert: 3 + 4 equals: 7!\n\ntestBroken\n    self assert: (3 +! !"));

        Outcome outcome = run("good.st");

        assertThat(outcome.out()).startsWith("1 run, 1 passes,");
        assertThat(outcome.err()).contains("SW-LANG-");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void hasFailedWhenNothingIsThere() throws IOException, InterruptedException {
        write("empty.st", "3 + 4!");
        write("good.st", GOOD);

        assertThat(run("empty.st").err()).contains("SW-HOST-030");
        assertThat(run("missing.st").err()).contains("SW-LOAD-001");
        assertThat(run("--class", "Object", "good.st")).satisfies(outcome -> {
            assertThat(outcome.err()).contains("SW-HOST-030", "none of the 1 tests");
            assertThat(outcome.exitCode()).isEqualTo(1);
        });
    }

    @Test
    void runsTheTestsOfALoadOrder() throws IOException, InterruptedException {
        write("good.st", GOOD);
        write("my.order", "good.st\n");

        assertThat(run("my.order").out()).startsWith("1 run, 1 passes,");
        assertThat(run("--load-order", "my.order").out()).startsWith("1 run, 1 passes,");
    }

    @Test
    void endsWithOneWhenATestEndsTheVm() throws IOException, InterruptedException {
        write("good.st", GOOD.replace("self assert: 3 + 4 equals: 7", "Smalltalk exit: 0"));

        Outcome outcome = run("good.st");

        assertThat(outcome.out()).contains("the test ended the VM");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void saysThatTheReportCouldNotBeWritten() throws IOException, InterruptedException {
        write("good.st", GOOD);

        Outcome outcome = run("--report", "none/report.xml", "good.st");

        assertThat(outcome.err()).contains("SW-HOST-015");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void endsWithTwoWhenThereIsNothingToTest() throws IOException, InterruptedException {
        assertThat(run().exitCode()).isEqualTo(2);
        assertThat(run("--timeout", "-1", "good.st").exitCode()).isEqualTo(2);
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        String[] all = new String[arguments.length + 1];
        all[0] = "test";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return SendwrightProcess.with(all).in(folder).run();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
