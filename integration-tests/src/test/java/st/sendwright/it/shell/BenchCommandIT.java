package st.sendwright.it.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("./sendwright bench")
class BenchCommandIT {

    private static final int PROGRAMS = 27;

    @TempDir
    private Path folder;

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        return SendwrightProcess.with(arguments).in(folder).run();
    }

    @Test
    void runsEveryProgramWithTheResultOfJava() throws IOException, InterruptedException {
        Outcome outcome = run("bench", "--size", "small", "--iterations", "1", "--limit", "0.05",
                "--compare", "java", "--json", "figures.json");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("geometric mean of 16 whole programs:");
        assertThat(Pattern.compile("\"name\": \"\\w+\"").matcher(Files.readString(folder.resolve("figures.json")))
                .results().map(MatchResult::group)).hasSize(PROGRAMS);
    }

    @Test
    void runsProgramsWithEachProviderInTurn() throws IOException, InterruptedException {
        Outcome outcome = run("bench", "queens", "polymorphic", "--size", "small", "--iterations", "4",
                "--swap", "inline-cache=polymorphic,monomorphic", "--json", "figures.json", "--html", "page.html");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("inline-cache, exchanged between blocks of iterations, 3 of each\n")
                .containsPattern("queens +polymorphic +[0-9.]+ .?s +1\\.00 ")
                .containsPattern("polymorphic +monomorphic +[0-9.]+ .?s +[0-9]+\\.[0-9]{2} ")
                .contains("Ratio: to the polymorphic before it in turn");
        assertThat(Files.readString(folder.resolve("figures.json")))
                .contains("\"polymorphic, inline-cache=monomorphic, missed\"", "\"queens, inline-cache=polymorphic, pause\"");
        assertThat(Files.readString(folder.resolve("page.html"))).startsWith("<!DOCTYPE html>")
                .contains("<title>Sendwright: inline-cache exchanged</title>", "<td>queens</td><td>polymorphic</td>", "<svg ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "code-cache=aging,foo | SW-HOST-013 the benchmark was not finished: SW-SWAP-002 no bundle provides the code-cache policy 'foo'",
            "engine=a,b | SW-HOST-013 the benchmark was not finished: SW-SWAP-001 there is no tier 'engine'"})
    void saysWhichProvidersThereAreNot(String swap, String message) throws IOException, InterruptedException {
        assertThat(run("bench", "queens", "--size", "small", "--iterations", "1", "--swap", swap).err()).contains(message);
    }

    @Test
    void writesFiguresAndAPage() throws IOException, InterruptedException {
        Outcome outcome = run("bench", "seed", "--size", "small", "--iterations", "2", "--limit", "0.1",
                "--json", "figures.json", "--html", "page.html");

        assertThat(outcome.out()).contains("benchFib", "the ancestor's 176.0 k sends/s", "Every answer was checked.");
        assertThat(outcome.exitCode()).isZero();
        assertThat(Files.readString(folder.resolve("figures.json"))).startsWith("{\n  \"machine\"")
                .contains("\"medianAbsoluteDeviation\": ");
        assertThat(Files.readString(folder.resolve("page.html"))).startsWith("<!DOCTYPE html>")
                .contains("<svg", "sieve").doesNotContain("src=", "href=");
    }

    @Test
    void comparesWithAnotherSmalltalkAndAnotherBuild() throws IOException, InterruptedException {
        Path script = folder.resolve("other.sh");
        Files.writeString(script, "grep -q 'BenchQueens new run: 6' \"$1\"\n"
                + "echo bench-warm-up 2; for i in 1 2 3 4; do echo bench-iteration 1000 4; done\n");

        Outcome outcome = run("bench", "queens", "--size", "small", "--iterations", "2", "--time", "0.05",
                "--compare-command", "sh '" + script + "' {file}",
                "--compare-build", SendwrightProcess.ROOT.resolve("runtime-launcher/target/dist").toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("geometric mean of 1 whole programs:", "times the time of sh '" + script + "' {file}",
                "times the time of build ");
    }

    @Test
    void comparesWithNodeWhereThereIsOne() throws IOException, InterruptedException {
        Outcome outcome = run("bench", "benchFib", "queens", "towers", "permutations", "bounce", "mandelbrot",
                "--size", "small", "--iterations", "1", "--limit", "0.05", "--compare", "node");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out() + outcome.err()).containsAnyOf("geometric mean of 5 whole programs",
                "there is no node on the path");
    }

    @Test
    void saysThatThereIsNoNode() throws IOException, InterruptedException {
        String script = SendwrightProcess.ROOT.resolve("sendwright").toString();

        Outcome outcome = SendwrightProcess.with(script, "bench", "queens", "--size", "small", "--iterations", "1",
                "--limit", "0.05", "--compare", "node").in(folder).program(Path.of("/bin/bash"))
                .environment("PATH", "/nonexistent").run();

        assertThat(outcome.err()).contains("there is no node on the path: programs are not compared with it.");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void failsWhenAnotherSmalltalkAnswersSomethingElse() throws IOException, InterruptedException {
        Path script = folder.resolve("wrong.sh");
        Files.writeString(script, "echo bench-iteration 1000 5\n");

        Outcome outcome = run("bench", "queens", "--size", "small", "--iterations", "1", "--time", "0.05",
                "--compare-command", "sh " + script + " {file}");

        assertThat(outcome.err()).contains("SW-HOST-013", "{file} answered 5 to queens, not 4.");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void givesUpAProgramThatTakesTooLong() throws IOException, InterruptedException {
        Outcome outcome = run("bench", "iterations", "--size", "2000000000", "--iteration-limit", "0.5");

        assertThat(outcome.err()).contains("SW-HOST-013", "took longer than the 0.5 seconds that --iteration-limit gives it");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void listsWhatThereIs() throws IOException, InterruptedException {
        Outcome outcome = run("bench", "--list");

        assertThat(outcome.out()).contains("queens ", "groups: all, seed, whole, single", "tinyBenchmarks");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void saysWhatServesSendsAndHowFastIsCompiled() throws IOException, InterruptedException {
        Outcome sends = run("bench", "sendCaches", "--size", "small");
        Outcome compilation = run("bench", "compilation", "--time", "0.05");

        assertThat(sends.exitCode()).as(sends.err()).isZero();
        assertThat(sends.out()).containsPattern("benchFib +first +[0-9,]+ ")
                .containsPattern("all +all +[0-9,]+ .* 9[0-9]\\.[0-9]+ % +0\\.[0-9]+ %\n");
        assertThat(compilation.exitCode()).as(compilation.err()).isZero();
        assertThat(compilation.out()).containsPattern("steady +[0-9,]+ +0 ").contains("bytecodes/s, spread ");
    }

    @Test
    void printsTheClassicFigures() throws IOException, InterruptedException {
        Outcome outcome = run("bench", "tinyBenchmarks", "--time", "0.05");

        assertThat(outcome.out()).containsPattern("[0-9,]+ bytecodes/sec; [0-9,]+ sends/sec");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void measuresTheAllocatorOfEachPlan() throws IOException, InterruptedException {
        Outcome outcome = run("bench", "allocation", "--time", "0.01", "--json", "figures.json");

        assertThat(outcome.out()).contains("generational, objects of 2 slots", "semispace, objects of 500 slots");
        assertThat(outcome.exitCode()).isZero();
        assertThat(Files.readString(folder.resolve("figures.json"))).contains("\"unit\": \"GB/s\"");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
            "bench queen | Did you mean queens?",
            "bench queens --size huge | --size huge: it is small, normal, or a number",
            "bench queens memory | 'memory' is a suite with a report of its own",
            "bench memory --html x.html | 'memory' has no page of plots"})
    void saysWhatIsWrongWithTheCommandLine(String arguments, String message)
            throws IOException, InterruptedException {
        Outcome outcome = run(arguments.split(" "));

        assertThat(outcome.err()).contains("SW-HOST-010", message);
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void saysWhatIsWrongWithWhatItIsComparedWith() throws IOException, InterruptedException {
        assertThat(run("bench", "queens", "--compare-command", "gst").err())
                .contains("--compare-command 'gst' does not say where the file goes; write {file} there");
        assertThat(run("bench", "queens", "--compare-build", "nowhere").err())
                .contains("--compare-build nowhere is no distribution: it has no sendwright.jar");
    }
}
