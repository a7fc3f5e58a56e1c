package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.baseline.x64.BaselineBackEnd;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/**
 * Every special send with every pair of operands from a table of edge values: interpreted, in machine code that was
 * made at once, and in code that takes over in the midst of it. The interpreter is right by definition: its answers have tests of
 * their own.
 *
 * <p>{@code -Dsendwright.differential.step=1} tries all pairs, which takes minutes.
 */
@DisplayName("Special sends in machine code")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SpecialSendsDifferentialTest {

    private static final int MOST_SHOWN = 20;
    private static final int LATER = 20;
    /** Of the cases of each method, every how many-th is tried: others for each method. Of pairs half as many. */
    private static final int STEP = Integer.getInteger("sendwright.differential.step", 37);

    /** How the methods run, and with what that is compared. */
    private enum Way {
        INTERPRETED(JitMode.OFF, 0, BaselineBackEnd::new, TestVms.SWITCHING),
        /** Compiled before anything is known of their sends. */
        COMPILED_AT_ONCE(JitMode.EAGER, 0, BaselineBackEnd::new, TestVms.SWITCHING),
        /** Compiled at once for Floats: whatever else comes is unexpected. */
        COMPILED_FOR_FLOATS(JitMode.EAGER, 0, FloatsEverywhere::new, TestVms.SWITCHING),
        /** Compiled while they run, in the midst of loops, with sends that an interpreter has linked. */
        COMPILED_LATER(JitMode.BASELINE, LATER, BaselineBackEnd::new, TestVms.SWITCHING),
        /** Interpreted in machine code. */
        THREADED(JitMode.OFF, 0, BaselineBackEnd::new, TestVms.THREADED),
        /** The same, and compiled while they run. */
        THREADED_COMPILED_LATER(JitMode.BASELINE, LATER, BaselineBackEnd::new, TestVms.THREADED);

        private final JitMode mode;
        private final int countdown;
        private final Supplier<BackEnd> backEnd;
        private final String interpreter;

        Way(JitMode mode, int countdown, Supplier<BackEnd> backEnd, String interpreter) {
            this.mode = mode;
            this.countdown = countdown;
            this.backEnd = backEnd;
            this.interpreter = interpreter;
        }
    }

    /** What goes wrong at the edges: of tags, of representations, of ranges, of classes. */
    private static final List<String> NUMBERS = List.of("0", "1", "-1", "2", "-2", "3", "-3", "7", "254",
            "255", "256", "(1 bitShift: 28) - 1", "1 bitShift: 28", "(1 bitShift: 31) - 1", "1 bitShift: 31",
            "(1 bitShift: 31) negated", "1 bitShift: 32", "1 bitShift: 59", "SmallInteger maxVal",
            "SmallInteger maxVal - 1", "SmallInteger minVal", "SmallInteger minVal + 1",
            "SmallInteger maxVal + 1", "SmallInteger minVal - 1", "(1 bitShift: 64) - 1",
            "(1 bitShift: 100) negated", "0.0", "-0.0",
            "1.0", "-1.5", "3.0e-20", "1.0e300", "-1.0e300", "5.0e-324", "Float nan", "Float infinity",
            "Float infinity negated", "(1 bitShift: 60) asFloat", "1/2", "-7/3");

    private static final List<String> OTHERS = List.of("nil", "true", "false", "$a", "'abc'", "#abc",
            "Object new", "#(1 2)", "#[1 2]", "[3]", "[:x | x]", "Object", "Array");

    private static final List<String> OPERATORS = List.of("+", "-", "*", "/", "\\\\", "//", "<", ">",
            "<=", ">=",
            "=", "~=", "==", "~~", "bitAnd:", "bitOr:", "bitXor:");

    /** No texts: times a number, they may be very large. */
    private static final List<String> OPERANDS = OTHERS.subList(0, 4);

    /** How operands get there and where the answer goes. Here + stands for the operator. */
    private static final List<String> BINARY_FORMS = List.of(
            "^a + b",
            "| x y | x := a. y := b. ^x + y",
            "| x y | [x := a. y := b] value. ^x + y",
            "^[a + b] value",
            "^(self same: a) + b",
            "^a + (self same: b)",
            "^(self same: a) + (self same: b)",
            "^Array with: a with: a + b with: b + a with: b",
            "| x | x := a. x := x + b. ^x -> (x := a)",
            "^a + b ifTrue: [1] ifFalse: [2]",
            "^(a + b) not",
            "a + b ifFalse: [^1]. ^2",
            "^(a + b) isNil ifTrue: [1] ifFalse: [2]",
            "^(a + b and: [b + a]) or: [a + a]",
            "| n | n := 0. [n < 3 and: [a + b]] whileTrue: [n := n + 1]. ^n",
            "| n | n := 0. [a + b] whileFalse: [n := n + 1. n = 3 ifTrue: [^n]]. ^n negated",
            "a + b. ^a");

    /** Loops that are entered by an interpreter and left by machine code. */
    private static final List<String> LOOP_FORMS = List.of(
            "| n r | n := 0. [n < 30] whileTrue: [r := a + b. n := n + 1]. ^r",
            "| n x y | n := 0. x := 1. y := 2. [n < 30] whileTrue: [n := n + 1. n = 25 ifTrue: [x := a. y := b]."
                    + " n = 25 | (n = 28) ifTrue: [^(x + y) -> n]. x + y]",
            "| r | 1 to: 30 do: [:i | r := (i < 25 ifTrue: [3] ifFalse: [a]) + b]. ^r",
            "| r | 1 to: 30 do: [:i | r := a + (i < 25 ifTrue: [3] ifFalse: [b])]. ^r",
            "| n | n := 0. [[a + b ifTrue: [^n] ifFalse: [n]] value. n := n + 1. n < 30] whileTrue. ^n negated");

    /** Expressions whose results on the way are no objects where all are Floats. */
    private static final List<String> FLOAT_FORMS = List.of(
            "^a + b * 2.0", "^2.0 * a + b", "^1 - a + b", "^a + b + a - b / b", "^a + (b * (a - (b * (a + 1.5))))",
            "^a + (b * (a - (b * (a + (b - (a * (b + (a - 2.0))))))))",
            "| x | x := a + b * a. ^x", "| x y | x := a. y := b. x := x * x + (y * y). ^x", "| x | x := a + b. x := x. ^x -> a",
            "kept := a + b * 0.5. ^kept", "kept := a. kept := kept + b + kept. ^kept", "^a * a + 0.5", "^a + a",
            "^(Forms new beReadOnlyObject; yourself) keep: a with: b",
            "^(self same: a) + b * (self same: b)", "^(self same: a) * (self same: b) + 1",
            "^self same: (self same: a) + (b * 0.25)", "^Array with: a with: a + b * 0.5 with: b + 1.0 with: a + 0.25",
            "^[a + b * 0.5] value", "^[:x | | y | y := x + b. y * y] value: a", "| x | [x := a * b + 1.0] value. ^x + b",
            "^2.0 + a / b", "^a / (b - b)", "^a / b * 2.0", "^a / 0.0", "^a / 4", "^a / 0",
            "^a * 1.0e20 * 1.0e20 + b / 1.0e30", "^a * 1.0e-20 * 1.0e-20 + b", "^a * 3.0e38 - b",
            "^a * b < (a + b)", "a * a + b < 4.0 ifTrue: [^1]. ^2", "^(a + b >= 0.5) not", "^a + b = (b + a) -> (a - b ~= 0.0)",
            "^(a + 0.0 < b and: [b + 0.5 > a]) or: [a = b]", "^b + 0.0 < a", "^a = (b * 1)", "| n | n := 3. ^a * n + (n * b)",
            "| x n | x := a. n := 0. [n < 25 and: [x * x < 1.0e30]] whileTrue: [x := x * b + a. n := n + 1]. ^x -> n",
            "| x | x := 0.0. 1 to: 40 do: [:i | x := x + (i * a) - b]. ^x",
            "| x | x := 0. 1 to: 40 do: [:i | x := x + a. x > b ifTrue: [^i -> x]]. ^x");

    private static final List<String> FLOATS = List.of("0.0", "-0.0", "1.0", "-1.5", "0.1", "2.0e-20", "3.0e38", "3.5e38",
            "-3.0e38", "5.0e-39", "6.0e-39", "-6.0e-39", "1.0e300", "5.0e-324", "Float nan", "Float infinity",
            "Float infinity negated", "0", "1", "-7", "(1 bitShift: 53) - 1", "1 bitShift: 53", "(1 bitShift: 53) + 1",
            "(1 bitShift: 53) negated", "9007199254740992.0", "1152921504606846976.0",
            "SmallInteger maxVal", "SmallInteger maxVal + 1", "1/2", "3.5s2", "nil", "$a");

    private static final List<String> CONSTANTS = List.of("0", "1", "-1", "3", "-3", "8", "268435455",
            "268435456", "-268435456", "-268435457", "1152921504606846975", "-1152921504606846976",
            "1152921504606846976",
            "1.5", "0.0", "1.0e300", "nil", "true", "$a");

    private static final List<String> CONSTANT_FORMS = List.of("^a + C", "^C + a",
            "^a + C ifTrue: [1] ifFalse: [2]", "^C + a ifTrue: [1] ifFalse: [2]", "^(self same: a) + C",
            "^C + (self same: a)");

    private static final List<String> UNARY_FORMS = List.of("^a size", "| x | x := a. ^x size",
            "^(self same: a) size", "^a size ifTrue: [1] ifFalse: [2]",
            "^(Array with: a with: a size with: a) last: 2");

    private final Map<String, String> binaryMethods = new LinkedHashMap<>();
    private final Map<String, String> unaryMethods = new LinkedHashMap<>();
    private final Map<String, String> elementMethods = new LinkedHashMap<>();

    @Test
    void answerForTwoOperandsAsInterpretedOnesDo() throws VmStartException {
        for (String operator : OPERATORS) {
            for (String form : BINARY_FORMS) {
                add(binaryMethods, "with: b", form.replace("+", operator).replace("n " + operator + " 1",
                "n + 1"));
            }
        }
        List<String> all = new ArrayList<>(NUMBERS);
        all.addAll(OPERANDS);

        compare(binaryMethods, "eachPairOf: {" + String.join(". ", all) + "} do:");
    }

    @Test
    void answerForCollectionsAsInterpretedOnesDo() throws VmStartException {
        for (String operator : OPERATORS) {
            for (String form : BINARY_FORMS) {
                add(binaryMethods, "with: b", form.replace("+", operator).replace("n " + operator + " 1", "n + 1"));
            }
        }
        List<String> all = new ArrayList<>(OTHERS);
        // Small numbers: a String times SmallInteger maxVal is very large.
        all.addAll(List.of("0", "3", "-1", "1.5", "1/2", "'abcd' copy", "(String new: 300)",
                "#[1 2 3]", "OrderedCollection new", "OrderedCollection with: 3", "Set with: 3", "3 -> 4", "3 @ 4",
                "1 to: 4", "[:x :y | x]", "thisContext", "'ab' asSymbol", "(String with: 300 asCharacter)",
                "(Array with: 3 with: nil)"));

        compare(binaryMethods, "eachPairOf: {" + String.join(". ", all) + "} do:");
    }

    @Test
    void answerInLoopsAsInterpretedOnesDo() throws VmStartException {
        for (String operator : OPERATORS) {
            for (String form : LOOP_FORMS) {
                add(binaryMethods, "with: b", form.replace("+", operator).replace("n " + operator + " 1", "n + 1"));
            }
        }
        List<String> all = new ArrayList<>(OPERANDS);
        all.addAll(List.of("Object new", "#(1 2)", "#[1 2]"));
        for (int i = 0; i < NUMBERS.size(); i += 2) {
            all.add(NUMBERS.get(i));
        }

        compare(binaryMethods, "eachFreshPairOf: {" + String.join(". ", all) + "} do:");
    }

    @Test
    void computeWithFloatsAsInterpretedOnesDo() throws VmStartException {
        for (String form : FLOAT_FORMS) {
            add(binaryMethods, "with: b", form);
        }

        compare(binaryMethods, "eachPairOf: {" + String.join(". ", FLOATS) + "} do:");
        compare(binaryMethods, "eachFreshPairOf: {" + String.join(". ", FLOATS) + "} do:");
    }

    /** Which SmallIntegers a double holds. */
    @Test
    void compareFloatsWithLargeSmallIntegersAsInterpretedOnesDo() throws VmStartException {
        for (String form : List.of("^b * 1 < a", "^b + 0.0 < a", "^a = (b * 1)", "^b * 1 >= a", "^a * 1.0 - b", "^b - 0.5 ~= a")) {
            add(binaryMethods, "with: b", form);
        }

        compare(binaryMethods, 1, "each: {(1 bitShift: 53) - 1. 1 bitShift: 53. (1 bitShift: 53) + 1. (1 bitShift: 53) negated."
                + " (1 bitShift: 53) negated - 1. SmallInteger maxVal. SmallInteger minVal} with: {9007199254740992.0."
                + " -9007199254740992.0. 1152921504606846976.0. -1152921504606846976.0} do:");
    }

    @Test
    void answerForShiftsAsInterpretedOnesDo() throws VmStartException {
        for (String form : BINARY_FORMS.subList(0, 9)) {
            add(binaryMethods, "with: b", form.replace("+ b", "bitShift: b").replace("+ a", "bitShift: a")
                    .replace("+ (", "bitShift: ("));
        }
        List<String> shifts = List.of("0", "1", "-1", "2", "31", "32", "-31", "-32", "57", "58", "59",
            "60", "61",
                "62", "63", "64", "65", "-59", "-60", "-61", "-62", "-63", "-64", "-65", "128", "-128",
                "1.5", "nil",
                "(1/2)", "3", "-3", "'abc'", "1000", "-1000");

        compare(binaryMethods, "eachPairOf: {" + String.join(". ", shifts) + "} do:");
        compare(binaryMethods, "each: {" + String.join(". ", NUMBERS) + "} with: {-1. 0. 1."
                + " 60. -60. 61. -61. 63. 64. 70. -70. SmallInteger minVal. SmallInteger minVal - 1} do:");
    }

    /** Processors look at six bits of a distance only, and the VM at what the tag takes. */
    @Test
    void answerForShiftsByConstantsAsInterpretedOnesDo() throws VmStartException {
        for (int distance : new int[] {1, 3, 57, 58, 59, 60, 61, 62, 63, 64, 65, 127, 128, 1000}) {
            for (String form : List.of("^a bitShift: ", "^(self same: a) bitShift: -")) {
                add(unaryMethods, "", form + distance);
            }
        }
        add(unaryMethods, "", "^a bitShift: 0");

        compare(unaryMethods, 1, "each: {0. 1. -1. 2. -2. 1 bitShift: 31. SmallInteger maxVal. SmallInteger minVal."
                + " SmallInteger maxVal + 1. 1.5. nil} do:");
    }

    @Test
    void answerWithConstantsAsInterpretedOnesDo() throws VmStartException {
        List<String> operators = new ArrayList<>(OPERATORS);
        operators.add("bitShift:");
        for (String operator : operators) {
            for (String constant : CONSTANTS) {
                if (!operator.equals("bitShift:") || constant.length() < 3) {
                    for (String form : CONSTANT_FORMS) {
                        if (!operator.equals("bitShift:") || !form.contains("C + ")) {
                            add(unaryMethods, "", form.replace("+", operator).replace("C", constant));
                        }
                    }
                }
            }
        }

        compare(unaryMethods, "each: {" + String.join(". ", NUMBERS) + ". "
                + String.join(". ", OPERANDS) + "} do:");
    }

    @Test
    void answerForOneOperandAsInterpretedOnesDo() throws VmStartException {
        for (String message : List.of("size", "value", "value: 3", "value: 3 value: 4", "isNil", "notNil",
            "not",
                "class", "new", "new: 3", "new: -1", "new: nil", "== nil", "~~ nil", "isNil not",
                "notNil not",
                "class == Array", "isNil ifTrue: [9]", "ifNil: [8]", "ifNotNil: [:x | x]")) {
            for (String form : UNARY_FORMS) {
                add(unaryMethods, "", form.replace("a size", "(a) " + message)
                        .replace("x size", "(x) " + message)
                        .replace(": (a)) size", ": a) " + message).replace("a) size", "a) " + message));
            }
        }
        List<String> values = new ArrayList<>(NUMBERS);
        values.addAll(OTHERS);
        values.addAll(containers());
        values.addAll(List.of("[:x :y | x -> y]", "[nil]", "[:x | ]", "[true]", "[1/0]", "String",
            "ByteArray",
                "Symbol", "SmallInteger", "Float", "OrderedCollection new", "OrderedCollection with: 3",
                "Dictionary new",
                "1->2", "thisContext", "Smalltalk", "Set new", "1 to: 4", "[:x :y :z | 3]"));

        compare(unaryMethods, "each: {" + String.join(". ", values) + "} do:");
    }

    @Test
    void reachElementsAsInterpretedOnesDo() throws VmStartException {
        for (String form : List.of("^a at: i", "^(self same: a) at: i", "^a at: (self same: i)",
                "| x y | x := a. y := i. ^x at: y", "^Array with: i with: (a at: i)",
                "^(a at: i) isNil ifTrue: [1] ifFalse: [2]", "(a at: i) ifTrue: [^1]. ^2",
                "^a at: i put: v", "a at: i put: v. ^a at: i",
                "^Array with: (a at: i put: v) with: (a at: i)", "^(self same: a) at: i put: (self same: v)",
                "^a at: (self same: i) put: v", "| x y z | x := a. y := i. z := v. ^x at: y put: z",
                "^a at: 1", "^a at: 0", "^a at: -1",
                "^a at: 255", "^a at: 1 put: nil", "^a at: 254 put: v", "^a at: 255 put: v",
                "^a at: 1 put: 65", "^(a at: i put: v) isNil ifTrue: [1] ifFalse: [2]",
                "a at: i put: v. ^a size")) {
            add(elementMethods, "at: i value: v", form);
        }
        List<String> values = new ArrayList<>(containers());
        values.addAll(List.of("3", "nil", "1.5", "1 bitShift: 70", "#abc copy", "Object new", "[:x | x]",
                "OrderedCollection withAll: #(1 2 3)",
                "(OrderedCollection withAll: #(1 2 3)) removeFirst; yourself", "Dictionary new", "Array",
                "1 to: 4",
                "(Array with: 1 with: 2) beReadOnlyObject; yourself",
                "'abc' copy beReadOnlyObject; yourself", "#[1 2 3] copy beReadOnlyObject; yourself", "$a"));

        compare(elementMethods, "eachElementOf: {" + String.join(". ", values) + "} do:");
    }

    private static List<String> containers() {
        List<String> values = new ArrayList<>();
        for (int size : new int[] {0, 1, 2, 254, 255, 256, 300}) {
            for (String kind : List.of("Array", "ByteArray", "String")) {
                values.add("(%s new: %d)".formatted(kind, size));
            }
        }
        values.addAll(List.of("'äbc' copy", "(String with: 300 asCharacter with: $a)"));
        return values;
    }

    private static void add(Map<String, String> methods, String pattern, String body) {
        String name = "form" + methods.size() + ":";
        methods.put(name + pattern.replaceAll(" [a-z]( |$)", ""), name + " a " + pattern + " " + body);
    }

    private static void compare(Map<String, String> methods, String loop) throws VmStartException {
        compare(methods, loop.contains("Pair") ? 2 * STEP - 1 : STEP, loop);
    }

    private static void compare(Map<String, String> methods, int step, String loop) throws VmStartException {
        String run = "step: " + step + "; " + loop;
        List<String> interpreted = run(Way.INTERPRETED, methods, run);
        for (Way way : EnumSet.complementOf(EnumSet.of(Way.INTERPRETED))) {
            compare(methods, interpreted, way, run(way, methods, run));
        }
    }

    private static void compare(Map<String, String> methods, List<String> interpreted, Way way, List<String> compiled) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < interpreted.size() && differences.size() < MOST_SHOWN; i++) {
            String found = i < compiled.size() ? compiled.get(i) : "nothing";
            if (!interpreted.get(i).equals(found)) {
                String name = interpreted.get(i).substring(0, interpreted.get(i).indexOf(' '));
                differences.add("%s%n   interpreted: %s%n   compiled:    %s".formatted(methods.get(name),
                        interpreted.get(i), found));
            }
        }
        assertThat(differences).as(way.toString()).isEmpty();
        assertThat(compiled).as(way.toString()).hasSameSizeAs(interpreted).hasSizeGreaterThan(methods.size());
    }

    private static List<String> run(Way way, Map<String, String> methods, String loop) throws VmStartException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VmOptions options = TestVms.options().withStreams(InputStream.nullInputStream(), out, out)
                .withJit(way.mode);
        CompilePolicy policy = new TestPolicy(way.mode.policy(), way.countdown, CompilePolicy.Where.SYNCHRONOUS);
        try (Vm vm = TestVms.runBy(way.interpreter, way.backEnd.get(), policy).start(options)) {
            evaluate(vm, "Object subclass: #Forms instanceVariableNames: 'step turn stream kept'"
                    + " classVariableNames: '' poolDictionaries: '' category: 'Test'");
            SUPPORT.forEach(source -> compile(vm, source));
            methods.values().forEach(source -> compile(vm, source));
            String names = "#(" + String.join(" ", methods.keySet()) + ")";
            evaluate(vm, "(Forms new) " + loop + " " + names + "; report");
            if (way.mode != JitMode.OFF) {
                String first = methods.keySet().iterator().next();
                assertThat(vm.machineCode("Forms", first)).doesNotContain("no machine code");
                TestVms.assertThatAllCodeWasMade(vm);
            }
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static void compile(Vm vm, String source) {
        Vm.Installation done = vm.compileMethod("Forms", Optional.of("test"), Optional.empty(),
                SourceText.of(source, "test"));
        assertThat(done.selector()).as(source + " " + done.diagnostics()).isPresent();
    }

    private static void evaluate(Vm vm, String source) {
        assertThat(vm.evaluate(SourceText.of(source, "test"))).isInstanceOf(Evaluation.Value.class);
    }

    private static final List<String> SUPPORT = List.of(
            "same: anObject ^anObject",
            "keep: a with: b kept := a + b * 0.5. ^kept",
            """
            show: aSymbol numbers: anArray from: aBlock
            	| text |
            	text := [self textOf: aBlock value] on: Error do: [:error |
            		error return: error class name , ' ' , error messageText asString].
            	stream nextPutAll: aSymbol; space; print: anArray; space;
            		nextPutAll: (text first: (text size min: 200)); nl""",
            """
            step: anInteger
            	step := anInteger.
            	turn := 0.
            	stream := WriteStream on: String new""",
            "report Transcript show: stream contents",
            """
            textOf: anObject
            	^anObject class name , ' ' ,
            		((anObject class == Array and: [anObject size > 5]) ifTrue: [anObject size]
            			ifFalse: [anObject]) printString""",
            """
            turnsOf: anInteger do: aBlock
            	"Every step-th of so many cases, going on where the last method has ended."
            	[turn < anInteger] whileTrue: [aBlock value: turn. turn := turn + step].
            	turn := turn - anInteger""",
            """
            each: values do: names
            	names do: [:name | self turnsOf: values size do: [:n |
            		self show: name numbers: {n + 1} from: [self perform: name with: (values at: n + 1)]]]""",
            """
            eachPairOf: values do: names
            	self each: values with: values do: names""",
            """
            each: values with: others do: names
            	names do: [:name | self turnsOf: values size * others size do: [:n | | i j |
            		i := n // others size + 1.
            		j := n \\\\ others size + 1.
            		self show: name numbers: {i. j} from: [
            			self perform: name with: (values at: i) with: (others at: j)]]]""",
            """
            eachFreshPairOf: values do: names
            	"Each with a copy of the method that has run for nobody else."
            	names do: [:name | self turnsOf: values size * values size do: [:n | | i j |
            		i := n // values size + 1.
            		j := n \\\\ values size + 1.
            		Forms addSelector: name withMethod: (Forms compiledMethodAt: name) copy.
            		self show: name numbers: {i. j} from: [
            			self perform: name with: (values at: i) with: (values at: j)]]]""",
            """
            eachElementOf: values do: names
            	| indices news |
            	indices := {0. 1. 2. 3. -1. 253. 254. 255. 256. 300. 301. nil. true. 1.0. 1 bitShift: 60.
            		(1 bitShift: 60) - 1. (1 bitShift: 61) + 1. 1 bitShift: 64. 'a'}.
            	news := {0. nil. 255. 256. $a. 300 asCharacter. Object new. 1.5}.
            	names do: [:name | self turnsOf: values size * indices size * news size do: [:n | | i j k |
            		i := n // news size // indices size + 1.
            		j := n // news size \\\\ indices size + 1.
            		k := n \\\\ news size + 1.
            		self show: name numbers: {i. j. k} from: [
            			self perform: name with: (values at: i) with: (indices at: j) with: (news at: k)]]]""");
}
