package st.sendwright.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Number objects")
class NumberObjectsTest {

    private final TinyHeap heap = new TinyHeap();

    @AfterEach
    void release() {
        heap.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-1", "1152921504606846975", "1152921504606846976",
        "-1152921504606846976",
        "-1152921504606846977", "9223372036854775807", "-9223372036854775807", "-9223372036854775808",
        "9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
        "-340282366920938463463374607431768211456", "99999999999999999999999999999999999999999999"})
    void giveBackTheIntegerTheyWereMadeOf(String digits) {
        BigInteger value = new BigInteger(digits);
        long before = heap.pointer();

        long oop = IntegerObjects.newInteger(heap.mutator, value);

        assertThat(heap.pointer() - before).isEqualTo(IntegerObjects.bytesFor(value));
        assertThat(IntegerObjects.isInteger(oop)).isTrue();
        assertThat(IntegerObjects.value(oop)).isEqualTo(value);
        assertThat(IntegerObjects.fitsLong(oop)).isEqualTo(value.bitLength() <= 63);
        if (value.bitLength() <= 63) {
            assertThat(IntegerObjects.longValue(oop)).isEqualTo(value.longValueExact());
            assertThat(IntegerObjects.value(IntegerObjects.newInteger(heap.mutator, value.longValueExact())))
                    .isEqualTo(value);
        }
    }

    @Test
    void areNormalised() {
        long large = IntegerObjects.newInteger(heap.mutator, BigInteger.ONE.shiftLeft(64));
        long least = IntegerObjects.newInteger(heap.mutator, Oop.MAX_SMALL_INTEGER + 1);

        assertThat(ObjectFormat.byteCount(large)).isEqualTo(9);
        assertThat(ObjectFormat.byteCount(least)).isEqualTo(8);
        assertThat(IntegerObjects.isLarge(Oop.smallInteger(7))).isFalse();
    }

    @Test
    void leaveTheHeapAloneWhenThereIsNoRoom() {
        heap.leave(0);

        assertThat(IntegerObjects.newInteger(heap.mutator, Long.MAX_VALUE)).isEqualTo(Allocation.NO_ROOM);
        assertThat(IntegerObjects.newInteger(heap.mutator, BigInteger.TEN.pow(30)))
                .isEqualTo(Allocation.NO_ROOM);
        assertThat(IntegerObjects.newInteger(heap.mutator, 5)).isEqualTo(Oop.smallInteger(5));
    }

    @Test
    void areToldFromOtherObjects() {
        assertThat(IntegerObjects.isInteger(heap.nil)).isFalse();
        assertThat(IntegerObjects.isInteger(Oop.character('a'))).isFalse();
        assertThat(IntegerObjects.fitsLong(heap.nil)).isFalse();
        assertThat(FloatObjects.isFloat(heap.nil)).isFalse();
        assertThat(FloatObjects.isFloat(Oop.smallInteger(1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -0.0, 1.0, -1.5, Double.MIN_VALUE, -Double.MIN_NORMAL, Double.MAX_VALUE,
        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 0x1p-127, 0x1p-126, 0x1p128, 0x1p127,
        Float.MIN_VALUE, Math.PI})
    void giveBackTheFloatTheyWereMadeOf(double value) {
        long oop = Allocation.floatOf(heap.mutator, value);

        assertThat(FloatObjects.isFloat(oop)).isTrue();
        assertThat(Double.doubleToRawLongBits(FloatObjects.value(oop)))
                .isEqualTo(Double.doubleToRawLongBits(value));
    }
}
