package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/** The interpreter says at which pcs senders go on; machine code does not store them. */
@DisplayName("The pcs of senders")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SenderPcsTest {

    private static final List<String> METHODS = List.of(
            """
            pcs
            	| all context |
            	all := WriteStream on: String new.
            	context := thisContext.
            	[context notNil] whileTrue: [
            		(context method selector = #doIt or: [context sender isNil]) ifTrue: [^all contents].
            		all nextPutAll: context method selector printString; nextPut: $ ;
            			nextPutAll: context pc printString; nextPut: $ .
            		context := context sender].
            	^all contents""",
            "down: n ^n = 0 ifTrue: [self pcs] ifFalse: [n even ifTrue: [self down: n - 1]"
                    + " ifFalse: [self + 0 down: n - 1]]",
            "blocks: n ^(1 to: 1) inject: '' into: [:a :b | n = 0 ifTrue: [self pcs] ifFalse: [self blocks: n - 1]]",
            "unwinding: n ^[n = 0 ifTrue: [self pcs] ifFalse: [self unwinding: n - 1]] ensure: [n printString]",
            "handling: n ^[n = 0 ifTrue: [self pcs] ifFalse: [self handling: n - 1]] on: ZeroDivide do: [:e | e return: 0]",
            "signalled ^[1 / 0] on: ZeroDivide do: [:e | self pcs]",
            // Out of line, behind a comparison that jumps.
            "compared ^self < 'x' ifTrue: [Smalltalk at: #LastPcs] ifFalse: [2]",
            "< other ^other isString ifTrue: [Smalltalk at: #LastPcs put: self pcs. true] ifFalse: [super < other]",
            // Much is compiled, so that code that is too much for its space goes while the frames are there.
            "busy: n ^n = 0 ifTrue: [(1 to: 60) do: [:i | i printString, i sqrt printString]. self pcs]"
                    + " ifFalse: [self busy: n - 1]");

    private static final List<String> PROGRAMS = List.of(
            "7 down: 20", "7 blocks: 5", "7 unwinding: 5", "7 handling: 5", "7 signalled", "7 compared",
            "7 busy: 30",
            // More frames than a page of the stack holds.
            "(7 down: 3000) size", "7 down: 700",
            // More pages than there are, so that frames are written out to Contexts.
            "(7 down: 30000) hash",
            """
            | pcs process |
            process := [7 down: 3. Processor activeProcess suspend. pcs := 7 down: 4] newProcess.
            process resume. Processor yield. process resume. Processor yield. pcs""",
            """
            | found context |
            [[7 foo: 1 / 0] ensure: [found := 3]] on: ZeroDivide do: [:e | context := e signalerContext. e return: 1].
            found""");

    /** What ends in an error that nobody handles. */
    private static final List<String> FAILING = List.of("7 down: 3 nothing", "3 failing: 4", "[:x | x foo] value: 3",
            "(1 to: 3) do: [:i | 3 failing: i]");

    private static List<String> expected;
    private static List<String> expectedWalkbacks;

    @BeforeAll
    static void interpret() throws VmStartException {
        try (Vm vm = defined(TestVms.options())) {
            expected = PROGRAMS.stream().map(each -> TestVms.print(vm, each)).toList();
            expectedWalkbacks = FAILING.stream().map(each -> walkback(vm, each)).toList();
        }
        assertThat(expected.getFirst()).contains("#down: ");
        assertThat(expectedWalkbacks).allSatisfy(each -> assertThat(each).contains("(test:"));
    }

    static Stream<JitWay> ways() throws VmStartException {
        return Stream.of(JitWay.eager(), JitWay.baseline(), JitWay.eagerIn(16 << 10),
                JitWay.eagerCollectingEvery(20_000));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void areThoseOfTheInterpreter(JitWay way) throws VmStartException {
        try (Vm vm = defined(way.options())) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < PROGRAMS.size(); j++) {
                    assertThat(TestVms.print(vm, PROGRAMS.get(j))).as(PROGRAMS.get(j)).isEqualTo(expected.get(j));
                }
            }
            for (int i = 0; i < FAILING.size(); i++) {
                assertThat(walkback(vm, FAILING.get(i))).isEqualTo(expectedWalkbacks.get(i));
            }
        }
    }

    private static Vm defined(VmOptions options) throws VmStartException {
        Vm vm = TestVms.factory().start(options);
        for (String source : METHODS) {
            define(vm, source);
        }
        define(vm, "failing: n ^n = 0 ifTrue: [self foo] ifFalse: [\n\t(self failing: n - 1) + 1]");
        return vm;
    }

    private static void define(Vm vm, String source) {
        vm.compileMethod("SmallInteger", Optional.of("test"), Optional.empty(), SourceText.of(source, "test"));
    }

    private static String walkback(Vm vm, String source) {
        return ((Evaluation.Failed) vm.evaluate(SourceText.of(source, "test"))).walkback();
    }
}
