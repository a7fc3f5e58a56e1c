package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.heap.HeapStress;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;
import st.sendwright.language.SourceText;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

@DisplayName("The compiler in the background")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BackgroundCompilerTest {

    private static final String COUNTING = """
            counted
                ^self < 2 ifTrue: [1] ifFalse: [(self - 1) counted + (self - 2) counted + 1]""";

    private final GatedBackEnd backEnd = new GatedBackEnd();

    /** The real one, but each method waits until the test lets it pass. */
    private static final class GatedBackEnd extends WrappedBackEnd {

        private final Semaphore gate = new Semaphore(0);
        private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
        private volatile String bad = "none";

        GatedBackEnd() {
            super("gated");
        }

        void open() {
            gate.release(1_000_000);
        }

        @Override
        public BackEnd counting() {
            return this;
        }

        @Override
        public MachineCode compile(MethodView method) throws CodeRefusedException {
            begun.add(method.name());
            gate.acquireUninterruptibly();
            if (method.name().equals(bad)) {
                throw new IllegalStateException("as the test wants it");
            }
            return super.compile(method);
        }
    }

    /** One outside a VM. */
    private BackgroundCompiler compiler(Runnable notice) {
        return new BackgroundCompiler(backEnd, new ProviderCalls.Asked() {
            @Override
            public boolean mayBeLeft() {
                return true;
            }

            @Override
            public void stalled(String fault) {
                throw new AssertionError(fault);
            }
        }, new StallWatch(nanos -> false), () -> false, notice);
    }

    private static VmOptions options(JitMode mode) throws VmStartException {
        return TestVms.options().withJit(mode).withCompileWhere(Where.BACKGROUND);
    }

    private Vm start() throws VmStartException {
        Vm vm = TestVms.factory(List.of(), backEnd).start(options(JitMode.BASELINE));
        compile(vm, COUNTING);
        return vm;
    }

    private static void compile(Vm vm, String source) {
        vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of(source, "test"));
    }

    private static JitReport.Code code(Vm vm) {
        return vm.jit(1_000_000).code().orElseThrow();
    }

    private static boolean has(Vm vm, String method) {
        return code(vm).biggest().stream().anyMatch(each -> each.name().equals(method));
    }

    private static void await(Vm vm, String method) {
        while (!has(vm, method)) {
            Thread.yield();
        }
    }

    @Test
    void keepsNoProgramWaitingAndGivesCodeToThoseThatRunLater() throws VmStartException {
        try (Vm vm = start()) {
            assertThat(code(vm).where()).isEqualTo(Where.BACKGROUND);
            assertThat(TestVms.print(vm, "18 counted")).isEqualTo("8361");
            assertThat(code(vm).methods()).as("the gate is closed").isZero();

            backEnd.open();
            await(vm, "Integer>>counted");

            assertThat(TestVms.print(vm, "18 counted")).isEqualTo("8361");
            assertThat(Collections.frequency(backEnd.begun, "Integer>>counted")).isEqualTo(1);
        }
    }

    /** Whatever is asked for while a method is in work is there before the method is asked for again. */
    @Test
    void hasALoopGoOnInMachineCodeOnceThereIsSome() throws VmStartException {
        try (Vm vm = start()) {
            compile(vm, "loopUntil: aBlock [aBlock value] whileFalse. ^self");
            backEnd.open();

            assertThat(TestVms.print(vm, "7 loopUntil: [(Smalltalk statistics"
                    + " detect: [:each | (each at: 1) = 'jit-methods']) last > 3]")).isNotBlank();
            assertThat(TestVms.print(vm, "| n | n := 0. 7 loopUntil: [(n := n + 1) > 100000]. n")).isEqualTo("100001");
            await(vm, "Integer>>loopUntil:");
        }
    }

    @Test
    void findsAMethodThatHasMovedMeanwhile() throws VmStartException {
        try (Vm vm = TestVms.factory(List.of(), backEnd).start(options(JitMode.BASELINE)
                .withStress(HeapStress.NONE.withCompact()))) {
            compile(vm, COUNTING);
            TestVms.print(vm, "15 counted");
            TestVms.print(vm, "Smalltalk garbageCollect");
            backEnd.open();
            await(vm, "Integer>>counted");

            assertThat(TestVms.print(vm, "Smalltalk garbageCollect. 15 counted")).isEqualTo("1973");
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    @Test
    void dropsTheCodeOfAMethodThatDied() throws VmStartException {
        try (Vm vm = start()) {
            TestVms.print(vm, "15 counted");
            compile(vm, "counted ^0");
            TestVms.print(vm, "Smalltalk garbageCollect");
            backEnd.open();
            compile(vm, "later ^self < 2 ifTrue: [1] ifFalse: [(self - 1) later + (self - 2) later + 1]");
            TestVms.print(vm, "15 later");
            await(vm, "Integer>>later");

            assertThat(backEnd.begun).contains("Integer>>counted");
            assertThat(has(vm, "Integer>>counted")).isFalse();
            assertThat(TestVms.print(vm, "15 counted")).isEqualTo("0");
        }
    }

    @Test
    void dropsWhatWasAskedForBeforeAllCodeWasDropped() throws VmStartException {
        try (Vm vm = start()) {
            TestVms.print(vm, "15 counted");
            while (!backEnd.begun.contains("Integer>>counted")) {
                Thread.yield();
            }
            backEnd.open();
            vm.compileAll();

            assertThat(TestVms.print(vm, "18 counted")).isEqualTo("8361");
            await(vm, "Integer>>counted");
            assertThat(TestVms.print(vm, "18 counted")).isEqualTo("8361");
        }
    }

    @Test
    void leavesAMethodInterpretedOnWhichItFails() throws VmStartException {
        backEnd.bad = "Integer>>counted";
        backEnd.open();
        try (Vm vm = start()) {
            TestVms.print(vm, "15 counted");
            while (code(vm).refused() == 0) {
                Thread.yield();
            }

            assertThat(TestVms.print(vm, "18 counted")).isEqualTo("8361");
            assertThat(code(vm).refused()).isEqualTo(1);
            assertThat(Collections.frequency(backEnd.begun, "Integer>>counted")).isEqualTo(1);
        }
    }

    @Test
    void takesNoMoreThanItsQueueHolds() {
        BackgroundCompiler compiler = compiler(() -> { });
        int taken = 0;
        while (compiler.request(taken, method(taken))) {
            taken++;
        }

        assertThat(taken).isBetween(BackgroundCompiler.MOST_WAITING, BackgroundCompiler.MOST_WAITING + 1);
        compiler.close();
        assertThat(compiler.waiting()).isZero();
        backEnd.open();
    }

    @Test
    void endsAfterWhatItIsAtWhenItsVmIsClosed() throws VmStartException, InterruptedException {
        AtomicInteger notices = new AtomicInteger();
        BackgroundCompiler compiler = compiler(notices::incrementAndGet);
        compiler.request(1, method(1));
        compiler.request(2, method(2));
        while (backEnd.begun.isEmpty()) {
            Thread.yield();
        }

        compiler.close();
        backEnd.open();
        awaitEndOfThreads();

        assertThat(backEnd.begun).containsExactly("Foo>>bar1");
    }

    @Test
    void mayEndLaterThanItsVm() throws VmStartException, InterruptedException {
        Vm vm = start();
        TestVms.print(vm, "15 counted");
        while (backEnd.begun.isEmpty()) {
            Thread.yield();
        }
        vm.close();
        assertThat(threads()).isNotEmpty();

        backEnd.open();
        awaitEndOfThreads();

        assertThat(backEnd.begun).hasSize(1);
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("sendwright-compiler")).toList();
    }

    private static void awaitEndOfThreads() throws InterruptedException {
        for (Thread each : threads()) {
            each.join();
        }
    }

    /** Everything is compiled while everything runs, in a space that is dropped again and again. */
    @Test
    void holdsUnderStress() throws VmStartException {
        String program = "12 counted + ((1 to: 300) collect: [:i | (i * 7919 \\\\ 1000) printString])"
                + " asSortedCollection first size";
        String expected;
        try (Vm vm = TestVms.start()) {
            compile(vm, COUNTING);
            expected = TestVms.print(vm, program);
        }
        try (Vm vm = TestVms.factory().start(options(JitMode.EAGER).withCodeCacheBytes(64 << 10))) {
            compile(vm, COUNTING);
            for (int i = 0; i < 20; i++) {
                assertThat(TestVms.print(vm, program)).isEqualTo(expected);
                TestVms.print(vm, "Smalltalk garbageCollect");
            }
            assertThat(code(vm).methods()).isPositive();
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    private static MethodView method(int number) {
        return new MethodView("Foo>>bar" + number, 0, new byte[0], new long[0], "", 0, true, new BitSet());
    }
}
