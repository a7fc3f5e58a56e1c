package st.sendwright.language.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.language.Literal;
import st.sendwright.language.Scope;
import st.sendwright.language.SourceCompiler.Kind;
import st.sendwright.language.SourceCompiler.Request;
import st.sendwright.language.SourceText;
import st.sendwright.language.SyntaxOptions;

/** Every form of a literal. */
class LiteralTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '§', quoteCharacter = '`', value = {
            "0 § 0",
            "-0 § 0",
            "1_000_000 § 1000000",
            "123456789012345678901234567890 § 123456789012345678901234567890",
            "16rFF § 255",
            "-16rA § -10",
            "16r-A § -10",
            "-16r-A § 10",
            "16rff § 255",
            "16rdead § 57005",
            "16r1e2 § 256",
            "16rFF_FF § 65535",
            "36rZZ § 1295",
            "2r1010 § 10",
            "2r1e10 § 1024",
            "1e10 § 10000000000",
            "1e0 § 1",
            "1e-2 § 1/100",
            "-25e-1 § -5/2",
            "100e-2 § 1",
            "1.5 § 1.5",
            "1.5e-3 § 0.0015",
            "-2.5 § -2.5",
            "1.0d0 § 1.0",
            "1.0q0 § 1.0",
            "1d2 § 100.0",
            "3d § 3.0",
            "-3q § -3.0",
            "3e § 3",
            "1.5d § 1.5",
            "1q-2 § 0.01",
            "16r1.8 § 1.5",
            "2r1.1e4 § 24.0",
            "3r0.1 § 0.3333333333333333",
            "-0.0 § -0.0",
            "4.9e-324 § 4.9E-324",
            "3s2 § 3/1s2",
            "1.5s2 § 3/2s2",
            "3.14s § 157/50s2",
            "3s § 3/1s0",
            "-1.5s § -3/2s1",
            "$a § $a",
            "$' § $'",
            "$\" § $\"",
            "$\\ § $\\",
            "$\\x41 § $A",
            "$\\x1F600 § $\uD83D\uDE00",
            "$<65> § $A",
            "$<16r41> § $A",
            "$<16r1F600> § $\uD83D\uDE00",
            "$< § $<",
            "$$ § $$",
            "'' § ''",
            "'it''s' § 'it's'",
            "'\"' § '\"'",
            "#foo § #foo",
            "#foo:bar: § #foo:bar:",
            "#foo:: § #foo::",
            "#foo::bar: § #foo::bar:",
            "#'with space' § #with space",
            "#'it''s' § #it's",
            "##name § #name",
            "#+ § #+",
            "#-> § #->",
            "#|| § #||",
            "foo § #foo",
            "foo:bar: § #foo:bar:",
            "#true § #true",
            "true § true",
            "#(1 (2 #(3))) § (1 (2 (3)))",
            "#() § ()",
            "#[] § []",
            "#[1 2 255] § [1 2 255]",
            "[16rFF 0] § [255 0]",
            "#{Object} § {Object}",
            "#{Foo.Bar} § {Foo.Bar}",
            "#{Foo._Bar private} § {Foo._Bar}",
            "Foo.Bar § #Foo.Bar",
            "_Foo._Bar.Baz § #_Foo._Bar.Baz",
            "##(3 + 4 * 2) § 14",
            "##(1 / 3) § 1/3",
            "##(1/3 + (1/6)) § 1/2",
            "##(7 // -2) § -4",
            "##(7 \\\\ -2) § -1",
            "##(7 quo: -2) § -3",
            "##(7 rem: -2) § 1",
            "##(1 bitShift: 40) § 1099511627776",
            "##(1 << 4 >> 2) § 4",
            "##((16rFF bitAnd: 16r0F) bitOr: 16r30) § 63",
            "##(5 bitXor: 1) § 4",
            "##(2 raisedTo: 100) § 1267650600228229401496703205376",
            "##(-3 abs negated squared) § 9",
            "##(1.5 * 2) § 3.0",
            "##(2.25 sqrt) § 1.5",
            "##(3 < 4) § true",
            "##($a value) § 97",
            "##(97 asCharacter) § $a",
            "##('a' , 'b') § 'ab'",
            "##('ab' asSymbol) § #ab",
            "##(#(1 2)) § (1 2)",
            "##(nil) § nil",
    })
    void isReadAs(String source, String expected) {
        String shown = Compiling.result("#(" + source + ")", Kind.EXPRESSION).code()
                .map(code -> ((Literal.Arr) code.literals().getFirst()).elements())
                .map(elements -> elements.size() == 1 ? Compiling.shown(elements.getFirst())
                        : elements.size() + " elements")
                .orElse("ERROR");

        assertThat(shown).as(source).isEqualTo(expected);
    }

    @Test
    void aBlankIsACharacter() {
        assertThat(Compiling.literal("$ ")).isEqualTo(new Literal.Char(' '));
    }

    @Test
    void charactersMayBeEscaped() {
        String escapes = "0abtnvfr";
        for (int i = 0; i < escapes.length(); i++) {
            assertThat(Compiling.literal("$\\" + escapes.charAt(i))).as(escapes.substring(i, i + 1))
                    .isEqualTo(new Literal.Char("\0\u0007\b\t\n\u000B\f\r".charAt(i)));
        }
        assertThat(Compiling.shown(Compiling.literal("($\\name $\\x $\\x110000)")))
                .as("a backslash before anything else is itself").isEqualTo("($\\ #name $\\ #x $\\ #x110000)");
    }

    @Test
    void charactersBeyondTheBasicPlaneAreOne() {
        assertThat(Compiling.literal("$\uD83D\uDE00")).isEqualTo(new Literal.Char(0x1F600));
        assertThat(Compiling.literal("'a\uD83D\uDE00'")).isEqualTo(new Literal.Str("a\uD83D\uDE00"));
        assertThat(Compiling.expression("\uD835\uDC00x := 3").bytecodes()).isNotEmpty();
    }

    @Test
    void everyIntegerReadsBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            BigInteger value = new BigInteger(random.nextInt(200), random);
            int radix = 2 + random.nextInt(35);
            String source = radix + "r" + value.toString(radix).toUpperCase(Locale.ROOT);

            assertThat(Compiling.literal(source)).as("seed %d: %s", seed, source)
                    .isEqualTo(new Literal.Int(value));
            assertThat(Compiling.literal("-" + value)).as("seed %d", seed)
                    .isEqualTo(new Literal.Int(value.negate()));
        }
    }

    @Test
    void everyFloatReadsBackCorrectlyRounded() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            double value = Math.abs(Double.longBitsToDouble(random.nextLong()));
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                continue;
            }
            String decimal = new BigDecimal(Double.toString(value)).toPlainString();
            String source = decimal.contains(".") ? decimal : decimal + ".0";

            assertThat(Compiling.literal(source)).as("seed %d: %s", seed, source)
                    .isEqualTo(new Literal.Real(value));
            assertThat(Compiling.literal(binary(value))).as("seed %d: %s", seed, value)
                    .isEqualTo(new Literal.Real(value));
        }
    }

    /** Exactly {@code value} in radix 2. */
    private static String binary(double value) {
        long bits = Double.doubleToLongBits(value);
        int exponent = (int) (bits >> 52);
        long mantissa = bits & (1L << 52) - 1;
        return "2r" + (exponent == 0 ? "0." : "1.")
                + Long.toBinaryString(1L << 52 | mantissa).substring(1) + "e"
                + (Math.max(exponent, 1) - 1023);
    }

    @Test
    void escapedStringsAreAnOption() {
        String source = "e'a\\n\\x41\\u0042\\\\'";
        SyntaxOptions options = SyntaxOptions.DEFAULT.withEscapedStrings(true);
        Literal read = new BytecodeCompiler().compile(new Request(SourceText.of(source, "test"),
                Kind.EXPRESSION, Scope.empty(), options)).code().orElseThrow().literals().getFirst();

        assertThat(read).isEqualTo(new Literal.Str("a\nAB\\"));
        assertThat(Compiling.result(source, Kind.EXPRESSION).code()).as("without it, e is a name").isEmpty();
    }
}
