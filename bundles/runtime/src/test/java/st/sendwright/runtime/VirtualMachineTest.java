package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.heap.HeapStress;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

@DisplayName("A virtual machine")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class VirtualMachineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Vm vm;

    @BeforeEach
    void start() throws VmStartException {
        vm = TestVms.start(out);
    }

    @AfterEach
    void stop() {
        vm.close();
    }

    private String print(String source) {
        return TestVms.print(vm, source);
    }

    private Evaluation evaluate(String source) {
        return vm.evaluate(SourceText.of(source, "test"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', value = {
            "3 + 4 => 7",
            "3 @ 4 => 3@4",
            "| a | a := 3. a := a * 2. a => 6",
            "[:x | x * x] value: 9 => 81",
            "(1 to: 10) inject: 0 into: [:sum :each | sum + each] => 55",
            "#(3 1 2) asSortedCollection asArray => (1 2 3 )",
            "100 factorial / 98 factorial => 9900",
            "SmallInteger maxVal + 1 => 1152921504606846976",
            "SmallInteger minVal - 1 => -1152921504606846977",
            "3 perform: #+ with: 4 => 7",
            "3 perform: #between:and: withArguments: #(1 5) => true",
            "[:a :b :c :d | a + b + c + d] valueWithArguments: #(1 2 3 4) => 10",
            "[^3] value. 4 => 3",
            "nil isNil => true"})
    void evaluates(String source, String expected) {
        assertThat(print(source)).isEqualTo(expected);
    }

    @Test
    void recordsWhichMethodsRunAndWhichOfThemATestHasSent() {
        evaluate("TestCase subclass: #OneTest instanceVariableNames: '' classVariableNames: ''"
                + " poolDictionaries: '' category: 'Test'");
        vm.compileMethod("OneTest", Optional.empty(), Optional.empty(),
                SourceText.of("testOne ^{3 gcd: 6. 3 perform: #even. [:x | x] numArgs. #(1) copyWith: 2}", "test"));
        evaluate("OneTest new testOne");
        vm.recordCoverage("TestCase");
        evaluate("OneTest new testOne. 7 odd");

        Map<String, Boolean> uses = new HashMap<>();
        vm.coverage().forEach(use -> uses.put(use.method(), use.tested()));

        assertThat(uses).containsEntry("Integer>>gcd:", true).containsEntry("Integer>>even", true)
                .containsEntry("BlockClosure>>numArgs", true).doesNotContainKey("Integer>>lcm:")
                .containsEntry("OneTest>>testOne", false).containsEntry("Integer>>odd", false);
    }

    @Test
    void keepsVariablesOfStatementsForLaterOnes() {
        evaluate("counter := 40");

        assertThat(print("counter + 2")).isEqualTo("42");
    }

    @Test
    void describesAnErrorAndGoesOn() {
        Evaluation failed = evaluate("1 / 0");

        assertThat(failed).isInstanceOfSatisfying(Evaluation.Failed.class, failure -> {
            assertThat(failure.description()).startsWith("ZeroDivide");
            assertThat(failure.walkback()).contains("test:1");
        });
        assertThat(print("3 + 4")).isEqualTo("7");
    }

    @Test
    void reportsWhatDoesNotCompile() {
        assertThat(evaluate("3 +")).isInstanceOfSatisfying(Evaluation.NotCompiled.class,
                bad -> assertThat(bad.diagnostics()).isNotEmpty());
    }

    @Test
    void writesToItsOwnOutput() {
        evaluate("Transcript showCr: 'hello'");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello\n");
    }

    @Test
    void endsWithTheCodeOfTheProgram() {
        assertThat(evaluate("Smalltalk exit: 3. 4")).isEqualTo(new Evaluation.Exited(3));
        assertThat(vm.exitCode()).hasValue(3);
        assertThat(evaluate("3 + 4")).isEqualTo(new Evaluation.Exited(3));
    }

    @Test
    void installsMethodsAndForgetsWhatSitesKnew() {
        vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of("answer ^1", "a"));
        vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of("ask ^self answer", "a"));
        assertThat(print("3 ask")).isEqualTo("1");

        vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of("answer ^2", "a"));
        assertThat(print("3 ask")).isEqualTo("2");

        vm.compileMethod("SmallInteger", Optional.of("test"), Optional.empty(), SourceText.of("answer ^3", "a"));
        assertThat(print("3 ask")).isEqualTo("3");
    }

    @Test
    void refusesMethodsOfUnknownClasses() {
        Vm.Installation installation = vm.compileMethod("NoSuchClass", Optional.empty(), Optional.empty(),
                new SourceText("foo ^1", "file.st", 7, 3));

        assertThat(installation.selector()).isEmpty();
        assertThat(installation.diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.message()).contains("NoSuchClass");
            assertThat(diagnostic.line()).isEqualTo(7);
        });
    }

    @Test
    void unwindsNonLocalReturnsThroughEnsure() {
        vm.compileMethod("Object", Optional.empty(), Optional.empty(), SourceText.of("""
                find: log
                    [#(1 2 3) do: [:each | each = 2 ifTrue: [^each]]] ensure: [log add: #ensured].
                    ^nil""", "a"));

        assertThat(print("| log | log := OrderedCollection new. (nil find: log) -> log asArray"))
                .isEqualTo("2->(#ensured )");
    }

    @Test
    void growsDeepRecursionOverManyStackPages() {
        vm.compileMethod("Integer", Optional.empty(), Optional.empty(),
                SourceText.of("deep ^self = 0 ifTrue: [0] ifFalse: [1 + (self - 1) deep]", "a"));

        assertThat(print("300000 deep")).isEqualTo("300000");
        assertThat(vm.statistics()).filteredOn(s -> s.name().equals("frames-divorced"))
                .allSatisfy(s -> assertThat(s.value()).isPositive());
    }

    @Test
    void turnsEndlessRecursionIntoAnError() {
        vm.compileMethod("Integer", Optional.empty(), Optional.empty(), SourceText.of("endless ^1 + self endless", "a"));

        assertThat(print("3 endless")).startsWith("RecursionTooDeep").contains("endless");
        assertThat(print("[3 endless] on: Error do: [:error | error class name]")).isEqualTo("#RecursionTooDeep");
        assertThat(print("3 + 4")).isEqualTo("7");
    }

    @Test
    void livesOnWhenTheHeapIsFull() throws VmStartException {
        try (Vm small = TestVms.factory().start(TestVms.options().withHeapMaxBytes(32 << 20))) {
            assertThat(TestVms.print(small, "[Array new: 100000000] on: OutOfMemory do: [:error | #full]"))
                    .isEqualTo("#full");
            assertThat(TestVms.print(small, "(1 to: 5) collect: [:i | [Array new: 100000000] on: OutOfMemory do: [:e | i]]"))
                    .isEqualTo("(1 2 3 4 5 )");
            assertThat(TestVms.print(small, "| all | all := OrderedCollection new. [all add: (Array new: 1000)] repeat"))
                    .startsWith("OutOfMemory");
            assertThat(TestVms.print(small, "all := nil. 3 + 4")).isEqualTo("7");
            assertThat(small.verifyHeap()).isEmpty();
        }
    }

    @Test
    void raisesOutOfMemoryWhenTheStackFillsTheHeap() throws VmStartException {
        try (Vm small = TestVms.factory().start(TestVms.options().withHeapMaxBytes(32 << 20))) {
            small.compileMethod("Integer", Optional.empty(), Optional.empty(),
                    SourceText.of("endless ^1 + self endless", "a"));

            assertThat(TestVms.print(small, "[3 endless] on: OutOfMemory do: [:error | #full]")).isEqualTo("#full");
            assertThat(TestVms.print(small, "3 endless")).startsWith("OutOfMemory").contains("endless");
            assertThat(TestVms.print(small, "3 + 4")).isEqualTo("7");
        }
    }

    @Test
    void runsProcessesByPriority() {
        assertThat(print("""
                | log done |
                log := OrderedCollection new.
                done := Semaphore new.
                [log add: 1. done signal] forkAt: 30.
                [log add: 2. done signal] forkAt: 60.
                [log add: 3. done signal] forkAt: 40.
                log add: 4.
                done wait; wait; wait.
                log asArray""")).isEqualTo("(2 4 3 1 )");
    }

    @Test
    void keepsMoreProcessesThanThereAreStackPages() {
        assertThat(print("""
                | gate done sum |
                gate := Semaphore new.
                done := Semaphore new.
                sum := 0.
                1 to: 300 do: [:i | [gate wait. sum := sum + i. done signal] fork].
                Processor yield.
                300 timesRepeat: [gate signal].
                300 timesRepeat: [done wait].
                sum""")).isEqualTo("45150");
        assertThat(vm.verifyHeap()).isEmpty();
    }

    @Test
    void letsGoOfWhatATerminatedProcessHeld() throws VmStartException {
        try (Vm small = TestVms.factory().start(TestVms.options().withHeapMaxBytes(32 << 20))) {
            assertThat(TestVms.print(small, """
                    1 to: 20 do: [:i |
                        | hog |
                        hog := [| held | held := Array new: 1000000. (Semaphore new) wait. held] newProcess.
                        hog resume.
                        Processor yield.
                        hog terminate].
                    #done""")).isEqualTo("#done");
            assertThat(TestVms.print(small, """
                    1 to: 20 do: [:i |
                        [| held | held := Array new: 1000000. (Semaphore new) wait. held] fork.
                        Processor yield].
                    #forgotten""")).isEqualTo("#forgotten");
            assertThat(small.verifyHeap()).isEmpty();
        }
    }

    @Test
    void waitsForDelays() {
        long before = System.nanoTime();

        assertThat(print("(Delay forMilliseconds: 30) wait. #woke")).isEqualTo("#woke");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(29_000_000);
    }

    @Test
    void tellsADeadlock() {
        assertThat(print("Semaphore new wait")).startsWith("Deadlock");
        assertThat(print("3 + 4")).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[true] whileTrue", "[[true] whileTrue] on: Exception do: [:each | each retry]"})
    void interruptsAnEndlessLoop(String loop) throws Exception {
        CompletableFuture<Evaluation> result = CompletableFuture.supplyAsync(
                () -> evaluate("Transcript showCr: 'running'; flush. " + loop));
        while (!out.toString(StandardCharsets.UTF_8).contains("running")) {
            Thread.yield();
        }

        vm.interrupt();

        assertThat(result.get(60, TimeUnit.SECONDS)).isInstanceOf(Evaluation.Failed.class);
        assertThat(print("3 + 4")).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"self", "super", "nil", "true", "false", "thisContext", "3x"})
    void refusesVariablesThatCouldNotBeReached(String name) {
        assertThat(evaluate("Object subclass: #Unreachable instanceVariableNames: '" + name
                + "' classVariableNames: '' poolDictionaries: '' category: 'Test'").toString())
                .contains("SW-VM-017");
        assertThat(print("Smalltalk includesKey: #Unreachable")).isEqualTo("false");
    }

    @Test
    void exchangesIdentities() {
        assertThat(print("| a b c | a := 'one' copy. b := 'two' copy. c := Array with: a with: b. a become: b. c"))
                .isEqualTo("('two' 'one' )");
        assertThat(print("3 become: 4")).doesNotStartWith("3");
        assertThat(vm.verifyHeap()).isEmpty();
    }

    @Test
    void rebuildsInstancesWhenAClassChangesItsShape() {
        evaluate("Object subclass: #Shape instanceVariableNames: 'a b' classVariableNames: '' poolDictionaries: ''"
                + " category: 'T'");
        evaluate("Shape subclass: #Sub instanceVariableNames: 'c' classVariableNames: '' poolDictionaries: ''"
                + " category: 'T'");
        vm.compileMethod("Shape", Optional.empty(), Optional.empty(), SourceText.of("b: x b := x", "a"));
        vm.compileMethod("Shape", Optional.empty(), Optional.empty(), SourceText.of("b ^b", "a"));
        vm.compileMethod("Sub", Optional.empty(), Optional.empty(), SourceText.of("c: x c := x", "a"));
        vm.compileMethod("Sub", Optional.empty(), Optional.empty(), SourceText.of("c ^c", "a"));
        evaluate("kept := Sub new. kept b: 7; c: 8");

        evaluate("Object subclass: #Shape instanceVariableNames: 'x b y z' classVariableNames: '' poolDictionaries: ''"
                + " category: 'T'");

        assertThat(print("{kept b. kept c. kept class. Sub allInstVarNames size}")).isEqualTo("(7 8 Sub 5 )");
        assertThat(print("kept c: 9; c")).isEqualTo("9");
        assertThat(vm.verifyHeap()).isEmpty();
    }

    @Test
    void refusesToChangeShapesItKnows() {
        assertThat(print("Object subclass: #Process instanceVariableNames: 'x' classVariableNames: ''"
                + " poolDictionaries: '' category: 'T'")).contains("SW-VM-010");
        assertThat(print("Object subclass: #Object instanceVariableNames: '' classVariableNames: ''"
                + " poolDictionaries: '' category: 'T'")).contains("SW-VM-01");
        assertThat(print("3 + 4")).isEqualTo("7");
    }

    @Test
    void refusesACycleOfClasses() {
        evaluate("Object subclass: #CycleA instanceVariableNames: '' classVariableNames: '' poolDictionaries: ''"
                + " category: 'T'");
        evaluate("CycleA subclass: #CycleB instanceVariableNames: '' classVariableNames: '' poolDictionaries: ''"
                + " category: 'T'");

        assertThat(print("CycleB subclass: #CycleA instanceVariableNames: '' classVariableNames: ''"
                + " poolDictionaries: '' category: 'T'")).contains("SW-VM-011");
    }

    @Test
    void savesItselfAndGoesOnFromTheImage(@TempDir Path folder) throws IOException, VmStartException {
        Path file = folder.resolve("saved.image");
        evaluate("remembered := 41. gate := Semaphore new. log := OrderedCollection new."
                + " [gate wait. log add: 'resumed'] fork. Processor yield");

        vm.saveImage(file);

        assertThat(print("remembered + 1")).isEqualTo("42");
        try (Vm second = TestVms.factory().start(TestVms.options().withImage(file))) {
            assertThat(TestVms.print(second, "remembered + 1")).isEqualTo("42");
            assertThat(TestVms.print(second, "gate signal. Processor yield. log asArray")).isEqualTo("('resumed' )");
            assertThat(second.verifyHeap()).isEmpty();
        }
    }

    @Test
    void buildsTheSameImageFromTheSameSources(@TempDir Path folder) throws IOException, VmStartException {
        Path again = folder.resolve("again.image");

        TestVms.factory().buildKernelImage(again);

        assertThat(Files.mismatch(TestVms.image(), again)).isEqualTo(-1);
    }

    @Test
    void saysWhyAnImageCannotBeUsed(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("bad.image"), new byte[] {1, 2, 3});

        assertThatThrownBy(() -> TestVms.factory().start(TestVms.options().withImage(file)))
                .isInstanceOf(VmStartException.class).hasMessageContaining("bad.image");
        assertThatThrownBy(() -> TestVms.factory().start(TestVms.options().withImage(folder.resolve("none"))))
                .isInstanceOf(VmStartException.class).hasMessageContaining("none");
        assertThatThrownBy(() -> TestVms.factory().start(TestVms.options().withHeapMaxBytes(1000)))
                .isInstanceOf(VmStartException.class).hasMessageContaining("--heap-max");
    }

    @Test
    void worksWhileItCollectsAtEveryAllocation() throws VmStartException {
        VmOptions stressed = TestVms.options().withStress(HeapStress.ALWAYS)
                .withStreams(InputStream.nullInputStream(), out, out);
        try (Vm checked = TestVms.factory().start(stressed)) {
            assertThat(TestVms.print(checked, "[:x | [:y | x + y]] value: 3")).isEqualTo("a BlockClosure");
            assertThat(TestVms.print(checked, "(#(3 1 2) collect: [:x | x printString , 'a']) asOrderedCollection"))
                    .isEqualTo("OrderedCollection ('3a' '1a' '2a' )");
            assertThat(TestVms.print(checked, "[1/0] on: ZeroDivide do: [:e | e return: 30 factorial]"))
                    .isEqualTo("265252859812191058636308480000000");
            assertThat(TestVms.print(checked, "nil foo")).startsWith("MessageNotUnderstood");
            assertThat(TestVms.print(checked, "| s | s := Semaphore new. [s signal] fork. s wait. thisContext printString"))
                    .isNotEmpty();
            checked.compileMethod("Integer", Optional.empty(), Optional.empty(),
                    SourceText.of("deep ^self = 0 ifTrue: [0] ifFalse: [1 + (self - 1) deep]", "a"));
            assertThat(TestVms.print(checked, "1000 deep")).isEqualTo("1000");
        }
    }

    @Test
    void runsTwoAtOnce() throws VmStartException {
        try (Vm other = TestVms.start(new ByteArrayOutputStream())) {
            TestVms.print(other, "Smalltalk at: #OnlyHere put: 5");

            assertThat(TestVms.print(other, "OnlyHere")).isEqualTo("5");
            assertThat(print("Smalltalk includesKey: #OnlyHere")).isEqualTo("false");
        }
    }

    @Test
    void showsWhatSitesHaveSeen() {
        vm.compileMethod("Object", Optional.empty(), Optional.empty(),
                SourceText.of("shout: x ^x printString size", "a"));
        evaluate("nil shout: 3; shout: $a");

        assertThat(vm.sendSites("Object", "shout:")).contains("#printString polymorphic expects Character",
                "#size unlinked");
        assertThat(vm.disassemble("Object", "shout:")).contains("printString");
        assertThat(vm.sendSites("Object", "noSuch")).contains("no method");
    }

    @Test
    void completesNames() {
        assertThat(vm.completions("OrderedColl")).contains("OrderedCollection");
        assertThat(vm.completions("inject")).contains("inject:into:");
    }

    @Test
    void survivesBeingClosedTwice() {
        vm.close();
        vm.close();

        assertThat(evaluate("3 + 4")).isInstanceOf(Evaluation.Terminated.class);
        assertThat(List.of(vm.exitCode())).isNotEmpty();
    }
}
