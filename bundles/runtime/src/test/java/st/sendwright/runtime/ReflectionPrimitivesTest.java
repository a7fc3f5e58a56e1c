package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The primitives of module Reflection")
class ReflectionPrimitivesTest {

    private TestWorld world;

    @BeforeEach
    void define() {
        world = TestWorld.asAsked();
        world.definePrimitive("Reflection", "defineClass", 6);
        world.definePrimitive("Reflection", "defineClass", 1);
        world.definePrimitive("Reflection", "defineMetaclassVariables", 1);
        world.definePrimitive("Reflection", "removeClass", 0);
        world.definePrimitive("Reflection", "compile", 2);
        world.definePrimitive("Reflection", "compileExpression", 1);
        world.definePrimitive("Reflection", "addSelector", 2);
        world.definePrimitive("Reflection", "removeSelector", 1);
        world.definePrimitive("Reflection", "lookup", 1);
        world.definePrimitive("Reflection", "flushCaches", 0);
        world.definePrimitive("Reflection", "allInstances", 0);
        world.definePrimitive("Reflection", "allClasses", 0);
        world.definePrimitive("Reflection", "become", 1);
        world.definePrimitive("Reflection", "becomeForward", 1);
        world.definePrimitive("Reflection", "globalAtPut", 2);
        world.definePrimitive("Reflection", "methodSourceLine", 1);
        world.definePrimitive("Reflection", "methodPosition", 0);
        world.definePrimitive("Reflection", "methodPosition", 1);
        world.definePrimitive("Reflection", "lastError", 0);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', value = {
            "Object primDefineClass: 'Fresh' with: 'a b' with: 'C' with: '' with: 'Cat' with: 'normal' "
                    + "=> Fresh",
            "nil primDefineClass: 'Root' with: '' with: '' with: '' with: nil with: 'normal' => Root",
            "3 primDefineClass: 'Fresh' with: '' with: '' with: '' with: '' with: 'normal' => WRONG_RECEIVER",
            "Object class primDefineClass: 'Fresh' with: '' with: '' with: '' with: '' with: 'normal' "
                    + "=> WRONG_RECEIVER",
            "Object primDefineClass: 3 with: '' with: '' with: '' with: '' with: 'normal' => WRONG_ARGUMENT",
            "Object primDefineClass: 'Fresh' with: nil with: '' with: '' with: '' with: 'normal' => "
                    + "WRONG_ARGUMENT",
            "Object primDefineClass: '3x' with: '' with: '' with: '' with: '' with: 'normal' => "
                    + "WRONG_ARGUMENT",
            "Object primDefineClass: 'Fresh' with: 'a' with: '' with: '' with: '' with: 'bytes' => "
                    + "WRONG_ARGUMENT",
            "Object primDefineClass: 'Fresh' with: 'a' with: '' with: '' with: '' with: 'words' => "
                    + "WRONG_ARGUMENT",
            "Object primDefineClass: 'Fresh' with: '' with: '' with: '' with: '' with: 'bytes' => Fresh",
            "Object primDefineClass: 'Fresh' with: 'a a' with: '' with: '' with: '' with: 'normal' => "
                    + "WRONG_ARGUMENT",
            "Object primDefineClass: 'Process' with: '' with: '' with: '' with: '' with: 'normal' => DENIED",
            "Object primDefineClass: 'Fresh' => WRONG_ARGUMENT_COUNT",
            "Object primDefineClass: 'a b' with: '' with: '' with: '' with: '' with: 'normal'. (3 "
                    + "primLastError copyFrom: 1 to: 9) => 'SW-VM-016'",
            "3 primDefineMetaclassVariables: 'x' => WRONG_ARGUMENT",
            "Object primDefineMetaclassVariables: 'x' => WRONG_ARGUMENT",
            "Object class primDefineMetaclassVariables: 3 => WRONG_ARGUMENT",
            "Object class primDefineMetaclassVariables: 'x' => DENIED",
            "Object subclass: #Fresh instanceVariableNames: '' classVariableNames: '' "
                    + "poolDictionaries: '' category: 'T'. ((Smalltalk at: #Fresh) class "
                    + "primDefineMetaclassVariables: 'x y') instanceVariableNames => ('x' 'y' )",
            "3 primRemoveClass => WRONG_RECEIVER",
            "nil primRemoveClass => WRONG_RECEIVER",
            "Object primRemoveClass => DENIED",
            "Point class primRemoveClass => WRONG_RECEIVER",
            "Object subclass: #Fresh instanceVariableNames: '' classVariableNames: '' "
                    + "poolDictionaries: '' category: 'T'. (Smalltalk at: #Fresh) primRemoveClass. Smalltalk "
                    + "includesKey: #Fresh => false",
            "Object primCompile: 'fresh ^5' with: #test => #fresh",
            "Object primCompile: 'fresh ^5' with: #test. 3 fresh => 5",
            "Object primCompile: 'fresh ^' with: nil => nil",
            "3 primCompile: 'fresh ^5' with: nil => WRONG_RECEIVER",
            "Object primCompile: 3 with: nil => WRONG_ARGUMENT",
            "(Object primCompileExpression: '3 + 4') class => CompiledMethod",
            "Object primCompileExpression: '3 +' => WRONG_ARGUMENT",
            "Object primCompileExpression: 3 => WRONG_ARGUMENT",
            "3 primCompileExpression: '3' => WRONG_RECEIVER",
            "Object primAddSelector: #evenToo with: (Integer compiledMethodAt: #even). 4 evenToo => true",
            "3 primAddSelector: #a with: (Integer compiledMethodAt: #even) => WRONG_ARGUMENT",
            "Object primAddSelector: 'a' with: (Integer compiledMethodAt: #even) => WRONG_ARGUMENT",
            "Object primAddSelector: #a with: 3 => WRONG_ARGUMENT",
            "Object primAddSelector: #a with: thisContext method => WRONG_ARGUMENT",
            "Object primAddSelector: #a: with: (Integer compiledMethodAt: #even) => WRONG_ARGUMENT_COUNT",
            "Object primAddSelector: #+ with: (Integer compiledMethodAt: #even) => WRONG_ARGUMENT_COUNT",
            "Object compile: 'fresh ^5'. Object primRemoveSelector: #fresh. 3 respondsTo: #fresh => false",
            "Object primRemoveSelector: #noSuch => NOT_FOUND",
            "Object primRemoveSelector: 3 => NOT_FOUND",
            "Object primRemoveSelector: 'printString' => NOT_FOUND",
            "3 primRemoveSelector: #a => WRONG_RECEIVER",
            "(SmallInteger primLookup: #even) == (Integer compiledMethodAt: #even) => true",
            "SmallInteger primLookup: #noSuch => nil",
            "SmallInteger primLookup: 3 => nil",
            "3 primLookup: #even => WRONG_RECEIVER",
            "3 primFlushCaches => 3",
            "Object subclass: #Fresh instanceVariableNames: '' classVariableNames: '' "
                    + "poolDictionaries: '' category: 'T'. k := (Smalltalk at: #Fresh) new. (Smalltalk at: "
                    + "#Fresh) primAllInstances asArray = (Array with: k) => true",
            "3 primAllInstances => WRONG_RECEIVER",
            "(3 primAllClasses includes: Object) and: [(3 primAllClasses includes: Object class) not] "
                    + "=> true",
            "| a b | a := 'a' copy. b := 'b' copy. (Array with: a) primBecome: (Array with: b). {a. b} "
                    + "=> ('b' 'a' )",
            "| a b c | a := 'a' copy. b := OrderedCollection new. c := Array with: a. (Array with: a) "
                    + "primBecomeForward: (Array with: b). {c first == b. a == b} => (true true )",
            "| a b | a := 'a' copy. b := 'b' copy. (Array with: a) primBecome: (Array with: a). a => 'a'",
            "| a b | a := 'a' copy. b := 'b' copy. (Array with: a with: b) primBecome: (Array with: b "
                    + "with: a). {a. b} size => 2",
            "| a b c | a := 'a' copy. b := 'b' copy. c := 'c' copy. (Array with: a with: a) "
                    + "primBecome: (Array with: b with: c). {a. b. c} size => 3",
            "| a b c | a := 'a' copy. b := 'b' copy. c := 'c' copy. (Array with: a with: a) "
                    + "primBecomeForward: (Array with: b with: c). a == b or: [a == c] => true",
            "3 primBecome: 4 => WRONG_ARGUMENT",
            "#(1) primBecome: #(2) => WRONG_ARGUMENT",
            "#() primBecome: (Array with: 1) => WRONG_ARGUMENT",
            "(Array with: nil) primBecome: (Array with: 'a' copy) => WRONG_ARGUMENT",
            "(Array with: 'a' copy) primBecome: (Array with: nil) => WRONG_ARGUMENT",
            "(Array with: Object) primBecomeForward: (Array with: 'a' copy) => WRONG_ARGUMENT",
            "(Array with: thisContext) primBecome: (Array with: 'a' copy) => WRONG_ARGUMENT",
            "(Array with: Smalltalk) primBecome: (Array with: 'a' copy) => WRONG_ARGUMENT",
            "#() primBecome: 'abc' => WRONG_ARGUMENT",
            "Smalltalk primGlobalAtPut: #FreshGlobal with: 5. Smalltalk at: #FreshGlobal => 5",
            "Smalltalk primGlobalAtPut: 'FreshGlobal' with: 5 => WRONG_ARGUMENT",
            "3 primGlobalAtPut: #FreshGlobal with: 5 => WRONG_ARGUMENT",
            "3 primMethodSourceLine: 1 => WRONG_RECEIVER",
            "(Object compiledMethodAt: #primLastError) primMethodSourceLine: 0 => 1",
            "(Object compiledMethodAt: #primLastError) primMethodSourceLine: 'x' => 1",
            "(Object compiledMethodAt: #primLastError) primMethodSourceLine: 1000000 => 1",
            "3 primMethodPosition => WRONG_RECEIVER",
            "(Object compiledMethodAt: #primLastError) primMethodPosition => 'test:1'",
            "(Object compiledMethodAt: #primLastError) primMethodPosition: 3 => 'test:1'"})
    void answerOrSayWhyNot(String source, String expected) {
        assertThat(world.print(source)).isEqualTo(TestWorld.expected(expected));
        assertThat(world.collectAndVerify()).isEmpty();
    }

    @Test
    void exchangeManyAtOnceAndInCircles() {
        assertThat(world.print("| a b c | a := 'a' copy. b := 'b' copy. c := 'c' copy."
                + " (Array with: a with: b with: c) primBecomeForward: (Array with: b with: c with: a). {a. b. c}"))
                .isEqualTo("('b' 'c' 'a' )");
        assertThat(world.collectAndVerify()).isEmpty();
    }
}
