package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.baseline.x64.BaselineBackEnd;
import st.sendwright.language.SourceText;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmStartException;

/**
 * Every primitive of the core groups that is the same each time, with receivers and arguments of right and wrong kinds,
 * once interpreted and once from machine code. Each is a method of Object here, so that it meets every receiver.
 */
@DisplayName("Primitives called from machine code")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class PrimitivesDifferentialTest {

    private static final int MOST_SHOWN = 20;
    private static final int MOST_ARGUMENTS = 2;
    /** Calls after which methods are compiled in the mode that counts: some are interpreted, most are compiled. */
    private static final int FEW = 5;
    /** By number of arguments: of the cases, every how many-th is tried. No divisor of the number of values. */
    private static final List<Integer> STEPS = List.of(1, 37, 1999);
    private static final Set<String> MODULES = Set.of("Arithmetic", "Float", "Objects", "Strings", "Collections");

    /** Those that answer something else each time, take for ever for large numbers, or break objects. */
    private static final Set<String> LEFT_OUT = Set.of("Arithmetic.entropy", "Arithmetic.factorial",
            "Arithmetic.isPrime", "Arithmetic.raisedToInteger", "Arithmetic.raisedToModulo", "Objects.basicNewSized",
            "Objects.changeClass", "Objects.beEphemeron", "Objects.setMourning", "Objects.identityHash");

    private static final List<String> VALUES = List.of("0", "1", "-1", "2", "7", "64", "-64", "255", "256",
            "1 bitShift: 31", "SmallInteger maxVal", "SmallInteger minVal", "SmallInteger maxVal + 1",
            "(1 bitShift: 100) negated", "0.0", "-0.0", "1.5", "-2.5", "1.0e300", "5.0e-324", "Float nan",
            "Float infinity", "1/2", "nil", "true", "$a", "$Z", "300 asCharacter", "'abc' copy", "'abd' copy",
            "String new: 0", "String with: 300 asCharacter with: $b", "#abc", "Array with: 1 with: 2.5 with: nil",
            "Array new: 0", "ByteArray with: 1 with: 2 with: 250", "OrderedCollection with: 3", "3 -> 4", "Object new",
            "[:x | x]", "(Array with: 1) beReadOnlyObject; yourself",
            "'read' copy beReadOnlyObject; yourself");

    private static Map<Integer, List<String>> interpreted;

    static Stream<Arguments> modesAndCountsOfArguments() {
        return IntStream.rangeClosed(0, MOST_ARGUMENTS).boxed().flatMap(arguments -> Stream.of(
                Arguments.of(JitMode.BASELINE, TestVms.SWITCHING, arguments),
                Arguments.of(JitMode.EAGER, TestVms.SWITCHING, arguments),
                Arguments.of(JitMode.OFF, TestVms.THREADED, arguments),
                Arguments.of(JitMode.BASELINE, TestVms.THREADED, arguments)));
    }

    @BeforeAll
    static void interpret() throws VmStartException {
        interpreted = new LinkedHashMap<>();
        for (int arguments = 0; arguments <= MOST_ARGUMENTS; arguments++) {
            interpreted.put(arguments, answers(JitMode.OFF, TestVms.SWITCHING, arguments));
        }
    }

    @ParameterizedTest(name = "--jit={0}, {1} interpreter, arguments: {2}")
    @MethodSource("modesAndCountsOfArguments")
    void answerAsWhenCalledFromInterpretedOnes(JitMode mode, String interpreter, int arguments) throws VmStartException {
        List<String> expected = interpreted.get(arguments);
        List<String> found = answers(mode, interpreter, arguments);

        List<String> differences = IntStream.range(0, Math.min(expected.size(), found.size()))
                .filter(i -> !expected.get(i).equals(found.get(i))).limit(MOST_SHOWN)
                .mapToObj(i -> "interpreted: %s%ncompiled:    %s".formatted(expected.get(i), found.get(i))).toList();
        assertThat(differences).isEmpty();
        assertThat(found).hasSameSizeAs(expected).hasSizeGreaterThan(300);
        assertThat(found).anyMatch(line -> !line.contains("#failed"));
    }

    private static List<String> primitives(int arguments) {
        List<String> names = new ArrayList<>();
        for (PrimitiveSet set : TestVms.primitiveSets()) {
            if (MODULES.contains(set.module())) {
                set.bindings().stream().filter(each -> each.arguments() == arguments)
                        .map(each -> set.module() + "." + each.name()).filter(each -> !LEFT_OUT.contains(each))
                        .sorted().forEach(names::add);
            }
        }
        assertThat(names).isNotEmpty();
        return names;
    }

    private static List<String> answers(JitMode mode, String interpreter, int arguments) throws VmStartException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> names = primitives(arguments);
        CompilePolicy policy = new TestPolicy(mode.policy(), mode == JitMode.EAGER ? 0 : FEW, Where.SYNCHRONOUS);
        try (Vm vm = TestVms.runBy(interpreter, new BaselineBackEnd(), policy).start(TestVms.options().withJit(mode)
                .withStreams(InputStream.nullInputStream(), out, out))) {
            evaluate(vm, "Object subclass: #Calls instanceVariableNames: 'stream turn' classVariableNames: ''"
                    + " poolDictionaries: '' category: 'Test'");
            for (int i = 0; i < names.size(); i++) {
                String pattern = pattern("prim" + i, arguments, "a", "b");
                String[] name = names.get(i).split("\\.");
                compile(vm, "Object", pattern + " <primitive: '" + name[1]
                        + "' module: '" + name[0] + "'> ^#failed");
                compile(vm, "Calls", pattern("call" + i, arguments + 1, "r", "a", "b") + " ^r "
                        + pattern("prim" + i, arguments, "a", "b"));
            }
            SUPPORT.forEach(source -> compile(vm, "Calls", source));
            String selectors = IntStream.range(0, names.size()).mapToObj(i -> "#call" + i + ":"
                    + List.of("", "with:", "with:with:").get(arguments)).collect(Collectors.joining(" "));
            evaluate(vm, "Calls new try: #(" + selectors + ") arguments: " + arguments + " step: "
                    + STEPS.get(arguments) + " values: {[" + String.join("]. [", VALUES) + "]}");
            TestVms.assertThatAllCodeWasMade(vm);
        }
        return out.toString(StandardCharsets.UTF_8).lines().map(line -> names.get(Integer.parseInt(
                line.substring(0, line.indexOf(' ')))) + line.substring(line.indexOf(' '))).toList();
    }

    private static String pattern(String name, int count, String... names) {
        StringBuilder pattern = new StringBuilder(name);
        for (int i = 0; i < count; i++) {
            pattern.append(i == 0 ? ": " : " with: ").append(names[i]);
        }
        return pattern.toString();
    }

    private static void compile(Vm vm, String className, String source) {
        Vm.Installation done = vm.compileMethod(className, Optional.of("test"), Optional.empty(),
                SourceText.of(source, "test"));
        assertThat(done.selector()).as(source + " " + done.diagnostics()).isPresent();
        assertThat(done.unboundPrimitive()).as(source).isEmpty();
    }

    private static void evaluate(Vm vm, String source) {
        Evaluation end = vm.evaluate(SourceText.of(source, "test"));
        assertThat(end).isInstanceOf(Evaluation.Value.class);
    }

    /** The values are made anew for each call, because some primitives change them. */
    private static final List<String> SUPPORT = List.of(
            """
            textOf: anObject
            	^[| text |
            	text := anObject printString.
            	anObject class name , ' ' , (text first: (text size min: 60))]
            		on: Error do: [:error | error return: anObject class name , ' not printed']""",
            """
            show: number receiver: receiver arguments: arguments
            	| selector answer |
            	selector := #call , number printString , (#(':' ':with:' ':with:with:') at: arguments size + 1).
            	answer := [self textOf: (self perform: selector asSymbol
            			withArguments: (Array with: receiver) , arguments)]
            		on: Error do: [:error | error return: error class name , ' ' , error messageText asString].
            	Transcript show: number printString; space; show: answer; show: ' of ';
            		show: (self textOf: receiver); show: ' and ';
            		show: (self textOf: arguments); cr""",
            """
            try: selectors arguments: count step: step values: blocks
            	turn := 0.
            	0 to: selectors size - 1 do: [:number |
            		blocks do: [:receiver |
            			count = 0 ifTrue: [self show: number receiver: receiver value arguments: #()].
            			count > 0 ifTrue: [blocks do: [:first |
            				count = 1 ifTrue: [
            					(turn := turn + 1) \\\\ step = 0 ifTrue: [
            						self show: number receiver: receiver value arguments: (Array with: first value)]].
            				count = 2 ifTrue: [blocks do: [:second |
            					(turn := turn + 1) \\\\ step = 0 ifTrue: [
            						self show: number receiver: receiver value
            							arguments: (Array with: first value with: second value)]]]]]]]""");
}
