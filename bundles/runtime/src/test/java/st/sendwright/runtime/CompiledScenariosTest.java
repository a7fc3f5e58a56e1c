package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmStartException;

/** What changes the ground under methods that run, in every mode. */
@DisplayName("What programs do to methods that run")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CompiledScenariosTest {

    private static final String CLASS = "Object subclass: #Scene instanceVariableNames: 'a b'"
            + " classVariableNames: '' poolDictionaries: '' category: 'Test'";
    /** More than any countdown. */
    private static final int OFTEN = 3_000;

    /**
     * A program.
     *
     * @param methods of the class Scene
     * @param statements evaluated twice in the same VM, each time with its methods as they were
     */
    private record Scene(String name, List<String> methods, String statements, String expected) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Scene> SCENES = List.of(
            new Scene("a method removed in a loop that calls it", List.of("step: x ^x",
                    """
                    run
                    	| n |
                    	n := 0.
                    	1 to: 3000 do: [:i |
                    		i = 2000 ifTrue: [Scene removeSelector: #step:].
                    		n := n + ([self step: 1] on: MessageNotUnderstood do: [:error | error return: -1])].
                    	^n"""), "Scene new run", "998"),
            new Scene("a method of objects given to immediates", List.of("borrowed: x ^x + 1",
                    """
                    run
                    	| n |
                    	n := 0.
                    	Integer addSelector: #borrowed: withMethod: (Scene compiledMethodAt: #borrowed:).
                    	1 to: 3000 do: [:i | n := n + ((i even ifTrue: [3] ifFalse: [2]) borrowed: 0)].
                    	Integer removeSelector: #borrowed:.
                    	^n"""), "Scene new run", "3000"),
            new Scene("a method changed in a loop that calls it", List.of("step: x ^x",
                    """
                    run
                    	| n |
                    	n := 0.
                    	1 to: 3000 do: [:i |
                    		i = 2000 ifTrue: [Scene compile: 'step: x ^x * 10'].
                    		n := n + (self step: 1)].
                    	^n"""), "Scene new run", "12009"),
            new Scene("a method changed by its own innermost activation", List.of(
                    """
                    down: n
                    	n = 0 ifTrue: [Scene compile: 'down: n ^1000000'. ^0].
                    	^(self down: n - 1) + 1"""),
                    "| first | first := Scene new down: 3000. {first. Scene new down: 3000}", "(3000 1000000 )"),
            new Scene("a method overridden between two calls of one send", List.of("step: x ^x",
                    """
                    run
                    	| n object |
                    	n := 0.
                    	object := (Scene subclass: #SubScene instanceVariableNames: '' classVariableNames: ''
                    		poolDictionaries: '' category: 'Test') new.
                    	1 to: 3000 do: [:i |
                    		i = 1500 ifTrue: [object class compile: 'step: x ^x * 7'].
                    		i = 2500 ifTrue: [object class removeSelector: #step:].
                    		n := n + (object step: 1)].
                    	^n"""), "Scene new run", "9000"),
            new Scene("a class that gets a variable while its methods run", List.of("a ^a", "step a := a + 1",
                    "begin a := 0. b := #b",
                    """
                    run
                    	self begin.
                    	1 to: 3000 do: [:i |
                    		i = 2000 ifTrue: [self change].
                    		self step].
                    	^Scene allInstVarNames size -> self a""",
                    """
                    change
                    	Object subclass: #Scene instanceVariableNames: 'z y a b' classVariableNames: ''
                    		poolDictionaries: '' category: 'Test'"""), "Scene new run", "4->3000"),
            new Scene("a receiver that becomes another", List.of("tag ^1",
                    """
                    run: other
                    	| n |
                    	n := 0.
                    	1 to: 3000 do: [:i |
                    		i = 2000 ifTrue: [self become: other].
                    		n := n + self tag].
                    	^n"""),
                    """
                    | other |
                    other := (Object subclass: #Other instanceVariableNames: 'a b' classVariableNames: ''
                    	poolDictionaries: '' category: 'Test').
                    other compile: 'tag ^100'.
                    Scene new run: other new""", "102099"),
            new Scene("a literal that becomes another", List.of("literal ^#(1 2)",
                    """
                    run
                    	| n |
                    	n := 0.
                    	1 to: 3000 do: [:i |
                    		i = 2000 ifTrue: [self literal becomeForward: (Array with: 5 with: 6 with: 7)].
                    		n := n + (self literal at: 1) + self literal size].
                    	^n"""), "Scene new run", "14005"),
            new Scene("a Context asked of each caller", List.of(
                    "who ^thisContext sender method selector",
                    "run | n | n := 0. 3000 timesRepeat: [self who == #run ifTrue: [n := n + 1]]. ^n",
                    "loop | n | n := 0. 1 to: 3000 do: [:i | self who == #loop ifTrue: [n := n + 1]]. ^n"),
                    "{Scene new run. Scene new loop}", "(3000 3000 )"),
            new Scene("exceptions resumed into compiled frames", List.of(
                    "ask: x ^(Warning signal: x) + 1",
                    """
                    run
                    	| n |
                    	n := 0.
                    	^[1 to: 3000 do: [:i | n := n + (self ask: i)]. n]
                    		on: Warning do: [:warning | warning resume: warning messageText * 2]"""),
                    "Scene new run", "9006000"),
            new Scene("exceptions that retry", List.of(
                    """
                    run
                    	| n |
                    	n := 0.
                    	^[n := n + 1. n < 3000 ifTrue: [n foo]. n] on: MessageNotUnderstood do: [:error | error retry]"""),
                    "Scene new run", "3000"),
            new Scene("unwind blocks of a process that is terminated", List.of(
                    """
                    spin: stream
                    	[[stream nextPutAll: 'in '. [true] whileTrue: [Processor yield]]
                    		ensure: [stream nextPutAll: 'ensured ']] ifCurtailed: [stream nextPutAll: 'curtailed']""",
                    """
                    run
                    	| stream process |
                    	stream := WriteStream on: String new.
                    	process := [self spin: stream] fork.
                    	3000 timesRepeat: [Processor yield].
                    	process terminate.
                    	^stream contents"""), "Scene new run", "'in ensured curtailed'"),
            new Scene("processes that wait for one another", List.of(
                    """
                    run
                    	| there back n done |
                    	there := Semaphore new. back := Semaphore new. done := Semaphore new. n := 0.
                    	[3000 timesRepeat: [there wait. n := n + 1. back signal]. done signal] fork.
                    	[3000 timesRepeat: [there signal. back wait. n := n * 2 \\\\ 1000003]. done signal] fork.
                    	(Delay forMilliseconds: 1) wait.
                    	done wait; wait.
                    	^n"""), "Scene new run", "253688"),
            new Scene("recursion through many stack pages", List.of(
                    "down: n ^n = 0 ifTrue: [0] ifFalse: [(self down: n - 1) + 1]",
                    "blocks: n ^n = 0 ifTrue: [0] ifFalse: [[:x | (self blocks: x) + 1] value: n - 1]",
                    "out: n ^n = 0 ifTrue: [#bottom] ifFalse: [#(1) do: [:x | ^self out: n - 1]]"),
                    "{Scene new down: 100000. Scene new blocks: 50000. Scene new out: 20000}",
                    "(100000 50000 #bottom )"),
            new Scene("recursion without end", List.of(
                    "down: n ^(self down: n + 1) + 1",
                    "run ^[self down: 1] on: RecursionTooDeep do: [:error | error return: #caught]"),
                    "{Scene new run. Scene new run}", "(#caught #caught )"),
            new Scene("a method of 10,000 bytecodes", List.of(
                    "run: n | sum | sum := 0. n timesRepeat: ["
                            + "sum := sum + n bitAnd: 65535. ".repeat(1300) + "]. ^sum",
                    "plain: n | sum | sum := 0. n * 1300 timesRepeat: [sum := sum + n bitAnd: 65535]. ^sum"),
                    "(Scene new run: 500) = (Scene new plain: 500)", "true"),
            new Scene("a method with 255 temporaries", List.of("run: n | "
                    + names("t%d", 255, " ") + " | " + names("t%d := n + %1$d", 255, ". ") + ". ^["
                    + names("t%d", 255, " + ") + "] value"), "| n | 600 timesRepeat: [n := Scene new run: 1]. n", "32895"),
            new Scene("a method with 255 temporaries that a block shares", List.of("run: n | "
                    + names("t%d", 255, " ") + " | [" + names("t%d := n + %1$d", 255, ". ") + "] value. ^"
                    + names("t%d", 255, " + ")), "| n | 600 timesRepeat: [n := Scene new run: 1]. n", "32895"),
            new Scene("a method with 1,000 send sites", List.of("step: x ^x + 1", "run: n | x | x := n. "
                    + "x := self step: x. ".repeat(1000) + "^x"),
                    "| n | 600 timesRepeat: [n := Scene new run: 1]. n", "1001"));

    private static String names(String form, int count, String separator) {
        return IntStream.rangeClosed(1, count).mapToObj(form::formatted).collect(Collectors.joining(separator));
    }

    static Stream<Arguments> scenesInModes() {
        return SCENES.stream().flatMap(scene -> Stream.of(JitMode.values()).map(mode -> Arguments.of(scene, mode)));
    }

    @ParameterizedTest(name = "{0}, --jit={1}")
    @MethodSource("scenesInModes")
    void endAsTheySay(Scene scene, JitMode mode) throws VmStartException {
        List<String> answers = new ArrayList<>();
        try (Vm vm = start(mode)) {
            for (int i = 0; i < 2; i++) {
                define(vm, scene.methods);
                answers.add(TestVms.print(vm, scene.statements));
            }
            assertThat(vm.verifyHeap()).isEmpty();
            assertThat(compiledMethods(vm) > 0).as("machine code was made").isEqualTo(mode != JitMode.OFF);
        }
        assertThat(answers).containsExactly(scene.expected, scene.expected);
    }

    /** There is no moment at which it surely runs, so it is interrupted until it ends. */
    @ParameterizedTest
    @EnumSource(JitMode.class)
    void areInterruptedInALoopWithoutEnd(JitMode mode) throws Exception {
        try (Vm vm = start(mode)) {
            define(vm, List.of("run [true] whileTrue: []"));
            CompletableFuture<Evaluation> end = CompletableFuture.supplyAsync(
                    () -> vm.evaluate(SourceText.of("Scene new run", "test")));

            Evaluation answer = null;
            while (answer == null) {
                vm.interrupt();
                answer = within(end);
            }
            assertThat(answer).isInstanceOfSatisfying(Evaluation.Failed.class,
                    failed -> assertThat(failed.description()).contains("UserInterrupt"));
            vm.evaluate(SourceText.of("'takes the last interrupt'", "test"));
            assertThat(TestVms.print(vm, "3 + 4")).isEqualTo("7");
        }
    }

    private static Evaluation within(CompletableFuture<Evaluation> future) throws Exception {
        try {
            return future.get(20, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return null;
        }
    }

    @ParameterizedTest
    @EnumSource(JitMode.class)
    void goOnInEachModeFromAnImageWrittenInTheMidstOfThem(JitMode mode, @TempDir Path folder) throws Exception {
        Path image = folder.resolve("scene.image");
        try (Vm vm = start(mode)) {
            define(vm, List.of("save: file at: n ^n = 0 ifTrue: [Smalltalk saveImageAs: file]"
                    + " ifFalse: [(self save: file at: n - 1) -> n. n]",
                    "run: file | n | n := 0. 1 to: " + OFTEN + " do: [:i | n := n + i."
                    + " i = 2000 ifTrue: [n := n + (self save: file at: 100)]]. ^n"));
            assertThat(TestVms.print(vm, "Scene new run: '" + image + "'")).isEqualTo("4501600");
        }
        for (JitMode other : JitMode.values()) {
            try (Vm vm = TestVms.factory().start(TestVms.options().withJit(other).withImage(image))) {
                assertThat(vm.awaitResumed().orElseThrow()).isInstanceOfSatisfying(Evaluation.Value.class,
                        value -> assertThat(vm.sendForString(value.handle(), "printString")).isEqualTo("4501600"));
            }
        }
    }

    private static Vm start(JitMode mode) throws VmStartException {
        return TestVms.factory().start(TestVms.options().withJit(mode).withRecursionLimit(200_000).withStreams(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
    }

    private static void define(Vm vm, List<String> methods) {
        assertThat(vm.evaluate(SourceText.of(CLASS, "test"))).isInstanceOf(Evaluation.Value.class);
        for (String source : methods) {
            Vm.Installation done = vm.compileMethod("Scene", Optional.of("test"), Optional.empty(),
                    SourceText.of(source, "test"));
            assertThat(done.selector()).as(source + done.diagnostics()).isPresent();
        }
    }

    private static long compiledMethods(Vm vm) {
        return vm.statistics().stream().filter(each -> each.name().equals("jit-methods"))
                .mapToLong(Vm.Statistic::value).sum();
    }
}
