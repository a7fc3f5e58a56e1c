package st.sendwright.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The benchmarks in Java under JMH")
class ReferenceBenchmarksIT {

    private static final long LIMIT_SECONDS = 60;

    /** For no time: that they run, not how fast. In a JVM of its own, because JMH needs what these tests deny. */
    @Test
    void areFoundByJmhAndRun() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
                "org.openjdk.jmh.Main", ReferenceBenchmarks.class.getSimpleName(), "-f", "0", "-wi", "0", "-i", "1",
                "-r", "1ms", "-p", "program=queens:6,json:3").redirectErrorStream(true).start();
        process.getOutputStream().close();

        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as(text).isTrue();
        assertThat(text).containsPattern("ReferenceBenchmarks.run +queens:6 +avgt")
                .containsPattern("ReferenceBenchmarks.run +json:3 +avgt");
    }
}
