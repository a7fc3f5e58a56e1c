package st.sendwright.it.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.VmHarness;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("The command line")
class CommandLineIT {

    private static final Outcome SEVEN = new Outcome(0, "7\n", "");

    @TempDir
    Path folder;

    @Test
    void printsTheValueOfAnExpression() throws IOException, InterruptedException {
        assertThat(run("-e", "3 + 4")).isEqualTo(SEVEN);
    }

    @Test
    void printsTheValueOfEachExpression() throws IOException, InterruptedException {
        assertThat(run("-e", "3 + 4", "-e", "'a', 'b'", "-e", "#(1 $a foo)"))
                .isEqualTo(new Outcome(0, "7\n'ab'\n(1 $a #foo )\n", ""));
    }

    @Test
    void compilesWhenAskedTo() throws IOException, InterruptedException {
        for (String option : List.of("--jit", "--jit=baseline", "--jit=eager", "--jit=off")) {
            assertThat(run(option, "-e", "(1 to: 100000) inject: 0 into: [:a :b | a + b]"))
                    .as(option).isEqualTo(new Outcome(0, "5000050000\n", ""));
        }
    }

    @Test
    void writesWhereTheTimeOfARunWent() throws IOException, InterruptedException {
        String loop = "1 to: 1000000 do: [:i | i printString]";
        Outcome picture = run("--jit", "--time-profile", "run.svg", "--time-profile-every", "200", "-e", loop);
        Outcome unwritten = run("--time-profile", "no/run.txt", "-e", "3 + 4");

        assertThat(picture.exitCode()).as(picture.err()).isZero();
        assertThat(picture.err()).contains(" samples, one every 0.2 ms\n", "machine code\n", "Integer>>printString");
        assertThat(Files.readString(folder.resolve("run.svg"))).contains("<svg ", "data-name=\"Integer&gt;&gt;printString");
        assertThat(unwritten.exitCode()).isEqualTo(1);
        assertThat(unwritten.out()).isEqualTo("7\n");
        assertThat(unwritten.err()).contains("SW-HOST-018 the profile no/run.txt was not written");
    }

    @Test
    void compilesInTheBackgroundWhenAskedTo() throws IOException, InterruptedException {
        assertThat(run("--jit=eager", "--jit-compile=background", "-e",
                "(1 to: 100000) inject: 0 into: [:a :b | a + b]")).isEqualTo(new Outcome(0, "5000050000\n", ""));
    }

    @Test
    void refusesAModeOfTheJitThatThereIsNot() throws IOException, InterruptedException {
        Outcome outcome = run("--jit=fast", "-e", "3 + 4");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("'fast' is no mode of the JIT; there are off, baseline, eager");
    }

    @Test
    void saysThatThereIsNoJitWhereItsBundlesAreMissing() throws IOException, InterruptedException {
        String others = VmHarness.jars().stream().map(jar -> jar.getFileName().toString().replaceFirst("\\.jar$", ""))
                .filter(name -> !name.startsWith("st.sendwright.jit.")).collect(Collectors.joining(","));

        assertThat(run("--bundles", others, "--jit", "-e", "3 + 4")).isEqualTo(new Outcome(0, "7\n",
                "sendwright: --jit: no JIT bundle is installed; going on with the interpreter.\n"));
    }

    /** On a system of another name it is not tried; where a real one forbids it is tested with the memory. */
    @Test
    void goesOnInterpretedWhereThereIsNoMemoryForCode() throws IOException, InterruptedException {
        for (String mode : List.of("baseline", "eager")) {
            Outcome outcome = SendwrightProcess.with("--jit=" + mode, "-e", "(1 to: 100000) inject: 0 into: [:a :b | a + b]")
                    .environment("SENDWRIGHT_JAVA_OPTIONS", "-Dos.name=Elsewhere").run();

            assertThat(outcome).isEqualTo(new Outcome(0, "5000050000\n", "sendwright: SW-JIT-001 no memory for compiled"
                    + " code: it is implemented for Linux and Windows on x86-64, and this is Elsewhere on amd64."
                    + " The interpreter goes on alone; --jit=off avoids the attempt. See docs/errors/SW-JIT-001.md.\n"));
        }
    }

    @Test
    void loadsAFileAndThenEvaluates() throws IOException, InterruptedException {
        write("answer.st", """
                Object subclass: #Answer
                    instanceVariableNames: ''
                    classVariableNames: ''
                    poolDictionaries: ''
                    category: 'Test'!

                !Answer methodsFor: 'test'!
                value
                    ^7! !

                Transcript showCr: 'loaded'!
                """);

        assertThat(run("answer.st", "-e", "Answer new value")).isEqualTo(new Outcome(0, "loaded\n7\n", ""));
    }

    @Test
    void loadsTheFilesOfALoadOrderRelativeToIt() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("sources"));
        write("sources/one.st", "Transcript showCr: 'one'!\n");
        write("sources/two.st", "Transcript showCr: 'two'!\n");
        write("sources/order.txt", "# what there is\ntwo.st\n\none.st   # and this\n");
        write("three.st", "Transcript showCr: 'three'!\n");

        assertThat(run("--no-repl", "--load-order", "sources/order.txt", "three.st"))
                .isEqualTo(new Outcome(0, "two\none\nthree\n", ""));
    }

    @Test
    void namesTheLineOfALoadOrderWhoseFileIsMissing() throws IOException, InterruptedException {
        write("one.st", "Transcript showCr: 'one'!\n");
        write("order.txt", "none.st\none.st\n");

        Outcome outcome = run("--no-repl", "--load-order", "order.txt");

        assertThat(outcome.err()).startsWith("order.txt:1:1: error: there is no file none.st;")
                .contains("SW-LOAD-006");
        assertThat(outcome.out()).isEqualTo("one\n");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void namesAFileThatIsMissing() throws IOException, InterruptedException {
        Outcome outcome = run("missing.st", "-e", "3 + 4");

        assertThat(outcome.err()).startsWith("missing.st:1:1: error: ");
        assertThat(outcome.out()).isEqualTo("7\n");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void stopsAtTheFirstErrorWhenAskedTo() throws IOException, InterruptedException {
        Outcome outcome = run("--on-error", "stop", "missing.st", "-e", "3 + 4");

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void printsAWalkbackOfAnErrorNobodyHandles() throws IOException, InterruptedException {
        Outcome outcome = run("-e", "1 / 0", "-e", "3 + 4");

        assertThat(outcome.err()).startsWith("ZeroDivide").contains("-e 1:1");
        assertThat(outcome.out()).isEqualTo("7\n");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void showsTheLineThatDoesNotCompile() throws IOException, InterruptedException {
        Outcome outcome = run("-e", "3 + ");

        assertThat(outcome.err()).startsWith("-e:1:").contains(": error: ").contains("\n    3 +")
                .contains("^");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest(name = "Smalltalk exit: {0} ends with {0}")
    @CsvSource({"0", "1", "42", "255"})
    void endsWithTheCodeOfTheProgram(int code) throws IOException, InterruptedException {
        assertThat(run("-e", "Transcript show: 'unflushed'. Smalltalk exit: " + code, "-e", "3 + 4"))
                .isEqualTo(new Outcome(code, "unflushed", ""));
    }

    @Test
    void givesArgumentsToTheProgram() throws IOException, InterruptedException {
        assertThat(run("-e", "Smalltalk arguments", "--", "a", "--help", "b c"))
                .isEqualTo(new Outcome(0, "('a' '--help' 'b c' )\n", ""));
    }

    @Test
    void runsTheProgramOfStandardInput() throws IOException, InterruptedException {
        assertThat(SendwrightProcess.with().in(folder).input("Transcript showCr: (3 + 4) printString").run())
                .isEqualTo(SEVEN);
        assertThat(SendwrightProcess.with("-").in(folder)
                .input("Transcript showCr: 'x'!\nSmalltalk exit: 5!\n").run())
                .isEqualTo(new Outcome(5, "x\n", ""));
    }

    @Test
    void runsAScriptWithItsArguments() throws IOException, InterruptedException {
        Path script = write("greet", "#!" + SendwrightProcess.ROOT.resolve("sendwright") + "\n"
                + "Transcript showCr: 'Hello, ', Smalltalk arguments first!\nSmalltalk exit: 3!\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(SendwrightProcess.with("--world", "b").program(script).in(folder).run())
                .isEqualTo(new Outcome(3, "Hello, --world\n", ""));
    }

    @Test
    void readsTheImageThatItHasWritten() throws IOException, InterruptedException {
        assertThat(run("-e", "Smalltalk at: #Kept put: 7", "--save-image", "kept.image").exitCode()).isZero();

        assertThat(run("--image", "kept.image", "-e", "Smalltalk at: #Kept")).isEqualTo(SEVEN);
    }

    @Test
    void endsWithFourWhenTheImageCannotBeRead() throws IOException, InterruptedException {
        write("broken.image", "this is no image");

        Outcome broken = run("--image", "broken.image", "-e", "3 + 4");
        Outcome missing = run("--image", "missing.image", "-e", "3 + 4");

        assertThat(broken.err()).startsWith("sendwright: SW-").contains("broken.image");
        assertThat(broken.exitCode()).isEqualTo(4);
        assertThat(missing.err()).startsWith("sendwright: SW-").contains("missing.image");
        assertThat(missing.exitCode()).isEqualTo(4);
    }

    @ParameterizedTest(name = "{0} is refused")
    @CsvSource({"--heap-max=lots", "--heap-max=1m", "--recursion-limit=3", "--stress=everything",
            "--on-error=panic",
            "--no-such-option", "-i --no-repl"})
    void endsWithTwoWhenTheOptionsAreWrong(String options) throws IOException, InterruptedException {
        Outcome outcome = run(options.split(" "));

        assertThat(outcome.err()).startsWith("sendwright: SW-HOST-010 ")
                .endsWith("./sendwright --help lists all options. See docs/errors/SW-HOST-010.md.\n");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void readsLinesFromAPipeWhenAskedToBeInteractive() throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("-i").in(folder)
                .input("x := 3\nx + 4\n1 / 0\n'still here'\n")
                .environment("XDG_STATE_HOME", folder.toString()).run();

        assertThat(outcome.out()).contains("3\n", "7\n", "'still here'\n");
        assertThat(outcome.err()).contains("ZeroDivide");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void showsMachineCodeAtThePrompt() throws IOException, InterruptedException {
        write("shout.st", "!Object methodsFor: 'test'!\nshout\n\t^self printString size! !\n");

        Outcome outcome = SendwrightProcess.with("--jit=eager", "-i", "shout.st").in(folder)
                .input("#(3 $a) do: [:each | each shout]\n:jit\n:jit blocks 2\n"
                        + ":ic Object>>shout\n:disassemble Object>>shout\n")
                .environment("XDG_STATE_HOME", folder.toString()).run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("mode        eager, back end baseline, policy eager\n", "SEND_MISS\n",
                "Object>>shout, machine code of ", "#printString polymorphic with 2 classes",
                "  shout\n  \t^self printString size\n", "unchecked entry:\n",
                "send #printString: polymorphic send in Object>>shout\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void endsWithAWalkbackWhenInterrupted() throws IOException, InterruptedException {
        assumeThat(SendwrightProcess.resetsSignals() || !isIgnoringInterrupts())
                .as("a process that was started in the background ignores Ctrl-C").isTrue();

        Outcome outcome =
                SendwrightProcess.with("-e", "Transcript showCr: 'started'; flush. [true] whileTrue",
                "-e", "3 + 4").runAndInterruptAfterLines(1);

        assertThat(outcome.out()).isEqualTo("started\n");
        assertThat(outcome.err()).contains("UserInterrupt").contains("-e 1:1");
        assertThat(outcome.exitCode()).isEqualTo(130);
    }

    @Test
    void endsAndCleansUpWhenInterruptedASecondTime(@TempDir Path temporary) throws IOException, InterruptedException {
        assumeThat(SendwrightProcess.resetsSignals() || !isIgnoringInterrupts())
                .as("a process that was started in the background ignores Ctrl-C").isTrue();

        Outcome outcome = SendwrightProcess.with("--no-attach", "-e", "[Transcript showCr: 'started'; flush."
                + " [true] whileTrue] on: UserInterrupt do: [:e | Transcript showCr: 'asked'; flush. [true] whileTrue]")
                .environment("SENDWRIGHT_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary).runAndInterruptAfterLines(2);

        assertThat(outcome.out()).isEqualTo("started\nasked\n");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(130);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void refusesABenchmarkThatDoesNotExist() throws IOException, InterruptedException {
        Outcome outcome = run("bench", "seive");

        assertThat(outcome.err()).contains("SW-HOST-010 there is no benchmark 'seive'. Did you mean sieve?");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void measuresHowCollectionsGrow() throws IOException, InterruptedException {
        Outcome outcome = run("bench", "hashed", "--elements", "1000", "--json", "figures.json");

        assertThat(outcome.out()).contains("1,000", "Dictionary at:put:", "IdentitySet add: of new objects",
                "Bag add:");
        assertThat(outcome.exitCode()).isZero();
        assertThat(Files.readString(folder.resolve("figures.json")))
                .contains("{\"name\": \"Set add:, ratio\", \"unit\": \"times\"");
        assertThat(run("bench", "sorting", "--elements", "1000").out()).contains("sort equal elements");
    }

    @Test
    void measuresHowTheKernelStarts() throws IOException, InterruptedException {
        Outcome outcome = run("bench", "kernel", "--from-source");

        assertThat(outcome.out()).contains("from source, cold", "from source, warm", "from the image, warm");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void runsTheSameUnderStress() throws IOException, InterruptedException {
        assertThat(run("--stress", "collect,verify", "-e", "3 + 4")).isEqualTo(SEVEN);
    }

    @Test
    void runsInEveryProfile() throws IOException, InterruptedException {
        for (String profile : Set.of("interpreter", "teaching", "measurement", "jit")) {
            Outcome outcome = run("--profile", profile, "--log", "error", "-e", "3 + 4");

            assertThat(outcome.out()).as(profile).isEqualTo("7\n");
            assertThat(outcome.exitCode()).as(profile).isZero();
        }
    }

    /** Whether signal 2 is ignored here, and so by every process that is started from here. */
    private static boolean isIgnoringInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String mask = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0").substring("SigIgn:".length()).strip();
        return (Long.parseUnsignedLong(mask, 16) & 2) != 0;
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        return SendwrightProcess.with(arguments).in(folder).run();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
