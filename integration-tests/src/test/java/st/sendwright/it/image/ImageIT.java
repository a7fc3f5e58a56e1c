package st.sendwright.it.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("An image of a program")
class ImageIT {

    /** What was going on is told in no order of time, so that both VMs print the same however slow they are. */
    private static final String PROGRAM = """
            | log gate held reader writer late guarded deep mutex queue |
            Object subclass: #Resumption
            	instanceVariableNames: ''
            	classVariableNames: ''
            	poolDictionaries: ''
            	category: 'Test'.
            Resumption class compile: 'startUp: aBoolean Transcript showCr: ''startUp: '', aBoolean printString'.
            Resumption class compile: 'shutDown: aBoolean Transcript showCr: ''shutDown: '', aBoolean printString'.
            Resumption class compile: 'down: n saving: aString
            	n = 0 ifTrue: [^(Smalltalk saveImageAs: aString) ifTrue: [1] ifFalse: [0]].
            	^(self down: n - 1 saving: aString) + 1'.
            Smalltalk addToStartUpList: Resumption; addToShutDownList: Resumption.
            log := OrderedCollection new.
            gate := Semaphore new.
            held := [log add: #suspended] newProcess.
            mutex := Mutex new.
            queue := SharedQueue new.
            [gate wait. log add: #gate] forkAt: 51.
            [(Delay forMilliseconds: 300) wait. log add: #delay] forkAt: 51.
            [log add: ((Semaphore new) waitTimeoutMSecs: 400) -> #timeout] forkAt: 51.
            [mutex critical: [(Delay forMilliseconds: 500) wait. log add: #critical]] forkAt: 51.
            [mutex critical: [log add: #second]] forkAt: 51.
            [log add: queue next] forkAt: 51.
            [[[Semaphore new wait] ensure: [log add: #unwound]] valueWithin: 600 onTimeout: [log add: #tooLate]] forkAt: 51.
            (FileStream write: 'data.txt') nextPutAll: 'one two three'; close.
            reader := FileStream read: 'data.txt'.
            reader next: 4.
            writer := FileStream write: 'out.txt'.
            writer nextPutAll: 'before, '.
            late := Delay forMilliseconds: 900.
            guarded := [[
            	deep := (Smalltalk at: #Resumption) down: 20000 saving: 'program.image'.
            	Transcript showCr: (deep = 20001 ifTrue: ['resumed'] ifFalse: ['saved']).
            	1/0] ensure: [log add: #ensured]] on: ZeroDivide do: [:error | error return: #handled].
            log add: guarded.
            gate signal.
            queue nextPut: #queued.
            held resume.
            late wait.
            (log collect: [:each | each printString]) asSortedCollection do: [:each | Transcript showCr: each].
            Transcript showCr: (reader next: 3); showCr: reader upToEnd.
            reader close.
            writer nextPutAll: 'after'; close.
            Transcript showCr: (File named: 'out.txt') contents.
            Transcript showCr: Smalltalk readLine printString!
            """;
    private static final String PRINTED = """
            #critical
            #delay
            #ensured
            #gate
            #handled
            #queued
            #second
            #suspended
            #tooLate
            #unwound
            true->#timeout
            two
             three
            before, after
            """;

    @TempDir
    Path folder;

    @Test
    void goesOnInEachProcessWhereItWas() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("program.st"), PROGRAM);

        Outcome saved = SendwrightProcess.with("--no-repl", "program.st").in(folder).input("first\n").run();
        Outcome resumed = SendwrightProcess.with("--image", "program.image").in(folder).input("second\n").run();

        assertThat(saved).isEqualTo(new Outcome(0,
                "shutDown: false\nstartUp: false\nsaved\n" + PRINTED + "'first'\n", saved.err()));
        assertThat(resumed).isEqualTo(new Outcome(0,
                "startUp: true\nresumed\n" + PRINTED + "'second'\n", ""));
    }

    @Test
    void goesOnReadingFromTheStandardInput() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("reader.st"), """
                [[Transcript showCr: 'read ' , Smalltalk readLine] fork.
                Processor yield.
                Smalltalk saveImageAs: 'reader.image' andQuit: true] value!
                """);

        Outcome saved = SendwrightProcess.with("--no-repl", "reader.st").in(folder).run();
        Outcome resumed = SendwrightProcess.with("--image", "reader.image", "-e", "(Delay forMilliseconds: 100) wait")
                .in(folder).input("a line\n").run();

        assertThat(saved.exitCode()).isZero();
        assertThat(resumed.out()).contains("read a line\n");
    }

    @Test
    void failsAsItsProgramFailsAndEndsAsItEnds() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("wrong.st"), "[Smalltalk saveImageAs: 'wrong.image'. nil foo] value!\n");
        Files.writeString(folder.resolve("ending.st"),
                "(Smalltalk saveImageAs: 'ending.image') ifTrue: [Smalltalk exit: 7]!\n");

        SendwrightProcess.with("--no-repl", "wrong.st", "ending.st").in(folder).run();
        Outcome wrong = SendwrightProcess.with("--image", "wrong.image").in(folder).run();
        Outcome ending = SendwrightProcess.with("--image", "ending.image").in(folder).run();

        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("MessageNotUnderstood").contains("foo");
        assertThat(ending).isEqualTo(new Outcome(7, "", ""));
    }

    @Test
    void keepsClassesOfProgramsApartFromTheKernels() throws IOException, InterruptedException {
        String source = """
                Object subclass: #Mine
                	instanceVariableNames: ''
                	classVariableNames: ''
                	poolDictionaries: ''
                	category: 'Test'!

                !Mine methodsFor: 'test'!
                value
                	^1! !
                """;
        Files.writeString(folder.resolve("mine.st"), source);
        Files.writeString(folder.resolve("changed.st"), source.replace("^1", "^2"));

        Outcome first = run("mine.st", "-e", "Mine new value", "--save-image", "mine.image");
        Outcome second = run("--image", "mine.image", "--load-mode", "merge", "changed.st", "-e", "Mine new value");

        assertThat(first).isEqualTo(new Outcome(0, "1\n", ""));
        assertThat(second).isEqualTo(new Outcome(0, "2\n", ""));
    }

    @Test
    void isLookedAtWithoutBeingStarted() throws IOException, InterruptedException {
        Path image = Files.copy(SendwrightProcess.DIST.resolve("kernel.image"), folder.resolve("copy.image"));

        Outcome info = run("image", "info", "copy.image");
        Outcome sound = run("image", "verify", "copy.image");
        byte[] bytes = Files.readAllBytes(image);
        bytes[100_000] ^= 4;
        Files.write(image, bytes);
        Outcome damaged = run("image", "verify", "copy.image");
        Outcome started = run("--image", "copy.image", "-e", "3 + 4");

        assertThat(info.exitCode()).isZero();
        assertThat(info.out()).startsWith("copy.image: an image that this VM can load\n")
                .contains("format version      2\n").contains("permanent objects   48 bytes");
        assertThat(sound.out()).startsWith("copy.image: a whole and sound image\n");
        for (Outcome refused : List.of(damaged, started)) {
            assertThat(refused.exitCode()).isEqualTo(4);
            assertThat(refused.err()).contains("SW-HEAP-004").contains("objects").contains("damaged");
        }
    }

    @Test
    void isRefusedWithWhatToDo() throws IOException, InterruptedException {
        byte[] bytes = Files.readAllBytes(SendwrightProcess.DIST.resolve("kernel.image"));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 99);
        Files.write(folder.resolve("newer.image"), bytes);
        Files.write(folder.resolve("short.image"),
                Arrays.copyOf(Files.readAllBytes(SendwrightProcess.DIST.resolve("kernel.image")), bytes.length / 2));

        Outcome newer = run("--image", "newer.image", "-e", "3 + 4");
        Outcome cut = run("--image", "short.image", "-e", "3 + 4");

        assertThat(newer.exitCode()).isEqualTo(4);
        assertThat(newer.err()).contains("SW-HEAP-002").contains("newer than this VM: use the one that wrote it");
        assertThat(cut.exitCode()).isEqualTo(4);
        assertThat(cut.err()).contains("SW-HEAP-003").contains("cut off");
    }

    @Test
    void needsAHeapThatHoldsIt() throws IOException, InterruptedException {
        Outcome saved = run("-e", "Smalltalk at: #Large put: (ByteArray new: 40000000). 0", "--save-image", "large.image",
                "--heap-max", "128m");
        Outcome small = run("--image", "large.image", "--heap-max", "16m", "-e", "3 + 4");
        Outcome enough = run("--image", "large.image", "--heap-max", "64m", "-e", "(Smalltalk at: #Large) size");
        Outcome absurd = run("--heap-max", "99999999g", "-e", "3 + 4");
        Outcome refused = run("--tiers", "memory-plan=semispace", "--heap-max", "65535g", "-e", "3 + 4");

        assertThat(saved.exitCode()).as(saved.err()).isZero();
        assertThat(small.exitCode()).isEqualTo(4);
        assertThat(small.err()).contains("SW-HEAP-006").contains("--heap-max");
        assertThat(enough).isEqualTo(new Outcome(0, "40000000\n", ""));
        assertThat(absurd.exitCode()).isEqualTo(2);
        assertThat(absurd.err()).contains("SW-HOST-010").contains("'99999999g' is more than any machine has");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("SW-VM-051").contains("--heap-max");
    }

    @Test
    void staysAsItWasWhenTheDiskIsFull() throws IOException, InterruptedException {
        Path old = Files.writeString(folder.resolve("kept.image"), "old");
        Path limited = Files.writeString(folder.resolve("limited"), """
                #!/usr/bin/env bash
                ulimit -f 1000 || exit 99
                exec "%s" "$@"
                """.formatted(SendwrightProcess.ROOT.resolve("sendwright")));
        assumeTrue(limited.toFile().setExecutable(true));

        Outcome byProgram = SendwrightProcess.with("-e",
                "[Smalltalk saveImageAs: 'kept.image'] on: FileError do: [:e | e messageText size > 20]", "-e", "3 + 4")
                .program(limited).in(folder).run();
        Outcome byOption = SendwrightProcess.with("-e", "3 + 4", "--save-image", "kept.image").program(limited)
                .in(folder).run();

        assumeTrue(byProgram.exitCode() != 99, "no limit on the size of files can be had");
        assertThat(byProgram).isEqualTo(new Outcome(0, "true\n7\n", ""));
        assertThat(byOption.exitCode()).isEqualTo(4);
        assertThat(byOption.err()).contains("SW-HOST-012").contains("unchanged");
        assertThat(old).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(old, limited);
        }
    }

    @Test
    void ofTheKernelIsTheSameBytesEachTimeItIsBuilt() throws IOException, InterruptedException {
        Outcome built = run("--build-kernel-image", "again.image");

        assertThat(built).isEqualTo(new Outcome(0, "", ""));
        assertThat(Files.mismatch(folder.resolve("again.image"), SendwrightProcess.DIST.resolve("kernel.image")))
                .isEqualTo(-1);
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        return SendwrightProcess.with(arguments).in(folder).run();
    }
}
