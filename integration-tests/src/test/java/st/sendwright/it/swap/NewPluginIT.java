package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("A plugin that ./sendwright plugin new has written")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class NewPluginIT {

    @TempDir
    Path folder;

    private Outcome sendwright(String... arguments) throws IOException, InterruptedException {
        return SendwrightProcess.with(arguments).in(folder).run();
    }

    /** In a folder that is in no source tree, with what Maven has fetched for this build. */
    private String maven(Path project) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("mvn", "-o", "-B", "-ntp", "package").directory(project.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void buildsIsTestedAndRuns() throws IOException, InterruptedException {
        Outcome written = sendwright("plugin", "new", "my-words");
        assertThat(written.err()).isEmpty();
        assertThat(written.out()).contains(folder.resolve("my-words") + " is written. To build and test it: cd my-words && mvn package");

        assertThat(maven(folder.resolve("my-words"))).contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");

        String jar = folder.resolve("my-words/target/my-words-1.0.0.jar").toString();
        Outcome run = sendwright("--no-repl", "--bundle", jar, "-e", "MyWords reversed: 'abc'");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("'cba'\n");
    }

    @ParameterizedTest
    @CsvSource({"new Mine, a name is of small letters", "new class, a name is of small letters", "new ../x, a name is of small letters",
        "old mine, write plugin new NAME", "new, write plugin new NAME", "new there, is there already"})
    void isNotWrittenWhereItsNameIsNone(String arguments, String why) throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("there"));

        Outcome outcome = sendwright(("plugin " + arguments).split(" "));

        assertThat(outcome.err()).contains("SW-HOST-001").contains(why);
        assertThat(outcome.exitCode()).isEqualTo(2);
    }
}
