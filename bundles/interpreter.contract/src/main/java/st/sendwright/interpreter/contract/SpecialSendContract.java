package st.sendwright.interpreter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.interpreter.Exit;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.model.Bytecode;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;
import st.sendwright.model.SiteTable;

/**
 * In these tests every class understands every special selector with a method that answers {@code #sent}: so
 * an answer shows whether the message was really sent.
 */
public abstract class SpecialSendContract {

    private static final long MAX = Oop.MAX_SMALL_INTEGER;
    private static final long MIN = Oop.MIN_SMALL_INTEGER;

    private final TinyWorld world = new TinyWorld(interpreter());
    private long sent;

    @BeforeEach
    void everybodyUnderstandsEverything() {
        sent = world.symbol("sent");
        for (Bytecode bytecode : Bytecode.values()) {
            if (bytecode.specialSelector() != null) {
                long method = world.code().arguments(bytecode.pops() - 1).push(sent)
                        .op(Bytecode.RETURN_TOP).build();
                for (int classIndex = 1; classIndex < TinyWorld.CLASSES; classIndex++) {
                    world.define(classIndex, bytecode.specialSelector(), method);
                }
            }
        }
    }

    /** The interpreter that is tested. */
    protected abstract Interpreter interpreter();

    @AfterEach
    void releaseMemory() {
        world.close();
    }

    private long answer(Bytecode bytecode, long... operands) {
        CodeBuilder code = world.code().op(Bytecode.PUSH_ZERO);
        for (long operand : operands) {
            code.push(operand);
        }
        long array = world.run(code.op(bytecode).with(Bytecode.PUSH_ARRAY, 2).op(Bytecode.RETURN_TOP).build(),
                world.nil());
        assertThat(ObjectHeader.slot(array, 0)).as("what lies below the operands")
                .isEqualTo(Oop.smallInteger(0));
        return ObjectHeader.slot(array, 1);
    }

    private long special(String selector, long... operands) {
        for (Bytecode bytecode : Bytecode.values()) {
            if (selector.equals(bytecode.specialSelector())) {
                return answer(bytecode, operands);
            }
        }
        throw new IllegalArgumentException(selector);
    }

    @ParameterizedTest(name = "{0} {1} {2} is {3}")
    @CsvSource(textBlock = """
            3, +, 4, 7
            -3, +, 1, -2
            MAX, +, 1, sent
            MAX, +, 0, MAX
            MAX, +, -1, 1152921504606846974
            MIN, +, -1, sent
            MIN, +, MAX, -1
            MIN, +, MIN, sent
            3, -, 4, -1
            MIN, -, 1, sent
            MIN, -, -1, -1152921504606846975
            MAX, -, -1, sent
            0, -, MIN, sent
            -1, -, MIN, MAX
            6, *, 7, 42
            -6, *, 7, -42
            -6, *, -7, 42
            0, *, MIN, 0
            MIN, *, 1, MIN
            MIN, *, -1, sent
            -1, *, MIN, sent
            MAX, *, -1, -1152921504606846975
            MAX, *, 2, sent
            1073741824, *, 1073741824, sent
            1073741824, *, 1073741823, 1152921503533105152
            1073741824, *, -1073741824, MIN
            MIN, *, MIN, sent
            MAX, *, MAX, sent
            7, /, 2, sent
            8, /, 2, 4
            -8, /, 2, -4
            8, /, 0, sent
            MIN, /, -1, sent
            MIN, /, 1, MIN
            0, /, 5, 0
            7, //, 2, 3
            -7, //, 2, -4
            7, //, -2, -4
            -7, //, -2, 3
            7, //, 0, sent
            MIN, //, -1, sent
            MIN, //, 2, -576460752303423488
            7, \\\\, 2, 1
            -7, \\\\, 2, 1
            7, \\\\, -2, -1
            -7, \\\\, -2, -1
            -6, \\\\, 2, 0
            7, \\\\, 0, sent
            MIN, \\\\, -1, 0
            12, bitAnd:, 10, 8
            -1, bitAnd:, MIN, MIN
            12, bitOr:, 10, 14
            -1, bitOr:, 5, -1
            12, bitXor:, 10, 6
            -1, bitXor:, MAX, MIN
            1, bitShift:, 59, 576460752303423488
            1, bitShift:, 60, sent
            -1, bitShift:, 60, MIN
            -1, bitShift:, 61, sent
            1, bitShift:, 61, sent
            1, bitShift:, 62, sent
            1, bitShift:, 63, sent
            1, bitShift:, 64, sent
            1, bitShift:, 65, sent
            0, bitShift:, 64, 0
            0, bitShift:, MAX, 0
            5, bitShift:, 0, 5
            MAX, bitShift:, 1, sent
            MIN, bitShift:, 1, sent
            5, bitShift:, -1, 2
            -5, bitShift:, -1, -3
            MAX, bitShift:, -59, 1
            MAX, bitShift:, -60, 0
            MIN, bitShift:, -60, -1
            MIN, bitShift:, -61, -1
            MIN, bitShift:, -63, -1
            MIN, bitShift:, -64, -1
            MAX, bitShift:, -64, 0
            5, bitShift:, MIN, 0
            -5, bitShift:, MIN, -1
            3, <, 4, true
            4, <, 3, false
            3, <, 3, false
            MIN, <, MAX, true
            3, >, 4, false
            MAX, >, MIN, true
            3, <=, 3, true
            4, <=, 3, false
            3, >=, 3, true
            3, >=, 4, false
            3, =, 3, true
            3, =, 4, false
            3, ~=, 3, false
            3, ~=, 4, true
            """)
    void computesOnSmallIntegersOrIsSent(String receiver, String selector, String argument, String expected) {
        assertThat(special(selector, integer(receiver), integer(argument))).isEqualTo(oop(expected));
    }

    private static long integer(String text) {
        return Oop.smallInteger(switch (text) {
            case "MAX" -> MAX;
            case "MIN" -> MIN;
            default -> Long.parseLong(text);
        });
    }

    private long oop(String text) {
        return switch (text) {
            case "sent" -> sent;
            case "true" -> world.bool(true);
            case "false" -> world.bool(false);
            default -> integer(text);
        };
    }

    @ParameterizedTest(name = "{0} {1} {2} is {3}")
    @CsvSource({"1.5, +, 2.25, 3.75", "1.5, -, 2.25, -0.75", "1.5, *, -2.0, -3.0", "1.5, /, 0.5, 3.0",
        "0.0, *, -1.0, -0.0", "8.507059173023462E37, *, 8.507059173023462E37, 7.237005577332262E75",
        "7.888609052210118E-31, *, 7.888609052210118E-31, 6.223015277861142E-61",
        "2.0e38, *, 2.0, 4.0e38"})
    void computesOnImmediateFloats(double receiver, String selector, double argument, double expected) {
        long result = special(selector, Oop.immediateFloat(receiver), Oop.immediateFloat(argument));

        double value = Oop.isImmediate(result) ? Oop.immediateFloatValue(result)
                : Double.longBitsToDouble(ObjectHeader.slot(result, 0));
        assertThat(Double.doubleToRawLongBits(value)).isEqualTo(Double.doubleToRawLongBits(expected));
        assertThat(Oop.isImmediateFloat(result)).isEqualTo(Oop.fitsImmediateFloat(expected));
    }

    @ParameterizedTest(name = "{0} {1} {2} is {3}")
    @CsvSource({"1.5, <, 2.5, true", "2.5, <, 1.5, false", "1.5, >, 2.5, false", "1.5, <=, 1.5, true",
        "1.5, >=, 2.5, false", "1.5, =, 1.5, true", "1.5, =, 2.5, false", "1.5, ~=, 1.5, false",
        "0.0, =, -0.0, true", "0.0, ~=, -0.0, false", "-0.0, <, 0.0, false", "1.5, /, 0.0, sent",
        "1.5, /, -0.0, sent", "1.5, //, 0.5, sent", "1.5, bitAnd:, 2.5, sent"})
    void comparesImmediateFloatsAndIsSentWhereItCannot(double receiver, String selector, double argument,
            String expected) {
        assertThat(special(selector, Oop.immediateFloat(receiver), Oop.immediateFloat(argument)))
                .isEqualTo(oop(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "-", "*", "/", "<", ">", "<=", ">=", "=", "~="})
    void takesASmallIntegerBesideAFloatForOneWhereADoubleHoldsIt(String selector) {
        long real = Oop.immediateFloat(2);
        for (long integer : new long[] {3, -3, (1L << 53) - 1, -(1L << 53)}) {
            long exact = Oop.smallInteger(integer);

            assertThat(special(selector, exact, real)).isNotEqualTo(sent)
                    .isEqualTo(special(selector, Oop.immediateFloat(integer), real));
            assertThat(special(selector, real, exact)).isNotEqualTo(sent)
                    .isEqualTo(special(selector, real, Oop.immediateFloat(integer)));
        }
        for (long integer : new long[] {1L << 53, -(1L << 53) - 1, Oop.MAX_SMALL_INTEGER}) {
            assertThat(special(selector, Oop.smallInteger(integer), real)).isEqualTo(sent);
            assertThat(special(selector, real, Oop.smallInteger(integer))).isEqualTo(sent);
        }
        assertThat(special("/", real, Oop.smallInteger(0))).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "-", "*", "/", "<", ">", "<=", ">=", "=", "~=", "//", "\\\\", "bitAnd:",
            "bitOr:",
        "bitXor:", "bitShift:"})
    void isSentWhenTheOperandsAreOfDifferentKinds(String selector) {
        long one = Oop.smallInteger(1);
        long real = Oop.immediateFloat(1);
        long box = world.raw(KnownClass.FLOAT.index(), 9, 1);
        long[][] pairs = {{one, world.nil()}, {world.nil(), one}, {box, real},
                {real, box},
            {box, box}, {Oop.character(1), one}, {one, Oop.character(1)}};

        for (long[] pair : pairs) {
            assertThat(special(selector, pair)).isEqualTo(sent);
        }
    }

    @Test
    void asksForACollectionWhenAFloatHasNoRoomAndComputesItAfterwards() {
        long code = world.code().push(Oop.immediateFloat(1.0e38)).push(Oop.immediateFloat(1.0e38))
                .op(Bytecode.SEND_MULTIPLY).op(Bytecode.RETURN_TOP).build();
        world.enter(code, world.nil());
        long limit = world.get(MutatorBlock.ALLOCATION_LIMIT);
        world.put(MutatorBlock.ALLOCATION_LIMIT, world.get(MutatorBlock.ALLOCATION_POINTER));

        assertThat(world.runUntilExit()).isEqualTo(Exit.COLLECT);
        assertThat(world.stackAt(1)).isEqualTo(Oop.immediateFloat(1.0e38));

        world.put(MutatorBlock.ALLOCATION_LIMIT, limit);
        assertThat(Double.longBitsToDouble(ObjectHeader.slot(world.goOn(), 0))).isEqualTo(1.0e38 * 1.0e38);
    }

    @Test
    void readsElements() {
        long array = world.array(sent, world.nil(), Oop.smallInteger(3));
        long string = world.bytes(KnownClass.STRING, 'a', 0xE9, 0, 'd', 'e', 'f', 'g', 'h', 'i');
        long bytes = world.bytes(KnownClass.BYTE_ARRAY, 1, 255);

        assertThat(special("at:", array, Oop.smallInteger(1))).isEqualTo(sent);
        assertThat(special("at:", array, Oop.smallInteger(3))).isEqualTo(Oop.smallInteger(3));
        assertThat(special("at:", string, Oop.smallInteger(2))).isEqualTo(Oop.character(0xE9));
        assertThat(special("at:", string, Oop.smallInteger(9))).isEqualTo(Oop.character('i'));
        assertThat(special("at:", bytes, Oop.smallInteger(2))).isEqualTo(Oop.smallInteger(255));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE >> 3, -1, 0, 4, 5, 1L << 32, (1L << 32) + 1, Oop.MAX_SMALL_INTEGER})
    void isSentWhenTheIndexIsOutOfBounds(long index) {
        long at = Oop.smallInteger(index);
        long[] collections = {world.array(sent, sent, sent), world.bytes(KnownClass.STRING, 1, 2, 3),
            world.bytes(KnownClass.BYTE_ARRAY, 1, 2, 3)};
        long[] elements = {sent, Oop.character('a'), Oop.smallInteger(1)};

        for (int i = 0; i < collections.length; i++) {
            assertThat(special("at:", collections[i], at)).isEqualTo(sent);
            assertThat(special("at:put:", collections[i], at, elements[i])).isEqualTo(sent);
        }
    }

    @Test
    void isSentToOtherCollectionsAndWithOtherIndices() {
        long array = world.array(world.nil(), world.nil());
        long symbol = world.symbol("abc");
        long plain = world.object(TinyWorld.PLAIN_CLASS, world.nil());

        for (long[] operands : new long[][] {{symbol, Oop.smallInteger(1)}, {plain, Oop.smallInteger(1)},
            {Oop.smallInteger(1), Oop.smallInteger(1)}, {array, Oop.immediateFloat(1)}, {array, array}}) {
            assertThat(special("at:", operands)).isEqualTo(sent);
            assertThat(special("at:put:", operands[0], operands[1], world.nil())).isEqualTo(sent);
        }
        assertThat(special("size", symbol)).isEqualTo(sent);
        assertThat(special("size", plain)).isEqualTo(sent);
        assertThat(special("size", Oop.smallInteger(1))).isEqualTo(sent);
    }

    @Test
    void writesElementsAndAnswersThem() {
        long array = world.array(world.nil(), world.nil());
        long string = world.bytes(KnownClass.STRING, 1, 2, 3);
        long bytes = world.bytes(KnownClass.BYTE_ARRAY, 1, 2, 3);

        assertThat(special("at:put:", array, Oop.smallInteger(2), string)).isEqualTo(string);
        assertThat(special("at:put:", string, Oop.smallInteger(1), Oop.character(255)))
                .isEqualTo(Oop.character(255));
        assertThat(special("at:put:", bytes, Oop.smallInteger(3), Oop.smallInteger(255)))
                .isEqualTo(Oop.smallInteger(255));

        assertThat(ObjectHeader.slot(array, 1)).isEqualTo(string);
        assertThat(Memory.bytesAt(string + 8, 3)).containsExactly(255, 2, 3);
        assertThat(Memory.bytesAt(bytes + 8, 3)).containsExactly(1, 2, 255);
    }

    @Test
    void isSentWhenTheElementDoesNotFit() {
        long string = world.bytes(KnownClass.STRING, 1, 2, 3);
        long bytes = world.bytes(KnownClass.BYTE_ARRAY, 1, 2, 3);

        for (long element : new long[] {Oop.character(256), Oop.smallInteger(1), world.nil()}) {
            assertThat(special("at:put:", string, Oop.smallInteger(1), element)).isEqualTo(sent);
        }
        for (long element : new long[] {Oop.smallInteger(256), Oop.smallInteger(-1), Oop.character(1),
                world.nil(),
            Oop.smallInteger(MIN), Oop.smallInteger(1L << 32)}) {
            assertThat(special("at:put:", bytes, Oop.smallInteger(1), element)).isEqualTo(sent);
        }
        assertThat(Memory.bytesAt(string + 8, 3)).containsExactly(1, 2, 3);
        assertThat(Memory.bytesAt(bytes + 8, 3)).containsExactly(1, 2, 3);
    }

    @Test
    void isSentWhenTheCollectionIsImmutable() {
        long array = world.array(world.nil());
        long string = world.bytes(KnownClass.STRING, 1);
        ObjectHeader.set(array, ObjectHeader.IMMUTABLE);
        ObjectHeader.set(string, ObjectHeader.IMMUTABLE);

        assertThat(special("at:put:", array, Oop.smallInteger(1), sent)).isEqualTo(sent);
        assertThat(special("at:put:", string, Oop.smallInteger(1), Oop.character('a'))).isEqualTo(sent);
        assertThat(ObjectHeader.slot(array, 0)).isEqualTo(world.nil());
        assertThat(special("at:", array, Oop.smallInteger(1))).as("reading is allowed")
                .isEqualTo(world.nil());
        assertThat(special("size", array)).isEqualTo(Oop.smallInteger(1));
    }

    @Test
    void notesWhereItHasMetFloats() {
        long code = world.code().op(Bytecode.PUSH_RECEIVER).push(Oop.immediateFloat(2)).op(Bytecode.SEND_MULTIPLY)
                .push(Oop.smallInteger(3)).op(Bytecode.SEND_MODULO).op(Bytecode.RETURN_TOP).build();
        world.run(code, Oop.smallInteger(5));
        long integers = world.code().op(Bytecode.PUSH_RECEIVER).push(Oop.smallInteger(7))
                .op(Bytecode.SEND_MODULO).op(Bytecode.RETURN_TOP).build();
        world.run(integers, Oop.smallInteger(5));
        // The first run made the table: nothing is noted where there is none.
        world.run(code, Oop.smallInteger(5));

        assertThat(Memory.intAt(TinyWorld.site(code, 0) + SendSite.SAMPLES)).isEqualTo(1);
        assertThat(Memory.intAt(TinyWorld.site(code, 1) + SendSite.SAMPLES)).as("sent").isZero();
        assertThat(SiteTable.of(integers)).isZero();
    }

    @Test
    void marksTheCardOfAnArrayItWritesTo() {
        long array = world.array(world.nil());
        long cards = world.useCards();

        special("at:put:", array, Oop.smallInteger(1), sent);

        assertThat(Memory.byteAt(cards + (array + 8 >>> 9))).isEqualTo((byte) 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 254 * 8, 254 * 8 + 1, 3000})
    void answersSizes(int size) {
        assertThat(special("size", world.bytes(KnownClass.STRING, new int[size])))
                .isEqualTo(Oop.smallInteger(size));
        assertThat(special("size", world.array(new long[size]))).isEqualTo(Oop.smallInteger(size));
        assertThat(special("at:", world.array(new long[size]), Oop.smallInteger(size + 1))).isEqualTo(sent);
        if (size > 0) {
            long array = world.array(new long[size]);
            special("at:put:", array, Oop.smallInteger(size), Oop.smallInteger(9));
            assertThat(special("at:", array, Oop.smallInteger(size))).isEqualTo(Oop.smallInteger(9));
        }
    }

    @Test
    void negatesBooleansOnly() {
        assertThat(special("not", world.bool(true))).isEqualTo(world.bool(false));
        assertThat(special("not", world.bool(false))).isEqualTo(world.bool(true));
        assertThat(special("not", world.nil())).isEqualTo(sent);
        assertThat(special("not", Oop.smallInteger(1))).isEqualTo(sent);
    }

    @Test
    void tellsNilFromWhatSurelyIsNot() {
        long[] others = {world.bool(true), world.bool(false), Oop.smallInteger(0)};

        assertThat(special("isNil", world.nil())).isEqualTo(world.bool(true));
        assertThat(special("notNil", world.nil())).isEqualTo(world.bool(false));
        for (long other : others) {
            assertThat(special("isNil", other)).isEqualTo(world.bool(false));
            assertThat(special("notNil", other)).isEqualTo(world.bool(true));
        }
        long plain = world.object(TinyWorld.PLAIN_CLASS);
        assertThat(special("isNil", plain)).as("may have its own isNil").isEqualTo(sent);
        assertThat(special("notNil", plain)).isEqualTo(sent);
        assertThat(special("isNil", Oop.immediateFloat(1))).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"new", "new:", "value", "value:", "value:value:"})
    void isSentToWhoIsNoBlock(String selector) {
        long[] operands = {world.nil(), sent, sent};
        long arguments = selector.chars().filter(c -> c == ':').count();

        assertThat(special(selector, Arrays.copyOf(operands, (int) arguments + 1))).isEqualTo(sent);
    }

    @Test
    void tellsIdentityAndClassWithoutSending() {
        long array = world.array();

        assertThat(answer(Bytecode.IDENTICAL, array, array)).isEqualTo(world.bool(true));
        assertThat(answer(Bytecode.IDENTICAL, array, world.array())).isEqualTo(world.bool(false));
        assertThat(answer(Bytecode.NOT_IDENTICAL, array, array)).isEqualTo(world.bool(false));
        assertThat(answer(Bytecode.NOT_IDENTICAL, Oop.smallInteger(1), array)).isEqualTo(world.bool(true));
        assertThat(answer(Bytecode.CLASS, array)).isEqualTo(world.classAt(KnownClass.ARRAY.index()));
        assertThat(answer(Bytecode.CLASS, Oop.smallInteger(1))).isEqualTo(world.classAt(1));
        assertThat(answer(Bytecode.CLASS, Oop.character(1))).isEqualTo(world.classAt(2));
        assertThat(answer(Bytecode.CLASS, Oop.immediateFloat(1)))
                .isEqualTo(world.classAt(KnownClass.FLOAT.index()));
        assertThat(world.calls).doesNotContain("makeSites");
    }
}
