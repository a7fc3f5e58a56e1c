package st.sendwright.language.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Scope;
import st.sendwright.language.SourceCompiler.Kind;
import st.sendwright.language.SourceCompiler.Request;
import st.sendwright.language.SourceCompiler.Result;
import st.sendwright.language.SourceText;
import st.sendwright.language.SyntaxOptions;

/** What is said about bad and doubtful source, and where the caret points. */
class DiagnosticTest {

    private static final SyntaxOptions STRICT = SyntaxOptions.DEFAULT
            .withUnderscore(SyntaxOptions.Underscore.LETTER).withCompileTimeExpressions(false);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '§', quoteCharacter = '¦', value = {
            "3 + § 1:4 SW-LANG-001 expected an operand, found the end of the source",
            "(3 § 1:3 SW-LANG-001 expected an operator or ')', found the end of the source",
            "(3 ] § 1:4 SW-LANG-001 expected an operator or ')', found ']'",
            "3 ) § 1:3 SW-LANG-001 expected '.' or the end of the source, found ')'",
            "[:x 3] § 1:5 SW-LANG-001 expected '|' after the arguments of the block, found a number",
            "[: 3 | x] § 1:4 SW-LANG-001 expected the name of a block argument, found a number",
            "{1 2} § 1:4 SW-LANG-001 expected '.' or '}', found a number",
            "3 ; foo § 1:3 SW-LANG-001 expected a message before ';', found ';'",
            "3 foo;; bar § 1:7 SW-LANG-001 expected a message after ';', found ';'",
            "3 foo self § 1:7 SW-LANG-001 expected a message; 'self' is reserved, found 'self'",
            "#(1 ; 2) § 1:5 SW-LANG-001 expected a literal or ')', found ';'",
            "#[1 a] § 1:5 SW-LANG-001 expected an Integer from 0 to 255 or ']', found 'a'",
            "# § 1:2 SW-LANG-001 expected a name, a selector, a string or a bracket after '#'",
            "#{3} § 1:3 SW-LANG-001 expected the name of a shared variable, found a number",
            "#{first} § 1:3 SW-LANG-001 'first' is an instance variable, which has no Association: expected"
                    + " a shared variable",
            "- 3 § 1:1 SW-LANG-001 expected an operand, found '-'",
            "a: 3 § 1:1 SW-LANG-001 expected an operand, found 'a:'",
            "| 3 | § 1:3 SW-LANG-001 expected a name to declare or '|', found a number",
            "3 foo: 'abc § 1:8 SW-LANG-002 the string that begins here has no end: expected another '",
            "#'abc § 1:2 SW-LANG-002 the symbol that begins here has no end: expected another '",
            "3 \"abc § 1:3 SW-LANG-002 the comment that begins here has no end: expected another \"",
            "$ § 1:1 SW-LANG-002 the source ends after '$': expected a character",
            "3 € 4 § 1:3 SW-LANG-003 the character U+20AC cannot stand here; outside strings and comments"
                    + " Smalltalk uses letters, digits and punctuation",
            "40r5 § 1:1 SW-LANG-004 the radix of a number is 2 to 36, not 40",
            "1r5 § 1:1 SW-LANG-004 the radix of a number is 2 to 36, not 1",
            "2r5 § 1:3 SW-LANG-004 '5' is no digit of a number with radix 2",
            "2r15 § 1:4 SW-LANG-004 '5' is no digit of a number with radix 2",
            "1e1000000 § 1:1 SW-LANG-004 the exponent of an Integer is at most 100000; write a point to make"
                    + " it a Float",
            "1s1000000 § 1:1 SW-LANG-004 the scale of a ScaledDecimal is at most 100000",
            "#[1 256] § 1:5 SW-LANG-005 an element of a ByteArray is an Integer from 0 to 255",
            "#[1.5] § 1:3 SW-LANG-005 an element of a ByteArray is an Integer from 0 to 255",
            "[:x | x := 3] § 1:7 SW-LANG-007 the argument 'x' cannot be assigned: expected a temporary",
            "1 to: 3 do: [:i | i := 3] § 1:19 SW-LANG-007 the argument 'i' cannot be assigned: expected a"
                    + " temporary",
            "self := 3 § 1:1 SW-LANG-008 'self' cannot be assigned",
            "Object := 3 § 1:1 SW-LANG-008 'Object' cannot be assigned",
            "| true | § 1:3 SW-LANG-008 'true' is reserved: expected another name to declare",
            "[:x :x | x] § 1:6 SW-LANG-009 'x' is declared twice in one place: expected different names",
            "[:x | | x | x] § 1:9 SW-LANG-009 'x' is declared twice in one place: expected different names",
            "##(Object new) § 1:1 SW-LANG-027 this is computed each time it is reached, not at compile"
                    + " time: only "
                    + "literals and arithmetic can be computed at compile time, not the variable 'Object'",
            "`Object new` § 1:1 SW-LANG-027 this is computed each time it is reached, not at compile time:"
                    + " only "
                    + "literals and arithmetic can be computed at compile time, not the variable 'Object'",
            "`3 foo § 1:7 SW-LANG-001 expected an operator or '`', found the end of the source",
            "Foo bar § 1:1 SW-LANG-020 'Foo' is not declared; it is nil until somebody defines it",
            "| x | 3 § 1:3 SW-LANG-021 the temporary 'x' is never used",
            "| x | x := [:x | x] § 1:14 SW-LANG-022 'x' hides a variable of the same name around it",
            "[:first | first] § 1:3 SW-LANG-022 'first' hides the instance variable of the same name",
            "3 ifTrue: [:x | x] § 1:11 SW-LANG-023 this block has 1 arguments, which is not what #ifTrue:"
                    + " gives it",
            "1 to: 3 do: [] § 1:13 SW-LANG-023 this block has 0 arguments, which is not what #to:do: gives"
                    + " it",
            "3 ifNil: [1] ifNotNil: [:x :y | x] § 1:24 SW-LANG-023 this block has 2 arguments, which is not"
                    + " what #ifNil:ifNotNil: gives it",
            "1.0e999 § 1:1 SW-LANG-025 this number is too large for a Float and becomes infinity",
            "^3. 4 § 1:5 SW-LANG-026 this statement comes after a return and is never reached",
    })
    void isReported(String source, String expected) {
        assertThat(Compiling.messages(Compiling.result(source, Kind.EXPRESSION))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '§', quoteCharacter = '`', value = {
            "3 § 1:1 SW-LANG-001 expected a method's pattern, such as 'name', '+ argument' or 'at: index',"
                    + " found a number",
            "foo: § 1:5 SW-LANG-001 expected the name of the argument, found the end of the source",
            "+ 3 § 1:3 SW-LANG-001 expected the name of the argument, found a number",
            "foo: x x := 3 § 1:8 SW-LANG-007 the argument 'x' cannot be assigned: expected a temporary",
            "foo <primitive: #(1)> § 1:5 SW-LANG-012 the argument of 'primitive:' is of the wrong kind:"
                    + " expected an Integer or a String after primitive:, a String after module:, a name"
                    + " after error:",
            "foo <primitive: 1 foo: 2> § 1:5 SW-LANG-012 'foo:' is no part of a primitive: expected"
                    + " primitive:, module: or error:",
            "foo <primitive: 1 primitive: 2> § 1:5 SW-LANG-012 'primitive:' is given twice",
            "foo <primitive: 1> <primitive: 2> § 1:20 SW-LANG-012 a method has one primitive at most",
            "foo <bar § 1:5 SW-LANG-002 the pragma that begins here has no end: expected '>'",
            "foo <a b> ^1 § 1:5 SW-LANG-024 this pragma is not understood and left out: expected a message"
                    + " with literal arguments",
            "foo <a: #(##(x + 1))> § 1:14 SW-LANG-011 only literals and arithmetic can be computed at compile time,"
                    + " not the "
                    + "variable 'x'",
            "foo <a: #(##(3 foo))> § 1:14 SW-LANG-011 only literals and arithmetic can be computed at compile time,"
                    + " not #foo",
            "foo <a: #(##(3 foo: 1 bar: 2))> § 1:14 SW-LANG-011 only literals and arithmetic can be computed at"
                    + " compile "
                    + "time, not #foo:bar:",
            "foo <a: #(##(1 / 0))> § 1:14 SW-LANG-011 this compile-time expression divides by zero",
            "foo <a: #(##(1 bitShift: 10000000))> § 1:14 SW-LANG-011 the result of #bitShift: has 10000001 bits; a "
                    + "compile-time expression may have 400000",
            "foo <a: #(##([3]))> § 1:14 SW-LANG-011 only literals and arithmetic can be computed at compile time,"
                    + " not more "
                    + "than messages to literals",
            "foo Bar := 3. ^Bar § 1:5 SW-LANG-020 'Bar' is not declared; it is nil until somebody defines it",
    })
    void isReportedInMethods(String source, String expected) {
        assertThat(Compiling.messages(Compiling.result(source, Kind.METHOD))).isEqualTo(expected);
    }

    @Test
    void undeclaredNamesAreReportedOnceInSourceOrder() {
        assertThat(Compiling.messages(Compiling.result("foo\n\t| x |\n\t^Foo + Bar +"
                + " Foo", Kind.METHOD))).isEqualTo("""
                2:4 SW-LANG-021 the temporary 'x' is never used
                3:3 SW-LANG-020 'Foo' is not declared; it is nil until somebody defines it
                3:9 SW-LANG-020 'Bar' is not declared; it is nil until somebody defines it""");
    }

    @Test
    void thePlaceIsThatInTheFile() {
        SourceText method = new SourceText("foo\n\t^3 +", "Foo.st", 12, 1);

        Result result = new BytecodeCompiler().compile(
                new Request(method, Kind.METHOD, Scope.empty(), SyntaxOptions.DEFAULT));

        assertThat(result.code()).isEmpty();
        assertThat(result.diagnostics().getFirst().format()).isEqualTo("""
                Foo.st:13:6: error: expected an operand, found the end of the source [SW-LANG-001]
                    \t^3 +
                    \t    ^""");
    }

    @Test
    void compileTimeFormsCanBeSwitchedOff() {
        Result result = new BytecodeCompiler().compile(new Request(SourceText.of("#{Foo}", "test"),
                Kind.EXPRESSION, Scope.empty(), STRICT));

        assertThat(Compiling.messages(result)).isEqualTo(
                "1:1 SW-LANG-001 #{...} is switched off for this source: expected an ordinary literal");
    }

    @Test
    void aLoneUnderscoreIsANameWithoutTheOption() {
        Result result = new BytecodeCompiler().compile(new Request(SourceText.of("_ := 3. ^_", "test"),
                Kind.EXPRESSION, Scope.empty(), STRICT));

        assertThat(result.code()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void everyProblemHasAPage(Problem problem) throws IOException {
        Path page = Path.of("../../docs/errors", problem.code() + ".md");

        assertThat(page).exists();
        assertThat(Files.readString(page)).startsWith("# " + problem.code() + ": ");
        assertThat(problem.severity()).isEqualTo(problem.code().compareTo("SW-LANG-020") < 0
                ? Diagnostic.Severity.ERROR : Diagnostic.Severity.WARNING);
    }
}
