package st.sendwright.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Oops")
class OopTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 42, (1L << 60) - 1, -(1L << 60), 1L << 31, -(1L << 31)})
    void carrySmallIntegers(long value) {
        long oop = Oop.smallInteger(value);

        assertThat(Oop.fitsSmallInteger(value)).isTrue();
        assertThat(Oop.integerValue(oop)).isEqualTo(value);
        assertThat(Oop.isSmallInteger(oop)).isTrue();
        assertThat(Oop.isImmediate(oop)).isTrue();
        assertThat(Oop.isPointer(oop)).isFalse();
        assertThat(Oop.isCharacter(oop)).isFalse();
        assertThat(Oop.isImmediateFloat(oop)).isFalse();
        assertThat(Oop.classIndex(oop)).isEqualTo(KnownClass.SMALL_INTEGER.index());
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 60, -(1L << 60) - 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void refuseIntegersThatAreTooLarge(long value) {
        assertThat(Oop.fitsSmallInteger(value)).isFalse();
    }

    @Test
    void agreeThatLimitsAreLimits() {
        assertThat(Oop.fitsSmallInteger(Oop.MAX_SMALL_INTEGER)).isTrue();
        assertThat(Oop.fitsSmallInteger(Oop.MAX_SMALL_INTEGER + 1)).isFalse();
        assertThat(Oop.fitsSmallInteger(Oop.MIN_SMALL_INTEGER)).isTrue();
        assertThat(Oop.fitsSmallInteger(Oop.MIN_SMALL_INTEGER - 1)).isFalse();
    }

    @Test
    void tellPairsOfSmallIntegersFromAllOthers() {
        long integer = Oop.smallInteger(-5);

        assertThat(Oop.areSmallIntegers(integer, Oop.smallInteger(7))).isTrue();
        for (long other : new long[] {0x1000, Oop.character('a'), Oop.immediateFloat(1.5)}) {
            assertThat(Oop.areSmallIntegers(integer, other)).isFalse();
            assertThat(Oop.areSmallIntegers(other, integer)).isFalse();
            assertThat(Oop.areSmallIntegers(other, other)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 'a', 0xFF, 0x100, 0xFFFF, 0x10000, 0x10FFFF})
    void carryCharacters(int codePoint) {
        long oop = Oop.character(codePoint);

        assertThat(Oop.codePoint(oop)).isEqualTo(codePoint);
        assertThat(Oop.isCharacter(oop)).isTrue();
        assertThat(Oop.isSmallInteger(oop)).isFalse();
        assertThat(Oop.classIndex(oop)).isEqualTo(KnownClass.CHARACTER.index());
    }

    @ParameterizedTest(name = "{0} is immediate: {1}")
    @CsvSource({"0.0, true", "-0.0, true", "1.0, true", "-1.0, true", "3.141592653589793, true", "1e38, true",
        "1e-38, true", "0x1.fffffffffffffp128, true", "-0x1.fffffffffffffp128, true", "0x1.0p129, false",
        "0x1.0p-127, false", "-0x1.0p-127, false", "0x1.0000000000001p-127, true",
        "0x1.fffffffffffffp-128, false",
        "4.9e-324, false", "-4.9e-324, false", "2.2250738585072014e-308, false",
        "1.7976931348623157e308, false",
        "Infinity, false", "-Infinity, false", "NaN, false"})
    void carryFloatsOfMiddlingSize(double value, boolean immediate) {
        assertThat(Oop.fitsImmediateFloat(value)).isEqualTo(immediate);
        if (immediate) {
            assertCarries(value);
        }
    }

    @Test
    void carryRandomFloatsBitByBit() {
        long seed = 99;
        Random random = new Random(seed);
        int immediates = 0;
        for (int sample = 0; sample < 200_000; sample++) {
            double value = Double.longBitsToDouble(random.nextLong());
            int exponent = Math.getExponent(value);
            boolean middling = exponent >= -126 && exponent <= 128;
            if (middling) {
                assertThat(Oop.fitsImmediateFloat(value)).as("seed %d: %a", seed, value).isTrue();
            }
            if (exponent < -127 || exponent > 128) {
                assertThat(Oop.fitsImmediateFloat(value)).as("seed %d: %a", seed, value).isFalse();
            }
            if (Oop.fitsImmediateFloat(value)) {
                assertCarries(value);
                immediates++;
            }
        }
        assertThat(immediates).isGreaterThan(10_000);
    }

    private static void assertCarries(double value) {
        long oop = Oop.immediateFloat(value);
        assertThat(Double.doubleToRawLongBits(Oop.immediateFloatValue(oop))).as("%a", value)
                .isEqualTo(Double.doubleToRawLongBits(value));
        assertThat(Oop.isImmediateFloat(oop)).isTrue();
        assertThat(Oop.isSmallInteger(oop)).isFalse();
        assertThat(Oop.classIndex(oop)).isEqualTo((int) Oop.FLOAT_TAG);
    }
}
