package st.sendwright.primitives.core.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.model.Allocation;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;
import st.sendwright.model.WriteBarrier;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.core.PrimitiveFixture;

@DisplayName("The Collections primitives")
class CollectionPrimitivesTest {

    private static final long SEED = 19L;
    private static final int WORD_ARRAY = KnownClass.FIRST_FREE_INDEX;

    private final PrimitiveFixture fixture = new PrimitiveFixture(new CollectionPrimitives());

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void haveNamesOfTheirOwn() {
        assertThat(new CollectionPrimitives().bindings()).extracting(PrimitiveSet.Binding::name)
                .doesNotHaveDuplicates();
        assertThat(new CollectionPrimitives().module()).isEqualTo("Collections");
    }

    @Test
    void replaceRangesThatOverlapAsIfTheSourceWereACopy() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            int size = 1 + random.nextInt(20);
            int count = 1 + random.nextInt(size);
            int start = 1 + random.nextInt(size - count + 1);
            int sourceStart = 1 + random.nextInt(size - count + 1);
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            byte[] expected = bytes.clone();
            System.arraycopy(bytes, sourceStart - 1, expected, start - 1, count);
            fixture.restart();
            long array = fixture.oop(bytes);

            assertThat(replace(array, start, start + count - 1, array, sourceStart)).isEqualTo(array);

            assertThat(fixture.value(array)).as("seed %d, round %d", SEED, round).isEqualTo(expected);
        }
    }

    @Test
    void replaceElementsOfEachKind() {
        long array = fixture.oop(List.of(1, 2, 3));
        long words = words(1, 2, 3);

        replace(array, 2, 3, fixture.oop(List.of('a', true, 9)), 2);
        replace(words, 1, 2, words(7, 8, 9), 2);

        assertThat(fixture.value(array)).isEqualTo(List.of(BigInteger.ONE, true, BigInteger.valueOf(9)));
        assertThat(Memory.intAt(words + ObjectHeader.BYTES)).isEqualTo(8);
        assertThat(Memory.intAt(words + ObjectHeader.BYTES + 8)).isEqualTo(3);
    }

    @Test
    void replaceCharactersAcrossWidthsAndArrays() {
        long narrow = fixture.oop("abcd");
        long wide = fixture.oop("αβγδ");
        long array = fixture.oop(List.of(1, 2, 3, 4));

        replace(wide, 2, 3, narrow, 1);
        replace(array, 1, 2, wide, 1);
        replace(narrow, 1, 2, fixture.oop(List.of('x', 'y')), 1);
        replace(narrow, 3, 3, wide, 2);

        assertThat(StringObjects.text(wide)).isEqualTo("αabδ");
        assertThat(fixture.value(array))
                .isEqualTo(List.of('α', 'a', BigInteger.valueOf(3), BigInteger.valueOf(4)));
        assertThat(StringObjects.text(narrow)).isEqualTo("xyad");
    }

    @Test
    void replaceBytesBySmallIntegersAndTheOtherWayRound() {
        long bytes = fixture.oop(new byte[] {1, 2, 3});
        long array = fixture.oop(List.of(255, 0));

        replace(bytes, 2, 3, array, 1);
        replace(array, 1, 1, bytes, 1);

        assertThat(fixture.value(bytes)).isEqualTo(new byte[] {1, -1, 0});
        assertThat(fixture.value(array)).isEqualTo(List.of(BigInteger.ONE, BigInteger.ZERO));
    }

    @Test
    void changeNothingWhereNotAllCanBeReplaced() {
        long narrow = fixture.oop("abcd");
        long bytes = fixture.oop(new byte[] {1, 2});

        assertThat(failure(replace(narrow, 1, 2, fixture.oop("xα"), 1))).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(failure(replace(narrow, 1, 2, fixture.oop(List.of('x', 1)), 1)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(failure(replace(bytes, 1, 2, fixture.oop(List.of(1, 256)), 1)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(failure(replace(bytes, 1, 2, fixture.oop(List.of(1, -1)), 1)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(failure(replace(narrow, 1, 2, words(1, 2), 1))).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(failure(replace(fixture.oop(List.of(1, 2)), 1, 2, words(1, 2), 1)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(StringObjects.text(narrow)).isEqualTo("abcd");
        assertThat(fixture.value(bytes)).isEqualTo(new byte[] {1, 2});
    }

    @ParameterizedTest(name = "{0} to {1} of 3 from {2} of 3")
    @CsvSource({"0, 1, 1", "3, 4, 1", "1, 3, 2", "1, 2, 0", "1, 1, 4", "-1, 3, 1"})
    void checkTheRangesBeforeReplacing(int start, int stop, int sourceStart) {
        long target = fixture.oop(List.of(1, 2, 3));
        long source = fixture.oop(List.of(7, 8, 9));

        assertThat(failure(replace(target, start, stop, source, sourceStart)))
                .isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
    }

    @Test
    void replaceNothingWhereTheRangeIsEmpty() {
        long target = fixture.oop(List.of(1));

        assertThat(replace(target, 5, 4, target, 9)).isEqualTo(target);
        assertThat(replace(target, 1, 0, target, 1)).isEqualTo(target);
        assertThat(failure(replace(target, 1, -1, target, 1))).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
    }

    @Test
    void replaceInIndexableObjectsOnly() {
        long array = fixture.oop(List.of(1));
        long sealed = fixture.oop(List.of(1));
        ObjectHeader.set(sealed, ObjectHeader.IMMUTABLE);

        assertThat(failure(replace(Oop.smallInteger(3), 1, 1, array, 1))).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(failure(replace(array, 1, 1, Oop.smallInteger(3), 1))).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(failure(replace(sealed, 1, 1, array, 1))).isEqualTo(Failure.IMMUTABLE);
        assertThat(failure(replace(SymbolTable.intern(fixture.mutator(), "abc"), 1, 1, fixture.oop("x"), 1)))
                .isEqualTo(Failure.IMMUTABLE);
        assertThat(failure(fixture.run("replace", array, array, Oop.smallInteger(1), array,
                Oop.smallInteger(1))))
                .isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void markEachCardThatReferencesAreCopiedTo() {
        List<Integer> numbers = new ArrayList<>();
        for (int each = 0; each < 300; each++) {
            numbers.add(each);
        }
        long array = fixture.oop(numbers);
        long firstCard = array >>> WriteBarrier.CARD_SHIFT;
        long lastCard = ObjectHeader.slotAddress(array, 299) >>> WriteBarrier.CARD_SHIFT;
        long cards = NativeMemory.reserve(4096);
        Memory.putLong(fixture.mutator() + MutatorBlock.CARD_TABLE, cards - firstCard);

        replace(array, 1, 300, array, 1);

        for (long card = firstCard; card <= lastCard; card++) {
            assertThat(Memory.byteAt(cards + card - firstCard)).as("card %d", card - firstCard)
                    .isEqualTo((byte) 1);
        }
        Memory.putLong(fixture.mutator() + MutatorBlock.CARD_TABLE, 0);
        NativeMemory.release(cards);
    }

    @Test
    void fillRanges() {
        long array = fixture.oop(List.of(1, 2, 3));
        long text = fixture.oop("abc");
        long bytes = fixture.oop(new byte[3]);
        long words = words(1, 2, 3);

        fill(array, 1, 2, Oop.character('x'));
        fill(text, 2, 3, Oop.character('ä'));
        fill(bytes, 1, 1, Oop.smallInteger(255));
        fill(words, 3, 3, Oop.smallInteger(0xFFFF_FFFFL));

        assertThat(fixture.value(array)).isEqualTo(List.of('x', 'x', BigInteger.valueOf(3)));
        assertThat(StringObjects.text(text)).isEqualTo("aää");
        assertThat(fixture.value(bytes)).isEqualTo(new byte[] {-1, 0, 0});
        assertThat(Memory.intAt(words + ObjectHeader.BYTES + 8)).isEqualTo(-1);
        assertThat(fill(array, 9, 8, Oop.smallInteger(1))).isEqualTo(array);
    }

    @Test
    void fillOnlyWithWhatFits() {
        long text = fixture.oop("abc");
        long bytes = fixture.oop(new byte[3]);

        assertThat(failure(fill(text, 1, 3, Oop.character('α')))).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(failure(fill(text, 1, 3, Oop.smallInteger(1)))).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(failure(fill(bytes, 1, 3, Oop.smallInteger(256)))).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(failure(fill(bytes, 1, 3, Oop.smallInteger(-1)))).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(failure(fill(bytes, 1, 4, Oop.smallInteger(1)))).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(failure(fill(bytes, 0, 1, Oop.smallInteger(1)))).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(failure(fill(Oop.smallInteger(3), 1, 1, 1))).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(failure(fixture.run("fill", bytes, bytes, bytes, bytes)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        ObjectHeader.set(bytes, ObjectHeader.IMMUTABLE);
        assertThat(failure(fill(bytes, 1, 1, Oop.smallInteger(1)))).isEqualTo(Failure.IMMUTABLE);
    }

    @Test
    void findObjectsByIdentity() {
        assertThat(fixture.answer("identityIndex", List.of(5, 6, 6), 6)).isEqualTo(BigInteger.TWO);
        assertThat(fixture.answer("identityIndex", List.of(5, 6, 6), 7)).isEqualTo(BigInteger.ZERO);
        assertThat(fixture.answer("identityIndex", "abc", 'a')).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.answer("identityIndex", 3, 3)).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @Test
    void sortSmallIntegersInPlace() {
        long array = fixture.oop(List.of(3, -1, 2));

        assertThat(fixture.run("sortIntegers", array)).isEqualTo(array);

        assertThat(fixture.value(array))
                .isEqualTo(List.of(BigInteger.valueOf(-1), BigInteger.TWO, BigInteger.valueOf(3)));
    }

    @Test
    void leaveOtherSortingToSmalltalk() {
        long mixed = fixture.oop(List.of(3, 'a', 2));
        long sealed = fixture.oop(List.of(3, 2));
        ObjectHeader.set(sealed, ObjectHeader.IMMUTABLE);

        assertThat(failure(fixture.run("sortIntegers", mixed))).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(failure(fixture.run("sortIntegers", sealed))).isEqualTo(Failure.IMMUTABLE);
        assertThat(failure(fixture.run("sortIntegers", fixture.oop("cba")))).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.value(mixed))
                .isEqualTo(List.of(BigInteger.valueOf(3), 'a', BigInteger.TWO));
    }

    @Test
    void compareBitsWithinAClass() {
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        byte[] others = bytes.clone();
        others[8] = 0;

        assertThat(fixture.answer("equal", bytes, bytes)).isEqualTo(true);
        assertThat(fixture.answer("equal", bytes, others)).isEqualTo(false);
        assertThat(fixture.answer("equal", bytes, Arrays.copyOf(bytes, 8))).isEqualTo(false);
        assertThat(fixture.answer("equal", new byte[] {'a'}, "a")).isEqualTo(false);
        assertThat(fixture.answer("equal", bytes, 3)).isEqualTo(false);
        assertThat(fixture.answer("equal", List.of(1), List.of(1))).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.answer("hash", bytes)).isEqualTo(fixture.answer("hash", bytes.clone()))
                .isNotEqualTo(fixture.answer("hash", others));
        assertThat(fixture.answer("hash", 3)).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @Test
    void findBytes() {
        byte[] bytes = {5, -1, 5};

        assertThat(fixture.answer("indexOfByte", bytes, 255, 1)).isEqualTo(BigInteger.TWO);
        assertThat(fixture.answer("indexOfByte", bytes, 5, 2)).isEqualTo(BigInteger.valueOf(3));
        assertThat(fixture.answer("indexOfByte", bytes, -1, 1)).isEqualTo(BigInteger.ZERO);
        assertThat(fixture.answer("indexOfByte", bytes, 'a', 1)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("indexOfByte", List.of(1), 1, 1)).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @ParameterizedTest(name = "{0} in {1} bytes")
    @CsvSource({"0, 1", "255, 1", "-128, 1", "65535, 2", "-1, 2", "305419896, 4", "-2147483648, 4",
            "4294967295, 4", "1152921504606846975, 8", "-1152921504606846976, 8"})
    void storeAndReadIntegers(long number, int size) {
        for (boolean bigEndian : new boolean[] {false, true}) {
            fixture.restart();
            long bytes = fixture.oop(new byte[11]);

            assertThat(fixture.run("integerAtPut", bytes, Oop.smallInteger(2), Oop.smallInteger(number),
                    Oop.smallInteger(size), fixture.oop(bigEndian))).isEqualTo(Oop.smallInteger(number));

            assertThat(fixture.value(fixture.run("integerAt", bytes, Oop.smallInteger(2),
                    Oop.smallInteger(size),
                    fixture.oop(number < 0), fixture.oop(bigEndian)))).isEqualTo(BigInteger.valueOf(number));
        }
    }

    @Test
    void readIntegersInBothByteOrders() {
        byte[] bytes = {1, 2, (byte) 0xFF, (byte) 0xFF};

        assertThat(fixture.answer("integerAt", bytes, 1, 2, false, false))
                .isEqualTo(BigInteger.valueOf(0x201));
        assertThat(fixture.answer("integerAt", bytes, 1, 2, false, true))
                .isEqualTo(BigInteger.valueOf(0x102));
        assertThat(fixture.answer("integerAt", bytes, 3, 2, true, false)).isEqualTo(BigInteger.valueOf(-1));
    }

    @Test
    void leaveLargeIntegersToSmalltalk() {
        byte[] bytes = {-1, -1, -1, -1, -1, -1, -1, 0x7F};

        assertThat(fixture.answer("integerAt", bytes, 1, 8, true, false)).isEqualTo(Failure.OUT_OF_RANGE);
        bytes[7] = -1;
        assertThat(fixture.answer("integerAt", bytes, 1, 8, false, false)).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("integerAtPut", bytes, 1, BigInteger.TWO.pow(62), 8, false))
                .isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void refuseIntegersThatAreNotThereOrDoNotFit() {
        byte[] bytes = new byte[4];

        assertThat(fixture.answer("integerAt", bytes, 1, 3, false, false)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("integerAt", bytes, 2, 4, false, false))
                .isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("integerAt", bytes, 0, 1, false, false))
                .isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("integerAt", bytes, 'a', 1, false, false))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("integerAt", List.of(1), 1, 1, false, false))
                .isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.answer("integerAtPut", bytes, 1, 65536, 2, false)).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("integerAtPut", bytes, 1, -32769, 2, false))
                .isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("integerAtPut", bytes, 5, 1, 1, false))
                .isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        long sealed = fixture.oop(bytes);
        ObjectHeader.set(sealed, ObjectHeader.IMMUTABLE);
        assertThat(failure(fixture.run("integerAtPut", sealed, Oop.smallInteger(1), Oop.smallInteger(1),
                Oop.smallInteger(1), fixture.oop(false)))).isEqualTo(Failure.IMMUTABLE);
    }

    @Test
    void storeAndReadFloats() {
        long bytes = fixture.oop(new byte[12]);

        fixture.run("doubleAtPut", bytes, Oop.smallInteger(2), fixture.oop(Math.PI));
        assertThat(fixture.value(fixture.run("doubleAt", bytes, Oop.smallInteger(2)))).isEqualTo(Math.PI);
        fixture.run("floatAtPut", bytes, Oop.smallInteger(9), fixture.oop(0.1));
        assertThat(fixture.value(fixture.run("floatAt", bytes, Oop.smallInteger(9))))
                .isEqualTo((double) 0.1f);
    }

    @Test
    void refuseFloatsThatAreNotThere() {
        byte[] bytes = new byte[8];

        assertThat(fixture.answer("doubleAt", bytes, 2)).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("doubleAtPut", bytes, 2, 1.0)).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("doubleAtPut", bytes, 1, 1)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("floatAt", bytes, 6)).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("floatAtPut", bytes, 1, "x")).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("floatAt", 3, 1)).isEqualTo(Failure.WRONG_RECEIVER);
        long sealed = fixture.oop(bytes);
        ObjectHeader.set(sealed, ObjectHeader.IMMUTABLE);
        assertThat(failure(fixture.run("doubleAtPut", sealed, Oop.smallInteger(1), fixture.oop(1.0))))
                .isEqualTo(Failure.IMMUTABLE);
    }

    @Test
    void askForACollectionWhenAFloatHasNoRoom() {
        long bytes = fixture.oop(new byte[8]);
        Memory.putLong(bytes + ObjectHeader.BYTES, Double.doubleToRawLongBits(1e300));
        fixture.fill();

        assertThat(fixture.run("doubleAt", bytes, Oop.smallInteger(1))).isEqualTo(Primitive.NEEDS_ROOM);
    }

    private long replace(long target, int start, int stop, long source, int sourceStart) {
        return fixture.run("replace", target, Oop.smallInteger(start), Oop.smallInteger(stop), source,
                Oop.smallInteger(sourceStart));
    }

    private long fill(long target, int start, int stop, long value) {
        return fixture.run("fill", target, Oop.smallInteger(start), Oop.smallInteger(stop), value);
    }

    private Object failure(long answer) {
        return fixture.value(answer);
    }

    private long words(int... values) {
        long oop = Allocation.allocateWords32(fixture.mutator(), WORD_ARRAY, values.length);
        for (int index = 0; index < values.length; index++) {
            Memory.putInt(oop + ObjectHeader.BYTES + index * 4L, values[index]);
        }
        return oop;
    }
}
