package st.sendwright.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;
import st.sendwright.language.SourceLoader.OnError;

@DisplayName("The command line")
class ArgumentsTest {

    @Test
    void keepsTheOrderOfFilesAndExpressions() throws UsageException {
        RunOptions options = run("a.st", "-e", "1", "--load-order", "o.txt", "b.st", "-e", "2", "-");

        assertThat(options.files).containsExactly("a.st", "b.st", "-");
        assertThat(options.expressions).containsExactly("1", "2");
        assertThat(options.loadOrders).containsExactly(Path.of("o.txt"));
    }

    @Test
    void givesWhatFollowsTwoHyphensToTheProgram() throws UsageException {
        RunOptions options = run("a.st", "--", "-x", "--help", "--");

        assertThat(options.files).containsExactly("a.st");
        assertThat(options.arguments).containsExactly("-x", "--help", "--");
    }

    @Test
    void takesExpressionsThatLookLikeOptions() throws UsageException {
        assertThat(run("-e", "--", "-e=-3 abs").expressions).containsExactly("--", "-3 abs");
    }

    @Test
    void readsTheSettingsOfTheVm() throws UsageException {
        RunOptions options = run("--heap-max", "2G", "--recursion-limit=5000", "--stress", "collect,verify",
                "--on-error", "stop", "--jit", "--perf-map",
                "--code-cache-size", "128k", "--no-stall-watch", "--deny", "network,native", "--files-root", ".");

        assertThat(options.denied).containsExactly("network", "native");
        assertThat(options.filesRoot).isEqualTo(Path.of("."));
        assertThat(options.heapMaxBytes).isEqualTo(2L << 30);
        assertThat(options.recursionLimit).isEqualTo(5000);
        assertThat(options.stress).containsExactly("collect", "verify");
        assertThat(options.onError).isEqualTo(OnError.STOP);
        assertThat(options.perfMap).isTrue();
        assertThat(options.codeCacheBytes).isEqualTo(128 << 10);
        assertThat(options.noStallWatch).isTrue();
    }

    @ParameterizedTest(name = "{0} is {1} bytes")
    @CsvSource({"16m, 16777216", "64MB, 67108864", "20000k, 20480000", "1GiB, 1073741824",
            "16777216, 16777216"})
    void readsSizes(String text, long bytes) throws UsageException {
        assertThat(run("--heap-max", text).heapMaxBytes).isEqualTo(bytes);
    }

    @Test
    void refusesToDenyWhatThereIsNot() {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> run("--deny", "files,fun"))
                .withMessageContaining("--deny fun: what can be denied is files, network, processes, native.");
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> run("--files-root", "/no/such"))
                .withMessageContaining("--files-root /no/such: there is no such folder.");
    }

    @ParameterizedTest(name = "--heap-max {0}: {1}")
    @CsvSource({"lots, is no size", "-1, is no size", "1.5g, is no size", "4, is too little",
            "15m, is too little",
            "999999999999g, is more than any machine has", "16t, is no size"})
    void refusesSizesThatAreNone(String text, String reason) {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> run("--heap-max", text))
                .withMessageContaining(reason);
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource({
            "--recursion-limit 5, at least 1000 frames",
            "--recursion-limit many, many",
            "--stress explode, the modes are collect",
            "--on-error panic, --on-error",
            "--no-such-option x, unknown option",
            "-i --no-repl, exclude each other",
            "--perf-map, give --jit",
            "--count-sends, give --jit",
            "--jit-compile background, give --jit",
            "--code-cache-size 64k, give --jit",
            "--jit --code-cache-size 12k, at least 16k are needed",
            "--jit --code-cache-size 2g, no further than 1g",
            "--jit --code-cache-size 33k, 36k is one",
            "--jit --code-cache-size much, is no size",
            "--jit --jit-compile elsewhere, SYNCHRONOUS",
            "--time-profile-every 49, from 50 to 10000000",
            "--time-profile-every 10000001, from 50 to 10000000",
            "--perf-map --jit=off, give --jit",
            "--image a --from-source, exclude each other"})
    void refusesWhatMakesNoSense(String line, String reason) {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> run(line.split(" ")))
                .withMessageContaining(reason);
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> run("--no-rep"))
                .withMessageContaining("Did you mean").withMessageContaining("--no-repl");
    }

    @ParameterizedTest(name = "{0} with a terminal {1}: prompt {2}, program from standard input {3}")
    @CsvSource({
            "'', true, true, false",
            "'', false, false, true",
            "--no-repl, true, false, false",
            "--no-repl, false, false, true",
            "--load-order o, true, true, false",
            "--load-order o, false, false, false",
            "--load-order o --no-repl, true, false, false",
            "f.st, true, false, false",
            "-e 1, true, false, false",
            "f.st -i, true, true, false",
            "-i, false, true, false"})
    void decidesWhetherThePromptFollows(String line, boolean terminal, boolean prompt, boolean input)
            throws UsageException {
        RunOptions options = run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(options.wantsPrompt(terminal)).as("prompt").isEqualTo(prompt);
        assertThat(options.wantsStandardInput(terminal)).as("standard input").isEqualTo(input);
    }

    @Test
    void hasALineOfHelpForEveryOptionAndAnOptionForEveryLine() throws IOException {
        TreeSet<String> known = new TreeSet<>(List.of("--profile", "--tiers", "--configuration", "--plugin", "--plugins",
                "--bundle", "--bundles", "--log", "-h", "--help", "-V", "--version"));
        for (Object options : new Object[] {new RunOptions(), new BenchOptions(), new TestOptions(),
                new FileOutOptions()}) {
            for (OptionSpec option : Arguments.commandLine(options).getCommandSpec().options()) {
                known.addAll(List.of(option.names()));
            }
        }
        TreeSet<String> listed = new TreeSet<>();
        Pattern name = Pattern.compile("^  (?:(-\\w), )?(--[a-z-]+)");
        for (String line : Files.readAllLines(Path.of("src/main/text/help.txt"))) {
            Matcher matcher = name.matcher(line);
            if (matcher.find()) {
                listed.add(matcher.group(2));
                if (matcher.group(1) != null) {
                    listed.add(matcher.group(1));
                }
            }
        }

        assertThat(listed).isEqualTo(known);
    }

    private static RunOptions run(String... arguments) throws UsageException {
        return Arguments.run(List.of(arguments));
    }
}
