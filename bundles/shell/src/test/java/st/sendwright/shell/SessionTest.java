package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.ByteArrayInputStream;
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
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.OnError;
import st.sendwright.language.SourceLoader.Settings;
import st.sendwright.language.SourceLoader.Report;
import st.sendwright.language.SourceText;
import st.sendwright.vm.ObjectHandle;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;

@DisplayName("A session")
class SessionTest {

    private static final Report GOOD = new Report(1, 2, 3, 0, 0, false);
    private static final Report BAD = new Report(1, 2, 3, 0, 1, false);
    private static final Report ENDED = new Report(1, 0, 1, 0, 0, true);

    private final Vm vm = mock(Vm.class);
    private final SourceLoader loader = mock(SourceLoader.class);
    private final ObjectHandle handle = mock(ObjectHandle.class);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void answerWell() {
        when(vm.exitCode()).thenReturn(OptionalInt.empty());
        when(vm.evaluate(any())).thenReturn(new Evaluation.Value(handle, List.of()));
        when(vm.sendForString(handle, "printString")).thenReturn("7");
        when(loader.loadOrder(any(), any(), any(), any())).thenReturn(GOOD);
        when(loader.loadFile(any(), any(), any(), any())).thenReturn(GOOD);
        when(loader.loadText(any(), any(), any(), any())).thenReturn(GOOD);
    }

    @Test
    void runsLoadOrdersThenFilesThenExpressions() throws UsageException {
        assertThat(exitCode("-e", "3 + 4", "a.st", "--load-order", "o.txt")).isZero();

        InOrder order = inOrder(vm, loader);
        order.verify(loader).loadOrder(any(), eq(Path.of("o.txt")), any(), any());
        order.verify(loader).loadFile(any(), eq(Path.of("a.st")), any(), any());
        order.verify(vm).evaluate(SourceText.of("3 + 4", "-e"));
        assertThat(out).hasToString("7\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void releasesTheValueOfAnExpression() throws UsageException {
        exitCode("-e", "3 + 4");

        verify(handle).close();
    }

    @Test
    void goesOnAfterAnErrorAndSaysSoInTheExitCode() throws UsageException {
        when(loader.loadFile(any(), any(), any(), any())).thenReturn(BAD);

        assertThat(exitCode("a.st", "-e", "3 + 4")).isEqualTo(1);
        assertThat(out).hasToString("7\n");
    }

    @Test
    void stopsAfterAnErrorWhenAskedTo() throws UsageException {
        when(loader.loadFile(any(), any(), any(), any())).thenReturn(BAD);

        assertThat(exitCode("a.st", "-e", "3 + 4", "--on-error", "stop")).isEqualTo(1);
        verify(vm, never()).evaluate(any());
        verify(loader).loadFile(any(), any(), eq(Settings.of(OnError.STOP)), any());
    }

    @Test
    void endsWithTheCodeOfTheProgram() throws UsageException {
        when(loader.loadFile(any(), any(), any(), any())).thenAnswer(call -> {
            when(vm.exitCode()).thenReturn(OptionalInt.of(42));
            return ENDED;
        });

        assertThat(exitCode("a.st", "b.st", "-e", "3 + 4")).isEqualTo(42);
        verify(vm, never()).evaluate(any());
        verify(loader).loadFile(any(), any(), any(), any());
    }

    @Test
    void printsTheWalkbackOfAnErrorToStandardError() throws UsageException {
        when(vm.evaluate(any())).thenReturn(new Evaluation.Failed("ZeroDivide: 1/0",
                "ZeroDivide: 1/0\n  SmallInteger>>/\n", List.of()));

        assertThat(exitCode("-e", "1 / 0")).isEqualTo(1);
        assertThat(err).hasToString("ZeroDivide: 1/0\n  SmallInteger>>/\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void printsWhyAnExpressionWasNotCompiled() throws UsageException {
        SourceText source = SourceText.of("3 + ", "-e");
        when(vm.evaluate(any())).thenReturn(new Evaluation.NotCompiled(List.of(Diagnostic.at(
                Diagnostic.Severity.ERROR, "SW-LANG-001", "an argument is missing", source, 4))));

        assertThat(exitCode("-e", "3 + ")).isEqualTo(1);
        assertThat(err).hasToString("""
                -e:1:5: error: an argument is missing [SW-LANG-001]
                    3 +\s
                        ^
                """);
    }

    @Test
    void readsTheProgramFromStandardInputWhenThereIsNothingElse() throws UsageException {
        assertThat(exitCodeWithInput("Transcript cr.\r\nfoo".getBytes(StandardCharsets.UTF_8))).isZero();

        ArgumentCaptor<SourceText> text = ArgumentCaptor.forClass(SourceText.class);
        verify(loader).loadText(any(), text.capture(), any(), any());
        assertThat(text.getValue()).isEqualTo(SourceText.of("Transcript cr.\nfoo", "standard input"));
    }

    @Test
    void leavesStandardInputToAProgramThatComesFromElsewhere() throws UsageException {
        exitCode("-e", "3 + 4");

        verify(loader, never()).loadText(any(), any(), any(), any());
    }

    @Test
    void refusesStandardInputThatIsNoText() throws UsageException {
        assertThat(exitCodeWithInput(new byte[] {(byte) 0xff, (byte) 0xfe, 0})).isEqualTo(1);
        assertThat(err.toString()).contains("SW-HOST-011 standard input is not text in UTF-8");
    }

    @Test
    void namesEachOfSeveralExpressions() throws UsageException {
        exitCode("-e", "1", "-e", "2");

        verify(vm).evaluate(SourceText.of("2", "-e 2"));
        verify(vm, times(2)).sendForString(any(), anyString());
    }

    private int exitCode(String... arguments) throws UsageException {
        return run(new byte[0], arguments);
    }

    private int exitCodeWithInput(byte[] input) throws UsageException {
        return run(input);
    }

    private int run(byte[] input, String... arguments) throws UsageException {
        Console console = new Console(new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8), Set.of(), true, Console.Level.WARNING);
        Session session = new Session(vm, Arguments.run(List.of(arguments)), loader, console,
                new ByteArrayInputStream(input));
        session.runWork();
        return session.exitCode();
    }
}
