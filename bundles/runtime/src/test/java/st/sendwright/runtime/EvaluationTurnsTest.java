package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("Evaluations that several Java threads wait for")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EvaluationTurnsTest {

    private static final String BUSY = "Smalltalk at: #Begun put: true."
            + " [Smalltalk includesKey: #Enough] whileFalse: [20 factorial]. #enough";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Vm vm;

    @BeforeEach
    void start() throws VmStartException {
        vm = TestVms.start(out);
    }

    @AfterEach
    void stop() {
        vm.close();
    }

    private String print(String source) {
        return TestVms.print(vm, source);
    }

    private CompletableFuture<String> startPrinting(String source) {
        return CompletableFuture.supplyAsync(() -> print(source), task -> Thread.ofVirtual().start(task));
    }

    /** Interrupts what a thread waits for until it has ended: it may not wait yet, or be ended by something else than the first one. */
    private void interrupt(Thread caller, CompletableFuture<String> until) {
        boolean hasEnded = false;
        while (!hasEnded) {
            vm.interrupt(caller);
            try {
                until.get(100, TimeUnit.MILLISECONDS);
                hasEnded = true;
            } catch (TimeoutException notYet) {
                hasEnded = false;
            } catch (InterruptedException | ExecutionException failure) {
                throw new AssertionError(failure);
            }
        }
    }

    /** A program that computes until {@code Enough} is there, and has begun with it. */
    private CompletableFuture<String> startBusy() {
        CompletableFuture<String> program = startPrinting(BUSY);
        awaitGlobal("Begun");
        return program;
    }

    private void awaitGlobal(String name) {
        while (!print("Smalltalk includesKey: #" + name).equals("true")) {
            Thread.yield();
        }
    }

    private void end(CompletableFuture<String> program) {
        print("Smalltalk at: #Enough put: true");
        assertThat(program.join()).isEqualTo("#enough");
    }

    @Test
    void goOnAfterWaitingForATime() {
        CompletableFuture<String> program = startBusy();

        assertThat(print("(Delay forMilliseconds: 1) wait. 7")).isEqualTo("7");

        end(program);
    }

    @Test
    void goOnAfterOneThatCameLater() {
        CompletableFuture<String> program = startBusy();
        CompletableFuture<String> earlier = startPrinting("Smalltalk at: #Earlier put: true."
                + " [Smalltalk includesKey: #Later] whileFalse: [20 factorial]. 8");
        awaitGlobal("Earlier");

        print("Smalltalk at: #Later put: true");

        assertThat(earlier.join()).isEqualTo("8");
        end(program);
    }

    @Test
    void goOnWhenAnotherOneHasSignalledThem() {
        print("Smalltalk at: #Signal put: Semaphore new");
        CompletableFuture<String> program = startPrinting("Smalltalk at: #Begun put: true."
                + " [Smalltalk includesKey: #Waits] whileFalse: [20 factorial]. (Smalltalk at: #Signal) signal. " + BUSY);
        awaitGlobal("Begun");

        assertThat(print("Smalltalk at: #Waits put: true. (Smalltalk at: #Signal) wait. 9")).isEqualTo("9");

        end(program);
    }

    @Test
    void takeTurnsWithAProcessThatTheProgramHasStarted() {
        CompletableFuture<String> program = startPrinting("| done | done := Semaphore new."
                + " [" + BUSY + ". done signal] fork. done wait. #enough");
        awaitGlobal("Begun");
        CompletableFuture<String> endless = startPrinting("[Smalltalk includesKey: #Enough] whileFalse. 10");

        end(program);
        assertThat(endless.join()).isEqualTo("10");
    }

    @Test
    void doNotLetOtherProcessesOfAProgramRunBeforeItYields() {
        CompletableFuture<String> program = startPrinting("| ran last | ran := 0."
                + " [Smalltalk at: #Ran put: true] fork. " + BUSY + ". last := Smalltalk includesKey: #Ran. Processor yield."
                + " {last. Smalltalk includesKey: #Ran}");
        awaitGlobal("Begun");

        print("(Delay forMilliseconds: 1) wait");
        print("Smalltalk at: #Enough put: true");

        assertThat(program.join()).isEqualTo("(false true )");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[true] whileTrue", "Semaphore new wait", "[[true] whileTrue] fork. Semaphore new wait"})
    void areInterruptedForThoseWhoWaitForThem(String endless) {
        CompletableFuture<String> program = startBusy();
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> print(endless),
                task -> caller.complete(Thread.ofVirtual().start(task)));

        interrupt(caller.join(), other);

        assertThat(other.join()).startsWith("UserInterrupt");
        end(program);
    }

    @Test
    void areNotInterruptedForThoseWhoWaitForNothing() {
        CompletableFuture<String> program = startBusy();

        vm.interrupt(Thread.currentThread());

        end(program);
    }
}
