package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The primitives of module Processes")
class ProcessPrimitivesTest {

    private TestWorld world;

    @BeforeEach
    void define() {
        world = TestWorld.asAsked();
        world.definePrimitive("Processes", "resume", 0);
        world.definePrimitive("Processes", "suspend", 0);
        world.definePrimitive("Processes", "yield", 0);
        world.definePrimitive("Processes", "signal", 0);
        world.definePrimitive("Processes", "wait", 0);
        world.definePrimitive("Processes", "setPriority", 0);
        world.definePrimitive("Processes", "setPriority", 1);
        world.definePrimitive("Processes", "delayUntil", 1);
        world.definePrimitive("Processes", "cancelDelay", 0);
        world.definePrimitive("Processes", "blockContext", 1);
        world.definePrimitive("Processes", "processTerminated", 0);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', value = {
            "3 primResume => WRONG_RECEIVER",
            "(1 to: 3) primResume => WRONG_RECEIVER",
            "Process basicNew primResume => WRONG_RECEIVER",
            "| p log | log := #idle. p := [log := #ran] newProcess. p primResume. Processor yield. log "
                    + "=> #ran",
            "Processor activeProcess primResume == Processor activeProcess => true",
            "| p | p := [] newProcess. p primProcessTerminated. p primResume => WRONG_RECEIVER",
            "3 primSuspend => WRONG_RECEIVER",
            "(2 to: 3) primSuspend => WRONG_RECEIVER",
            "| s p | s := Semaphore new. p := [s wait] fork. Processor yield. p primSuspend == s => true",
            "[] newProcess primSuspend => nil",
            "| log p | log := OrderedCollection new. p := [log add: 1. Processor activeProcess "
                    + "primSuspend. log add: 2] fork. Processor yield. log add: 3. p resume. Processor "
                    + "yield. log asArray => (1 3 2 )",
            "3 primYield => 3",
            "| log | log := OrderedCollection new. [log add: 1] fork. 3 primYield. log add: 2. log "
                    + "asArray => (1 2 )",
            "3 primSignal => WRONG_RECEIVER",
            "(1 to: 3) primSignal => WRONG_RECEIVER",
            "Semaphore basicNew primSignal => WRONG_RECEIVER",
            "nil primSignal => WRONG_RECEIVER",
            "| s | s := Semaphore new. s primSignal; primSignal. s primWait. s primWait == s => true",
            "3 primWait => WRONG_RECEIVER",
            "(1 to: 3) primWait => WRONG_RECEIVER",
            "LinkedList new primWait => WRONG_RECEIVER",
            "| s log | s := Semaphore new. log := OrderedCollection new. [s primWait. log add: 1] "
                    + "forkAt: 60. log add: 2. s primSignal. log add: 3. log asArray => (2 1 3 )",
            "3 primSetPriority: 4 => WRONG_RECEIVER",
            "[] newProcess primSetPriority: 0 => OUT_OF_RANGE",
            "[] newProcess primSetPriority: 101 => OUT_OF_RANGE",
            "[] newProcess primSetPriority: 'high' => OUT_OF_RANGE",
            "[] newProcess primSetPriority: SmallInteger maxVal => OUT_OF_RANGE",
            "| p | p := [] newProcess. p primSetPriority: 77. p priority => 77",
            "[] newProcess primSetPriority => WRONG_ARGUMENT_COUNT",
            "| log | log := OrderedCollection new. [log add: 1] forkAt: 40. Processor activeProcess "
                    + "primSetPriority: 30. log add: 2. Processor activeProcess primSetPriority: 50. log "
                    + "asArray => (1 2 )",
            "3 primDelayUntil: 4 => WRONG_RECEIVER",
            "(1 to: 3) primDelayUntil: 4 => WRONG_RECEIVER",
            "Semaphore new primDelayUntil: 'soon' => WRONG_ARGUMENT",
            "| s | s := Semaphore new. s primDelayUntil: 0. s wait == s => true",
            "| s | s := Semaphore new. s primDelayUntil: SmallInteger maxVal. s primCancelDelay == s => true",
            "3 primCancelDelay => 3",
            "3 primBlockContext: #() => WRONG_RECEIVER",
            "[] primBlockContext: nil => WRONG_ARGUMENT",
            "[:x | x] primBlockContext: #() => WRONG_ARGUMENT_COUNT",
            "([:x | x] primBlockContext: #(3)) class => Context",
            "([:x | x] primBlockContext: #(3)) sender => nil",
            "3 primProcessTerminated => WRONG_RECEIVER",
            "| p | p := [Semaphore new wait] fork. Processor yield. p primProcessTerminated. p "
                    + "isTerminated => true",
            "| p | p := [Processor activeProcess primProcessTerminated. Smalltalk at: #TooFar put: 1] "
                    + "fork. Processor yield. p isTerminated and: [(Smalltalk includesKey: #TooFar) not] => "
                    + "true"})
    void answerOrSayWhyNot(String source, String expected) {
        assertThat(world.print(source)).isEqualTo(TestWorld.expected(expected));
        assertThat(world.collectAndVerify()).isEmpty();
    }

    @Test
    void endTheEvaluationThatTheActiveProcessServes() {
        assertThat(world.print("Processor activeProcess primProcessTerminated. 3")).startsWith("terminated");
        assertThat(world.print("3 + 4")).isEqualTo("7");
    }
}
