package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;
import st.sendwright.language.SourceText;
import st.sendwright.model.Bytecode;
import st.sendwright.model.Oop;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.ProviderState;
import st.sendwright.vm.ProviderState.State;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("A provider on probation")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProbationTest {

    private static final int MINUS = 0x61;
    private static final String METHOD = "tenLess ^self - 10";
    /** Never sends it where it matters, so the program has the same answer all the time. */
    private static final String PROGRAM = "(1 to: 300) inject: 0 into: [:sum :i | i tenLess. sum + i printString size]";
    private static final String ANSWER = "792";

    private final JitTier.Installed installed = TestVms.installed();
    private final InstalledProviders<Interpreter> interpreters = TestVms.interpreters();
    private final List<Logger> loggers = List.of(Logger.getLogger("st.sendwright.runtime"), Logger.getLogger("st.sendwright.jit"));

    @BeforeEach
    void quieten() {
        loggers.forEach(each -> each.setLevel(Level.OFF));
    }

    @AfterEach
    void quietenNoMore() {
        loggers.forEach(each -> each.setLevel(null));
    }

    private Vm start(JitMode mode) throws VmStartException {
        Vm vm = TestVms.factory(interpreters, installed).start(TestVms.options().withJit(mode));
        assertThat(vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of(METHOD, "test"))
                .diagnostics()).isEmpty();
        return vm;
    }

    private static State state(Vm vm, String kind, String provider) {
        return vm.providerStates().stream().filter(each -> each.kind().equals(kind) && each.provider().equals(provider))
                .map(ProviderState::state).findFirst().orElseThrow();
    }

    /** Runs the program until something is reverted. */
    private static TierExchange awaitRevert(Vm vm) {
        int exchanges = vm.exchanges().size();
        while (vm.exchanges().size() == exchanges) {
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(ANSWER);
        }
        return vm.exchanges().getLast();
    }

    /** It takes differences for sums, in one method: no trial would find it. */
    private static final class WrongBackEnd extends WrappedBackEnd {

        WrongBackEnd() {
            super("wrong");
        }

        @Override
        public MachineCode compile(MethodView method) throws CodeRefusedException {
            if (!method.name().endsWith(">>tenLess")) {
                return super.compile(method);
            }
            byte[] code = method.bytecodes().clone();
            for (int pc = 0; pc < code.length; pc += Bytecode.of(code[pc] & 0xFF).length()) {
                if (code[pc] == MINUS) {
                    code[pc] = MINUS - 1;
                }
            }
            return super.compile(new MethodView(method.name(), method.header(), code, method.literals(), method.primitive(),
                    method.copiedValues(), method.forImmediates(), method.floatSites()));
        }
    }

    @Test
    void isRevertedWhenItsMachineCodeAnswersSomethingElse() throws VmStartException {
        installed.backEnds().add(new Provider<>("wrong", -1, new WrongBackEnd()));
        try (Vm vm = start(JitMode.EAGER)) {
            assertThat(vm.exchange("jit", "wrong", "a test").refusal()).isEmpty();
            assertThat(state(vm, "jit", "wrong")).isEqualTo(State.PROBATION);

            TierExchange record = awaitRevert(vm);

            assertThat(record.from() + " -> " + record.to()).isEqualTo("wrong -> baseline");
            assertThat(record.reason()).matches("SW-SWAP-005 the back end 'wrong' failed, 1 of 3 times after which it is barred:"
                    + " on probation, it answered (-?[0-9]+) in place of (-?[0-9]+) for Integer>>tenLess sent to -?[0-9]+");
            assertThat(state(vm, "jit", "wrong")).isEqualTo(State.REVERTED);
            assertThat(state(vm, "jit", "baseline")).isEqualTo(State.ACTIVE);
            assertThat(TestVms.print(vm, "5 tenLess")).isEqualTo("-5");
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    /** Every interpreter does what its slow paths say: those of this one change some answers. */
    private static final class WrongInterpreter extends WrappedInterpreter {

        private final LongUnaryOperator change;

        WrongInterpreter(LongUnaryOperator change) {
            super("wrong");
            this.change = change;
        }

        @Override
        public int run(long mutator, SlowPaths slow) {
            return super.run(mutator, new ChangedReturns(slow, change));
        }
    }

    @Test
    void isRevertedWhenItInterpretsSomethingElse() throws VmStartException {
        interpreters.add(new Provider<>("wrong", -1, new WrongInterpreter(
                value -> Oop.isSmallInteger(value) ? Oop.smallInteger(Oop.integerValue(value) + 1) : value)));
        interpreters.add(new Provider<>("throwing", -1, new WrongInterpreter(value -> {
            if (Oop.isSmallInteger(value)) {
                throw new IllegalStateException("as the test wants it");
            }
            return value;
        })));
        try (Vm vm = start(JitMode.OFF)) {
            for (String name : List.of("wrong", "throwing")) {
                assertThat(vm.exchange("interpreter", name, "a test").refusal()).isEmpty();
                assertThat(state(vm, "interpreter", name)).isEqualTo(State.PROBATION);

                TierExchange record = awaitRevert(vm);

                assertThat(record.from() + " -> " + record.to()).isEqualTo(name + " -> switching");
                assertThat(record.reason()).contains("on probation");
                assertThat(vm.verifyHeap()).isEmpty();
            }
        }
    }

    /** Nothing is found wrong with what is right, and it is stable then. */
    @Test
    @Tag("long")
    void isStableAfterTenSeconds() throws VmStartException {
        List<String> logged = new CopyOnWriteArrayList<>();
        Logger logger = loggers.getFirst();
        logger.setLevel(Level.INFO);
        logger.setUseParentHandlers(false);
        logger.setFilter(message -> logged.add(message.getMessage()));
        try (Vm vm = start(JitMode.EAGER)) {
            vm.exchange("jit", "baseline", "a test");
            vm.exchange("interpreter", "threaded", "a test");
            assertThat(state(vm, "jit", "baseline")).isEqualTo(State.PROBATION);
            while (state(vm, "jit", "baseline") == State.PROBATION || state(vm, "interpreter", "threaded") == State.PROBATION) {
                assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(ANSWER);
            }
            assertThat(state(vm, "jit", "baseline")).isEqualTo(State.STABLE);
            assertThat(state(vm, "interpreter", "threaded")).isEqualTo(State.STABLE);
            assertThat(vm.exchanges()).hasSize(2);
            assertThat(logged).filteredOn(each -> each.contains("got through its probation")).hasSize(2).allSatisfy(each -> {
                System.out.println(each);
                assertThat(each).matches("(jit baseline|interpreter threaded) has .*: [0-9]{3,} answers .*");
            });
            assertThat(vm.verifyHeap()).isEmpty();
        } finally {
            logger.setFilter(null);
            logger.setUseParentHandlers(true);
        }
    }
}
