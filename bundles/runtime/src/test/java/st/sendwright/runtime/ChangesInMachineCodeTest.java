package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmStartException;

/** What happens to methods, classes, objects and Processes while compiled methods run. */
@DisplayName("While compiled methods run")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ChangesInMachineCodeTest {

    private static final String SUBJECT = "Object subclass: #Subject instanceVariableNames: 'a b'"
            + " classVariableNames: '' poolDictionaries: '' category: 'Test'";

    @TempDir
    private Path folder;

    /** A VM with a class to which methods are added. */
    private static Vm start(JitMode mode, String... methods) throws VmStartException {
        Vm vm = TestVms.factory().start(TestVms.options().withJit(mode));
        TestVms.print(vm, SUBJECT);
        for (String method : methods) {
            assertThat(vm.compileMethod("Subject", Optional.of("test"), Optional.empty(),
                    SourceText.of(method, "test")).diagnostics()).isEmpty();
        }
        return vm;
    }

    private static void expect(JitMode mode, String answer, String expression, String... methods)
            throws VmStartException {
        try (Vm vm = start(mode, methods)) {
            assertThat(TestVms.print(vm, expression)).isEqualTo(answer);
            if (mode != JitMode.OFF) {
                assertThat(vm.jit(0).code().orElseThrow().methods()).as("compiled methods").isPositive();
            }
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(JitMode.class)
    void aMethodThatALoopCallsCanBeRedefined(JitMode mode) throws VmStartException {
        expect(mode, "(15000 30000 )", "Subject new run. {Subject new sum. Subject new run}",
                "step ^1",
                "sum ^a isNil ifTrue: [a := 0. 1 to: 10000 do: [:i |"
                        + " i = 5001 ifTrue: [self class compile: 'step ^2']. a := a + self step]. a]",
                "run | sum | sum := 0. 1 to: 10000 do: [:i | i = 5001 ifTrue: ["
                        + " self class compile: self source]. sum := sum + self step]. ^sum",
                "source ^self step = 1 ifTrue: ['step ^1'] ifFalse: ['step ^4']");
    }

    @ParameterizedTest
    @EnumSource(JitMode.class)
    void aMethodThatALoopCallsCanBeRemoved(JitMode mode) throws VmStartException {
        expect(mode, "(10000 (5000 #hash: ) )", """
                | subject failed |
                failed := OrderedCollection new.
                subject := Subject new.
                {subject run. [subject removing] on: MessageNotUnderstood do: [:error |
                    error return: {subject a. error message selector}]}""",
                "a ^a",
                "hash: x ^x - x + 1",
                "run a := 0. 1 to: 10000 do: [:i | a := a + (self hash: i)]. ^a",
                "removing a := 0. 1 to: 10000 do: [:i |"
                        + " i = 5001 ifTrue: [self class removeSelector: #hash:]. a := a + (self hash: i)]. ^a");
    }

    @ParameterizedTest
    @EnumSource(JitMode.class)
    void anInheritedMethodTakesThePlaceOfARemovedOne(JitMode mode) throws VmStartException {
        expect(mode, "5000", "Subject new run",
                "isSymbol ^true",
                "run | sum | sum := 0. 1 to: 10000 do: [:i |"
                        + " i = 5001 ifTrue: [self class removeSelector: #isSymbol]."
                        + " sum := sum + (self isSymbol ifTrue: [1] ifFalse: [0])]. ^sum");
    }

    /** Activations that run go on with the old method; only sends made after it find the new one. */
    @ParameterizedTest
    @EnumSource(JitMode.class)
    void aRecursiveMethodCanBeRedefinedByItself(JitMode mode) throws VmStartException {
        expect(mode, "(1500 1007 7 )", "Subject new down: 1500. {Subject new down: 1500."
                + " Subject new redefine; down: 1500. Subject new down: 3}",
                "down: n ^n = 0 ifTrue: [0] ifFalse: [n = (a ifNil: [-1]) ifTrue: ["
                        + "self class compile: 'down: n ^7']. (self down: n - 1) + 1]",
                "redefine a := 501");
    }

    /** Its accessors have code and are linked; each is compiled again for the new shape. */
    @ParameterizedTest
    @EnumSource(JitMode.class)
    void aClassCanBeRedefinedWhileItsMethodRuns(JitMode mode) throws VmStartException {
        expect(mode, "(7000 7 (nil 7 #kept ) #kept )", """
                | subject answer |
                subject := Subject new a: 7; b: #kept; yourself.
                answer := subject run.
                {answer. subject a. (1 to: 3) collect: [:i | subject instVarAt: i]. subject b}""",
                "a ^a", "a: x a := x", "b ^b", "b: x b := x",
                "run | sum | sum := 0. 1 to: 1000 do: [:i | i = 500 ifTrue: [self redefine]."
                        + " self a: self a. self b: self b. sum := sum + self a]. ^sum",
                "redefine Object subclass: #Subject instanceVariableNames: 'first a b' classVariableNames: ''"
                        + " poolDictionaries: '' category: 'Test'");
    }

    @ParameterizedTest
    @EnumSource(JitMode.class)
    void aClassKeepsItsShapeWhileAMethodRunsThatUsesIt(JitMode mode) throws VmStartException {
        try (Vm vm = start(mode, "deep: n a := n. n = 0 ifTrue: ["
                + "Object subclass: #Subject instanceVariableNames: 'first a b' classVariableNames: ''"
                + " poolDictionaries: '' category: 'Test'. ^5]. ^self deep: n - 1")) {
            assertThat(TestVms.print(vm, "Subject new deep: 600")).contains(
                    "SW-VM-024 Subject cannot change its variables while Subject>>deep: is not finished");
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(JitMode.class)
    void receiversAndLiteralsCanBecomeOthers(JitMode mode) throws VmStartException {
        expect(mode, "(1 'other' 1 'literal' 'LITERAL' )", """
                | one other answer |
                one := Subject new a: 1; yourself.
                other := Subject new a: 'other'; yourself.
                answer := OrderedCollection with: one a with: (one exchangeWith: other) with: other a.
                answer add: Subject new literal copy.
                Subject new literal become: 'LITERAL' copy.
                (answer add: Subject new literal; yourself) asArray""",
                "a ^a", "a: x a := x", "literal ^'literal'",
                "exchangeWith: other 1 to: 1000 do: [:i | i = 500 ifTrue: [self become: other]. a]. ^self a");
    }

    @ParameterizedTest
    @EnumSource(JitMode.class)
    void contextsAndExceptionsReachAcrossTheirFrames(JitMode mode) throws VmStartException {
        expect(mode, "(#deep:do: 301 'returned' 43 500 #handled (#start #start #tried #again #tried #within #handled #unwound ) )", """
                | subject log |
                subject := Subject new.
                log := OrderedCollection with: #start with: #start.
                20 timesRepeat: [subject deep: 3 do: [3]].
                {subject deep: 300 do: [thisContext sender method selector].
                    subject deep: 300 do: [| n context | n := 0. context := thisContext sender.
                        [context method selector == #deep:do:] whileTrue: [
                            n := n + context receiver class name size - 6. context := context sender].
                        n].
                    [subject deep: 300 do: [Error signal: 'returned']] on: Error do: [:e | e return: e messageText].
                    [(subject deep: 300 do: [Warning signal]) + 1] on: Warning do: [:e | e resume: 42].
                    [log add: #tried. subject deep: 300 do: [1000 // (log size - 3)]]
                        on: ZeroDivide do: [:e | log add: #again. e retry].
                    [[subject deep: 300 do: [log add: #within. Error signal]] ensure: [log add: #unwound]]
                        on: Error do: [:e | log add: #handled].
                    log asArray}""",
                "deep: n do: aBlock ^n = 0 ifTrue: [aBlock value] ifFalse: [self deep: n - 1 do: aBlock]");
    }

    @ParameterizedTest
    @EnumSource(JitMode.class)
    void processesSwitchAtSemaphoresDelaysAndYields(JitMode mode) throws VmStartException {
        expect(mode, "(2001000 (1 2 3 ) 500500 true )", """
                | subject queue sum order done ticks counted |
                subject := Subject new.
                queue := SharedQueue new.
                sum := 0.
                done := Semaphore new.
                [1 to: 2000 do: [:i | queue nextPut: i. i odd ifTrue: [Processor yield]]] fork.
                2000 timesRepeat: [sum := sum + queue next].
                order := OrderedCollection new.
                #(3 1 2) do: [:n | [(Delay forMilliseconds: n * 5) wait. order add: n. done signal] fork].
                3 timesRepeat: [done wait].
                ticks := 0. counted := 0.
                [1000 timesRepeat: [ticks := ticks + 1. (Delay forMilliseconds: 0) wait]. done signal]
                    forkAt: Processor userInterruptPriority.
                counted := subject count: 1000.
                done wait.
                {sum. order asSortedCollection asArray. counted. ticks = 1000}""",
                "count: n | sum | sum := 0. 1 to: n do: [:i | sum := sum + i. Processor yield]. ^sum");
    }

    @ParameterizedTest
    @EnumSource(JitMode.class)
    void recursionGoesAcrossStackPages(JitMode mode) throws VmStartException {
        expect(mode, "(100000 100000 100000 'bottom' )", """
                | subject block |
                subject := Subject new.
                block := nil.
                block := [:n | n = 0 ifTrue: [0] ifFalse: [(block value: n - 1) + 1]].
                {subject down: 100000. block value: 100000. subject down: 100000.
                    subject down: 50000 to: ['bottom']}""",
                "down: n ^n = 0 ifTrue: [0] ifFalse: [(self down: n - 1) + 1]",
                "down: n to: aBlock n = 0 ifTrue: [^aBlock value]."
                        + " ^[:m | self down: m to: aBlock] value: n - 1");
    }

    @ParameterizedTest
    @EnumSource(value = JitMode.class, names = "OFF", mode = Mode.EXCLUDE)
    void anImageCanBeSavedFromTheirMidst(JitMode mode) throws VmStartException {
        Path image = folder.resolve("midst.image");
        try (Vm vm = start(mode, "save: name ^Smalltalk saveImageAs: name",
                "down: n to: name ^n = 0 ifTrue: [(self save: name) ifTrue: [1000] ifFalse: [0]]"
                        + " ifFalse: [(self down: n - 1 to: name) + 1]",
                "down: n ^n = 0 ifTrue: [0] ifFalse: [(self down: n - 1) + 1]")) {
            TestVms.print(vm, "Subject new down: 300");
            TestVms.print(vm, "Smalltalk at: #Found put: nil. Smalltalk at: #Done put: Semaphore new");

            TestVms.print(vm, "[Smalltalk at: #Found put: (Subject new down: 300 to: '" + image
                    + "'). (Smalltalk at: #Done) signal] fork. (Smalltalk at: #Done) wait");

            assertThat(TestVms.print(vm, "Smalltalk at: #Found")).isEqualTo("300");
        }
        for (JitMode next : JitMode.values()) {
            try (Vm vm = TestVms.factory().start(TestVms.options().withImage(image).withJit(next))) {
                assertThat(TestVms.print(vm, "[(Smalltalk at: #Found) isNil] whileTrue: [Processor yield]."
                        + " {Smalltalk at: #Found. Subject new down: 300}")).isEqualTo("(1300 300 )");
                assertThat(vm.verifyHeap()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[true] whileTrue", "[self same] whileTrue", "1 to: 10 do: [:i | [a := i] repeat]",
        "^self endless", "^[self same] whileTrue: [b := [:x | x] value: a]"})
    void anEndlessOneCanBeInterrupted(String loop) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Vm vm = TestVms.factory().start(TestVms.options().withJit(JitMode.EAGER)
                .withStreams(InputStream.nullInputStream(), out, out))) {
            TestVms.print(vm, SUBJECT);
            for (String method : List.of("same ^true", "endless ^[true] whileTrue: [a := self same]",
                    "run Transcript showCr: 'running'; flush. " + loop)) {
                vm.compileMethod("Subject", Optional.empty(), Optional.empty(), SourceText.of(method, "test"));
            }
            CompletableFuture<Evaluation> result = CompletableFuture.supplyAsync(
                    () -> vm.evaluate(SourceText.of("Subject new run", "test")));
            while (!out.toString(StandardCharsets.UTF_8).contains("running")) {
                Thread.onSpinWait();
            }

            vm.interrupt();

            assertThat(result.get(60, TimeUnit.SECONDS)).isInstanceOfSatisfying(Evaluation.Failed.class,
                    failed -> assertThat(failed.walkback()).startsWith("UserInterrupt").contains("Subject>>run"));
            assertThat(TestVms.print(vm, "3 + 4")).isEqualTo("7");
        }
    }

    @Test
    void aMethodOfTenThousandBytecodesIsCompiled() throws VmStartException {
        large("a := (a + 1) * 2 \\\\ 1000003. ".repeat(1_000), 10_000);
    }

    @Test
    void aMethodOfAThousandSendsIsCompiled() throws VmStartException {
        large("a := self next: a. ".repeat(1_000), 1_000);
    }

    /** Jumps over all of it, out of line parts at its end. */
    @Test
    void aLongLoopIsCompiled() throws VmStartException {
        large("1 to: 20 do: [:i | i odd ifTrue: [" + "a := self next: a + i. i = 7 ifTrue: [a := a - 1.0]. a := a truncated. ".repeat(600) + "]]. ",
                15_000);
    }

    private static void large(String body, int bytecodes) throws VmStartException {
        String[] methods = {"next: x ^x * 3 \\\\ 10007", "large a := 1. " + body + "^a"};
        String run = "| first | first := Subject new large. {first. Subject new large = first}";
        String expected;
        try (Vm vm = start(JitMode.OFF, methods)) {
            expected = TestVms.print(vm, run);
        }
        try (Vm vm = start(JitMode.EAGER, methods)) {
            assertThat(TestVms.print(vm, run)).isEqualTo(expected).contains(" true ");
            assertThat(vm.jit(1).code().orElseThrow().biggest().getFirst().name()).isEqualTo("Subject>>large");
            assertThat(vm.jit(1).code().orElseThrow().refused()).isZero();
            assertThat(vm.jit(1).code().orElseThrow().biggest().getFirst().bytes())
                    .as("at least as many bytes of code as bytecodes").isGreaterThan(bytecodes);
        }
    }

    /** Or with as many as the compiler of the language takes. */
    @ParameterizedTest
    @ValueSource(ints = {63, 64, 128, 254, 255})
    void aMethodWithManyTemporariesIsCompiled(int count) throws VmStartException {
        StringBuilder names = new StringBuilder();
        StringBuilder body = new StringBuilder();
        StringBuilder sum = new StringBuilder("0");
        for (int i = 1; i <= count; i++) {
            names.append(" t").append(i);
            body.append("t%d := %d. ".formatted(i, i));
            sum.append(" + t").append(i);
        }
        String method = "many |" + names + " | " + body + "^[:x | x" + sum.substring(1) + "] value: 0";

        expect(JitMode.EAGER, String.valueOf(count * (count + 1) / 2), "Subject new many; many", method);
        expect(JitMode.EAGER, String.valueOf(count * (count + 1) / 2), "Subject new many; many",
                "many |" + names + " | " + body + "^" + sum);
    }
}
