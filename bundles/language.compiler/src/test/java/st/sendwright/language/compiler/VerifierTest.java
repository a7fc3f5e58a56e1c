package st.sendwright.language.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.language.CodeDraft;
import st.sendwright.language.Literal;
import st.sendwright.language.SourceMap;

/** Good code passes, bad code is refused with the reason, and no bytes make the verifier itself fail. */
class VerifierTest {

    private static final List<Literal> LITERALS = List.of(new Literal.Sym("foo"),
            new Literal.Binding("Foo", "Foo"), new Literal.Int(BigInteger.TEN));

    /** One argument, two temporaries, three operands, two sites. */
    private static CodeDraft code(byte[] bytes, List<Literal> literals, boolean isBlock) {
        return new CodeDraft("foo:", isBlock, 1, 2, 3, 2, literals, bytes, Optional.empty(), List.of(),
                SourceMap.EMPTY, List.of("a", "t", "u"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '§', value = {
            "1C 10 60 00 78 01 57 § OK",
            "10 C0 53 80 00 00 79 01 57 § pc 3: SEND_0 needs 1 and leaves 0 operands; it has 0 and may have"
                    + " 3",
            "10 C1 49 B9 4A 52 53 § 0 send sites are used, 2 declared",
            "'' § no bytecodes",
            "FF § pc 0: no bytecode has the number 255",
            "B0 00 § pc 0: the operands of JUMP are cut off",
            "12 57 § pc 0: PUSH_TEMPORARY: temporary 2 of 2 does not exist",
            "1D 57 § pc 0: PUSH_ARGUMENT: argument 1 of 1 does not exist",
            "92 01 57 § pc 0: PUSH_ARGUMENT_LONG: argument 1 of 1 does not exist",
            "91 02 00 57 § pc 0: PUSH_TEMPORARY_LONG: temporary 2 of 2 does not exist",
            "A3 00 05 00 57 § pc 0: PUSH_REMOTE: temporary 5 of 2 does not exist",
            "23 57 § pc 0: PUSH_LITERAL: literal 3 of 3 does not exist",
            "30 57 § pc 0: PUSH_LITERAL_VARIABLE: literal 0 is no Binding",
            "48 80 01 00 57 § pc 1: SEND_0: literal 1 is no Sym",
            "48 84 00 00 00 00 C8 57 § pc 1: SEND: 200 arguments are too many",
            "48 80 00 02 57 § pc 1: SEND_0: send site 2 of 2 does not exist or is used before",
            "48 78 00 78 00 57 § pc 3: SEND_NOT: send site 0 of 2 does not exist or is used before",
            "A2 00 00 00 00 57 § pc 0: PUSH_CLOSURE: literal 0 is no Block",
            "48 58 § pc 1: NON_LOCAL_RETURN: only blocks return from the method around them",
            "48 78 00 78 01 52 57 § pc 6: RETURN_TOP needs 1 and leaves -1 operands; it has 0 and may have 3",
            "48 78 00 78 01 48 48 48 57 § pc 7: PUSH_RECEIVER needs 0 and leaves 4 operands; it has 3 and"
                    + " may have 3",
            "48 78 00 78 01 § pc 3: SEND_NOT leads to pc 5, where no bytecode begins",
            "48 78 00 78 01 B0 FE FF § pc 5: JUMP leads to pc 6, where no bytecode begins",
            "48 78 00 78 01 B0 00 80 § pc 5: JUMP leads to pc 8, where no bytecode begins",
            "48 78 00 78 01 C6 53 § pc 5: SHORT_JUMP_FALSE leads to pc 13, where no bytecode begins",
            "48 78 00 78 01 A0 02 40 A3 01 00 00 57 § OK",
            "48 78 00 78 01 A0 02 40 A3 02 00 00 57 § pc 8: PUSH_REMOTE uses element 2 of temporary 0, which"
                    + " is not known to be a vector of that size",
            "48 78 00 78 01 A3 00 00 00 57 § pc 5: PUSH_REMOTE uses element 0 of temporary 0, which is not"
                    + " known to be a vector of that size",
            "48 78 00 78 01 51 C2 A0 01 40 A3 00 00 00 57 § pc 10: PUSH_REMOTE uses element 0 of temporary"
                    + " 0, which is not known to be a vector of that size",
            "A0 02 40 48 78 00 78 01 A5 00 00 00 4B 40 48 B0 F2 FF § pc 8: POP_STORE_REMOTE uses element 0"
                    + " of temporary 0, which is not known to be a vector of that size",
            "48 78 00 78 01 C0 48 53 § pc 7: reached with 0 and with 1 operands",
            "48 48 78 00 78 01 B0 F8 FF § pc 1: reached with 1 and with 2 operands",
    })
    void judges(String hex, String expected) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);

        String problem = Verifier.check(code(bytes, LITERALS, false));

        assertThat(problem == null ? "OK" : problem).isEqualTo(expected);
    }

    @Test
    void looksIntoBlocks() {
        CodeDraft bad = code(new byte[] {0x48}, List.of(), true);
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex("A2 00 00 00 00 78 00 78 01 57");

        assertThat(Verifier.check(code(bytes, List.of(new Literal.Block(bad)), false)))
                .isEqualTo("in a block: 0 send sites are used, 2 declared");
        bytes[3] = 3;
        assertThat(Verifier.check(code(bytes, List.of(new Literal.Block(bad)), false)))
                .isEqualTo("pc 0: PUSH_CLOSURE: 3 values are copied into a block with 2 temporaries");
    }

    @Test
    void aBlockKnowsTheVectorsThatAreCopiedIntoIt() {
        CodeDraft block = code(HexFormat.ofDelimiter(" ").parseHex("A3 01 00 00 78 00 78 01"
                + " 57"), List.of(), true);
        byte[] good = HexFormat.ofDelimiter(" ").parseHex("A0 02 A2 00 00 01 00 78 00 78 01 57");
        byte[] small = HexFormat.ofDelimiter(" ").parseHex("A0 01 A2 00 00 01 00 78 00 78 01 57");

        assertThat(Verifier.check(code(good, List.of(new Literal.Block(block)), false))).isNull();
        assertThat(Verifier.check(code(small, List.of(new Literal.Block(block)), false))).isEqualTo(
                "in a block: pc 0: PUSH_REMOTE uses element 1 of temporary 0, which is not known to be a"
                        + " vector of that size");
    }

    @Test
    void aBlockWithAReturnMustKnowItsHome() {
        CodeDraft returning = code(HexFormat.ofDelimiter(" ").parseHex("48 78 00 78 01 58"), List.of(), true);
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex("A2 00 00 00 00 78 00 78 01 57");

        assertThat(Verifier.check(code(bytes, List.of(new Literal.Block(returning)), false)))
                .isEqualTo("pc 0: PUSH_CLOSURE: the block needs its outer Context, and the flag is not set");
        bytes[4] = 1;
        assertThat(Verifier.check(code(bytes, List.of(new Literal.Block(returning)), false))).isNull();
    }

    @Test
    void headersAreCheckedToo() {
        CodeDraft method = Compiling.method("foo: a ^a");

        assertThat(Verifier.check(withTemporaries(method, 600))).isEqualTo("the header's numbers are out of"
                + " range");
        assertThat(Verifier.check(withTemporaries(method, 1))).isEqualTo("1 names for 2 arguments and"
                + " temporaries");
    }

    private static CodeDraft withTemporaries(CodeDraft code, int temporaries) {
        return new CodeDraft(code.selector(), false, code.arguments(), temporaries, code.operands(),
                code.sites(), code.literals(), code.bytecodes(), code.primitive(), code.pragmas(),
                code.sourceMap(), code.temporaryNames());
    }

    @Test
    void mutatedCodeIsJudgedWithoutException() {
        CodeDraft good = Compiling.method("""
                foo: a bar: b
                    | t u |
                    t := 0. 1 to: a do: [:i | t := t + i. u := [:x | t := x. ^u]].
                    [t > 3] whileTrue: [t := t - 1.
                        b ifNil: [Shared := far] ifNotNil: [:y | y foo: t bar: 1000]].
                    ^{t. u value: 3. 'x'. b ifTrue: [1]}
                """);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.bytecodes().clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            CodeDraft mutated = new CodeDraft(good.selector(), false, good.arguments(), good.temporaries(),
                    good.operands(), good.sites(), good.literals(), bytes, good.primitive(), good.pragmas(),
                    good.sourceMap(), good.temporaryNames());
            try {
                accepted += Verifier.check(mutated) == null ? 1 : 0;
                new BytecodeCompiler().disassemble(bytes, Collections.nCopies(2, "x"));
            } catch (RuntimeException error) {
                throw new AssertionError("seed " + seed + ", round " + i + ": "
                        + HexFormat.of().formatHex(bytes), error);
            }
        }
        assertThat(accepted).isBetween(1, 10_000);
    }

    @Test
    void noiseIsJudgedWithoutException() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(12)];
            random.nextBytes(bytes);
            try {
                Verifier.check(code(bytes, LITERALS, true));
            } catch (RuntimeException error) {
                throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(bytes), error);
            }
        }
        assertThat(Verifier.check(code(new byte[] {(byte) 0xFF}, LITERALS, true))).contains("no bytecode");
    }
}
