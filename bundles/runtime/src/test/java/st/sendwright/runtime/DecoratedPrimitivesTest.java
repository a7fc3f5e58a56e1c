package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.ArgumentCaptor;
import st.sendwright.jit.JitMode;
import st.sendwright.primitives.PrimitiveDecorator;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.PrimitiveSet.CallCount;
import st.sendwright.runtime.InstalledProviders.Listener;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.runtime.ProviderCalls.Question;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Tier;
import st.sendwright.vm.VmStartException;

@DisplayName("Primitives with something around them")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DecoratedPrimitivesTest {

    /** Counts calls. */
    private static final class Counted implements PrimitiveSet {

        private final PrimitiveSet original;
        private final long[] calls;

        Counted(PrimitiveSet original) {
            this.original = original;
            this.calls = new long[original.bindings().size()];
        }

        @Override
        public String module() {
            return original.module();
        }

        @Override
        public List<Binding> bindings() {
            return numbered().stream().map(index -> {
                Binding each = original.bindings().get(index);
                return new Binding(each.name(), each.arguments(), frame -> {
                    calls[index]++;
                    return each.code().run(frame);
                });
            }).toList();
        }

        private List<Integer> numbered() {
            return IntStream.range(0, calls.length).boxed().toList();
        }

        @Override
        public List<CallCount> counts() {
            return numbered().stream().map(index -> new CallCount(original.bindings().get(index).name(), calls[index], 0, 1))
                    .toList();
        }
    }

    private final Logger logger = Logger.getLogger("st.sendwright.primitives");
    private final Logger exchanges = Logger.getLogger("st.sendwright.runtime");
    private final List<PrimitiveSet> core = TestVms.primitiveSets();
    private final InstalledPrimitiveSets sets = new InstalledPrimitiveSets(core);
    private final PrimitiveDecorator counting = Counted::new;
    private Vm vm;

    @BeforeEach
    void start() throws VmStartException {
        logger.setLevel(Level.OFF);
        exchanges.setLevel(Level.OFF);
        vm = TestVms.factory(sets).start(TestVms.options());
    }

    @AfterEach
    void stop() {
        assertThat(vm.verifyHeap()).isEmpty();
        vm.close();
        logger.setLevel(null);
        exchanges.setLevel(null);
    }

    private void install() {
        sets.addDecorator(counting, Map.of(TierChoice.NAME, "counting"));
        assertThat(TestVms.print(vm, "3 + 4")).isEqualTo("7");
    }

    private void use(String module, String name) {
        TierExchange done = vm.exchange("primitives." + module, name, "test");
        assertThat(done.refusal()).isEmpty();
    }

    private static long calls(Vm vm, String primitive) {
        return vm.primitiveCalls().stream().filter(each -> each.name().equals(primitive)).mapToLong(CallCount::calls).sum();
    }

    private String active(String module) {
        return vm.tiers().stream().filter(each -> each.kind().equals("primitives." + module)).findFirst().map(Tier::provider)
                .orElse("no tier");
    }

    @Test
    void areUsedByNobodyWhoDoesNotAsk() {
        install();

        assertThat(active("Arithmetic")).isEqualTo("core");
        assertThat(active("Processes")).isEqualTo("kernel");
        assertThat(vm.primitiveCalls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = JitMode.class, names = {"OFF", "EAGER"})
    void areReallyCalledByAllModules(JitMode mode) throws VmStartException {
        install();
        try (Vm compiling = TestVms.factory(sets).start(TestVms.options().withJit(mode))) {
            assertThat(TestVms.print(compiling, "(1 to: 100) inject: 0 into: [:a :b | a + (b gcd: 12)]")).isEqualTo("330");
            for (Tier each : compiling.tiers().stream().filter(tier -> tier.kind().startsWith("primitives.")).toList()) {
                assertThat(compiling.exchange(each.kind(), "counting", "test").refusal()).as(each.kind()).isEmpty();
            }

            assertThat(TestVms.print(compiling, "(1 to: 100) inject: 0 into: [:a :b | a + (b gcd: 12)]")).isEqualTo("330");
            assertThat(TestVms.print(compiling, "| s | s := Semaphore new. [s signal] fork. s wait. [:a :b | a * b] valueWithArguments:"
                    + " #(6 7)")).isEqualTo("42");
            assertThat(TestVms.print(compiling, "[1/0] on: ZeroDivide do: [:e | e return: (3 perform: #+ with: 4)]")).isEqualTo("7");
            assertThat(TestVms.print(compiling, "((Array new: 3) at: 2 put: 5; yourself) printString , thisContext class name"))
                    .isEqualTo("'(nil 5 nil )Context'");

            assertThat(calls(compiling, "Arithmetic.gcd")).isEqualTo(100);
            assertThat(calls(compiling, "Processes.signal")).isPositive();
            assertThat(calls(compiling, "Blocks.perform")).isPositive();
            assertThat(compiling.verifyHeap()).isEmpty();
        }
    }

    @Test
    void areBareAgainWhenTheDecoratorGoes() {
        install();
        use("Arithmetic", "counting");
        use("Processes", "counting");

        sets.removeDecorator(counting);

        assertThat(active("Arithmetic")).isEqualTo("core");
        assertThat(active("Processes")).isEqualTo("kernel");
        assertThat(TestVms.print(vm, "| s | s := Semaphore new. [s signal] fork. s wait. 8 gcd: 12")).isEqualTo("4");
        assertThat(vm.tiers()).noneMatch(each -> each.kind().startsWith("primitives.")
                && each.installed().contains("counting"));
    }

    @Test
    void stayWhereTheKernelNeedsThemAndTheirOriginalGoes() {
        install();
        use("Arithmetic", "counting");

        core.forEach(sets::remove);

        assertThat(TestVms.print(vm, "(8 gcd: 12) printString , (2 raisedTo: 70) printString")).isEqualTo("'41180591620717411303424'");
        core.forEach(each -> sets.add(each, Map.of(TierChoice.NAME, "core")));
        assertThat(TestVms.print(vm, "8 gcd: 12")).isEqualTo("4");
        assertThat(active("Arithmetic")).as("what was chosen").isEqualTo("counting");
        assertThat(active("Objects")).isEqualTo("core");
    }

    @Test
    void countAnewWhenTheyArePutInForceAnew() {
        install();
        use("Arithmetic", "counting");
        TestVms.print(vm, "8 gcd: 12");
        assertThat(calls(vm, "Arithmetic.gcd")).isEqualTo(1);

        use("Arithmetic", "counting");

        assertThat(calls(vm, "Arithmetic.gcd")).isZero();
    }

    /** A bundle may bring a decorator at any time. */
    @Test
    void areThereAlsoWhenTheirDecoratorComesWhileThoseBeforeAreTakenUp() {
        PrimitiveTable table = new PrimitiveTable();
        table.bind(core.getFirst());
        InstalledPrimitiveSets none = new InstalledPrimitiveSets(List.of());
        none.addDecorator(counting, Map.of(TierChoice.NAME, "counting"));
        TierExchanges busy = mock();
        when(busy.ask(any(), any())).thenAnswer(asked -> asked.<Question<?, ?>>getArgument(1).ask());
        ArgumentCaptor<ExchangeableTier> tier = ArgumentCaptor.captor();
        doAnswer(_ -> {
            none.addDecorator(Counted::new, Map.of(TierChoice.NAME, "another"));
            return null;
        }).when(busy).add(tier.capture());

        PrimitiveModules modules = new PrimitiveModules(table, busy, none, () -> { });

        assertThat(tier.getValue().installed()).containsExactly("another", "counting", "kernel");
        modules.close();
    }

    @Test
    void areThereOnceWhenTheirDecoratorComesAtTheSameTime() {
        InstalledPrimitiveSets none = new InstalledPrimitiveSets(List.of());
        InstalledProviders<PrimitiveSet> module = none.providers(core.getFirst().module());
        module.listen(told(_ -> none.addDecorator(counting, Map.of(TierChoice.NAME, "counting")), _ -> { }));

        none.add(core.getFirst(), Map.of(TierChoice.NAME, "core"));

        assertThat(module.names()).containsExactly("core", "counting");
    }

    @Test
    void areThereWhereASetComesWhileTheLastOneGoes() {
        PrimitiveSet last = core.getFirst();
        InstalledPrimitiveSets some = new InstalledPrimitiveSets(List.of(last));
        some.addDecorator(counting, Map.of(TierChoice.NAME, "counting"));
        InstalledProviders<PrimitiveSet> module = some.providers(last.module());
        module.listen(told(_ -> { }, gone -> {
            // It is told first of what decorates the last one.
            if (gone.service() != last) {
                some.add(new Counted(last), Map.of(TierChoice.NAME, "next"));
            }
        }));

        some.remove(last);

        assertThat(module.names()).containsExactly("counting", "next");
    }

    private static Listener<PrimitiveSet> told(Consumer<Provider<PrimitiveSet>> ofOneMore, Consumer<Provider<PrimitiveSet>> ofOneLess) {
        return new Listener<>() {
            private boolean isTold;

            @Override
            public void arrived(Provider<PrimitiveSet> provider) {
                if (!isTold) {
                    isTold = true;
                    ofOneMore.accept(provider);
                }
            }

            @Override
            public void left(Provider<PrimitiveSet> provider) {
                ofOneLess.accept(provider);
            }
        };
    }
}
