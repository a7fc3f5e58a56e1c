package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/**
 * What an interpreter answers without a send, machine code must not send either, or call what answers the same: whether
 * or not its send is linked, and whatever program has given the class a method of its own.
 */
@DisplayName("Special sends whose methods were redefined")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RedefinedSpecialSendsTest {

    /** Sends, from one site each: before anything was linked, then from a site that knows others, redefined or not. */
    private static final List<String> METHODS = List.of(
            "on: a with: b %1$s",
            """
            linked: other with: argument to: a with: b
            	"Answer what the send answers when it has been linked to the class of other, with the method and with another."
            	| answers old |
            	answers := OrderedCollection new.
            	20 timesRepeat: [self on: other with: argument].
            	answers add: (self on: a with: b).
            	old := %2$s compiledMethodAt: #%3$s ifAbsent: [nil].
            	%2$s compile: '%4$s ^#redefined'.
            	20 timesRepeat: [self on: other with: argument].
            	3 timesRepeat: [answers add: (self on: a with: b)].
            	old isNil ifTrue: [%2$s removeSelector: #%3$s] ifFalse: [%2$s addSelector: #%3$s withMethod: old].
            	20 timesRepeat: [self on: other with: argument].
            	answers add: (self on: a with: b).
            	^answers asArray""");

    @ParameterizedTest(name = "{2}>>{3}: {5} {0}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "^a + b ; 3@4 with: 1 ; Float ; + ; + aNumber ; 1.5 with: 2.5 ; (4.0 4.0 4.0 4.0 4.0 )",
        "^a + b ; 1 with: 1 ; Float ; + ; + aNumber ; 1.5 with: 2.5 ; (4.0 4.0 4.0 4.0 4.0 )",
        "^a + b ; 3@4 with: 1 ; Float ; + ; + aNumber ; 1.5 with: 2 ; (3.5 3.5 3.5 3.5 3.5 )",
        "^a + b ; 1 with: (1 bitShift: 80) ; SmallInteger ; + ; + aNumber ; 2 with: 1.5 ; (3.5 3.5 3.5 3.5 3.5 )",
        "^a * b ; 3@4 with: 2 ; Float ; * ; * aNumber ; 1.5 with: 2.0 ; (3.0 3.0 3.0 3.0 3.0 )",
        "^a / b ; 3@4 with: 2 ; Float ; / ; / aNumber ; 1.5 with: 0.5 ; (3.0 3.0 3.0 3.0 3.0 )",
        "^a < b ; $a with: $b ; Float ; < ; < aNumber ; 1.5 with: 2.0 ; (true true true true true )",
        "^a < b ; $a with: $b ; Integer ; < ; < aNumber ; 1 with: 2.0 ; (true true true true true )",
        "^a = b ; $a with: $b ; Float ; = ; = aNumber ; 1.5 with: 2.0 ; (false false false false false )",
        "^a ~= b ; $a with: $b ; Float ; ~= ; ~= aNumber ; 1.5 with: 2.0 ; (true true true true true )",
        "^a at: b ; (OrderedCollection with: 5) with: 1 ; Array ; at: ; at: anIndex ; #(7 8) with: 2 ; (8 8 8 8 8 )",
        "^a at: b ; (OrderedCollection with: 5) with: 1 ; String ; at: ; at: anIndex ; 'ab' with: 2 ; ($b $b $b $b $b )",
        "^a at: b ; (OrderedCollection with: 5) with: 1 ; ByteArray ; at: ; at: anIndex ; #[7 8] with: 2 ; (8 8 8 8 8 )",
        "^a at: 1 put: b ; (OrderedCollection with: 5) with: 1 ; Array ; at:put: ; at: anIndex put: anObject ; #(7) copy with: 2 "
            + "; (2 2 2 2 2 )",
        "^a size ; OrderedCollection new with: 1 ; Array ; size ; size ; #(7) copy with: 2 ; (1 1 1 1 1 )",
        "^a value ; #a -> 2 with: 1 ; BlockClosure ; value ; value ; [7] with: 2 ; (7 7 7 7 7 )",
        "^a value: b ; (MessageSend receiver: 3 selector: #yourself) with: 1 ; BlockClosure ; value: ; value: anObject "
            + "; [:x | x] with: 2 ; (2 2 2 2 2 )",
        "^a isNil ; $a with: 1 ; SmallInteger ; isNil ; isNil ; 3 with: 2 ; (false false false false false )",
        "^a notNil ; $a with: 1 ; True ; notNil ; notNil ; true with: 2 ; (true true true true true )",
        "^a isNil ; $a with: 1 ; Character ; isNil ; isNil ; $a with: 2 ; (false #redefined #redefined #redefined false )",
        "^a + b ; 3@4 with: 1 ; Float ; + ; + aNumber ; 1.5 with: 1/2 ; (2.0 #redefined #redefined #redefined 2.0 )",
        "^a / b ; 3@4 with: 1 ; Float ; / ; / aNumber ; 1.0 with: 0.0 ; ZeroDivide",
        "^a // b ; 3@4 with: 1 ; Float ; // ; // aNumber ; 7.5 with: 2 ; (3 #redefined #redefined #redefined 3 )"})
    void areSentWhereAnInterpreterSendsThem(String body, String others, String itsClass, String selector, String pattern,
            String operands, String expected) throws VmStartException {
        String statement = "Transcript showCr: ([(Site new linked: " + others + " to: " + operands
                + ") printString] on: ZeroDivide do: [:e | e return: e class name ])";
        for (JitMode mode : JitMode.values()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            VmOptions options = TestVms.options().withStreams(InputStream.nullInputStream(), out, out).withJit(mode);
            try (Vm vm = TestVms.factory().start(options)) {
                evaluate(vm, "Object subclass: #Site instanceVariableNames: '' classVariableNames: ''"
                        + " poolDictionaries: '' category: 'Test'");
                for (String method : METHODS) {
                    String source = method.formatted(body, itsClass, selector, pattern);
                    assertThat(vm.compileMethod("Site", Optional.of("test"), Optional.empty(),
                            SourceText.of(source, "test")).selector()).as(source).isPresent();
                }
                evaluate(vm, statement);
            }
            assertThat(out.toString(StandardCharsets.UTF_8).strip()).as(mode.toString()).isEqualTo(expected);
        }
    }

    private static void evaluate(Vm vm, String source) {
        assertThat(vm.evaluate(SourceText.of(source, "test"))).isInstanceOf(Evaluation.Value.class);
    }
}
