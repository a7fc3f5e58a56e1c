package st.sendwright.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

/** Does what the pages in docs/plugins show at a prompt, and compares what is printed. */
@DisplayName("The pages of plugins")
class PluginPagesIT {

    private static final Path PAGES = SendwrightProcess.ROOT.resolve("docs/plugins");
    private static final String CODE = "    ";
    private static final String PROMPT = CODE + "st> ";
    private static final String CONTINUED = CODE + "  > ";

    @TempDir
    Path folder;

    static List<String> names() throws IOException {
        return ShippedPlugins.all();
    }

    @ParameterizedTest
    @MethodSource("names")
    void showWhatIsPrinted(String name) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--no-repl", "--plugin", name));
        StringBuilder expected = new StringBuilder();
        boolean isAnswer = false;
        for (String line : Files.readAllLines(PAGES.resolve(name + ".md"))) {
            if (line.startsWith(PROMPT)) {
                arguments.addAll(List.of("-e", line.substring(PROMPT.length())));
                isAnswer = true;
            } else if (isAnswer && line.startsWith(CONTINUED)) {
                arguments.addLast(arguments.removeLast() + "\n" + line.substring(CONTINUED.length()));
            } else if (isAnswer && line.startsWith(CODE)) {
                expected.append(line.substring(CODE.length())).append('\n');
            } else {
                isAnswer = false;
            }
        }

        Outcome outcome = SendwrightProcess.with(arguments.toArray(String[]::new)).in(folder).run();

        assertThat(expected.toString()).isNotEmpty();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo(expected.toString());
    }

    @Test
    void areOneForEachPlugin() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")).sorted().toList())
                    .isEqualTo(ShippedPlugins.all());
        }
    }
}
