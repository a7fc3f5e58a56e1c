package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.codecache.CacheView;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;
import st.sendwright.gc.semispace.SemispaceCollector;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.HeapSettings;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.Stub;
import st.sendwright.jit.StubCode;
import st.sendwright.model.Bytecode;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.SpecialObject;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;
import st.sendwright.vm.ProviderState.State;
import st.sendwright.vm.ProviderState;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("A provider that was never in force")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class AdmissionTest {

    private static final int MINUS = 0x61;

    private final JitTier.Installed installed = TestVms.installed();
    private final InstalledProviders<st.sendwright.interpreter.Interpreter> interpreters = TestVms.interpreters();
    private final TestPlans plans = TestPlans.generational();
    private final List<Logger> loggers = List.of(Logger.getLogger("st.sendwright.runtime"),
            Logger.getLogger("st.sendwright.jit"));

    @BeforeEach
    void quieten() {
        loggers.forEach(each -> each.setLevel(Level.OFF));
    }

    @AfterEach
    void quietenNoMore() {
        loggers.forEach(each -> {
            each.setLevel(null);
            each.setFilter(null);
        });
    }

    private Vm start() throws VmStartException {
        return TestVms.trying(plans, interpreters, installed).start(TestVms.options().withJit(JitMode.BASELINE));
    }

    private static State state(Vm vm, String kind, String provider) {
        return vm.providerStates().stream().filter(each -> each.kind().equals(kind) && each.provider().equals(provider))
                .map(ProviderState::state).findFirst().orElseThrow();
    }

    static Stream<Arguments> providers() {
        return Stream.of(Arguments.of("inline-cache", "adaptive"), Arguments.of("inline-cache", "monomorphic"),
                Arguments.of("inline-cache", "megamorphic"), Arguments.of("code-cache", "aging"),
                Arguments.of("code-cache", "fifo"), Arguments.of("code-cache", "segmented"),
                Arguments.of("compile-policy", "eager"), Arguments.of("compile-policy", "off"),
                Arguments.of("compile-policy", "sampling"), Arguments.of("memory-plan", "semispace"),
                Arguments.of("memory-plan", "none"), Arguments.of("interpreter", "threaded"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isTriedAndAdmitted(String kind, String provider) throws VmStartException {
        try (Vm vm = start()) {
            String before = vm.tiers().stream().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow().provider();
            assertThat(state(vm, kind, provider)).isEqualTo(State.INSTALLED);
            assertThat(state(vm, kind, before)).isEqualTo(State.ACTIVE);

            List<String> tried = new CopyOnWriteArrayList<>();
            loggers.getFirst().setLevel(Level.FINE);
            loggers.getFirst().setFilter(message -> {
                if (message.getMessage().startsWith(kind + " " + provider + " was tried for ")) {
                    tried.add(message.getMessage());
                }
                return false;
            });
            assertThat(vm.dryRun(kind, provider)).isEmpty();
            assertThat(tried).isNotEmpty();
            tried.clear();
            assertThat(state(vm, kind, provider)).isEqualTo(State.ADMITTED);
            assertThat(vm.exchanges()).as("what was exchanged").isEmpty();

            TierExchange record = vm.exchange(kind, provider, "a test");
            assertThat(record.refusal()).isEmpty();
            assertThat(tried).as("trials after the one before").isEmpty();
            assertThat(state(vm, kind, provider)).isEqualTo(kind.equals("interpreter") ? State.PROBATION : State.ACTIVE);
            assertThat(state(vm, kind, before)).isEqualTo(State.ADMITTED);
            assertThat(TestVms.print(vm, "(1 to: 100) inject: 0 into: [:a :b | a + b]")).isEqualTo("5050");
        }
    }

    @Test
    void isAdmittedWhenItIsABackEndThatMakesGoodCodeOfAllSends() throws VmStartException {
        installed.backEnds().add(new Provider<>("good", -1, new WrappedBackEnd("good") { }));
        try (Vm vm = start()) {
            assertThat(vm.exchange("jit", "good", "a test").refusal()).isEmpty();
            assertThat(state(vm, "jit", "good")).isEqualTo(State.PROBATION);
            assertThat(TestVms.print(vm, "(1 to: 100) inject: 0 into: [:a :b | a + b]")).isEqualTo("5050");
        }
    }

    /** Providers that are wrong, each in its way, and what is said of them. */
    private enum Wrong {
        THROWING_POLICY("inline-cache", "SW-SWAP-012 the inline-cache policy 'wrong' is not admitted, as it failed when it"
                + " was tried in a VM of its own: SW-SWAP-005 the inline-cache policy 'wrong' failed, 1 of 3 times"),
        POLICY_WITHOUT_ANSWER("inline-cache", "it answered nothing"),
        POLICY_OF_UNKNOWN_CLASSES("inline-cache", "it answered Polymorphic"),
        STALLING_POLICY("code-cache", "it has not answered for "),
        CACHE_OF_UNKNOWN_BLOCKS("code-cache", "it answered a block 4711 that there is none of"),
        BACK_END_THAT_ADDS_WRONGLY("jit", "in place of"),
        BACK_END_WITH_SYSTEM_CALLS("jit", "SW-SWAP-013 malformed machine code: a forbidden instruction (0f) at offset "),
        BACK_END_WITH_STUBS_THAT_HALT("jit", "SW-SWAP-013 malformed machine code: a forbidden instruction (f4) at offset "),
        PLAN_THAT_FINDS_NO_SPACE("memory-plan", "SW-SWAP-003 the memory plan 'wrong' cannot get its spaces"),
        PLAN_THAT_THROWS("memory-plan", "exit 70"),
        INTERPRETER_THAT_THROWS("interpreter", "SW-SWAP-005 the interpreter 'wrong' failed"),
        INTERPRETER_THAT_WRITES_TO_WHAT_IT_HAS_KEPT("interpreter", "it wrote to an object of a VM that had ended"),
        PLAN_THAT_WRITES_TO_WHAT_IT_HAS_KEPT("memory-plan", "it wrote to an object of a VM that had ended");

        private final String kind;
        private final String says;

        Wrong(String kind, String says) {
            this.kind = kind;
            this.says = says;
        }
    }

    private void install(Wrong wrong) {
        switch (wrong) {
            case THROWING_POLICY, POLICY_WITHOUT_ANSWER, POLICY_OF_UNKNOWN_CLASSES -> installed.sends().add(
                    new Provider<>("wrong", new SendPolicy() {
                        @Override
                        public String name() {
                            return "wrong";
                        }

                        @Override
                        public Link link(SendSiteView site) {
                            return switch (wrong) {
                                case THROWING_POLICY -> throw new IllegalStateException("as the test wants it");
                                case POLICY_WITHOUT_ANSWER -> null;
                                default -> new Link.Polymorphic(List.of(new SendSiteView.Case(4711, 0, 0)));
                            };
                        }
                    }));
            case STALLING_POLICY, CACHE_OF_UNKNOWN_BLOCKS -> installed.caches().add(new Provider<>("wrong",
                    new CodeCache() {
                        @Override
                        public String name() {
                            return "wrong";
                        }

                        @Override
                        public Sweep sweep(CacheView view) {
                            if (wrong == Wrong.CACHE_OF_UNKNOWN_BLOCKS) {
                                return new Sweep(java.util.Set.of(4711), false);
                            }
                            try {
                                TimeUnit.DAYS.sleep(1);
                            } catch (InterruptedException interrupt) {
                                throw new IllegalStateException(interrupt);
                            }
                            return null;
                        }
                    }));
            case BACK_END_THAT_ADDS_WRONGLY -> installed.backEnds().add(new Provider<>("wrong",
                    new WrappedBackEnd("wrong") {
                        /** Differences are taken for sums. */
                        @Override
                        public MachineCode compile(MethodView method) throws CodeRefusedException {
                            byte[] code = method.bytecodes().clone();
                            for (int pc = 0; pc < code.length; pc += Bytecode.of(code[pc] & 0xFF).length()) {
                                if (code[pc] == MINUS) {
                                    code[pc] = MINUS - 1;
                                }
                            }
                            return super.compile(new MethodView(method.name(), method.header(), code, method.literals(),
                                    method.primitive(), method.copiedValues(), method.forImmediates(),
                                    method.floatSites()));
                        }
                    }));
            case BACK_END_WITH_SYSTEM_CALLS -> installed.backEnds().add(new Provider<>("wrong", new WrappedBackEnd("wrong") {
                @Override
                public MachineCode compile(MethodView method) throws CodeRefusedException {
                    MachineCode code = super.compile(method);
                    code.bytes()[code.uncheckedEntry()] = 0x0F;
                    code.bytes()[code.uncheckedEntry() + 1] = 0x05;
                    return code;
                }
            }));
            case BACK_END_WITH_STUBS_THAT_HALT -> installed.backEnds().add(new Provider<>("wrong", new WrappedBackEnd("wrong") {
                @Override
                public StubCode stubs() {
                    StubCode code = super.stubs();
                    code.bytes()[code.offsets().get(Stub.SIZE)] = (byte) 0xF4;
                    return code;
                }
            }));
            case PLAN_THAT_FINDS_NO_SPACE, PLAN_THAT_THROWS -> plans.add("wrong", () -> new WrappedCollector(
                    new SemispaceCollector(), "wrong") {
                @Override
                void at(String call) {
                    if (wrong == Wrong.PLAN_THAT_FINDS_NO_SPACE && call.equals("attach")) {
                        throw new OutOfMemoryError("as the test wants it");
                    }
                    if (wrong == Wrong.PLAN_THAT_THROWS && call.equals("collect")) {
                        throw new IllegalStateException("as the test wants it");
                    }
                }
            });
            case INTERPRETER_THAT_WRITES_TO_WHAT_IT_HAS_KEPT -> interpreters.add(new Provider<>("wrong", new KeepingInterpreter()));
            case PLAN_THAT_WRITES_TO_WHAT_IT_HAS_KEPT -> {
                Keeper keeper = new Keeper();
                plans.add("wrong", () -> new WrappedCollector(new SemispaceCollector(), "wrong") {
                    private long mutator;
                    private long object;

                    @Override
                    public void attach(long itsMutator, HeapSettings settings, FixedSpace fixed) {
                        mutator = itsMutator;
                        // What lies in its own spaces it has given back itself.
                        object = fixed.start();
                        super.attach(itsMutator, settings, fixed);
                    }

                    @Override
                    void at(String call) {
                        if (call.equals("collect")) {
                            keeper.see(mutator, object);
                        }
                    }
                });
            }
            case INTERPRETER_THAT_THROWS -> interpreters.add(new Provider<>("wrong", new WrongInterpreter()));
        }
    }

    /** Keeps an object of the first VM that it sees, and writes to it while others run. */
    private static final class Keeper {

        private long first;
        private long kept;

        synchronized void see(long mutator, long object) {
            if (first == 0) {
                first = mutator;
                kept = object;
            } else if (mutator != first) {
                Memory.putLong(kept, 42);
            }
        }
    }

    private static final class KeepingInterpreter extends WrappedInterpreter {

        private final Keeper keeper = new Keeper();

        KeepingInterpreter() {
            super("wrong");
        }

        @Override
        public int run(long mutator, SlowPaths slow) {
            keeper.see(mutator, MutatorBlock.special(mutator, SpecialObject.SMALLTALK));
            return super.run(mutator, slow);
        }
    }

    private static final class WrongInterpreter extends WrappedInterpreter {

        WrongInterpreter() {
            super("wrong");
        }

        @Override
        public int run(long mutator, SlowPaths slow) {
            throw new IllegalStateException("as the test wants it");
        }
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.EnumSource
    void isRefusedWhenItFailsItsTrial(Wrong wrong) throws VmStartException {
        install(wrong);
        try (Vm vm = start()) {
            Optional<String> said = vm.dryRun(wrong.kind, "wrong");
            assertThat(said).hasValueSatisfying(text -> assertThat(text).startsWith("SW-SWAP-012").contains(wrong.says));

            TierExchange record = vm.exchange(wrong.kind, "wrong", "a test");

            assertThat(record.refusal()).isPresent();
            assertThat(record.phases().admissionNanos()).isPositive();
            assertThat(vm.tiers()).noneMatch(each -> each.provider().equals("wrong"));
            assertThat(state(vm, wrong.kind, "wrong")).isEqualTo(State.INSTALLED);
            assertThat(TestVms.print(vm, "(1 to: 100) inject: 0 into: [:a :b | a + b]")).isEqualTo("5050");
        }
    }

    @Test
    void isNotTriedWhenThereIsNone() throws VmStartException {
        try (Vm vm = start()) {
            assertThat(vm.dryRun("inline-cache", "oracle")).hasValueSatisfying(text -> assertThat(text)
                    .startsWith("SW-SWAP-002 no bundle provides the inline-cache policy 'oracle'"));
            assertThat(vm.dryRun("engine", "x")).hasValueSatisfying(text -> assertThat(text)
                    .startsWith("SW-SWAP-001 there is no tier 'engine'"));
            assertThat(vm.dryRun("jit", "none")).isEmpty();
        }
    }
}
