package st.sendwright.primitives.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;

@DisplayName("A program that was started")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StartedProcessTest {

    private static final List<?> USUAL = List.of(true);
    private static final List<?> PIPES = List.of(false, false, false, false);
    private static final long FOR_EVER = 0;

    @TempDir
    Path folder;

    private static StartedProcess start(List<?> words, List<?> environment, Optional<Path> where) throws Exception {
        return StartedProcess.start(new Command(words, environment, where, PIPES));
    }

    private static StartedProcess start(String... words) throws Exception {
        return start(List.of(words), USUAL, Optional.empty());
    }

    /** All that it writes. */
    private static String output(StartedProcess process) throws InterruptedException {
        StringBuilder all = new StringBuilder();
        byte[] next = process.read(false, 0);
        while (next.length > 0) {
            all.append(new String(next, StandardCharsets.UTF_8));
            next = process.read(false, all.length());
        }
        return all.toString();
    }

    private static Failure reason(List<?> words) {
        return catchThrowableOfType(PrimitiveFailedException.class, () -> start(words, USUAL, Optional.empty())).reason();
    }

    @Test
    void readsWhatIsWrittenToItAndEnds() throws Exception {
        StartedProcess cat = start("cat");

        cat.write("one".getBytes(StandardCharsets.UTF_8));
        assertThat(cat.read(false, 0)).asString(StandardCharsets.UTF_8).isEqualTo("one");
        assertThat(cat.read(false, 0)).as("who gave up gets it again").asString(StandardCharsets.UTF_8).isEqualTo("one");
        assertThat(cat.isAlive()).isTrue();
        cat.endInput();
        assertThat(cat.read(false, 3)).as("the end").isEmpty();
        assertThat(cat.read(true, 0)).as("the end of its errors").isEmpty();
        assertThat(cat.exitCode(FOR_EVER)).hasValue(0L);
        assertThat(cat.isAlive()).isFalse();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> cat.write(new byte[100_000]));
        cat.close();
    }

    @Test
    void saysHowItHasEnded() throws Exception {
        assertThat(start("false").exitCode(FOR_EVER)).hasValue(1L);
        StartedProcess cat = start("cat");
        assertThat(cat.exitCode(1)).as("it goes on").isEmpty();
        assertThat(catchThrowableOfType(PrimitiveFailedException.class, () -> cat.exitCode(-1)).reason()).isEqualTo(Failure.OUT_OF_RANGE);
        cat.kill(false);
        assertThat(cat.exitCode(FOR_EVER)).as("128 and the signal TERM").hasValue(143L);
        StartedProcess other = start("cat");
        other.kill(true);
        assertThat(other.exitCode(FOR_EVER)).as("128 and the signal KILL").hasValue(137L);
    }

    @Test
    void endsWhenItIsClosed() throws Exception {
        StartedProcess cat = start("cat");
        ProcessHandle handle = ProcessHandle.of(cat.pid()).orElseThrow();

        cat.close();

        handle.onExit().get();
        assertThat(cat.read(false, 0)).isEmpty();
    }

    @Test
    void worksInAFolderWithVariablesOfItsOwn() throws Exception {
        assertThat(output(start(List.of("pwd"), USUAL, Optional.of(folder.toRealPath())))).isEqualTo(folder.toRealPath() + "\n");
        String env = Files.isExecutable(Path.of("/usr/bin/env")) ? "/usr/bin/env" : "/bin/env";
        assertThat(output(start(List.of(env), List.of(false, "A", "1", "B", "2"), Optional.empty())).lines())
                .containsExactlyInAnyOrder("A=1", "B=2");
        assertThat(output(start(List.of(env), Arrays.asList(true, "PATH", null, "A", "3"), Optional.empty())).lines())
                .contains("A=3").noneMatch(line -> line.startsWith("PATH="));
    }

    @Test
    void getsItsArgumentsAsTheyAre() throws Exception {
        assertThat(output(start("echo", "$HOME", "a  b", "*", ";", "`x`"))).isEqualTo("$HOME a  b * ; `x`\n");
    }

    @Test
    void doesNotStartWhereItIsNotThereOrMustNotBeRun() throws Exception {
        Path file = Files.writeString(folder.resolve("text"), "text");

        assertThat(reason(List.of("no-such-program-anywhere"))).isEqualTo(Failure.NOT_FOUND);
        assertThat(reason(List.of(folder.resolve("none").toString()))).isEqualTo(Failure.NOT_FOUND);
        assertThat(reason(List.of(file.toString()))).isEqualTo(Failure.DENIED);
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> start(List.of("pwd"), USUAL, Optional.of(folder.resolve("none"))));
    }

    static List<List<?>> wrongWords() {
        return List.of(List.of(), List.of(3L), Arrays.asList("echo", null), List.of("ec\0ho"));
    }

    @ParameterizedTest
    @MethodSource("wrongWords")
    void isCalledByTextsOnly(List<?> words) {
        assertThat(reason(words)).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    static List<List<?>> wrongEnvironments() {
        return List.of(List.of(), List.of("A"), List.of(true, "A"), List.of(true, 3L, "1"), List.of(true, "A", 3L), List.of(true, "A=B", "1"));
    }

    @ParameterizedTest
    @MethodSource("wrongEnvironments")
    void hasVariablesThatAreTextsOnly(List<?> environment) {
        assertThat(catchThrowableOfType(PrimitiveFailedException.class, () -> start(List.of("true"), environment, Optional.empty())).reason())
                .isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void isToldOfEachStream() {
        for (List<?> streams : List.of(List.of(), List.of(true, true, true), List.of(true, true, true, 3L))) {
            assertThat(catchThrowableOfType(PrimitiveFailedException.class,
                    () -> new Command(List.of("true"), USUAL, Optional.empty(), streams)).reason()).isEqualTo(Failure.WRONG_ARGUMENT);
        }
    }
}
