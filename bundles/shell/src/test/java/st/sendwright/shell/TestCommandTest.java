package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.Report;
import st.sendwright.language.SourceText;
import st.sendwright.vm.ObjectHandle;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;

@DisplayName("The command test")
class TestCommandTest {

    private static final String OLD = "OldTest\ttestOld\told.st:1\n";
    private static final String NEW = "NewTest\ttestA\tnew.st:3\nNewTest\ttestB\tnew.st:6\n";

    private final Vm vm = mock(Vm.class);
    private final SourceLoader loader = mock(SourceLoader.class);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void defineTwoTestsByLoading() {
        when(vm.exitCode()).thenReturn(OptionalInt.empty());
        answer("TestReporter tests", OLD);
        answer("TestReporter finish", "");
        when(loader.loadFile(any(), any(), any(), any())).thenAnswer(_ -> {
            answer("TestReporter tests", NEW + OLD);
            return new Report(1, 2, 3, 0, 0, false);
        });
        when(loader.loadOrder(any(), any(), any(), any())).thenReturn(new Report(1, 2, 3, 0, 0, false));
        answer(running("NewTest", "testA", 60_000), "passed\n1\nnew.st:3\n\n");
        answer(running("NewTest", "testB", 60_000), "passed\n1\nnew.st:6\n\n");
        answer(running("OldTest", "testOld", 60_000), "passed\n1\nold.st:1\n\n");
    }

    @Test
    void runsTheTestsThatTheFilesDefine() throws UsageException {
        assertThat(exitCode("new.st")).isZero();

        assertThat(out).hasToString("2 run, 2 passes, 0 expected failures, 0 failures, 0 errors, "
                + "0 unexpected passes (0.002 s)\n");
        verify(vm, never()).evaluate(SourceText.of(running("OldTest", "testOld", 60_000), "test"));
    }

    @Test
    void runsTheTestsThatAreSelected() throws UsageException {
        assertThat(exitCode("--test", "*B", "new.st")).isZero();
        assertThat(out.toString()).startsWith("1 run, 1 passes,");

        assertThat(exitCode("--all", "--class", "Old*", "new.st")).isZero();
        assertThat(exitCode("--all", "--test", "OldTest>>test???", "new.st")).isZero();
    }

    @Test
    void hasFailedWhenThereIsNothingToRun() throws UsageException {
        assertThat(exitCode("--class", "newtest", "new.st")).isEqualTo(1);
        assertThat(err.toString()).contains("SW-HOST-030", "none of the 2 tests");
    }

    @Test
    void listsTheSlowest() throws UsageException {
        answer(running("NewTest", "testB", 60_000), "passed\n1500\nnew.st:6\n\n");

        exitCode("--slowest", "1", "new.st");

        assertThat(out.toString()).startsWith("     1.500 s  NewTest>>testB\n2 run,").endsWith("(1.501 s)\n");
    }

    @Test
    void runsAllTestsWhenAskedTo() throws UsageException {
        assertThat(exitCode("--all", "new.st")).isZero();

        assertThat(out.toString()).startsWith("3 run, 3 passes,");
    }

    @Test
    void saysWhatFailedAndWhere() throws UsageException {
        answer(running("NewTest", "testB", 60_000), "failure\n1\nnew.st:7\nexpected 1\nwalkback\\n");

        assertThat(exitCode("new.st")).isEqualTo(1);
        assertThat(out.toString()).startsWith("FAILURE NewTest>>testB (new.st:7): expected 1\n2 run, 1 passes,");
    }

    @Test
    void showsEveryTestAndWalkbacksWhenVerbose() throws UsageException {
        answer(running("NewTest", "testB", 60_000), "error\n1\nnew.st:7\noh\noh\\nframe\\n");

        exitCode("--verbose", "new.st");

        assertThat(out.toString()).startsWith("""
                PASSED NewTest>>testA (new.st:3)
                ERROR NewTest>>testB (new.st:7): oh
                    oh
                    frame
                """);
    }

    @Test
    void hasFailedWhenASourceDidNotLoad() throws UsageException {
        when(loader.loadFile(any(), any(), any(), any())).thenReturn(new Report(1, 2, 3, 0, 1, false));

        assertThat(exitCode("new.st")).isEqualTo(1);
    }

    @Test
    void goesOnAfterATestWhoseProcessTheVmHasEnded() throws UsageException {
        when(vm.evaluate(SourceText.of(running("NewTest", "testA", 60_000), "test")))
                .thenReturn(new Evaluation.Failed("OutOfMemory", "OutOfMemory\nframe\n", List.of()));

        assertThat(exitCode("new.st")).isEqualTo(1);
        assertThat(out.toString()).startsWith("ERROR NewTest>>testA (new.st:3): OutOfMemory\n2 run, 1 passes,");
    }

    @Test
    void countsTheTestsThatWereNotRunBecauseOneEndedTheVm() throws UsageException {
        when(vm.evaluate(SourceText.of(running("NewTest", "testA", 60_000), "test"))).thenAnswer(_ -> {
            when(vm.exitCode()).thenReturn(OptionalInt.of(0));
            return new Evaluation.Exited(0);
        });

        assertThat(exitCode("new.st")).isEqualTo(1);
        assertThat(out.toString()).startsWith("ERROR NewTest>>testA (new.st:3): the test ended the VM");
        assertThat(err).hasToString("sendwright: 1 of 2 tests were not run.\n");
    }

    @Test
    void givesEachTestItsLimit() throws UsageException {
        answer(running("NewTest", "testA", 1_500), "passed\n1\nnew.st:3\n\n");
        answer(running("NewTest", "testB", 1_500), "passed\n1\nnew.st:3\n\n");

        assertThat(exitCode("--timeout", "1.5", "new.st")).isZero();
    }

    @Test
    void takesFilesNamedOrderForLoadOrders() throws UsageException {
        exitCode("src/order", "my.order", "--load-order", "other.txt");

        verify(loader).loadOrder(any(), eq(Path.of("src/order")), any(), any());
        verify(loader).loadOrder(any(), eq(Path.of("my.order")), any(), any());
        verify(loader).loadOrder(any(), eq(Path.of("other.txt")), any(), any());
        verify(loader, never()).loadFile(any(), any(), any(), any());
    }

    @Test
    void refusesToRunNothing() {
        assertThatThrownBy(() -> exitCode("--verbose")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> exitCode("a.st", "--timeout", "0")).isInstanceOf(UsageException.class);
    }

    private static String running(String className, String selector, int limit) {
        return "TestReporter run: #" + className + " selector: #" + selector + " timeLimit: " + limit
                + " heapLimit: " + (512L << 20);
    }

    private void answer(String expression, String text) {
        ObjectHandle handle = mock(ObjectHandle.class);
        when(vm.evaluate(SourceText.of(expression, "test")))
                .thenReturn(new Evaluation.Value(handle, List.of()));
        when(vm.sendForString(handle, "yourself")).thenReturn(text);
    }

    private int exitCode(String... arguments) throws UsageException {
        Console console = new Console(new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8), Set.of(), true, Console.Level.WARNING);
        return new TestCommand(vm, Arguments.test(List.of(arguments)), loader, console).run();
    }
}
