package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.heap.HeapStress;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.plugin.Resource;
import st.sendwright.plugin.TakesLongException;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

@DisplayName("Primitives that wait")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WaitingCallsTest {

    /** What a program waits for is decided by the test. */
    private static final class Waiting extends PluginSet {

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final AtomicInteger begun = new AtomicInteger();
        private final Semaphore begins = new Semaphore(0);
        private final Semaphore interrupts = new Semaphore(0);
        private final Resource<StringBuilder> opened = resource(StringBuilder.class);

        Waiting() {
            super("Waiting");
            primitive("line", Kind.TEXT, Kind.INTEGER, this::line).waits();
            primitive("send", Kind.NOTHING, Kind.TEXT, line -> {
                lines.add(line);
                return null;
            });
            primitive("double", Kind.INTEGER, Kind.INTEGER, number -> {
                Thread.yield();
                return number * 2;
            }).waits();
            primitive("large", Kind.BYTES, Kind.INTEGER, size -> new byte[Math.toIntExact(begun.incrementAndGet() * size)]).waits();
            primitive("longer", Kind.TEXT, Kind.INTEGER, this::longer).waitsWhenLong();
            primitive("open", opened, () -> new StringBuilder("open"));
            primitive("shut", Kind.TEXT, opened.released(), Kind.INTEGER, (each, number) -> each + longer(number)).waitsWhenLong();
            primitive("refuse", Kind.NOTHING, () -> {
                begun.incrementAndGet();
                throw new PrimitiveFailedException(Failure.ALREADY_EXISTS);
            }).waits();
            primitive("throw", Kind.NOTHING, () -> {
                throw new IllegalStateException("on purpose");
            }).waits();
        }

        /** A negative number takes long. */
        private String longer(long number) throws TakesLongException, InterruptedException {
            begun.incrementAndGet();
            if (number < 0 && !isWaiting()) {
                throw new TakesLongException();
            }
            return isWaiting() ? line(number) : "at once" + number;
        }

        private String line(long number) throws InterruptedException {
            begun.incrementAndGet();
            begins.release();
            try {
                return lines.take() + number;
            } catch (InterruptedException interrupt) {
                interrupts.release();
                throw interrupt;
            }
        }
    }

    @TempDir
    Path folder;

    private final Logger logger = Logger.getLogger("st.sendwright.primitives");
    private final Waiting waiting = new Waiting();
    private final InstalledPrimitiveSets sets = new InstalledPrimitiveSets(TestVms.primitiveSets());
    private Vm vm;

    @BeforeEach
    void start() throws VmStartException {
        logger.setLevel(Level.OFF);
        sets.add(waiting, Map.of(TierChoice.NAME, "waiting"));
        vm = start(TestVms.options());
    }

    private Vm start(VmOptions options) throws VmStartException {
        Vm started = TestVms.factory(sets).start(options);
        for (String header : new String[] {"line: a", "send: a", "double: a", "large: a", "refuse", "throw",
            "longer: a", "open", "shut: a with: b"}) {
            String source = header + " <primitive: '" + header.replaceAll("[: ].*", "") + "' module: 'Waiting' error: code> ^code";
            assertThat(started.compileMethod("Object", Optional.of("test"), Optional.empty(), SourceText.of(source, "test"))
                    .selector()).isPresent();
        }
        return started;
    }

    @AfterEach
    void stop() {
        assertThat(vm.verifyHeap()).isEmpty();
        vm.close();
        logger.setLevel(null);
    }

    private String print(String source) {
        return TestVms.print(vm, source);
    }

    private CompletableFuture<String> printLater(String source) {
        return CompletableFuture.supplyAsync(() -> print(source));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10_000})
    void areMadeOnceWhereThereIsNoRoomForTheReasonOfTheirFailure(long bytes) throws VmStartException {
        try (Vm other = start(TestVms.options().withStress(HeapStress.NONE.withCollectEveryBytes(bytes)))) {
            assertThat(TestVms.print(other, "(1 to: 10) asArray collect: [:each | nil refuse]"))
                    .isEqualTo("(" + "#'already exists' ".repeat(10) + ")");
        }
        assertThat(waiting.begun).hasValue(10);
    }

    @Test
    void keepOnlyTheirOwnProcessWaiting() {
        assertThat(print("""
                | answer done |
                done := Semaphore new.
                [answer := nil line: 7. done signal] fork.
                Processor yield.
                nil send: 'x'.
                done wait.
                answer""")).isEqualTo("'x7'");
    }

    @ParameterizedTest
    @EnumSource(value = JitMode.class, names = {"OFF", "EAGER"})
    void answerToTheRightSends(JitMode mode) throws VmStartException {
        try (Vm other = start(TestVms.options().withJit(mode))) {
            assertThat(TestVms.print(other, """
                    | sums done |
                    sums := OrderedCollection new.
                    done := Semaphore new.
                    1 to: 50 do: [:n | [
                        | sum |
                        sum := 0.
                        1 to: 40 do: [:i |
                            sum := sum + ((nil double: n * 1000 + i) - (nil perform: #double: with: n * 1000))
                                + (nil perform: #double: withArguments: {i})].
                        sums add: sum. done signal] fork].
                    50 timesRepeat: [done wait].
                    sums asSet asArray""")).isEqualTo("(3280 )");
            assertThat(other.verifyHeap()).isEmpty();
        }
    }

    @Test
    void answerWhileObjectsMove() throws VmStartException {
        try (Vm other = start(TestVms.options().withStress(HeapStress.NONE.withCollectEveryBytes(2_000).withVerify()))) {
            assertThat(TestVms.print(other, "(1 to: 20) inject: 0 into: [:sum :n | sum + (nil double: n)]")).isEqualTo("420");
        }
    }

    @Test
    void areRunOnceEvenWhereTheirResultNeedsRoom() {
        assertThat(print("(nil large: 60000000) size")).isEqualTo("60000000");
        assertThat(waiting.begun).hasValue(1);
    }

    @Test
    void refuseWrongArgumentsAtOnce() {
        assertThat(print("nil line: 'x'")).isEqualTo("#'wrong argument'");
        assertThat(waiting.begun).hasValue(0);
    }

    @Test
    void areDoneAtOnceWhereTheyDoNotTakeLong() {
        assertThat(print("| answer | [answer := nil longer: 7] fork. Processor yield. answer")).isEqualTo("'at once7'");
        assertThat(waiting.begun).hasValue(1);
    }

    @Test
    void waitWhereTheyFindThatTheyTakeLong() throws InterruptedException {
        CompletableFuture<String> answer = printLater("nil longer: -7");
        waiting.begins.acquire();
        assertThat(print("3 + 4")).isEqualTo("7");
        waiting.lines.add("late");

        assertThat(answer.join()).isEqualTo("'late-7'");
        assertThat(waiting.begun).as("at once, on another thread, and the line").hasValue(3);
    }

    @Test
    void areInterruptedWhereTheyTakeLong() throws InterruptedException {
        print("Smalltalk at: #P put: [nil longer: -1] fork. Processor yield");
        waiting.begins.acquire();

        print("(Smalltalk at: #P) terminate");

        waiting.interrupts.acquire();
    }

    @Test
    void haveWhatTheyCloseThoughTheyAreRunTwice() throws InterruptedException {
        CompletableFuture<String> answer = printLater("| open | open := nil open. {nil shut: open with: -1. nil shut: open with: 1}");
        waiting.begins.acquire();
        waiting.lines.add("line");

        assertThat(answer.join()).isEqualTo("('openline-1' #closed )");
    }

    @Test
    void failWhenTheyThrow() {
        assertThat(print("nil throw")).isEqualTo("#'the primitive threw a Java exception'");
        assertThat(print("nil throw. nil throw")).isEqualTo("#'the primitive threw a Java exception'");
        assertThat(print("nil throw")).as("three in a row bar the set").isEqualTo("#'no such primitive'");
    }

    @Test
    void areNoDeadlock() throws InterruptedException {
        CompletableFuture<String> answer = printLater("nil line: 1");
        waiting.begins.acquire();
        waiting.lines.add("late");

        assertThat(answer.join()).isEqualTo("'late1'");
    }

    @Test
    void areInterruptedWhenTheirProcessIsTerminated() throws InterruptedException {
        print("Smalltalk at: #P put: [[nil line: 1] ensure: [Smalltalk at: #Unwound put: true]] fork. Processor yield");
        waiting.begins.acquire();

        assertThat(print("(Smalltalk at: #P) terminate. {(Smalltalk at: #Unwound). (Smalltalk at: #P) isTerminated}"))
                .isEqualTo("(true true )");
        waiting.interrupts.acquire();
    }

    @Test
    void areInterruptedWhenAnExceptionLeavesThem() throws InterruptedException {
        print("Smalltalk at: #P put: [Smalltalk at: #R put: ([nil line: 1] on: Error do: [:e | e messageText])] fork."
                + " Processor yield");
        waiting.begins.acquire();

        print("(Smalltalk at: #P) signalException: (Error new messageText: 'enough'). Processor yield");

        waiting.interrupts.acquire();
        assertThat(print("Smalltalk at: #R")).isEqualTo("'enough'");
    }

    @Test
    void goOnAfterTheirProcessHasDoneSomethingElseMeanwhile() throws InterruptedException {
        print("Smalltalk at: #P put: [Smalltalk at: #R put: (nil line: 1)] fork. Processor yield");
        waiting.begins.acquire();

        print("(Smalltalk at: #P) interruptWith: [Smalltalk at: #Q put: (nil double: 21)]. (Delay forMilliseconds: 1) wait");
        print("(Smalltalk at: #P) suspend. (Smalltalk at: #P) resume");
        assertThat(print("[(Smalltalk at: #Q ifAbsent: [nil]) isNil] whileTrue: [Processor yield]. Smalltalk at: #Q")).isEqualTo("42");
        print("nil send: 'still'");

        assertThat(print("[(Smalltalk at: #P) isTerminated] whileFalse: [(Delay forMilliseconds: 1) wait]. Smalltalk at: #R"))
                .isEqualTo("'still1'");
        assertThat(waiting.begun).hasValue(1);
    }

    @Test
    void areInterruptedAndFailWhenTheirSetGoes() throws InterruptedException {
        CompletableFuture<String> answer = printLater("nil line: 1");
        waiting.begins.acquire();

        sets.remove(waiting);

        waiting.interrupts.acquire();
        assertThat(answer.join()).isEqualTo("#interrupted");
        assertThat(print("nil line: 1")).isEqualTo("#'no such primitive'");
    }

    @Test
    void failWhenAnotherSetTakesThePlaceOfTheirs() throws InterruptedException {
        CompletableFuture<String> answer = printLater("nil line: 1");
        waiting.begins.acquire();
        PrimitiveSet other = new Waiting();
        sets.add(other, Map.of(TierChoice.NAME, "other"));

        assertThat(vm.exchange("primitives.Waiting", "other", "test").refusal()).isEmpty();

        assertThat(answer.join()).isEqualTo("#interrupted");
        assertThat(print("nil double: 4")).isEqualTo("8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"semispace", "generational"})
    void goOnWhileTheMemoryPlanIsExchanged(String plan) throws InterruptedException {
        CompletableFuture<String> answer = printLater("nil line: 1");
        waiting.begins.acquire();

        vm.exchange("memory-plan", plan, "test");
        waiting.lines.add("moved");

        assertThat(answer.join()).isEqualTo("'moved1'");
    }

    @Test
    void areMadeAnewInAVmThatGoesOnFromAnImage() throws Exception {
        print("Smalltalk at: #P put: [Smalltalk at: #R put: (nil line: 1)] fork. Processor yield");
        waiting.begins.acquire();
        Path image = folder.resolve("waiting.image");
        vm.saveImage(image);

        try (Vm next = TestVms.factory(sets).start(TestVms.options().withImage(image))) {
            waiting.begins.acquire();
            assertThat(waiting.begun).hasValue(2);
            waiting.lines.add("a");
            waiting.lines.add("a");
            assertThat(TestVms.print(next,
                    "[(Smalltalk at: #P) isTerminated] whileFalse: [(Delay forMilliseconds: 1) wait]. Smalltalk at: #R"))
                    .isEqualTo("'a1'");
        }
        assertThat(print("[(Smalltalk at: #P) isTerminated] whileFalse: [(Delay forMilliseconds: 1) wait]. Smalltalk at: #R"))
                .isEqualTo("'a1'");
    }

    @Test
    void areInterruptedWhenTheVmIsClosed() throws Exception {
        print("[nil line: 1] fork. Processor yield");
        waiting.begins.acquire();

        vm.close();

        waiting.interrupts.acquire();
        vm = start(TestVms.options());
    }
}
