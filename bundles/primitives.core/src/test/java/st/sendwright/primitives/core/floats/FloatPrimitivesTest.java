package st.sendwright.primitives.core.floats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.core.PrimitiveFixture;
import st.sendwright.primitives.core.arithmetic.ArithmeticPrimitives;

@DisplayName("The Float primitives")
class FloatPrimitivesTest {

    private static final long SEED = 754L;

    private final PrimitiveFixture fixture = new PrimitiveFixture(new FloatPrimitives());

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void haveNamesOfTheirOwn() {
        assertThat(new FloatPrimitives().bindings()).extracting(PrimitiveSet.Binding::name)
                .doesNotHaveDuplicates();
        assertThat(new FloatPrimitives().module()).isEqualTo("Float");
    }

    @Test
    void calculateAndCompareLikeJava() {
        for (double a : values()) {
            for (double b : values()) {
                assertThat(fixture.answer("add", a, b)).as("%s + %s", a, b).isEqualTo(a + b);
                assertThat(fixture.answer("subtract", a, b)).as("%s - %s", a, b).isEqualTo(a - b);
                assertThat(fixture.answer("multiply", a, b)).as("%s * %s", a, b).isEqualTo(a * b);
                assertThat(fixture.answer("divide", a, b)).as("%s / %s", a, b)
                        .isEqualTo(b == 0 ? Failure.WRONG_ARGUMENT : (Object) (a / b));
                assertThat(fixture.answer("less", a, b)).as("%s < %s", a, b).isEqualTo(a < b);
                assertThat(fixture.answer("lessOrEqual", a, b)).as("%s <= %s", a, b).isEqualTo(a <= b);
                assertThat(fixture.answer("greater", a, b)).as("%s > %s", a, b).isEqualTo(a > b);
                assertThat(fixture.answer("greaterOrEqual", a, b)).as("%s >= %s", a, b).isEqualTo(a >= b);
                assertThat(fixture.answer("equal", a, b)).as("%s = %s", a, b).isEqualTo(a == b);
                assertThat(fixture.answer("notEqual", a, b)).as("%s ~= %s", a, b).isEqualTo(a != b);
            }
        }
    }

    @Test
    void compareWithIntegersExactly() {
        BigInteger limit = BigInteger.ONE.shiftLeft(53);

        assertThat(fixture.answer("equal", 0x1p53, limit.add(BigInteger.ONE))).isEqualTo(false);
        assertThat(fixture.answer("less", 0x1p53, limit.add(BigInteger.ONE))).isEqualTo(true);
        assertThat(fixture.answer("greaterOrEqual", 0x1p53, limit)).isEqualTo(true);
        assertThat(fixture.answer("greater", 1e30, BigInteger.TEN.pow(30))).isEqualTo(true);
        assertThat(fixture.answer("greater", Double.POSITIVE_INFINITY, BigInteger.TEN.pow(400)))
                .isEqualTo(true);
        assertThat(fixture.answer("less", Double.NEGATIVE_INFINITY, BigInteger.TEN.pow(400).negate()))
                .isEqualTo(true);
        assertThat(fixture.answer("lessOrEqual", Double.NaN, 0)).isEqualTo(false);
        assertThat(fixture.answer("notEqual", Double.NaN, 0)).isEqualTo(true);
        assertThat(fixture.answer("equal", -0.0, 0)).isEqualTo(true);
    }

    @Test
    void takeIntegersAsOperands() {
        assertThat(fixture.answer("add", 0.5, 2)).isEqualTo(2.5);
        assertThat(fixture.answer("multiply", 0.5, BigInteger.TEN.pow(30))).isEqualTo(5e29);
        assertThat(fixture.answer("divide", 1.0, 0)).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void hashLikeTheIntegersTheyEqual() {
        try (PrimitiveFixture integers = new PrimitiveFixture(new ArithmeticPrimitives())) {
            for (double value : values()) {
                if (value == Math.rint(value) && !Double.isInfinite(value)) {
                    BigInteger integer = new BigDecimal(value).toBigInteger();
                    assertThat(fixture.answer("hash", value)).as("%s hash", value)
                            .isEqualTo(integers.answer("hash", integer));
                }
            }
        }
    }

    @Test
    void roundToIntegersInFourWays() {
        for (double value : values()) {
            if (!Double.isFinite(value)) {
                for (String name : List.of("truncated", "floor", "ceiling", "rounded")) {
                    assertThat(fixture.answer(name, value)).as("%s %s", value, name)
                            .isEqualTo(Failure.WRONG_RECEIVER);
                }
                continue;
            }
            BigDecimal exact = new BigDecimal(value);
            assertThat(fixture.answer("truncated", value)).as("%s truncated", value)
                    .isEqualTo(exact.setScale(0, RoundingMode.DOWN).toBigInteger());
            assertThat(fixture.answer("floor", value)).as("%s floor", value)
                    .isEqualTo(exact.setScale(0, RoundingMode.FLOOR).toBigInteger());
            assertThat(fixture.answer("ceiling", value)).as("%s ceiling", value)
                    .isEqualTo(exact.setScale(0, RoundingMode.CEILING).toBigInteger());
            assertThat(fixture.answer("rounded", value)).as("%s rounded", value)
                    .isEqualTo(exact.setScale(0, RoundingMode.HALF_UP).toBigInteger());
            double whole = (double) fixture.answer("integerPart", value);
            assertThat(whole + (double) fixture.answer("fractionPart", value)).as("parts of %s", value)
                    .isEqualTo(value + 0.0);
        }
    }

    @Test
    void takeApartAndPutTogether() {
        for (double value : values()) {
            Object exponent = fixture.answer("exponent", value);
            if (value == 0 || !Double.isFinite(value)) {
                assertThat(exponent).as("%s exponent", value).isEqualTo(Failure.WRONG_RECEIVER);
            } else {
                int power = ((BigInteger) exponent).intValue();
                double significand = Math.scalb(Math.scalb(value, -power / 2), -(power - power / 2));
                assertThat(Math.abs(significand)).as("significand of %s", value)
                        .isBetween(1.0, Math.nextDown(2.0));
            }
            Object bits = fixture.answer("bits64", value);
            assertThat(fixture.answer("fromBits64", 0.0, bits)).as("%s by its bits", value).isEqualTo(value);
            assertThat(fixture.answer("successor", value)).isEqualTo(Math.nextUp(value));
            assertThat(fixture.answer("predecessor", value)).isEqualTo(Math.nextDown(value));
        }
    }

    @Test
    void knowThirtyTwoBitFloats() {
        assertThat(fixture.answer("bits32", 1.0)).isEqualTo(BigInteger.valueOf(0x3F80_0000L));
        assertThat(fixture.answer("bits32", -1.0)).isEqualTo(BigInteger.valueOf(0xBF80_0000L));
        assertThat(fixture.answer("fromBits32", 0.0, 0x3F80_0000)).isEqualTo(1.0);
        assertThat(fixture.answer("fromBits32", 0.0, 1L << 32)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("fromBits32", 0.0, -1)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("fromBits64", 0.0, BigInteger.ONE.shiftLeft(64)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @ParameterizedTest(name = "digits of {0} are {1}")
    @CsvSource({"1.0,1 1", "0.1,1 0", "12.5,125 2", "-12.5,125 2", "1e100,1 101", "5e-324,5 -323",
        "1.7976931348623157e308,17976931348623157 309", "123456789.0,123456789 9", "0.001,1 -2", "1e23,1 24"})
    void answerTheShortestDigits(double value, String digits) {
        assertThat(fixture.answer("digits", value)).isEqualTo(digits);
    }

    @Test
    void answerDigitsThatReadBack() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            double value = Math.abs(Double.longBitsToDouble(random.nextLong()));
            if (value == 0 || !Double.isFinite(value)) {
                continue;
            }
            String[] parts = ((String) fixture.answer("digits", value)).split(" ");
            assertThat(Double.parseDouble("0." + parts[0] + "e" + parts[1])).as("seed %d", SEED)
                    .isEqualTo(value);
        }
    }

    @Test
    void scaleByPowersOfTwo() {
        assertThat(fixture.answer("timesTwoPower", 3.0, 4)).isEqualTo(48.0);
        assertThat(fixture.answer("timesTwoPower", 1.0, -1074)).isEqualTo(Double.MIN_VALUE);
        assertThat(fixture.answer("timesTwoPower", 1.0, Oop.MAX_SMALL_INTEGER))
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(fixture.answer("timesTwoPower", -1.0, Oop.MIN_SMALL_INTEGER)).isEqualTo(-0.0);
        assertThat(fixture.answer("timesTwoPower", 1.0, 1.0)).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource({"sqrt,2.0,1.4142135623730951", "cubeRoot,27.0,3.0", "exp,0.0,1.0", "ln,1.0,0.0",
        "log10,1000.0,3.0", "sin,0.0,0.0", "cos,0.0,1.0", "tan,0.0,0.0",
        "arcSin,1.0,1.5707963267948966", "arcCos,1.0,0.0",
        "arcTan,0.0,0.0", "sinh,0.0,0.0", "cosh,0.0,1.0", "tanh,0.0,0.0", "negated,0.0,-0.0", "abs,-2.5,2.5"})
    void computeFunctions(String name, double value, double expected) {
        assertThat(fixture.answer(name, value)).isEqualTo(expected);
    }

    @Test
    void computeFunctionsOfTwo() {
        assertThat(fixture.answer("arcTan2", 1.0, -1)).isEqualTo(Math.atan2(1, -1));
        assertThat(fixture.answer("hypotenuse", 3.0, 4)).isEqualTo(5.0);
        assertThat(fixture.answer("raisedTo", 2.0, 0.5)).isEqualTo(Math.pow(2, 0.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "subtract", "multiply", "divide", "less", "lessOrEqual", "greater",
        "greaterOrEqual", "equal", "notEqual", "arcTan2", "hypotenuse", "raisedTo"})
    void failForArgumentsThatAreNoNumbers(String name) {
        assertThat(fixture.answer(name, 1.5, "7")).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void asksForRoomWhenAFloatNeedsABox() {
        long huge = fixture.oop(1e300);
        fixture.fill();

        assertThat(fixture.run("negated", huge)).isEqualTo(Primitive.NEEDS_ROOM);
        assertThat(fixture.run("digits", huge)).isEqualTo(Primitive.NEEDS_ROOM);
        assertThat(fixture.run("divide", huge, huge)).isEqualTo(Oop.immediateFloat(1.0));
    }

    private static List<Double> values() {
        List<Double> values = new ArrayList<>();
        for (double value : new double[] {0, 0.1, 0.5, 0.49999999999999994, 1, 1.5, 2.5, 3, 1e10,
            4503599627370497.5, 0x1p53, 0x1p59, 0x1p60, 0x1p62, 0x1p63, 1e23, 1e300, 1e-300,
            Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, Double.POSITIVE_INFINITY}) {
            values.add(value);
            values.add(-value);
        }
        values.add(Double.NaN);
        return values;
    }
}
