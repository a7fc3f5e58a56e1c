package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.heap.HeapStress;

@DisplayName("The primitives of module Blocks")
class BlockPrimitivesTest {

    private TestWorld world;

    @BeforeEach
    void define() {
        world = TestWorld.asAsked();
        world.definePrimitive("Blocks", "value", 0);
        world.definePrimitive("Blocks", "value", 1);
        world.definePrimitive("Blocks", "valueWithArguments", 1);
        world.definePrimitive("Blocks", "perform", 0);
        world.definePrimitive("Blocks", "perform", 1);
        world.definePrimitive("Blocks", "perform", 2);
        world.definePrimitive("Blocks", "performWithArguments", 1);
        world.definePrimitive("Blocks", "performWithArguments", 2);
        world.definePrimitive("Blocks", "performInSuperclass", 3);
        world.definePrimitive("Blocks", "executeMethod", 2);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', value = {
            "[3] primValue => 3",
            "[:x | x] primValue: 4 => 4",
            "3 primValue => WRONG_RECEIVER",
            "[:x | x] primValue => WRONG_ARGUMENT_COUNT",
            "[3] primValue: 4 => WRONG_ARGUMENT_COUNT",
            "[:a :b | a - b] primValueWithArguments: #(5 3) => 2",
            "3 primValueWithArguments: #() => WRONG_RECEIVER",
            "[3] primValueWithArguments: 'no' => WRONG_ARGUMENT",
            "[3] primValueWithArguments: nil => WRONG_ARGUMENT",
            "[3] primValueWithArguments: #(1) => WRONG_ARGUMENT_COUNT",
            "3 primPerform: #negated => -3",
            "3 primPerform: #+ with: 4 => 7",
            "3 primPerform: 'negated' => WRONG_ARGUMENT",
            "3 primPerform: 5 => WRONG_ARGUMENT",
            "3 primPerform: #+ => WRONG_ARGUMENT_COUNT",
            "3 primPerform: #negated with: 1 => WRONG_ARGUMENT_COUNT",
            "3 primPerform: #noSuch: => WRONG_ARGUMENT_COUNT",
            "3 primPerform => WRONG_ARGUMENT_COUNT",
            "[3 primPerform: #noSuch: with: 4] on: MessageNotUnderstood do: [:e | e message arguments] "
                    + "=> (4 )",
            "3 primPerformWithArguments: #+ with: #(4) => 7",
            "3 primPerformWithArguments: '+' with: #(4) => WRONG_ARGUMENT",
            "3 primPerformWithArguments: #+ with: 4 => WRONG_ARGUMENT",
            "3 primPerformWithArguments: #+ with: #() => WRONG_ARGUMENT_COUNT",
            "3 primPerformWithArguments: #+ => WRONG_ARGUMENT_COUNT",
            "3 primPerformInSuperclass: #class with: #() with: Object => SmallInteger",
            "3 primPerformInSuperclass: #+ with: #(4) with: SmallInteger => 7",
            "3 primPerformInSuperclass: #class with: #() with: String => WRONG_ARGUMENT",
            "3 primPerformInSuperclass: #class with: #() with: 4 => WRONG_ARGUMENT",
            "3 primPerformInSuperclass: #class with: #() with: nil => WRONG_ARGUMENT",
            "3 primPerformInSuperclass: 'class' with: #() with: Object => WRONG_ARGUMENT",
            "3 primPerformInSuperclass: #+ with: #(1 2) with: SmallInteger => WRONG_ARGUMENT_COUNT",
            "(Integer compiledMethodAt: #even) primExecuteMethod: 4 with: #() => true",
            "3 primExecuteMethod: 4 with: #() => WRONG_RECEIVER",
            "(Integer compiledMethodAt: #even) primExecuteMethod: 4 with: nil => WRONG_ARGUMENT",
            "(Integer compiledMethodAt: #even) primExecuteMethod: 4 with: #(1) => WRONG_ARGUMENT_COUNT"})
    void answerOrSayWhyNot(String source, String expected) {
        assertThat(world.print(source)).isEqualTo(TestWorld.expected(expected));
        assertThat(world.collectAndVerify()).isEmpty();
    }

    @Test
    void leaveTheStackAsItWasWhenTheyMustWaitForRoom() {
        try (TestWorld stressed = new TestWorld(HeapStress.ALWAYS)) {
            stressed.definePrimitive("Blocks", "perform", 2);
            stressed.definePrimitive("Blocks", "performWithArguments", 2);
            stressed.definePrimitive("Blocks", "performInSuperclass", 3);
            stressed.definePrimitive("Blocks", "executeMethod", 2);

            assertThat(stressed.print("{[3 primPerform: #noSuch: with: 4] on: Error do: [:e | e message arguments]."
                    + " 1 + (3 primPerform: #@ with: 4) x."
                    + " 2 + (3 primPerformWithArguments: #@ with: #(4)) y."
                    + " 3 + (3 primPerformInSuperclass: #@ with: #(4) with: Number) y."
                    + " 4 + ((Number compiledMethodAt: #@) primExecuteMethod: 3 with: #(4)) y}"))
                    .isEqualTo("((4 ) 4 6 7 8 )");
        }
    }
}
