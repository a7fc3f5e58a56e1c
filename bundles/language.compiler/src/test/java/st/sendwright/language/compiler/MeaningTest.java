package st.sendwright.language.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Scope;
import st.sendwright.language.SourceCompiler.Kind;
import st.sendwright.language.SourceCompiler.Request;
import st.sendwright.language.SourceCompiler.Result;
import st.sendwright.language.SourceText;
import st.sendwright.language.SyntaxOptions;

/** What compiled code does, on a small machine made for these tests. */
class MeaningTest {

    private final TestMachine machine = new TestMachine();

    private Object evaluate(String source) {
        return machine.run(compile(source, Kind.EXPRESSION));
    }

    private static CodeDraft compile(String source, Kind kind) {
        Result result = new BytecodeCompiler().compile(new Request(SourceText.of(source, "test"), kind,
                Scope.empty(), SyntaxOptions.DEFAULT));
        return result.code().orElseThrow(() -> new AssertionError(source + "\n" + result.diagnostics()));
    }

    private static String shown(Object value) {
        return switch (value) {
            case null -> "nil";
            case Object[] array -> Arrays.stream(array).map(MeaningTest::shown).toList().toString();
            default -> value.toString();
        };
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '§', quoteCharacter = '¦', value = {
            "<| other ^other § <|",
            "<|> other ^3 <|> other § <|>",
            "| other ^other § |",
            "|| other ^other § ||",
            "one <foo: 1>| a | ^a § one",
            "one <foo: #<|> > | a | a := [:x||t| t]. ^a § one"})
    void aBarBelongsToTheOperatorItStandsIn(String method, String selector) {
        assertThat(compile(method, Kind.METHOD).selector()).isEqualTo(selector);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '§', quoteCharacter = '¦', value = {
            "3 + 4 * 2 § 14",
            "2 * (3 + 4) § 14",
            "3-4 § -1",
            "3 - -4 § 7",
            "3 - 4 :: * 5 § -5",
            "3--4 § 7",
            "-5 negated § 5",
            "| x | x:=3. x-1 § 2",
            "| x | x := 5. x>-1 § true",
            "| a b | a := b := 4. a + b § 8",
            "| a | a _ 3. a § 3",
            "§ nil",
            ".. 3 .. § 3",
            "^7. 8 § 7",
            "{1. 2+3. 'x'. $c. #y} § [1, 5, x, c, #y]",
            "{} § []",
            "{1.} § [1]",
            "#(1 $a 'b' #c d e: #+ (1 2) #(3) true false nil) § [1, a, b, #c, #d, #e:, #+, [1, 2], [3],"
                    + " true, false, nil]",
            "#($a #b:c: d:e: + - -3 -> || | #'x y' Foo.Bar 2r101) § [a, #b:c:, #d:e:, #+, #-, -3, #->, #||,"
                    + " #|, #x y, #Foo.Bar, 5]",
            "'it''s' § it's",
            "3 == 3 § true",
            "3 ~~ 3 § false",
            "nil class § UndefinedObject",
            "true ifTrue: [1] § 1",
            "false ifTrue: [1] § nil",
            "false ifFalse: [1] § 1",
            "true ifFalse: [1] § nil",
            "3 < 4 ifTrue: [1] ifFalse: [2] § 1",
            "3 > 4 ifTrue: [1] ifFalse: [2] § 2",
            "3 < 4 ifFalse: [1] ifTrue: [2] § 2",
            "3 < 4 ifTrue: [] ifFalse: [2] § nil",
            "(3 < 4 and: [4 < 5]) § true",
            "(3 < 4 and: [5 < 5]) § false",
            "(4 < 4 and: [4 foo]) § false",
            "(3 < 4 or: [4 foo]) § true",
            "(4 < 4 or: [4 < 5]) § true",
            "((3 < 4 and: [5 < 5]) or: [1 < 2 and: [2 < 3]]) ifTrue: ['y'] ifFalse: ['n'] § y",
            "((3 < 4 or: [5 < 5]) and: [3 < 2 or: [2 < 3]]) ifTrue: ['y'] ifFalse: ['n'] § y",
            "nil ifNil: [3] § 3",
            "4 ifNil: [3] § 4",
            "4 ifNotNil: [:x | x + 1] § 5",
            "4 ifNotNil: [5] § 5",
            "nil ifNotNil: [:x | x + 1] § nil",
            "nil ifNil: [1] ifNotNil: [:x | x + 1] § 1",
            "2 ifNil: [1] ifNotNil: [:x | x + 1] § 3",
            "2 ifNotNil: [:x | x + 1] ifNil: [1] § 3",
            "nil ifNotNil: [:x | x + 1] ifNil: [1] § 1",
            "(1 to: 3 do: [:i | ]) § 1",
            "(3 timesRepeat: []) § 3",
            "| n | n := 0. (n timesRepeat: []) § 0",
            "| s | s := 0. 1 to: 10 do: [:i | s := s + i]. s § 55",
            "| s | s := 0. 10 to: 1 by: -3 do: [:i | s := s + i]. s § 22",
            "| s | s := 0. 5 timesRepeat: [s := s + 2]. s § 10",
            "| s | s := 0. [s < 5] whileTrue: [s := s + 1]. s § 5",
            "| s | s := 0. ([s >= 5] whileFalse: [s := s + 1]) § nil",
            "| s | s := 0. [s := s + 1. s < 5] whileTrue. s § 5",
            "| s | s := 0. [s := s + 1. s >= 5] whileFalse. s § 5",
            "| s | s := 0. [s := s + 1. s > 6 ifTrue: [^s]] repeat § 7",
            "##(| a b | a := 3. b := a * a. b + 1) § 10",
            "| x | x := 2. ##(| a | a := x. a + 1) + 1 § 4",
            "| l | l := OrderedCollection new. 1 to: 2 do: [:i | | t | i = 1 ifTrue: [t := 5]. l add: t]. l asArray"
                    + " § [5, nil]",
            "[:a :b | | t | t := a + b. t * 2] value: 3 value: 4 § 14",
            "[ :x || t | t := x. t] value: 3 § 3",
            "[:x | ] value: 3 § nil",
            "[:x] value: 3 § nil",
            "[] value § nil",
            "| a | a := 1. [a := a + 1] value. a § 2",
            "| a b | a := 1. b := [a]. a := 2. b value § 2",
            "| f | f := nil. f := [:n | n < 2 ifTrue: [n] ifFalse: [(f value: n - 1) + (f value: n - 2)]]. f"
                    + " value: 15 § 610",
            "| a | a := OrderedCollection new. a add: 1; add: 2; yourself. a asArray § [1, 2]",
            "(OrderedCollection new) add: 1; add: 2; asArray § [1, 2]",
            "| x | x := 3. x ifTrue: [4]; yourself § ERROR",
            "[:x | [:y | [:z | x + y + z]]] value: 1 § BLOCK",
            "((([:x | [:y | [:z | x + y + z]]] value: 1) value: 2) value: 3) § 6",
            "[:x | [^x] value. 9] value: 4. 8 § 4",
            "##(3 + 4) § 7",
            "#(1 ##(2 * 3) x) § [1, 6, #x]",
            "| x | x := 2. #(1 ##(x + 1) (##(x) y)) § [1, 3, [2, #y]]",
            "##(OrderedCollection new) asArray § []",
            "`3 + 4` * `2` § 14",
            "16rFF + 2r101 § 260",
            "1e3 § 1000",
    })
    void evaluates(String source, String expected) {
        String outcome;
        try {
            Object value = evaluate(source == null ? "" : source);
            outcome = value != null && value.getClass().getSimpleName().equals("Closure") ? "BLOCK"
                    : shown(value);
        } catch (RuntimeException error) {
            outcome = "ERROR";
        }

        assertThat(outcome).as(source).isEqualTo(expected);
    }

    @Test
    void eachIterationHasItsOwnVariables() {
        assertThat(shown(evaluate("""
                | blocks |
                blocks := OrderedCollection new.
                1 to: 3 do: [:i | | t u |
                    t isNil ifFalse: [^'not fresh'].
                    t := i * 10.
                    u := i.
                    blocks add: [t := t + 1. t + i + u]].
                {(blocks asArray at: 1) value. (blocks asArray at: 1) value. (blocks asArray at: 3) value}
                """))).isEqualTo("[13, 14, 37]");
    }

    @Test
    void aVariableAroundALoopIsSharedByItsBlocks() {
        assertThat(shown(evaluate("""
                | blocks last |
                blocks := OrderedCollection new.
                #(1 2 3) do: [:each | last := each. blocks add: [last]].
                (blocks asArray at: 1) value
                """))).isEqualTo("3");
        assertThat(shown(evaluate("""
                | blocks last i |
                blocks := OrderedCollection new.
                i := 0.
                [i < 3] whileTrue: [last := i. blocks add: [last]. i := i + 1].
                (blocks asArray at: 1) value
                """))).isEqualTo("2");
    }

    @Test
    void aVariableOfTheConditionIsFreshToo() {
        assertThat(shown(evaluate("""
                | n blocks |
                n := 0.
                blocks := OrderedCollection new.
                [| c | c := n. blocks add: [c := c + 100]. n < 2] whileTrue: [n := n + 1].
                {(blocks asArray at: 1) value. (blocks asArray at: 1) value. (blocks asArray at: 3) value}
                """))).isEqualTo("[100, 200, 102]");
    }

    @Test
    void argumentsAreCountedFromTheLast() {
        CodeDraft method = compile("a: a b: b c: c d: d e: e ^{a. b. c. d. e. [a - e] value}", Kind.METHOD);

        Object[] arguments = new Object[5];
        for (int i = 0; i < 5; i++) {
            arguments[i] = BigInteger.valueOf(i + 1);
        }
        assertThat(shown(machine.run(method, arguments))).isEqualTo("[1, 2, 3, 4, 5, -4]");
    }

    @Test
    void superGoesUpFromBlocksToo() {
        CodeDraft method = compile("foo super one. [super two: 3] value. super three; four. ^[:x | super"
                + " five. x]",
                Kind.METHOD);

        machine.run(method);

        assertThat(machine.superSends).isEqualTo(List.of("one", "two:", "three", "four"));
    }

    @Test
    void aConditionThatIsNoBooleanIsAnError() {
        assertThatExceptionOfType(TestMachine.NotUnderstood.class).isThrownBy(() -> evaluate("3 ifTrue: []"))
                .withMessage("mustBeBoolean: 3");
    }

    @Test
    void workspaceVariablesAreShared() {
        evaluate("x := 3. y := x + 1");

        assertThat(machine.shared).containsEntry("y", BigInteger.valueOf(4));
    }

    /** Random arithmetic, in Smalltalk's strict left to right order, against the same done in Java. */
    @Test
    void randomExpressionsHaveTheValueThatJavaComputes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            StringBuilder source = new StringBuilder();
            BigInteger expected = arithmetic(random, 4, source);
            String how = switch (random.nextInt(4)) {
                case 0 -> source.toString();
                case 1 -> "[:x | " + source + "] value: 3";
                case 2 -> "| x | x := " + source + ". [x] value";
                default -> "| x | [x := " + source + "] value. x";
            };

            assertThat(evaluate(how)).as("seed %d: %s", seed, how).isEqualTo(expected);
        }
    }

    private static BigInteger arithmetic(Random random, int depth, StringBuilder out) {
        BigInteger value = operand(random, depth, out);
        for (int terms = random.nextInt(4); terms > 0; terms--) {
            String operator = random.nextBoolean() ? "+" : random.nextBoolean() ? "-" : "*";
            String blank = random.nextBoolean() ? " " : "";
            out.append(blank).append(operator).append(blank);
            BigInteger other = operand(random, depth, out);
            value = switch (operator) {
                case "+" -> value.add(other);
                case "-" -> value.subtract(other);
                default -> value.multiply(other);
            };
        }
        return value;
    }

    private static BigInteger operand(Random random, int depth, StringBuilder out) {
        if (depth > 0 && random.nextInt(3) == 0) {
            out.append('(');
            BigInteger value = arithmetic(random, depth - 1, out);
            out.append(")");
            return value;
        }
        if (depth > 0 && random.nextInt(6) == 0) {
            boolean which = random.nextBoolean();
            out.append('(').append(which).append(" ifTrue: [");
            BigInteger ifTrue = arithmetic(random, depth - 1, out);
            out.append("] ifFalse: [");
            BigInteger ifFalse = arithmetic(random, depth - 1, out);
            out.append("])");
            return which ? ifTrue : ifFalse;
        }
        BigInteger value = new BigInteger(1 + random.nextInt(random.nextInt(10) == 0 ? 100 : 9), random);
        if (random.nextInt(4) == 0) {
            value = value.negate();
        }
        int radix = random.nextBoolean() ? 10 : 2 + random.nextInt(35);
        out.append(value.signum() < 0 ? "-" : "").append(radix == 10 ? "" : radix + "r")
                .append(value.abs().toString(radix).toUpperCase(Locale.ROOT));
        return value;
    }
}
