package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The console")
class ConsoleTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void usesColoursOnTerminalsOnly() {
        Console console = console(Set.of("out"), true, Console.Level.WARNING);

        console.result("7");
        console.error("no");

        assertThat(out).hasToString("\u001b[34m7\u001b[0m\n");
        assertThat(err).hasToString("sendwright: no\n");
    }

    @Test
    void usesNoColoursWhereTheUserWantsNone() {
        Console console = console(Set.of("out", "err"), false, Console.Level.WARNING);

        console.result("7");
        console.walkback("ZeroDivide\n  frame\n");

        assertThat(out).hasToString("7\n");
        assertThat(err).hasToString("ZeroDivide\n  frame\n");
    }

    @Test
    void printsNotesOfTheLevelAskedFor() {
        Console console = console(Set.of(), false, Console.Level.INFO);

        console.note(Console.Level.INFO, "seen");
        console.note(Console.Level.DEBUG, "unseen");

        assertThat(err).hasToString("sendwright: seen\n");
    }

    @Test
    void tellsTheProgramWhenItsOutputCannotBeWritten() {
        PrintStream broken = new PrintStream(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        Console console = new Console(broken, broken, Set.of(), false, Console.Level.WARNING);

        assertThatIOException().isThrownBy(() -> console.programOutput().write(new byte[3], 0, 3));
    }

    @Test
    void takesTheProgressAwayBeforeTheProgramPrints() throws IOException {
        Console console = console(Set.of("err"), true, Console.Level.WARNING);

        console.progress("50 %");
        console.programOutput().write("text".getBytes(StandardCharsets.UTF_8));
        console.clearProgress();

        assertThat(err).hasToString("\r\u001b[K50 %\r\u001b[K");
    }

    @Test
    void showsNoProgressWhereThereIsNoTerminal() {
        console(Set.of("out"), true, Console.Level.WARNING).progress("50 %");

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void staysOpenWhenTheProgramClosesItsOutput() throws IOException {
        Console console = console(Set.of(), true, Console.Level.WARNING);

        console.programOutput().close();
        console.result("after");

        assertThat(out).hasToString("after\n");
    }

    private Console console(Set<String> terminals, boolean colours, Console.Level level) {
        return new Console(new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8), terminals, colours, level);
    }
}
