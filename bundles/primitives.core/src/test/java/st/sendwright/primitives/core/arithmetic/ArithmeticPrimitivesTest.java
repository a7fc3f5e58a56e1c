package st.sendwright.primitives.core.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;
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

@DisplayName("The Arithmetic primitives")
class ArithmeticPrimitivesTest {

    private static final long SEED = 20_240_229L;
    private static final int RANDOM_PAIRS = 1_500;

    private final PrimitiveFixture fixture = new PrimitiveFixture(new ArithmeticPrimitives());

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void haveNamesOfTheirOwn() {
        assertThat(new ArithmeticPrimitives().bindings()).extracting(PrimitiveSet.Binding::name)
                .doesNotHaveDuplicates();
        assertThat(new ArithmeticPrimitives().module()).isEqualTo("Arithmetic");
    }

    @Test
    void agreeWithBigIntegerOnAnyPair() {
        forPairs("add", BigInteger::add);
        forPairs("subtract", BigInteger::subtract);
        forPairs("multiply", BigInteger::multiply);
        forPairs("bitAnd", BigInteger::and);
        forPairs("bitOr", BigInteger::or);
        forPairs("bitXor", BigInteger::xor);
        forPairs("gcd", BigInteger::gcd);
        forPairs("less", (a, b) -> a.compareTo(b) < 0);
        forPairs("lessOrEqual", (a, b) -> a.compareTo(b) <= 0);
        forPairs("greater", (a, b) -> a.compareTo(b) > 0);
        forPairs("greaterOrEqual", (a, b) -> a.compareTo(b) >= 0);
        forPairs("equal", BigInteger::equals);
        forPairs("notEqual", (a, b) -> !a.equals(b));
    }

    @Test
    void divideLikeBigIntegerAndFailForZero() {
        forPairs("quotient", divisor(BigInteger::divide));
        forPairs("remainder", divisor(BigInteger::remainder));
        forPairs("divide", divisor((a, b) ->
                a.mod(b.abs()).signum() == 0 ? a.divide(b) : Failure.WRONG_ARGUMENT));
        forPairs("floorDivide", divisor((a, b) -> {
            BigInteger quotient = a.divide(b);
            return a.signum() * b.signum() < 0 && !quotient.multiply(b).equals(a)
                    ? quotient.subtract(BigInteger.ONE) : quotient;
        }));
        forPairs("modulo", divisor((a, b) -> {
            BigInteger modulus = a.mod(b.abs());
            return b.signum() < 0 && modulus.signum() != 0 ? modulus.add(b) : modulus;
        }));
    }

    @Test
    void shiftLikeBigIntegerInBothDirections() {
        for (BigInteger value : values()) {
            for (int bits : new int[] {0, 1, 2, 3, 7, 58, 59, 60, 61, 62, 63, 64, 65, 200}) {
                assertThat(fixture.answer("bitShift", value, bits)).as("%s << %d", value, bits)
                        .isEqualTo(value.shiftLeft(bits));
                assertThat(fixture.answer("bitShift", value, -bits)).as("%s >> %d", value, bits)
                        .isEqualTo(value.shiftRight(bits));
            }
        }
    }

    @Test
    void shiftByMoreThanMemoryHolds() {
        BigInteger far = BigInteger.ONE.shiftLeft(70);

        assertThat(fixture.answer("bitShift", 1, far)).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("bitShift", 1, 1L << 31)).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("bitShift", 0, far)).isEqualTo(BigInteger.ZERO);
        assertThat(fixture.answer("bitShift", 5, far.negate())).isEqualTo(BigInteger.ZERO);
        assertThat(fixture.answer("bitShift", far.negate(), far.negate())).isEqualTo(BigInteger.valueOf(-1));
    }

    @Test
    void readBitsAndBytes() {
        for (BigInteger value : values()) {
            for (int index = 1; index < 140; index += 7) {
                assertThat(fixture.answer("bitAt", value, index)).as("%s bitAt: %d", value, index)
                        .isEqualTo(value.testBit(index - 1) ? BigInteger.ONE : BigInteger.ZERO);
            }
            byte[] magnitude = value.abs().toByteArray();
            for (int index = 1; index <= magnitude.length + 2; index++) {
                long expected = index <= magnitude.length ? magnitude[magnitude.length - index] & 0xFF : 0;
                assertThat(fixture.answer("digitAt", value, index)).as("%s digitAt: %d", value, index)
                        .isEqualTo(BigInteger.valueOf(expected));
            }
            assertThat(fixture.answer("highBit", value))
                    .isEqualTo(BigInteger.valueOf(value.abs().bitLength()));
            assertThat(fixture.answer("lowBit", value))
                    .isEqualTo(BigInteger.valueOf(value.getLowestSetBit() + 1));
            assertThat(fixture.answer("bitCount", value)).isEqualTo(BigInteger.valueOf(value.bitCount()));
            assertThat(fixture.answer("digitLength", value))
                    .isEqualTo(BigInteger.valueOf(Math.max(1, (value.abs().bitLength() + 7) / 8)));
        }
        assertThat(fixture.answer("bitAt", 5, 0)).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("digitAt", 5, 0)).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("bitAt", -1, Oop.MAX_SMALL_INTEGER)).isEqualTo(BigInteger.ONE);
        assertThat(fixture.answer("digitAt", -1, Oop.MAX_SMALL_INTEGER)).isEqualTo(BigInteger.ZERO);
    }

    @Test
    void printAndReadInEveryRadix() {
        for (BigInteger value : values()) {
            for (int radix = 2; radix <= 36; radix++) {
                String digits = value.abs().toString(radix);

                assertThat(fixture.answer("printString", value, radix))
                        .isEqualTo(value.toString(radix).toUpperCase(Locale.ROOT));
                assertThat(fixture.answer("readDigits", 0, digits, radix)).isEqualTo(value.abs());
            }
        }
        assertThat(fixture.answer("printString", 7, 1)).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("printString", 7, 37)).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("printString", 7, 1.5)).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @ParameterizedTest(name = "readDigits refuses ''{0}'' in radix {1}")
    @CsvSource({"'',10", "-1,10", "+1,10", "12a,10", "8,8", "'1 ',10"})
    void readNothingButDigits(String text, int radix) {
        assertThat(fixture.answer("readDigits", 0, text, radix)).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void takeRoots() {
        for (BigInteger value : values()) {
            assertThat(fixture.answer("sqrtFloor", value))
                    .isEqualTo(value.signum() < 0 ? Failure.WRONG_RECEIVER : value.sqrt());
        }
    }

    @Test
    void raiseToPowers() {
        for (BigInteger value : values()) {
            for (int exponent : new int[] {0, 1, 2, 3, 17}) {
                assertThat(fixture.answer("raisedToInteger", value, exponent)).isEqualTo(value.pow(exponent));
            }
            assertThat(fixture.answer("raisedToModulo", value, 1_000_003, 1L << 61))
                    .isEqualTo(value.modPow(BigInteger.valueOf(1_000_003), BigInteger.ONE.shiftLeft(61)));
        }
        BigInteger odd = BigInteger.ONE.shiftLeft(90).add(BigInteger.ONE);
        assertThat(fixture.answer("raisedToInteger", -1, odd)).isEqualTo(BigInteger.valueOf(-1));
        assertThat(fixture.answer("raisedToInteger", 0, odd)).isEqualTo(BigInteger.ZERO);
        assertThat(fixture.answer("raisedToInteger", 2, odd)).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("raisedToInteger", 2, -1)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("raisedToInteger", 2, 0.5)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("raisedToModulo", 2, -1, 7)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("raisedToModulo", 2, 5, 0)).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void multiplyFactorialsTogether() {
        BigInteger expected = BigInteger.ONE;
        for (int value = 0; value < 200; value++) {
            expected = value == 0 ? BigInteger.ONE : expected.multiply(BigInteger.valueOf(value));
            assertThat(fixture.answer("factorial", value)).as("%d factorial", value).isEqualTo(expected);
        }
        assertThat(fixture.answer("factorial", -1)).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.answer("factorial", 1L << 40)).isEqualTo(Failure.OUT_OF_RANGE);
    }

    @Test
    void findAllSmallPrimes() {
        for (int value = -5; value < 3_000; value++) {
            assertThat(fixture.answer("isPrime", value)).as("%d isPrime", value).isEqualTo(isPrime(value));
        }
    }

    @ParameterizedTest(name = "{0} is composite though it deceives some bases")
    @ValueSource(strings = {"2047", "1373653", "25326001", "3215031751", "3474749660383", "341550071728321",
        "3825123056546413051", "1195068768795265792518361315725116351898245581"})
    void areNotDeceivedByPseudoprimes(String composite) {
        assertThat(fixture.answer("isPrime", new BigInteger(composite))).isEqualTo(false);
    }

    @ParameterizedTest(name = "{0} is prime")
    @ValueSource(strings = {"2147483647", "4294967291", "2305843009213693951", "18446744073709551557",
        "170141183460469231731687303715884105727"})
    void findLargePrimes(String prime) {
        assertThat(fixture.answer("isPrime", new BigInteger(prime))).isEqualTo(true);
    }

    @Test
    void convertToTheNearestFloat() {
        for (BigInteger value : values()) {
            assertThat(fixture.answer("asFloat", value)).as("%s asFloat", value)
                    .isEqualTo(value.doubleValue());
        }
        assertThat(fixture.answer("asFloat", BigInteger.ONE.shiftLeft(1024)))
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void divideToTheNearestFloat() {
        Random random = new Random(SEED);
        for (int round = 0; round < RANDOM_PAIRS; round++) {
            BigInteger numerator = new BigInteger(1 + random.nextInt(1_300), random);
            BigInteger denominator = new BigInteger(1 + random.nextInt(1_300), random).add(BigInteger.ONE);
            double expected = new BigDecimal(numerator)
                    .divide(new BigDecimal(denominator), new MathContext(1_200)).doubleValue();

            assertThat(fixture.answer("quotientAsFloat", numerator, denominator))
                    .as("%s / %s (seed %d)", numerator, denominator, SEED)
                    .isEqualTo(Double.parseDouble(Double.toString(expected)));
        }
    }

    @ParameterizedTest(name = "{0} / 2^{1} is the Float {2}")
    @CsvSource({"1,1074,0x1p-1074", "1,1075,0.0", "3,1075,0x2p-1074", "5,1076,0x1p-1074",
        "-1,1074,-0x1p-1074", "9007199254740991,1075,0x1p-1022", "9007199254740993,53,0x1p0",
        "9007199254740995,53,0x1.0000000000002p0", "1,5000,0.0", "-1,5000,-0.0"})
    void roundHalvesToEvenDownToSubnormals(long numerator, int power, String expected) {
        Object denominator = BigInteger.ONE.shiftLeft(power);

        assertThat(fixture.answer("quotientAsFloat", numerator, denominator))
                .isEqualTo(Double.parseDouble(expected));
    }

    @Test
    void refuseADivisorThatIsNotPositive() {
        assertThat(fixture.answer("quotientAsFloat", 1, 0)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("quotientAsFloat", 1, -2)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("quotientAsFloat", 1, 2.0)).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void scaleByPowersOfTen() {
        assertThat(fixture.answer("decimalAsFloat", 15, -1)).isEqualTo(1.5);
        assertThat(fixture.answer("decimalAsFloat", 1, 400)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(fixture.answer("decimalAsFloat", -1, -400)).isEqualTo(-0.0);
        assertThat(fixture.answer("decimalAsFloat", 49, -325)).isEqualTo(Double.MIN_VALUE);
        assertThat(fixture.answer("decimalAsFloat", 1, Oop.MAX_SMALL_INTEGER))
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(fixture.answer("decimalAsFloat", 1, 1.0)).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void hashEqualValuesAlike() {
        for (BigInteger value : values()) {
            assertThat(fixture.run("hash", fixture.oop(value)))
                    .isEqualTo(fixture.run("hash", fixture.oop(value)));
        }
        assertThat(fixture.answer("hash", 42)).isEqualTo(BigInteger.valueOf(42));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "subtract", "multiply", "divide", "floorDivide", "modulo", "quotient",
        "remainder", "less", "lessOrEqual", "greater", "greaterOrEqual", "equal", "notEqual", "bitAnd",
        "bitOr", "bitXor", "bitShift", "bitAt", "digitAt", "gcd"})
    void failForArgumentsThatAreNoIntegers(String name) {
        assertThat(fixture.answer(name, 7, 1.5)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer(name, BigInteger.TEN.pow(40), "7")).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void asksForRoomBeforeItChangesAnything() {
        long large = fixture.oop(BigInteger.TEN.pow(30));
        long largest = Oop.smallInteger(Oop.MAX_SMALL_INTEGER);
        fixture.fill();

        for (String name : List.of("add", "multiply", "bitOr")) {
            assertThat(fixture.run(name, large, largest)).as(name).isEqualTo(Primitive.NEEDS_ROOM);
        }
        assertThat(fixture.run("add", largest, largest)).isEqualTo(Primitive.NEEDS_ROOM);
        assertThat(fixture.run("printString", large, Oop.smallInteger(10))).isEqualTo(Primitive.NEEDS_ROOM);
        assertThat(fixture.run("subtract", largest, largest)).isEqualTo(Oop.smallInteger(0));
    }

    private static BiFunction<BigInteger, BigInteger, Object> divisor(
            BiFunction<BigInteger, BigInteger, Object> operation) {
        return (a, b) -> b.signum() == 0 ? Failure.WRONG_ARGUMENT : operation.apply(a, b);
    }

    private void forPairs(String name, BiFunction<BigInteger, BigInteger, Object> expected) {
        List<BigInteger> values = values();
        for (BigInteger receiver : values) {
            for (BigInteger argument : values) {
                check(name, receiver, argument, expected);
            }
        }
        Random random = new Random(SEED);
        for (int round = 0; round < RANDOM_PAIRS; round++) {
            check(name, random(random), random(random), expected);
        }
    }

    private void check(String name, BigInteger receiver, BigInteger argument,
            BiFunction<BigInteger, BigInteger, Object> expected) {
        Object answer = fixture.answer(name, receiver, argument);
        if (!answer.equals(expected.apply(receiver, argument))) {
            assertThat(answer).as("%s %s %s (seed %d)", receiver, name, argument, SEED)
                    .isEqualTo(expected.apply(receiver, argument));
        }
    }

    private static BigInteger random(Random random) {
        int mostBits = random.nextInt(4) == 0 ? 2_000 : 130;
        BigInteger magnitude = new BigInteger(1 + random.nextInt(mostBits), random);
        return random.nextBoolean() ? magnitude : magnitude.negate();
    }

    /** Values around every border: zero, SmallIntegers, machine words, bytes and words of large integers. */
    private static List<BigInteger> values() {
        List<BigInteger> values = new ArrayList<>();
        for (int power : new int[] {0, 3, 8, 31, 32, 59, 60, 61, 62, 63, 64, 65, 72, 128}) {
            for (int step = -1; step <= 1; step++) {
                BigInteger value = BigInteger.ONE.shiftLeft(power).add(BigInteger.valueOf(step));
                values.add(value);
                values.add(value.negate());
            }
        }
        return values;
    }

    private static boolean isPrime(int value) {
        for (int divisor = 2; divisor * divisor <= value; divisor++) {
            if (value % divisor == 0) {
                return false;
            }
        }
        return value > 1;
    }
}
