package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

    /** A program that computes until {@code Enough} is there, and has begun with it. */
    private CompletableFuture<String> startBusy() {
        CompletableFuture<String> program = startPrinting(BUSY);
        awaitGlobal("Begun");
        return program;
    }

    private void awaitGlobal(String name) {
        while (!print("Smalltalk includesKey: #" + name).equals("true")) {
            Thread.onSpinWait();
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
        CompletableFuture<String> waiting = startPrinting("(Smalltalk at: #Signal) wait. 9");
        CompletableFuture<String> program = startPrinting("(Smalltalk at: #Signal) signal. " + BUSY);

        assertThat(waiting.join()).isEqualTo("9");

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
}
