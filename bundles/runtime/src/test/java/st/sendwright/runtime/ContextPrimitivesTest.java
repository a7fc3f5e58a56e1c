package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The primitives of module Contexts")
class ContextPrimitivesTest {

    private TestWorld world;

    @BeforeEach
    void define() {
        world = TestWorld.asAsked();
        world.definePrimitive("Contexts", "sender", 0);
        world.definePrimitive("Contexts", "setSender", 1);
        world.definePrimitive("Contexts", "pc", 0);
        world.definePrimitive("Contexts", "stackp", 0);
        world.definePrimitive("Contexts", "method", 0);
        world.definePrimitive("Contexts", "closure", 0);
        world.definePrimitive("Contexts", "receiver", 0);
        world.definePrimitive("Contexts", "tempAt", 1);
        world.definePrimitive("Contexts", "tempAtPut", 2);
        world.definePrimitive("Contexts", "isDead", 0);
        world.definePrimitive("Contexts", "nextHandler", 0);
        world.definePrimitive("Contexts", "nextUnwind", 1);
        world.definePrimitive("Contexts", "isMarkedUnwind", 0);
        world.definePrimitive("Contexts", "isMarkedHandler", 0);
        world.definePrimitive("Contexts", "hasSender", 1);
        world.definePrimitive("Contexts", "resumeWith", 1);
        world.definePrimitive("Contexts", "returnWith", 1);
        world.definePrimitive("Contexts", "restart", 0);
        world.definePrimitive("Contexts", "resumeWith", 0);
        world.print("Smalltalk at: #Starts put: nil");
        world.compile("BlockClosure", "blockProbe: x ^self contextWith: (Array with: x)");
        world.compile("BlockClosure", "contextWith: x <primitive: 'blockContext' module: 'Processes'> ^nil");
        world.compile("Object", "deadContext ^thisContext");
        world.compile("Object", "resumeOuter: x ^self resume: thisContext with: x");
        world.compile("Object", "resume: outer with: x [:unused | outer primResumeWith: x] value: 1. ^0");
        world.compile("Object", "returnOuter: x ^self return: thisContext with: x");
        world.compile("Object", "return: outer with: x [:unused | outer primReturnWith: x] value: 1. ^0");
        world.compile("Object", "restartProbe | t | t isNil ifFalse: [^0]. t := 1."
                + " Starts := Starts isNil ifTrue: [1] ifFalse: [Starts + 1]."
                + " Starts < 3 ifTrue: [thisContext primRestart]. ^Starts");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', value = {
            "3 primSender => WRONG_RECEIVER",
            "3 primSetSender: nil => WRONG_RECEIVER",
            "3 primPc => WRONG_RECEIVER",
            "3 primStackp => WRONG_RECEIVER",
            "3 primMethod => WRONG_RECEIVER",
            "3 primClosure => WRONG_RECEIVER",
            "3 primReceiver => WRONG_RECEIVER",
            "3 primTempAt: 1 => WRONG_RECEIVER",
            "3 primTempAtPut: 1 with: 2 => WRONG_RECEIVER",
            "3 primIsDead => WRONG_RECEIVER",
            "3 primNextHandler => WRONG_RECEIVER",
            "3 primNextUnwind: nil => WRONG_RECEIVER",
            "3 primIsMarkedUnwind => WRONG_RECEIVER",
            "3 primIsMarkedHandler => WRONG_RECEIVER",
            "3 primHasSender: nil => WRONG_RECEIVER",
            "3 primResumeWith: 1 => WRONG_RECEIVER",
            "3 primReturnWith: 1 => WRONG_RECEIVER",
            "3 primRestart => WRONG_RECEIVER",
            "thisContext primResumeWith => WRONG_ARGUMENT_COUNT",
            "thisContext primSender class => Context",
            "([:x | x] blockProbe: 3) primSender => nil",
            "thisContext primSetSender: 3 => WRONG_ARGUMENT",
            "thisContext primSetSender: nil => WRONG_RECEIVER",
            "| c d | c := [:x | x] blockProbe: 3. d := [:x | x] blockProbe: 4. c primSetSender: d. c "
                    + "primSender == d => true",
            "thisContext primPc > 0 => true",
            "([:x | x] blockProbe: 3) primPc > 0 => true",
            "nil deadContext primPc => nil",
            "nil deadContext primStackp => 0",
            "([:x | x] blockProbe: 3) primStackp => 1",
            "thisContext primMethod class => CompiledBlock",
            "([:x | x] blockProbe: 3) primMethod class => CompiledBlock",
            "nil deadContext primMethod class => CompiledMethod",
            "nil deadContext primClosure => nil",
            "thisContext primClosure class => BlockClosure",
            "4 deadContext primReceiver => 4",
            "thisContext primReceiver => nil",
            "([:x | x] blockProbe: 3) primTempAt: 1 => 3",
            "([:x | x] blockProbe: 3) primTempAt: 0 => INDEX_OUT_OF_BOUNDS",
            "([:x | x] blockProbe: 3) primTempAt: 2 => INDEX_OUT_OF_BOUNDS",
            "([:x | x] blockProbe: 3) primTempAt: 'a' => INDEX_OUT_OF_BOUNDS",
            "nil deadContext primTempAt: 1 => INDEX_OUT_OF_BOUNDS",
            "| t | t := 7. thisContext primTempAt: 1 => 7",
            "| t | t := 7. thisContext primTempAt: SmallInteger maxVal => INDEX_OUT_OF_BOUNDS",
            "| c | c := [:x | x] blockProbe: 3. c primTempAtPut: 1 with: 9. c primTempAt: 1 => 9",
            "| t | t := 7. thisContext primTempAtPut: 1 with: 8. t => 8",
            "thisContext primTempAtPut: 100 with: 8 => INDEX_OUT_OF_BOUNDS",
            "thisContext primIsDead => false",
            "nil deadContext primIsDead => true",
            "([:x | x] blockProbe: 3) primIsDead => false",
            "nil deadContext primNextHandler => nil",
            "[thisContext primNextHandler primIsMarkedHandler] on: Error do: [:e | e] => true",
            "[(thisContext primNextUnwind: nil) class] ensure: [] => Context",
            "([thisContext primNextUnwind: nil] ensure: []) primIsMarkedUnwind => true",
            "[thisContext primNextUnwind: thisContext] ensure: [] => nil",
            "nil deadContext primNextUnwind: nil => nil",
            "thisContext primIsMarkedUnwind => false",
            "thisContext primIsMarkedHandler => false",
            "thisContext primHasSender: thisContext primSender => true",
            "thisContext primHasSender: thisContext => false",
            "thisContext primHasSender: 3 => false",
            "nil deadContext primHasSender: thisContext => false",
            "3 + (thisContext primResumeWith: 5) => 8",
            "4 + (5 resumeOuter: 6) => 10",
            "nil deadContext primResumeWith: 3 => WRONG_RECEIVER",
            "([:x | x] blockProbe: 3) primResumeWith: 3 => WRONG_RECEIVER",
            "4 + (5 returnOuter: 6) => 10",
            "4 + ([thisContext primReturnWith: 5. 6] value) => 9",
            "nil deadContext primReturnWith: 3 => WRONG_RECEIVER",
            "5 restartProbe => 3",
            "nil deadContext primRestart => WRONG_RECEIVER"})
    void answerOrSayWhyNot(String source, String expected) {
        assertThat(world.print(source)).isEqualTo(TestWorld.expected(expected));
        assertThat(world.collectAndVerify()).isEmpty();
    }

    @Test
    void endTheProcessWhenItsLastActivationReturns() {
        assertThat(world.print("| done p | done := false. p := [[done := true] value. thisContext primReturnWith: 3."
                + " done := false] newProcess. p resume. Processor yield. {done. p isTerminated}"))
                .isEqualTo("(true true )");
    }
}
