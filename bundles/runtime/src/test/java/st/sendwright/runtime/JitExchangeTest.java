package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

@DisplayName("Machine code that is turned off and on")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class JitExchangeTest {

    private static final List<String> METHODS = List.of(
            "descend ^self = 0 ifTrue: [Smalltalk at: #Bottom put: true. 0 hold. 100] ifFalse: [(self - 1) descend + 1]",
            "hold | n | n := 0. [Smalltalk at: #Hold] whileTrue: [n := n + 1 \\\\ 1000. n = 0 ifTrue: [Processor yield]]. ^n",
            "unwind: log ^[self = 0 ifTrue: [Smalltalk at: #Bottom put: true. 0 hold. Error signal: 'deep']"
                    + " ifFalse: [(self - 1) unwind: log]] ensure: [log add: self]",
            "leave ^self = 0 ifTrue: [(1 to: 3) do: [:i | Smalltalk at: #Bottom put: true. 0 hold. ^i + 70]. 0]"
                    + " ifFalse: [(self - 1) leave + 1]",
            "resume ^([Smalltalk at: #Bottom put: true. 0 hold. (Notification signal: 'x') + self]"
                    + " on: Notification do: [:n | 0 hold. n resume: 5])",
            "context | here | here := thisContext. Smalltalk at: #Bottom put: true. 0 hold."
                    + " ^here receiver + here numArgs + (thisContext == here ifTrue: [1] ifFalse: [0])");

    private final JitTier.Installed installed = TestVms.installed();
    private final Provider<st.sendwright.jit.BackEnd> backEnd = installed.backEnds().named("baseline").orElseThrow();

    private Vm start(JitMode mode) throws VmStartException {
        return start(TestVms.options().withJit(mode));
    }

    private Vm start(VmOptions options) throws VmStartException {
        Vm vm = TestVms.factory(installed).start(options);
        for (String source : METHODS) {
            assertThat(vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of(source, "test"))
                    .diagnostics()).isEmpty();
        }
        TestVms.print(vm, "Smalltalk at: #Hold put: false");
        return vm;
    }

    private static long methods(Vm vm) {
        return vm.jit(0).code().map(code -> code.methods()).orElse(0L);
    }

    /** Runs a program that holds, does something meanwhile, and has it go on. */
    private static String meanwhile(Vm vm, String program, Runnable action) {
        TestVms.print(vm, "Smalltalk at: #Hold put: true; at: #Bottom put: false");
        CompletableFuture<String> result = CompletableFuture.supplyAsync(() -> TestVms.print(vm, program));
        while (!TestVms.print(vm, "Smalltalk at: #Bottom").equals("true")) {
            Thread.yield();
        }
        action.run();
        TestVms.print(vm, "Smalltalk at: #Hold put: false");
        return result.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 descend", "| log | log := OrderedCollection new."
            + " [50 unwind: log] on: Error do: [:e | log add: e messageText]. log asArray", "200 leave", "3 resume",
            "7 context", "| p | p := [300 descend] newProcess. p priority: Processor userBackgroundPriority. p resume."
                    + " [p isTerminated] whileFalse: [Processor yield. (Delay forMilliseconds: 1) wait]. 20 descend"})
    void goesOnWhereItWas(String program) throws VmStartException {
        String expected;
        try (Vm vm = start(JitMode.OFF)) {
            expected = meanwhile(vm, program, () -> { });
        }
        try (Vm vm = start(JitMode.EAGER)) {
            List<Function<String, TierExchange>> both = List.of(
                    name -> vm.exchange("jit", "none", name), name -> vm.exchange("jit", "baseline", name));
            for (int times : new int[] {1, 2, 3, 4}) {
                List<TierExchange> records = new ArrayList<>();
                String result = meanwhile(vm, program, () -> {
                    for (int i = 0; i < times; i++) {
                        records.add(both.get(vm.tiers().get(3).provider().equals("none") ? 1 : 0).apply("a test"));
                    }
                });
                assertThat(result).as("after %d exchanges", times).isEqualTo(expected);
                assertThat(records).allMatch(TierExchange::isDone);
            }
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    @Test
    void tellsWhetherThereIsSome() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            TestVms.print(vm, "(1 to: 50) inject: 0 into: [:a :b | a + b printString size]");
            long before = methods(vm);
            assertThat(before).isPositive();

            vm.exchange("jit", "none", "a test");
            assertThat(vm.jit(0).code()).isEmpty();
            assertThat(vm.tiers()).contains(new Vm.Tier("jit", "none", List.of("baseline", "none")));
            TestVms.print(vm, "(1 to: 50) inject: 0 into: [:a :b | a + b printString size]");

            vm.exchange("jit", "baseline", "a test");
            assertThat(methods(vm)).as("figures are those since the start").isEqualTo(before);
            TestVms.print(vm, "(1 to: 50) inject: 0 into: [:a :b | a + b printString size]");
            assertThat(methods(vm)).isGreaterThan(before);
        }
    }

    @Test
    void isMadeWhereTheVmWasStartedWithout() throws VmStartException {
        try (Vm vm = start(JitMode.OFF)) {
            assertThat(vm.exchange("jit", "baseline", "a test").refusal()).isEmpty();
            assertThat(TestVms.print(vm, "(1 to: 2000) inject: 0 into: [:a :b | a + b printString size]")).isEqualTo("6893");
            assertThat(methods(vm)).isPositive();
            assertThat(vm.exchange("jit", "none", "a test").from()).isEqualTo("baseline");
        }
    }

    @ParameterizedTest
    @EnumSource(value = JitMode.class, names = "OFF", mode = Mode.EXCLUDE)
    void goesWithItsBundleAndComesAgain(JitMode mode) throws VmStartException {
        for (Where where : Where.values()) {
            try (Vm vm = start(TestVms.options().withJit(mode).withCompileWhere(where))) {
                assertThat(meanwhile(vm, "500 descend", () -> {
                    installed.backEnds().remove(backEnd.service());
                    assertThat(vm.jit(0).code()).isEmpty();
                    assertThat(vm.exchanges()).last().satisfies(record -> {
                        assertThat(record.from() + " -> " + record.to()).isEqualTo("baseline -> none");
                        assertThat(record.reason()).isEqualTo("the bundle of the back end baseline was stopped");
                    });
                })).isEqualTo("600");
                assertThat(meanwhile(vm, "500 descend", () -> {
                    installed.backEnds().add(backEnd);
                    assertThat(vm.jit(0).code()).as("it is taken up").isPresent();
                    assertThat(vm.exchanges()).last().satisfies(record -> {
                        assertThat(record.from() + " -> " + record.to()).isEqualTo("none -> baseline");
                        assertThat(record.reason()).isEqualTo("the bundle of the back end baseline was started");
                    });
                })).isEqualTo("600");
            }
        }
    }

    @Test
    void doesNotComeAgainWhenSomebodyHasTurnedItOff() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            vm.exchange("jit", "none", "a test");
            installed.backEnds().remove(backEnd.service());
            installed.backEnds().add(backEnd);

            assertThat(TestVms.print(vm, "3 + 4")).isEqualTo("7");
            assertThat(vm.jit(0).code()).isEmpty();
            assertThat(vm.exchanges()).hasSize(1);
        }
        assertThat(installed.backEnds().names()).containsExactly("baseline");
    }

    @Test
    void isRefusedWhenNoBundleMakesIt() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            assertThat(vm.exchange("jit", "optimising", "a test").refusal()).hasValue(
                    "SW-SWAP-002 no bundle provides the back end 'optimising'. Those that are installed: baseline, none");
            assertThat(vm.jit(0).code()).isPresent();
        }
    }
}
