package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import st.sendwright.it.VmHarness;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;

@DisplayName("The bundle of the back end, stopped while its code runs")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StoppedBackEndIT {

    private static final String BACK_END = "st.sendwright.jit.baseline.x64";
    /**
     * Two hundred activations deep, each with an unwind block that waits, runs a loop until a file is there and then does
     * more. Meanwhile another Process waits in the middle of a recursion of its own. Then an error is handled that has to
     * unwind twenty activations.
     */
    private static final String WORK = """
            | deep unwound sum rounds semaphore other |
            unwound := 0.
            sum := 0.
            rounds := 0.
            semaphore := Semaphore new.
            deep := nil.
            deep := [:n :bottom | n = 0
                ifTrue: [bottom value]
                ifFalse: [[(deep value: n - 1 value: bottom) + 1] ensure: [unwound := unwound + 1]]].
            [other := deep value: 50 value: [semaphore wait. 0]. semaphore signal] fork.
            Processor yield.
            {deep value: 200 value: [
                [File exists: '%s'] whileFalse: [
                    1 to: 1000 do: [:i | sum := sum + (i \\\\ 7)].
                    rounds := rounds + 1.
                    Smalltalk at: #Rounds put: rounds.
                    Processor yield].
                (1 to: 20000) inject: 0 into: [:a :b | a + b printString size]].
            [deep value: 20 value: [1/0]] on: ZeroDivide do: [:e | e return: 7].
            sum = (rounds * 3003).
            [semaphore signal. Processor yield. semaphore wait. other] value.
            unwound}
            """;
    /** The digits of the numbers to 20000 and 200; what the handler answers; the loop has lost nothing; two more depths. */
    private static final String ANSWER = "(89094 7 true 50 270 )";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private VmHarness harness;

    @BeforeEach
    void startFelix() throws Exception {
        harness = VmHarness.start();
    }

    @AfterEach
    void stopFelix() throws Exception {
        harness.close();
    }

    private Vm start(VmOptions options) throws Exception {
        return harness.vmFactory().start(options.withStreams(InputStream.nullInputStream(), out, out));
    }

    static Stream<Arguments> modes() {
        return Stream.of(JitMode.BASELINE, JitMode.EAGER)
                .flatMap(mode -> Stream.of(Where.values()).map(where -> Arguments.of(mode, where)));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void leavesItsFramesToTheInterpreterAndTakesUpAgain(JitMode mode, Where where) throws Exception {
        Bundle bundle = harness.bundle(BACK_END);
        Path end = folder.resolve("end");
        VmOptions options = VmOptions.defaults().withJit(mode).withCompileWhere(where);
        try (Vm vm = start(options); Vm idle = start(options)) {
            evaluate(vm, "Smalltalk at: #Rounds put: 0");
            CompletableFuture<String> result = CompletableFuture.supplyAsync(() -> evaluate(vm, WORK.formatted(end)));
            awaitRounds(vm);
            awaitMethods(vm);

            bundle.stop();
            assertThat(vm.jit(0).code()).as("code while the bundle is stopped").isEmpty();
            assertThat(idle.jit(0).code()).isEmpty();
            awaitRounds(vm);
            try (Vm other = start(options)) {
                assertThat(evaluate(other, "(1 to: 20000) inject: 0 into: [:a :b | a + b]")).isEqualTo("200010000");
                assertThat(other.jit(0).code()).as("code of a VM that started without the back end").isEmpty();
            }
            bundle.start();
            awaitMethods(vm);
            awaitRounds(vm);
            bundle.stop();
            awaitRounds(vm);
            bundle.start();
            awaitRounds(vm);
            Files.createFile(end);

            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(ANSWER);
            assertThat(vm.verifyHeap()).isEmpty();
            assertThat(vm.exchanges()).allMatch(TierExchange::isDone)
                    .extracting(each -> each.from() + " -> " + each.to() + ", " + each.reason())
                    .isEqualTo(List.of("baseline -> none, the bundle of the back end baseline was stopped",
                            "none -> baseline, the bundle of the back end baseline was started",
                            "baseline -> none, the bundle of the back end baseline was stopped",
                            "none -> baseline, the bundle of the back end baseline was started"));
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /** Invariant I8: nothing of a VM refers to it any more, although its code was on the stack when it went. */
    @ParameterizedTest
    @EnumSource(value = JitMode.class, names = "OFF", mode = Mode.EXCLUDE)
    void isForgottenWholly(JitMode mode) throws Exception {
        Bundle bundle = harness.bundle(BACK_END);
        Path end = folder.resolve("end");
        try (Vm vm = start(VmOptions.defaults().withJit(mode).withCompileWhere(Where.BACKGROUND))) {
            evaluate(vm, "Smalltalk at: #Rounds put: 0");
            CompletableFuture<String> result = CompletableFuture.supplyAsync(() -> evaluate(vm, WORK.formatted(end)));
            awaitRounds(vm);
            awaitMethods(vm);
            WeakReference<ClassLoader> loader =
                    new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
            String location = bundle.getLocation();

            bundle.uninstall();
            harness.refresh();
            while (loader.get() != null) {
                System.gc();
            }

            Bundle again = harness.install(location);
            again.start();
            awaitMethods(vm);
            Files.createFile(end);
            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(ANSWER);
        }
    }

    /** Two exchanges at once: a program's of its memory plan, and that of the bundle. */
    @Test
    void canBeStoppedWhileAProgramExchangesMemoryPlans() throws Exception {
        Bundle bundle = harness.bundle(BACK_END);
        Path end = folder.resolve("end");
        try (Vm vm = start(VmOptions.defaults().withJit(JitMode.EAGER))) {
            evaluate(vm, "Smalltalk at: #Rounds put: 0");
            evaluate(vm, "| plans random | plans := Smalltalk providersOf: #memoryPlan. random := Random seed: 7."
                    + " [[File exists: '" + end + "'] whileFalse: [(Delay forMilliseconds: 1) wait. Smalltalk exchange:"
                    + " #memoryPlan with: (plans at: (random between: 1 and: plans size))]]"
                    + " forkAt: Processor userInterruptPriority");
            CompletableFuture<String> result = CompletableFuture.supplyAsync(() -> evaluate(vm, WORK.formatted(end)));
            for (int i = 0; i < 30; i++) {
                bundle.stop();
                assertThat(vm.jit(0).code()).isEmpty();
                bundle.start();
            }
            awaitRounds(vm);
            Files.createFile(end);

            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(ANSWER);
            assertThat(vm.exchanges()).allMatch(TierExchange::isDone);
            // Plans are tried before they are in force for the first time, which may take longer than all of this.
            assertThat(vm.exchanges()).extracting(TierExchange::kind).contains("jit").isSubsetOf("jit", "memory-plan");
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    /** Waits until the program's loop has made some more rounds. */
    private static void awaitRounds(Vm vm) {
        int before = rounds(vm);
        while (rounds(vm) < before + 3) {
            Thread.yield();
        }
    }

    private static int rounds(Vm vm) {
        return Integer.parseInt(evaluate(vm, "Smalltalk at: #Rounds"));
    }

    /** Waits until there is machine code. */
    private static void awaitMethods(Vm vm) {
        while (vm.jit(0).code().map(code -> code.space().blocks()).orElse(0) == 0) {
            Thread.yield();
        }
    }

    private static String evaluate(Vm vm, String source) {
        return switch (vm.evaluate(SourceText.of(source, "test"))) {
            case Evaluation.Value value -> vm.sendForString(value.handle(), "printString");
            case Evaluation.Failed failed -> failed.walkback();
            case Evaluation.NotCompiled bad -> bad.diagnostics().toString();
            case Evaluation.Terminated ended -> "terminated: " + ended.reason();
            case Evaluation.Exited exited -> "exit " + exited.code();
        };
    }
}
