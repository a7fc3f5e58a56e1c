package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.StubCode;
import st.sendwright.language.SourceText;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("A back end that goes on failing")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BrokenBackEndTest {

    private static final String PROGRAM = "(1 to: 2000) inject: 0 into: [:sum :i |"
            + " sum + ({3. 4.5. $a. nil. #ab. 1/2. true. 3@4. Object new. 1->2} at: i \\\\ 10 + 1) broken printString size]";

    /** Where a back end throws. */
    private enum Fault { STUBS, COMPILE, POLYMORPHIC, MEGAMORPHIC, NONE }

    /** The real one, until it is told to throw. */
    private static final class Broken extends WrappedBackEnd {

        private volatile Fault fault = Fault.NONE;

        Broken() {
            super("broken");
        }

        private void at(Fault place) {
            if (fault == place) {
                throw new IllegalStateException("as the test wants it");
            }
        }

        @Override
        public StubCode stubs() {
            at(Fault.STUBS);
            return super.stubs();
        }

        @Override
        public MachineCode compile(MethodView method) throws CodeRefusedException {
            at(Fault.COMPILE);
            return super.compile(method);
        }

        @Override
        public MachineCode polymorphic(List<Case> cases) {
            at(Fault.POLYMORPHIC);
            return super.polymorphic(cases);
        }

        @Override
        public MachineCode megamorphic(int selectorNumber) {
            at(Fault.MEGAMORPHIC);
            return super.megamorphic(selectorNumber);
        }
    }

    private final JitTier.Installed installed = TestVms.installed();
    private final Broken broken = new Broken();
    private final Provider<BackEnd> provider = new Provider<>("broken", broken);

    private final Logger logger = Logger.getLogger("st.sendwright.jit");

    /** It says a lot. */
    @BeforeEach
    void quieten() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void quietenNoMore() {
        logger.setLevel(null);
    }

    private Vm start(JitMode mode) throws VmStartException {
        Vm vm = TestVms.factory(installed).start(TestVms.options().withJit(mode));
        vm.compileMethod("Object", Optional.of("test"), Optional.empty(), SourceText.of("broken ^self", "test"));
        return vm;
    }

    private static String expected() throws VmStartException {
        try (Vm vm = new BrokenBackEndTest().start(JitMode.OFF)) {
            return TestVms.print(vm, PROGRAM);
        }
    }

    private static String what(TierExchange record) {
        return record.from() + " -> " + record.to();
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPILE", "POLYMORPHIC", "MEGAMORPHIC"})
    void isReplacedByTheOneBeforeAndBarredAfterThreeTimes(Fault fault) throws VmStartException {
        String expected = expected();
        try (Vm vm = start(JitMode.EAGER)) {
            installed.backEnds().add(provider);
            for (int i = 1; i <= 3; i++) {
                broken.fault = fault;
                assertThat(vm.exchange("jit", "broken", "a test").refusal()).isEmpty();

                assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);
                assertThat(vm.exchanges()).hasSize(2 * i).last().satisfies(record -> assertThat(record.reason())
                        .startsWith("SW-SWAP-005 the back end 'broken' failed, "));
                assertThat(what(vm.exchanges().getLast())).isEqualTo("broken -> baseline");
                assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);
                assertThat(vm.jit(0).code().orElseThrow().backEnd()).isEqualTo("baseline");
            }
            assertThat(vm.exchange("jit", "broken", "a test").refusal()).hasValue("SW-SWAP-006 the back end 'broken' has"
                    + " failed 3 times; it is barred until its bundle is installed or started anew");

            installed.backEnds().remove(broken);
            installed.backEnds().add(provider);
            broken.fault = Fault.NONE;
            assertThat(vm.exchange("jit", "broken", "a test").refusal()).isEmpty();
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);
            assertThat(vm.exchanges().getLast().to()).isEqualTo("broken");
        }
    }

    @Test
    void isReplacedByNoneWhenItIsTheOnlyOne() throws VmStartException {
        String expected = expected();
        installed.backEnds().remove(installed.backEnds().named("baseline").orElseThrow().service());
        installed.backEnds().add(provider);
        broken.fault = Fault.POLYMORPHIC;
        try (Vm vm = start(JitMode.EAGER)) {
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);
            assertThat(vm.exchanges()).singleElement().satisfies(record ->
                    assertThat(what(record)).isEqualTo("broken -> none"));
            assertThat(vm.jit(0).code()).isEmpty();

            installed.backEnds().remove(broken);
            broken.fault = Fault.NONE;
            installed.backEnds().add(provider);
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);
            assertThat(vm.jit(0).code()).as("it was mended").isPresent();
        }
    }

    @Test
    void isRefusedWhenItCannotEvenStart() throws VmStartException {
        installed.backEnds().add(provider);
        broken.fault = Fault.STUBS;
        try (Vm vm = start(JitMode.EAGER)) {
            assertThat(vm.exchange("jit", "broken", "a test").refusal()).hasValue("SW-SWAP-003 the back end 'broken' cannot"
                    + " be started: java.lang.IllegalStateException: as the test wants it");
            assertThat(vm.jit(0).code().orElseThrow().backEnd()).isEqualTo("baseline");
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected());
        }
    }
}
