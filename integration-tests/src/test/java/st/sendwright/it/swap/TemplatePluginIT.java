package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

/** What docs/providers.md has its readers do. */
@DisplayName("The template of a provider")
class TemplatePluginIT {

    private static final String PROGRAM =
            "({3. 4.5. $a. nil. true. 1/2. 3@4. #ab} inject: 0 into: [:sum :each | sum + each printString size])";

    private static String jar() throws IOException {
        try (Stream<Path> files = Files.list(SendwrightProcess.ROOT.resolve("plugins/sends.recent/target"))) {
            return files.filter(each -> each.getFileName().toString().matches("sends\\.recent-.*\\.jar")).findFirst()
                    .orElseThrow().toString();
        }
    }

    @Test
    void canBeDroppedInAndExchanged() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--jit=eager", "--bundle", jar(), "-e", PROGRAM, "-e",
                "Smalltalk exchange: #inlineCache with: #recent", "-e", PROGRAM, "-e",
                "Smalltalk tiers at: #'inline-cache'").run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("24\na TierExchange (inline-cache: polymorphic -> recent)\n24\n'recent'\n");
    }

    @Test
    void isLikeAllOthersInADistribution(@TempDir Path folder) throws IOException, InterruptedException {
        Path dist = SendwrightProcess.copyOfDistribution(folder);
        Files.copy(Path.of(jar()), dist.resolve("bundles/st.sendwright.sends.recent.jar"));

        Outcome outcome = SendwrightProcess.with("--jit=eager", "--tiers", "inline-cache=recent",
                "-e", PROGRAM, "-e", "Smalltalk tiers at: #'inline-cache'").distribution(dist).run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("24\n'recent'\n");
    }

    @Test
    void canBeComparedWithAnother() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("bench", "--jit", "--bundle", jar(), "queens", "--size", "small", "--swap",
                "inline-cache=polymorphic,recent", "--time", "0.1").run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).containsPattern("queens +recent +[0-9.]+ .s");
    }
}
