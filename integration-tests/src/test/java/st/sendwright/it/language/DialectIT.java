package st.sendwright.it.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("Dialects, from the command line")
class DialectIT {

    /** Primitive 15 adds in Dolphin; in Squeak it is a bitwise or. */
    private static final String SOURCE = """
            !SmallInteger methodsFor: 'test'!
            numbered: other
            \t<primitive: 15>
            \t^#none! !
            Transcript showCr: (6 numbered: 3) printString!
            """;

    @TempDir
    private Path folder;

    private String source() throws IOException {
        return Files.writeString(folder.resolve("numbered.st"), SOURCE).toString();
    }

    @ParameterizedTest(name = "{0} answers {1}")
    @CsvSource({"dolphin, 9", "squeak, 7", "Pharo, 7", "smalltalk80, 7", "gnu, #none", "default, #none"})
    void areChosenByAnOption(String name, String answer) throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--dialect", name, source()).run();

        assertThat(outcome.out()).isEqualTo(answer + "\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void areChosenByDirectives() throws IOException, InterruptedException {
        source();
        Files.writeString(folder.resolve("again.st"), SOURCE);
        Path order = Files.writeString(folder.resolve("my.order"),
                "@dialect squeak\nnumbered.st @dialect dolphin\nagain.st\n");

        Outcome outcome = SendwrightProcess.with("--dialect", "gnu", "--load-order", order.toString(),
                "--no-repl").run();

        assertThat(outcome.out()).isEqualTo("9\n7\n");
    }

    /** The first that a source is of decides, whoever says so. */
    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(delimiter = '|', value = {
            "auto    | squeak | squeak 3 (1/3)",
            "gnu     | squeak | gnu 4 1/3",
            "default | gnu    | gnu 4 1/3"})
    void decideWhereSystemsContradictEachOther(String first, String second, String answer) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("first.st"), "'From Pharo5.0 of 16 April 2015'!\n");
        Files.writeString(folder.resolve("second.st"), "Transcript showCr: KernelDialect current , ' ' , 3.7 asInteger printString"
                + " , ' ' , (1/3) printString!\n");
        Path order = Files.writeString(folder.resolve("my.order"), "first.st @dialect " + first + "\nsecond.st @dialect "
                + second + "\n");

        Outcome outcome = SendwrightProcess.with("--load-order", order.toString(), "--no-repl", "-e", "KernelDialect current").run();

        assertThat(outcome.out()).isEqualTo(answer + "\n#" + answer.replaceFirst(" .*", "") + "\n");
    }

    @ParameterizedTest
    @CsvSource({"test", "run"})
    void mustBeInstalledToBeChosen(String command) throws IOException, InterruptedException {
        Outcome outcome = command.equals("test") ? SendwrightProcess.with("test", "--dialect", "algol", source()).run()
                : SendwrightProcess.with("--dialect", "algol", source()).run();

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--dialect algol: there is no such dialect. Installed are dolphin, gnu,"
                + " smalltalk80, squeak");
    }

    @Test
    void areNotNeeded() throws IOException, InterruptedException {
        Path dist = SendwrightProcess.copyOfDistribution(folder);
        Files.delete(dist.resolve("bundles/st.sendwright.dialect.dolphin.jar"));
        source();
        Path order = Files.writeString(folder.resolve("my.order"), "numbered.st @dialect dolphin\n");

        Outcome outcome = SendwrightProcess.with("--load-order", order.toString(), "--no-repl").distribution(dist)
                .run();

        assertThat(outcome.out()).isEqualTo("#none\n");
        assertThat(outcome.err())
                .contains("the bundle st.sendwright.dialect.dolphin is missing; going on without it")
                .contains("my.order:1:13: error: there is no dialect 'dolphin'; installed are gnu, smalltalk80,"
                        + " squeak")
                .contains("[SW-LOAD-014]");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void areListedAtThePrompt() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("-i").input(":dialects\n").run();

        assertThat(outcome.out()).contains("dolphin").contains("Squeak, Pharo and Cuis (also pharo, cuis)");
    }
}
