package st.sendwright.language.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.language.SourceCompiler.Kind;
import st.sendwright.language.SourceCompiler.Result;

/** Source that is too deep, too long, too much, cut off or noise: an answer comes, and no exception. */
class HardeningTest {

    private static final long SMALL_STACK = 512 * 1024;

    private static Result onSmallStack(String source) throws InterruptedException {
        AtomicReference<Object> outcome = new AtomicReference<>();
        Runnable compile = () -> outcome.set(Compiling.result(source, Kind.EXPRESSION));
        Thread thread = new Thread(null, compile, "small", SMALL_STACK);
        thread.setUncaughtExceptionHandler((t, error) -> outcome.set(error));
        thread.start();
        thread.join();
        assertThat(outcome.get()).isInstanceOf(Result.class);
        return (Result) outcome.get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{", "#(", "#((", "##(", "[:x | ", "a := ", "3 foo: (", "3 + [", "^[",
            "x ifTrue: [", "#(#[] (", "-3 foo; bar: [:y | | t | {"})
    void tenThousandLevelsAreAnError(String opening) throws InterruptedException {
        Result result = onSmallStack(opening.repeat(10_000));

        assertThat(result.code()).isEmpty();
        assertThat(result.diagnostics().getFirst().code()).isEqualTo("SW-LANG-006");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(3 foo: 1 + |)", "[|]", "{|}", "#(|)", "true ifTrue: [|]", "[:x | x foo: |]",
            "(true and: [|])", "[|] whileTrue", "1 to: 3 do: [:i | [i. |]]"})
    void theDeepestNestingAllowedCompiles(String form) throws InterruptedException {
        String open = form.substring(0, form.lastIndexOf('|'));
        String close = form.substring(form.lastIndexOf('|') + 1);
        int brackets = (int) form.chars().filter(c -> "([{".indexOf(c) >= 0).count();
        int levels = (Parser.MAX_NESTING - 1) / brackets;

        Result result = onSmallStack(open.repeat(levels) + "3" + close.repeat(levels));

        assertThat(result.diagnostics()).noneMatch(d -> d.isError());
        assertThat(result.code()).isPresent();
    }

    @Test
    void longChainsOfMessagesAreNoNesting() throws InterruptedException {
        assertThat(onSmallStack("1" + " + 1".repeat(5_000)).code()).isPresent();
        assertThat(onSmallStack("x" + " foo".repeat(5_000)).code()).isPresent();
        assertThat(onSmallStack("x foo" + "; foo: 3".repeat(5_000)).code()).isPresent();
        assertThat(onSmallStack("x := 3. ".repeat(5_000)).code()).isPresent();
        assertThat(onSmallStack("##(1" + " + 1".repeat(5_000) + ")").code()).isPresent();
        assertThat(onSmallStack("#".repeat(5_000) + "foo").code()).isEmpty();
    }

    @Test
    void aTenMegabyteLiteralArrayIsOneLiteral() {
        String source = "#(" + "12345 foo 'abc' $x ".repeat(550_000) + ")";
        assertThat(source).hasSizeGreaterThan(10_000_000);

        CodeDraft code = Assertions.assertTimeout(Duration.ofSeconds(20), () -> Compiling.expression(source));

        assertThat(code.literals()).hasSize(1);
        assertThat(((Literal.Arr) code.literals().getFirst()).elements()).hasSize(2_200_000);
    }

    @Test
    void hugeNumbersAreRefusedQuickly() {
        assertThat(Compiling.messages(Compiling.result("9".repeat(2_000_000), Kind.EXPRESSION)))
                .startsWith("1:1 SW-LANG-004 this number has 2000000 digits");
        assertThat(Compiling.literal("9".repeat(100_000))).isInstanceOf(Literal.Int.class);
        assertThat(Compiling.messages(Compiling.result("##(2 raisedTo: 1 << 60)", Kind.EXPRESSION)))
                .contains("bits; a compile-time");
    }

    @Test
    void limitsOfAMethodAreReported() {
        assertThat(limit("[" + ":x ".repeat(200) + "| 3]")).contains("more than 63 arguments");
        assertThat(limit("x " + "a: 1 ".repeat(64))).contains("more than 63 arguments");
        assertThat(limit("|" + numbered(" t", 512) + "|")).contains("more than 511 temporaries");
        assertThat(limit("|" + numbered(" t", 500) + "| true ifTrue: [|" + numbered(" u", 20) + "| u1]"))
                .contains("more than 511 temporaries");
        assertThat(limit("{" + "1. ".repeat(5_000) + "}")).contains("more than 4095 values");
        assertThat(limit("x ifTrue: [" + "x := 1. ".repeat(10_000) + "]")).contains("bytes, at most 32767");
        assertThat(limit("[x] whileTrue: [" + "x := 1. ".repeat(10_000) + "]")).contains("bytes, at most"
                + " 32767");
        assertThat(limit(numbered("'a'. ", 66_000))).contains("more than 65533 literals");
        assertThat(limit("x" + " + 1".repeat(70_000))).contains("more than 65536 messages");
    }

    private static String limit(String source) {
        String messages = Compiling.messages(Compiling.result(source, Kind.EXPRESSION));
        assertThat(messages).contains("SW-LANG-010");
        return messages;
    }

    private static String numbered(String name, int count) {
        StringBuilder out = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            out.append(name.startsWith("'") ? "x := '" + i + "'. " : name + i);
        }
        return out.toString();
    }

    @Test
    void manySitesAndLiteralsUseTheWideForms() {
        CodeDraft code = Compiling.expression("| x | " + "x foo. ".repeat(300) + numbered("'", 300) + "x"
                + " bar. x + 1. x at: 1 put: 2. Object. ^x");

        assertThat(code.sites()).isEqualTo(303);
        assertThat(Verifier.check(code)).isNull();
        assertThat(Compiling.listing(code)).contains("send #foo site 256 arguments 0", "send #+ site 301"
                + " arguments 1",
                "send #at:put: site 302 arguments 2", "push literal long '300'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\0", "\uFEFF", "\uD83D", "\uDE00", "'\uD83D", "$\uD83D", "\u001A",
            "#", "##", "###", "#(", "#[", "#{", "##(", "$", "'", "\"", "<", "<<", "<a", "|", "||", "|||",
            "^", "^^", ":", ":=", "x :=", ";", ".", "_", "__", "-", "--1", "1e", "1e-", "16r", "16r-", "2r",
            "1_", "1__0", "1.", "1.e5", ".5", "3s", "[:", "[:x", "[|", "[|"
                    + " x", "{", "(", ")", "]", "}", "!", "a:",
            "a:b:", "Foo.", "Foo.Bar.", "e'", "\\"})
    void scrapsAreAnswered(String source) {
        for (Kind kind : Kind.values()) {
            assertThatCode(() -> Compiling.result(source, kind)).doesNotThrowAnyException();
        }
        BytecodeCompiler compiler = new BytecodeCompiler();
        assertThatCode(() -> {
            compiler.isIncomplete(source);
            compiler.constantMessage(source);
            compiler.selectorOf(source);
        }).doesNotThrowAnyException();
    }

    @Test
    void anyPieceOfGoodSourceAndAnyMixtureIsAnswered() {
        String good = """
                foo: a bar: b
                    "Comment" <primitive: 'x' module: 'Y' error: code>
                    | t u | t := #(1 $a 'b' #c d: (2 3) #[1 2] true).
                    u := [:x | | v | v := x + t. ^v ifNil: [a]].
                    1 to: 10 by: -2 do: [:i |
                        Foo.Bar at: i put: {i. -3. 16rFF. 1.5e3. 2s2. ##(3+4). #{Object}}].
                    [t > 3 and: [u isNil or: [b]]] whileTrue: [t := u value: t; yourself].
                    super foo: 3 bar: thisContext.
                    5 timesRepeat: [first := second].
                    ^(a ifTrue: ['it''s'] ifFalse: [Shared _ 3]) ifNotNil: [:y | y]
                """;
        assertThat(Compiling.result(good, Kind.METHOD).code()).isPresent();
        for (int end = 0; end < good.length(); end++) {
            assertAnswered(good.substring(0, end));
            assertAnswered(good.substring(end));
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder mixed = new StringBuilder(good);
            for (int k = random.nextInt(6); k >= 0; k--) {
                int at = random.nextInt(mixed.length());
                int from = random.nextInt(good.length());
                mixed.replace(at, Math.min(mixed.length(), at + random.nextInt(5)),
                        good.substring(from, Math.min(good.length(), from + random.nextInt(6))));
            }
            assertAnswered(mixed.toString());
        }
    }

    private static void assertAnswered(String source) {
        try {
            Result result = Compiling.result(source, Kind.METHOD);
            assertThat(Compiling.messages(result)).doesNotContain("SW-LANG-013");
        } catch (RuntimeException | StackOverflowError error) {
            throw new AssertionError("compiling this threw:\n" + source, error);
        }
    }
}
