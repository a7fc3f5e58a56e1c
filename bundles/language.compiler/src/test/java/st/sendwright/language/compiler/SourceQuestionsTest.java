package st.sendwright.language.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.language.SourceMap;

/** What can be asked about a source besides compiling it, and what a draft says about its source. */
class SourceQuestionsTest {

    private final BytecodeCompiler compiler = new BytecodeCompiler();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '§', quoteCharacter = '`', value = {
            "Object subclass: #Foo § Object | subclass: | #Foo",
            "nil subclass: #Object instanceVariableNames: '' category: 'K' § nil |"
                    + " subclass:instanceVariableNames:category: | #Object '' 'K'",
            "Foo class instanceVariableNames: 'a b'. § Foo class | instanceVariableNames: | 'a b'",
            "Foo initialize § Foo | initialize |",
            "Foo class § Foo | class |",
            "Smalltalk.Foo subclass: #Bar § Smalltalk.Foo | subclass: | #Bar",
            "Foo + -3 § Foo | + | -3",
            "Foo a: #(1 2) b: nil c: true d: $x e: 1.5 § Foo | a:b:c:d:e: | (1 2) nil true $x 1.5",
            "\"a comment\" (Foo) bar: #[1] § Foo | bar: | [1]",
            "Foo bar: baz § NONE",
            "Foo bar: 3 + 4 § NONE",
            "Foo bar: 1; baz: 2 § NONE",
            "Foo bar: 1. Foo baz: 2 § NONE",
            "Foo bar baz: 1 § NONE",
            "self bar: 1 § NONE",
            "3 foo § NONE",
            "Foo § NONE",
            "x := Foo bar § NONE",
            "^Foo bar § NONE",
            "Foo bar: self § NONE",
            "Foo bar: ( § NONE",
            "§ NONE",
    })
    void constantMessagesAreTold(String source, String expected) {
        String told = compiler.constantMessage(source == null ? "" : source)
                .map(m -> m.receiver() + " | " + m.selector() + " | "
                        + m.arguments().stream().map(Compiling::shown).collect(Collectors.joining(" ")))
                .orElse("NONE");

        assertThat(told.strip()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '§', quoteCharacter = '`', value = {
            "foo ^1 § foo",
            "\"comment\" + x ^1 § +",
            "|| x § ||",
            "at: a put: b ^((( § at:put:",
            "-> x § ->",
            "3 § NONE",
            "at: § NONE",
            "§ NONE",
    })
    void selectorsAreTold(String source, String expected) {
        assertThat(compiler.selectorOf(source == null ? "" : source).orElse("NONE")).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '§', quoteCharacter = '`', value = {
            "3 + 4 § false",
            "3 + § true",
            "x := § true",
            "Foo at: 1 put: § true",
            "Foo bar; § true",
            "(3 + 4 § true",
            "[:x | x § true",
            "[:x | x] value: 3. § false",
            "{1. 2 § true",
            "#(1 2 § true",
            "#[1 § true",
            "'abc § true",
            "'abc' § false",
            "\"abc § true",
            "^ § true",
            "| a § true",
            "3 ) § false",
            "3 + * 4 § false",
            "# § true",
            "§ false",
    })
    void incompleteSourceIsTold(String source, boolean expected) {
        assertThat(compiler.isIncomplete(source == null ? "" : source)).isEqualTo(expected);
    }

    @Test
    void primitivesAndPragmasAreKept() {
        CodeDraft method = Compiling.method("""
                foo
                    <primitive: 'add' error: code module: 'Arithmetic'>
                    <category: 'x y'> <foo: #bar baz: #(1 2)> <simple>
                    ^code""");

        assertThat(method.primitive()).contains(new CodeDraft.Pragma("primitive:module:error:", List.of(
                new Literal.Str("add"), new Literal.Str("Arithmetic"), new Literal.Sym("code"))));
        assertThat(method.temporaryNames()).containsExactly("code");
        assertThat(method.pragmas()).hasToString("[Pragma[selector=category:, arguments=[Str[value=x y]]],"
                + " Pragma[selector=foo:baz:, arguments=[Sym[value=bar], Arr[elements=[Int[value=1],"
                + " Int[value=2]]]]], Pragma[selector=simple, arguments=[]]]");
        assertThat(Compiling.method("foo <primitive: 60>").primitive()).contains(
                new CodeDraft.Pragma("primitive:", List.of(new Literal.Int(60))));
    }

    @Test
    void theSourceMapNamesTheWholeMessage() {
        String source = "foo: a\n\t^[:x | (a at: x) + (x foo; bar)] value: 3";
        CodeDraft method = Compiling.method(source);
        CodeDraft block = ((Literal.Block) method.literals().getFirst()).code();

        assertThat(places(method, source)).containsExactly("[:x | (a at: x) + (x foo; bar)]",
                "[:x | (a at: x) + (x foo; bar)] value: 3");
        assertThat(places(block, source)).containsExactly("a at: x", "foo", "bar", "(a at: x) + (x foo;"
                + " bar)");
        assertThat(SourceMap.decode(method.sourceMap().encode()).pcs()).isEqualTo(method.sourceMap().pcs());
    }

    private static List<String> places(CodeDraft code, String source) {
        SourceMap map = code.sourceMap();
        List<String> places = new ArrayList<>();
        for (int i = 0; i < map.pcs().length; i++) {
            places.add(source.substring(map.starts()[i], map.starts()[i] + map.lengths()[i]));
        }
        return places;
    }

    @Test
    void namesOfTemporariesAreInFrameOrder() {
        CodeDraft method = Compiling.method("foo: a bar: b | t u | t := 1. ^[:x | u := t. b + x]");

        assertThat(method.temporaryNames()).containsExactly("a", "b", "t", "<vector>");
        assertThat(((Literal.Block) method.literals().getFirst()).code().temporaryNames())
                .containsExactly("x", "t", "<vector>", "b");
    }
}
