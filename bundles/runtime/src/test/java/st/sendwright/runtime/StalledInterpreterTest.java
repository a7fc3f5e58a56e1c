package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmStartException;

@DisplayName("An interpreter that has the program and does not come back")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StalledInterpreterTest {

    private static final String PROGRAM = "(1 to: 300) inject: 0 into: [:sum :i | sum + i printString size]";
    private static final String ANSWER = "792";
    private static final String SILENCE = "SW-SWAP-011 the interpreter stalling stalls: it has the program and has not polled for ";

    private final InstalledProviders<Interpreter> interpreters = TestVms.interpreters();
    private final Stalling stalling = new Stalling();
    private final Logger logger = Logger.getLogger("st.sendwright.runtime");
    private final List<String> logged = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        interpreters.add(new Provider<>("stalling", -1, stalling));
        logger.setUseParentHandlers(false);
        logger.setFilter(message -> logged.add(message.getMessage()));
    }

    @AfterEach
    void letGo() {
        stalling.end.countDown();
        logger.setFilter(null);
        logger.setUseParentHandlers(true);
    }

    /** Works until it is told not to, once. */
    private static final class Stalling extends WrappedInterpreter {

        private final CountDownLatch end = new CountDownLatch(1);
        private volatile StalledProviderTest.Stall how;
        private volatile boolean isOnlyAside;

        Stalling() {
            super("stalling");
        }

        @Override
        public int run(long mutator, SlowPaths slow) {
            if (!isOnlyAside || !(slow instanceof KernelPaths)) {
                stall();
            }
            return super.run(mutator, slow);
        }

        @Override
        public long executeOne(long mutator, SlowPaths slow) {
            stall();
            return super.executeOne(mutator, slow);
        }

        private void stall() {
            StalledProviderTest.Stall now = how;
            if (now != null) {
                how = null;
                now.stall(end);
            }
        }
    }

    private Vm start(JitMode mode) throws VmStartException {
        Vm vm = TestVms.factory(interpreters, TestVms.installed()).start(TestVms.options().withJit(mode));
        // Machine code has an interpreter execute the return.
        vm.compileMethod("Integer", Optional.of("test"), Optional.empty(),
                SourceText.of("leaving [^7] ensure: [self sqrt]", "test"));
        assertThat(vm.exchange("interpreter", "stalling", "a test").refusal()).isEmpty();
        return vm;
    }

    private static void assertThatItWasReverted(Vm vm) {
        TierExchange record = vm.exchanges().getLast();
        assertThat(record.from() + " -> " + record.to()).isEqualTo("stalling -> switching");
        assertThat(record.reason()).startsWith("SW-SWAP-005 the interpreter 'stalling' failed, 1 of 3 times");
        assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(ANSWER);
        assertThat(vm.verifyHeap()).isEmpty();
    }

    /** What waits and heeds interrupts throws then; the next one goes on at the saved registers. */
    @ParameterizedTest
    @EnumSource(value = StalledProviderTest.Stall.class, names = {"SLEEP", "WAIT"})
    void isInterruptedAndRevertedAndTheProgramGoesOn(StalledProviderTest.Stall how) throws VmStartException {
        try (Vm vm = start(JitMode.OFF)) {
            stalling.how = how;

            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(ANSWER);

            assertThat(logged).anyMatch(each -> each.startsWith(SILENCE) && each.contains("; it waits, and is interrupted:"));
            assertThatItWasReverted(vm);
        }
    }

    @Test
    void isRevertedTooWhereItExecutesOneBytecodeForMachineCode() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            assertThat(TestVms.print(vm, "3 leaving")).isEqualTo("7");
            stalling.how = StalledProviderTest.Stall.SLEEP;

            assertThat(TestVms.print(vm, "3 leaving")).isEqualTo("7");

            assertThatItWasReverted(vm);
        }
    }

    /** The VM thread could wait for nothing any more with an interrupt that nobody takes. */
    @Test
    void isNotInterruptedWhereItComesBackBeforeThat() throws VmStartException {
        try (Vm vm = start(JitMode.OFF)) {
            logger.setFilter(message -> {
                if (message.getMessage().contains("; it waits, and is interrupted:")) {
                    stalling.end.countDown();
                    awaitRevert(vm);
                }
                return false;
            });
            stalling.how = StalledProviderTest.Stall.IGNORE;

            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(ANSWER);

            while (isAboutToInterrupt()) {
                Thread.yield();
            }
            assertThat(Thread.getAllStackTraces().keySet()).filteredOn(each -> each.getName().equals("sendwright-vm"))
                    .isNotEmpty().noneMatch(Thread::isInterrupted);
            assertThatItWasReverted(vm);
        }
    }

    private static boolean isAboutToInterrupt() {
        return Thread.getAllStackTraces().values().stream().flatMap(Stream::of)
                .anyMatch(each -> each.getClassName().equals(RunWatch.class.getName()) && each.getMethodName().equals("stalls"));
    }

    /** Whoever waits for the VM hears that it does not answer. Late is better than never, but too late all the same. */
    @ParameterizedTest
    @EnumSource(value = StalledProviderTest.Stall.class, names = {"COMPUTE", "IGNORE"})
    void keepsNobodyWaitingAndIsRevertedWhenItComesBack(StalledProviderTest.Stall how) throws Exception {
        try (Vm vm = start(JitMode.OFF)) {
            stalling.how = how;

            assertThat(vm.evaluate(SourceText.of(PROGRAM, "test"))).isInstanceOfSatisfying(Evaluation.Terminated.class, end ->
                    assertThat(end.reason()).startsWith(SILENCE).contains("the VM does not answer meanwhile"));

            assertThat(logged).anyMatch(each -> each.startsWith(SILENCE) && each.contains("StalledInterpreterTest$Stalling.stall"));
            assertThatThrownBy(vm::tiers).isInstanceOf(StalledProviderException.class).hasMessageStartingWith(SILENCE);
            assertThatThrownBy(vm::statistics).hasMessageStartingWith(SILENCE);
            stalling.end.countDown();
            awaitRevert(vm);
            assertThatItWasReverted(vm);
        }
    }

    private static void awaitRevert(Vm vm) {
        while (isSilent(vm)) {
            Thread.yield();
        }
    }

    private static boolean isSilent(Vm vm) {
        try {
            return !vm.exchanges().getLast().from().equals("stalling");
        } catch (StalledProviderException silence) {
            return true;
        }
    }

    /** On probation it runs methods beside the program, too; the reference is not asked to stall. */
    @Test
    void isNoticedOnProbationToo() throws VmStartException {
        try (Vm vm = start(JitMode.OFF)) {
            assertThat(vm.compileMethod("Integer", Optional.of("test"), Optional.empty(),
                    SourceText.of("tenLess ^self - 10", "test")).diagnostics()).isEmpty();
            stalling.isOnlyAside = true;
            stalling.how = StalledProviderTest.Stall.IGNORE;
            String program = "(1 to: 300) inject: 0 into: [:sum :i | i tenLess. sum + i printString size]";

            String answer = ANSWER;
            while (answer.equals(ANSWER)) {
                answer = TestVms.print(vm, program);
            }

            assertThat(answer).startsWith("terminated: SW-SWAP-011 the interpreter stalling stalls: ");
            stalling.end.countDown();
            awaitRevert(vm);
            assertThatItWasReverted(vm);
        }
    }

    @Test
    void keepsNobodyFromClosingTheVm() throws VmStartException {
        Vm vm = start(JitMode.OFF);
        stalling.how = StalledProviderTest.Stall.IGNORE;
        CompletableFuture<String> program = CompletableFuture.supplyAsync(() -> TestVms.print(vm, PROGRAM));

        vm.close();

        assertThat(program.join()).startsWith("terminated: ");
    }

    /** A loop without sends polls at its jumps; large objects are made and compared by the kernel and machine code alone. */
    @ParameterizedTest
    @EnumSource(value = JitMode.class, names = {"OFF", "EAGER"})
    void isNotFoundWhereAProgramOnlyTakesLong(JitMode mode) throws VmStartException {
        try (Vm vm = start(mode)) {
            assertThat(TestVms.print(vm, "| sum | sum := 0. 1 to: 30000000 do: [:i | sum := sum + i]. sum"))
                    .isEqualTo("450000015000000");
            assertThat(TestVms.print(vm, "| text | text := String new: 50000000. (1 to: 8) do: [:i | text = text copy]. text size"))
                    .isEqualTo("50000000");
            assertThat(logged).noneMatch(each -> each.contains("SW-SWAP-011"));
            assertThat(vm.exchanges()).hasSize(1);
        }
    }
}
