package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("Interpreters that are exchanged")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class InterpreterExchangeTest {

    private static final String KIND = "interpreter";
    private static final String WORK = "(1 to: 60) inject: 0 into: [:sum :i | sum + i printString size"
            + " + i leaving + ([:x | x > 50 ifTrue: [x foo] ifFalse: [x]] on: Error do: [:e | e return: 7]) size"
            + " + ((1 to: i) collect: [:each | each printString, 'x']) size]";
    /** Exchanges interpreters in the midst of unwind blocks and handlers, and answers what these have done. */
    private static final String IN_THE_MIDST = """
            | log try |
            log := OrderedCollection new.
            try := [:depth | [
                depth = 0 ifTrue: [Smalltalk exchange: #interpreter with: #NAME. log add: #deep. 3 foo]
                    ifFalse: [try value: depth - 1]] ensure: [log add: depth]].
            log add: ([try value: 3] on: MessageNotUnderstood do: [:e |
                Smalltalk exchange: #interpreter with: #switching. e return: 9]).
            log asArray printString""";

    private enum Fault { THROWS, THROWS_AT_ONE_BYTECODE, LACKS_A_CLASS, ANSWERS_NO_EXIT }

    /** Works until it is told not to. */
    private static final class Faulty extends WrappedInterpreter {

        private volatile Fault fault;
        private final AtomicInteger faults = new AtomicInteger();

        Faulty() {
            super("faulty");
        }

        @Override
        public int run(long mutator, SlowPaths slow) {
            if (fault == Fault.ANSWERS_NO_EXIT) {
                faults.incrementAndGet();
                return 99;
            }
            failIf(Fault.THROWS);
            if (fault == Fault.LACKS_A_CLASS) {
                faults.incrementAndGet();
                throw new NoClassDefFoundError("as the test wants it");
            }
            return super.run(mutator, slow);
        }

        @Override
        public long executeOne(long mutator, SlowPaths slow) {
            failIf(Fault.THROWS_AT_ONE_BYTECODE);
            return super.executeOne(mutator, slow);
        }

        private void failIf(Fault which) {
            if (fault == which) {
                faults.incrementAndGet();
                throw new IllegalArgumentException("as the test wants it");
            }
        }
    }

    private final InstalledProviders<Interpreter> interpreters = TestVms.interpreters();

    private Vm start(JitMode mode) throws VmStartException {
        Vm vm = TestVms.factory(interpreters, TestVms.installed()).start(TestVms.options().withJit(mode));
        // Machine code has an interpreter execute the return.
        vm.compileMethod("Integer", Optional.of("test"), Optional.empty(),
                SourceText.of("leaving [^7] ensure: [self sqrt]", "test"));
        return vm;
    }

    private static String active(Vm vm) {
        return vm.tiers().stream().filter(each -> each.kind().equals(KIND)).findFirst().orElseThrow().provider();
    }

    private static String what(TierExchange record) {
        return record.kind() + ": " + record.from() + " -> " + record.to();
    }

    @ParameterizedTest
    @EnumSource(JitMode.class)
    void goOnWhereTheOthersStood(JitMode mode) throws VmStartException {
        try (Vm vm = start(mode)) {
            for (String name : interpreters.names()) {
                assertThat(TestVms.print(vm, IN_THE_MIDST.replace("NAME", name)))
                        .isEqualTo("'(#deep 0 1 2 3 9 )'");
            }
            assertThat(vm.exchanges()).hasSize(2 * interpreters.names().size()).allMatch(TierExchange::isDone);
            assertThat(active(vm)).isEqualTo("switching");
        }
    }

    @Test
    void areRefusedWhenNoBundleProvidesThemOrTheyCannotWorkHere() throws VmStartException {
        interpreters.add(new Provider<>("foreign", new WrappedInterpreter("foreign") {
            @Override
            public void prepare() {
                throw new IllegalStateException("it is for other machines");
            }
        }));
        try (Vm vm = start(JitMode.OFF)) {
            assertThat(vm.exchange(KIND, "oracle", "a test").refusal()).hasValueSatisfying(refusal -> assertThat(refusal)
                    .startsWith("SW-SWAP-002 no bundle provides the interpreter 'oracle'. Those that are installed: "));
            assertThat(vm.exchange(KIND, "foreign", "a test").refusal()).hasValue(
                    "SW-SWAP-003 the interpreter 'foreign' cannot be started: it is for other machines");
            assertThat(active(vm)).isEqualTo("switching");
        }
    }

    @Test
    void areNeededForAStart() {
        InstalledProviders<Interpreter> none = new InstalledInterpreters(List.of(), Optional.of("oracle")).providers();
        assertThatThrownBy(() -> TestVms.factory(none, TestVms.installed()).start(TestVms.options()))
                .isInstanceOf(VmStartException.class).hasMessageStartingWith("SW-VM-056 there is no interpreter 'oracle'");
    }

    @Test
    void areReplacedWhenTheirBundleStopsAndUsedAgainWhenItStarts() throws VmStartException {
        try (Vm vm = start(JitMode.OFF)) {
            String expected = TestVms.print(vm, WORK);
            vm.exchange(KIND, "threaded", "a test");
            Provider<Interpreter> gone = interpreters.named("threaded").orElseThrow();
            interpreters.remove(gone.service());
            assertThat(active(vm)).isEqualTo("switching");
            assertThat(TestVms.print(vm, WORK)).isEqualTo(expected);

            interpreters.add(gone);
            assertThat(active(vm)).isEqualTo("threaded");
            assertThat(TestVms.print(vm, WORK)).isEqualTo(expected);
            assertThat(vm.exchanges()).extracting(TierExchange::reason).endsWith(
                    "the bundle of the interpreter threaded was stopped", "the bundle of the interpreter threaded was started");
        }
    }

    @Test
    void stayInForceWhenThereIsNoOther() throws VmStartException {
        try (Vm vm = start(JitMode.OFF)) {
            String expected = TestVms.print(vm, WORK);
            List<Provider<Interpreter>> all = interpreters.names().stream()
                    .map(name -> interpreters.named(name).orElseThrow()).toList();
            all.forEach(each -> interpreters.remove(each.service()));
            assertThat(active(vm)).isEqualTo(all.getLast().name());
            assertThat(TestVms.print(vm, WORK)).isEqualTo(expected);

            interpreters.add(all.getFirst());
            assertThat(active(vm)).as("better than one whose bundle has gone").isEqualTo(all.getFirst().name());
            assertThat(TestVms.print(vm, WORK)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void areRevertedAndBarredAfterThreeFailures(Fault fault) throws VmStartException {
        Faulty faulty = new Faulty();
        interpreters.add(new Provider<>("faulty", faulty));
        try (Vm vm = start(fault == Fault.THROWS_AT_ONE_BYTECODE ? JitMode.EAGER : JitMode.OFF)) {
            String expected = TestVms.print(vm, WORK);
            for (int i = 1; i <= 3; i++) {
                faulty.fault = null;
                assertThat(vm.exchange(KIND, "faulty", "a test").refusal()).isEmpty();
                faulty.fault = fault;
                assertThat(TestVms.print(vm, WORK)).isEqualTo(expected);

                assertThat(faulty.faults).hasValue(i);
                assertThat(what(vm.exchanges().getLast())).isEqualTo("interpreter: faulty -> switching");
                assertThat(vm.exchanges().getLast().reason()).startsWith("SW-SWAP-005 the interpreter 'faulty' failed, "
                        + i + " of 3 times after which it is barred: ");
            }
            assertThat(vm.exchange(KIND, "faulty", "a test").refusal()).hasValue("SW-SWAP-006 the interpreter 'faulty' has"
                    + " failed 3 times; it is barred until its bundle is installed or started anew");
        }
    }

    /** What a primitive or the kernel throws is not the interpreter's fault. */
    @Test
    void areNotBlamedForOthers() throws VmStartException {
        try (Vm vm = TestVms.factory(interpreters, TestVms.installed()).start(
                TestVms.options().withRecursionLimit(2_000))) {
            assertThat(TestVms.print(vm, "| deep | deep := nil. deep := [:n | [deep value: n + 1] ensure: [deep value: n]]."
                    + " deep value: 1")).containsIgnoringCase("recursion");
            assertThat(vm.exchanges()).isEmpty();
        }
    }
}
