package st.sendwright.language.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.language.Scope;
import st.sendwright.language.SourceCompiler.Kind;
import st.sendwright.language.SourceCompiler.Request;
import st.sendwright.language.SourceText;
import st.sendwright.language.SyntaxOptions;
import st.sendwright.language.SyntaxOptions.Underscore;

@DisplayName("Syntax that dialects read differently")
class DialectSyntaxTest {

    private static Optional<CodeDraft> code(String source, SyntaxOptions options) {
        return new BytecodeCompiler().compile(new Request(SourceText.of(source, "test"), Kind.EXPRESSION,
                Scope.empty(), options)).code();
    }

    private static List<Literal> literals(String source, SyntaxOptions options) {
        return code(source, options).map(CodeDraft::literals).orElse(List.of());
    }

    private static String listing(String source, SyntaxOptions options) {
        return Compiling.listing(code(source, options).orElseThrow());
    }

    @ParameterizedTest(name = "with {0}, {1} compiles: {2}")
    @CsvSource({
            "ASSIGNS, '| a b | b := 3. a_b. ^a', true", "ASSIGNS, '| a_b | ^a_b', false",
            "ASSIGNS_ALONE, '| a b | b := 3. a_b. ^a', true", "ASSIGNS_ALONE, '| a_b | a_b _ 3. ^a_b', true",
            "LETTER, '| a_b | a_b := 3. ^a_b', true", "LETTER, '| a | a _ 3. ^a', false"})
    void underscores(Underscore underscore, String source, boolean compiles) {
        assertThat(code(source, SyntaxOptions.DEFAULT.withUnderscore(underscore)).isPresent()).isEqualTo(compiles);
    }

    @Test
    void anUnderscoreThatAlwaysAssignsEndsAName() {
        SyntaxOptions old = SyntaxOptions.DEFAULT.withUnderscore(Underscore.ASSIGNS);

        assertThat(listing("| a b | b := 3. a_b. ^a", old))
                .isEqualTo(listing("| a b | b := 3. a := b. ^a", SyntaxOptions.DEFAULT));
    }

    @Test
    void arrowsAreWhatTheyWereBeforeAscii() {
        assertThat(listing("| a | a \u2190 3. \u2191a", SyntaxOptions.DEFAULT))
                .isEqualTo(listing("| a | a := 3. ^a", SyntaxOptions.DEFAULT));
    }

    @Test
    void aDotJoinsNamesOrEndsAStatement() {
        assertThat(listing("a := Foo.Bar", SyntaxOptions.DEFAULT)).contains("Foo.Bar");
        assertThat(listing("a := Foo.Bar", SyntaxOptions.DEFAULT.withDottedNames(false)))
                .isEqualTo(listing("a := Foo. Bar", SyntaxOptions.DEFAULT));
    }

    @Test
    void aBackslashNamesACharacterOrIsOne() {
        assertThat(literals("#($\\n)", SyntaxOptions.DEFAULT))
                .containsExactly(new Literal.Arr(List.of(new Literal.Char('\n'))));
        assertThat(literals("#($\\n)", SyntaxOptions.DEFAULT.withCharacterEscapes(false)))
                .containsExactly(new Literal.Arr(List.of(new Literal.Char('\\'), new Literal.Sym("n"))));
    }

    @Test
    void aCharacterHasANumberOrIsALessSign() {
        assertThat(literals("#($<65>)", SyntaxOptions.DEFAULT))
                .containsExactly(new Literal.Arr(List.of(new Literal.Char('A'))));
        assertThat(literals("#($<65>)", SyntaxOptions.DEFAULT.withNumberedCharacters(false)))
                .isNotEqualTo(literals("#($<65>)", SyntaxOptions.DEFAULT));
    }
}
