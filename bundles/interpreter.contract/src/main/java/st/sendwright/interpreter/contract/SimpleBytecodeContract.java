package st.sendwright.interpreter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/** What bytecodes do that send nothing. */
public abstract class SimpleBytecodeContract {

    private static final int VARIABLES = 300;

    private final TinyWorld world = new TinyWorld(interpreter());

    /** The interpreter that is tested. */
    protected abstract Interpreter interpreter();

    @AfterEach
    void releaseMemory() {
        world.close();
    }

    private static long number(long value) {
        return Oop.smallInteger(value);
    }

    private long answerOf(CodeBuilder code) {
        return world.run(code.op(Bytecode.RETURN_TOP).build(), world.nil());
    }

    private long withVariables() {
        return world.object(TinyWorld.PLAIN_CLASS, IntStream.range(0, VARIABLES).mapToLong(i -> number(1000
                + i))
                .toArray());
    }

    @Test
    void pushEachReceiverVariable() {
        long receiver = withVariables();

        for (int i = 0; i < 16; i++) {
            assertThat(world.run(world.code().op(Bytecode.PUSH_RECEIVER_VARIABLE, i)
                    .op(Bytecode.RETURN_TOP).build(),
                    receiver)).isEqualTo(number(1000 + i));
        }
        for (int i : new int[] {0, 16, 127, 128, 255}) {
            assertThat(world.run(world.code().with(Bytecode.PUSH_RECEIVER_VARIABLE_LONG, i)
                    .op(Bytecode.RETURN_TOP)
                    .build(), receiver)).isEqualTo(number(1000 + i));
        }
    }

    @Test
    void storeIntoEachReceiverVariableAndMarkItsCard() {
        long cards = world.useCards();
        long receiver = withVariables();

        for (int i = 0; i < 8; i++) {
            world.run(world.code().op(Bytecode.PUSH_TWO).op(Bytecode.POP_STORE_RECEIVER_VARIABLE, i)
                    .op(Bytecode.RETURN_NIL).build(), receiver);
            assertThat(ObjectHeader.slot(receiver, i)).isEqualTo(number(2));
        }
        for (int i : new int[] {8, 128, 255}) {
            long kept = world.run(world.code().op(Bytecode.PUSH_ONE).with(Bytecode.STORE_RECEIVER_VARIABLE, i)
                    .op(Bytecode.RETURN_TOP).build(), receiver);
            assertThat(kept).isEqualTo(number(1));
            assertThat(ObjectHeader.slot(receiver, i)).isEqualTo(number(1));
            long below = world.run(world.code().op(Bytecode.PUSH_TWO).op(Bytecode.PUSH_ZERO)
                    .with(Bytecode.POP_STORE_RECEIVER_VARIABLE_LONG, i).op(Bytecode.RETURN_TOP).build(),
                    receiver);
            assertThat(below).isEqualTo(number(2));
            assertThat(ObjectHeader.slot(receiver, i)).isEqualTo(number(0));
            assertThat(Memory.byteAt(cards + (ObjectHeader.slotAddress(receiver, i) >>> 9)))
                    .isEqualTo((byte) 1);
        }
    }

    @Test
    void leaveEachStoreIntoAReadOnlyObjectToItAndGoOn() {
        long receiver = withVariables();
        ObjectHeader.set(receiver, ObjectHeader.IMMUTABLE);
        long association = world.array(world.nil(), world.nil());
        ObjectHeader.set(association, ObjectHeader.IMMUTABLE);
        CodeBuilder code = world.code().temporaries(1);
        int literal = code.literal(association);

        long array = world.run(code.op(Bytecode.PUSH_ZERO)
                .with(Bytecode.PUSH_SMALL_INTEGER, 11).op(Bytecode.POP_STORE_RECEIVER_VARIABLE, 7)
                .with(Bytecode.PUSH_SMALL_INTEGER, 12).with(Bytecode.POP_STORE_RECEIVER_VARIABLE_LONG, 200)
                .with(Bytecode.PUSH_SMALL_INTEGER, 13).with(Bytecode.STORE_RECEIVER_VARIABLE, 8)
                .with(Bytecode.PUSH_SMALL_INTEGER, 14).with(Bytecode.POP_STORE_LITERAL_VARIABLE, literal)
                .with(Bytecode.PUSH_SMALL_INTEGER, 15).with(Bytecode.STORE_LITERAL_VARIABLE, literal)
                .op(Bytecode.PUSH_RECEIVER).op(Bytecode.POP_STORE_TEMPORARY, 0)
                .with(Bytecode.PUSH_SMALL_INTEGER, 16).with(Bytecode.POP_STORE_REMOTE, 3, 0)
                .with(Bytecode.PUSH_SMALL_INTEGER, 17).with(Bytecode.STORE_REMOTE, 4, 0)
                .with(Bytecode.PUSH_ARRAY, 4).op(Bytecode.RETURN_TOP).build(), receiver);

        assertThat(world.calls).startsWith("attemptToAssign 7 11", "attemptToAssign 200 12",
                "attemptToAssign 8 13", "attemptToAssign 1 14", "attemptToAssign 1 15", "attemptToAssign 3 16",
                "attemptToAssign 4 17");
        assertThat(IntStream.range(0, 4).mapToLong(slot -> ObjectHeader.slot(array, slot)))
                .as("stores that do not pop leave their values").containsExactly(number(0), number(13), number(15),
                        number(17));
        assertThat(IntStream.range(0, VARIABLES).mapToLong(slot -> ObjectHeader.slot(receiver, slot)))
                .as("nothing was stored").allSatisfy(value -> assertThat(value).isGreaterThanOrEqualTo(number(1000)));
        assertThat(ObjectHeader.slot(association, 1)).isEqualTo(world.nil());
    }

    @Test
    void storeIntoAndPushTemporaries() {
        for (int i = 0; i < 12; i++) {
            CodeBuilder code = world.code().temporaries(12).with(Bytecode.PUSH_SMALL_INTEGER, i);
            code = i < 8 ? code.op(Bytecode.POP_STORE_TEMPORARY, i) : code
                    .with(Bytecode.POP_STORE_TEMPORARY_LONG, i);
            assertThat(answerOf(code.op(Bytecode.PUSH_TEMPORARY, i))).isEqualTo(number(i));
        }
        for (int i : new int[] {0, 12, 128, 510}) {
            assertThat(answerOf(world.code().temporaries(511).op(Bytecode.PUSH_TWO)
                    .with(Bytecode.STORE_TEMPORARY, i).op(Bytecode.POP).with(Bytecode.PUSH_TEMPORARY_LONG,
                    i)))
                    .isEqualTo(number(2));
        }
    }

    @Test
    void pushArgumentsCountedFromTheLast() {
        long[] arguments = {number(10), number(11), number(12), number(13)};
        for (int i = 0; i < 4; i++) {
            assertThat(world.run(world.code().arguments(4).op(Bytecode.PUSH_ARGUMENT, i)
                    .op(Bytecode.RETURN_TOP)
                    .build(), world.nil(), arguments)).isEqualTo(number(13 - i));
            assertThat(world.run(world.code().arguments(4).with(Bytecode.PUSH_ARGUMENT_LONG, i)
                    .op(Bytecode.RETURN_TOP).build(), world.nil(), arguments)).isEqualTo(number(13 - i));
        }
    }

    @Test
    void pushLiteralsAndTheValuesOfAssociations() {
        for (int i : new int[] {0, 1, 7, 15, 255, 300}) {
            long association = world.array(world.nil(), number(500 + i));

            assertThat(answerOf(withLiterals(i, association).with(Bytecode.PUSH_LITERAL_LONG, i)))
                    .isEqualTo(association);
            assertThat(answerOf(withLiterals(i, association).with(Bytecode.PUSH_LITERAL_VARIABLE_LONG, i)))
                    .isEqualTo(number(500 + i));
            if (i < 16) {
                assertThat(answerOf(withLiterals(i, association).op(Bytecode.PUSH_LITERAL, i)))
                        .isEqualTo(association);
            }
            if (i < 8) {
                assertThat(answerOf(withLiterals(i, association).op(Bytecode.PUSH_LITERAL_VARIABLE, i)))
                        .isEqualTo(number(500 + i));
            }
        }
    }

    /** Code whose literal {@code index} is {@code last}. */
    private CodeBuilder withLiterals(int index, long last) {
        CodeBuilder code = world.code();
        for (int i = 0; i < index; i++) {
            code.literal(number(i));
        }
        code.literal(last);
        return code;
    }

    @Test
    void storeIntoTheValuesOfAssociations() {
        long cards = world.useCards();
        long association = world.array(world.nil(), world.nil());
        CodeBuilder code = world.code();
        int literal = code.literal(association);

        long kept = answerOf(code.op(Bytecode.PUSH_ONE).with(Bytecode.STORE_LITERAL_VARIABLE, literal));

        assertThat(kept).isEqualTo(number(1));
        assertThat(ObjectHeader.slot(association, 1)).isEqualTo(number(1));
        assertThat(Memory.byteAt(cards + (association + 16 >>> 9))).isEqualTo((byte) 1);

        CodeBuilder popping = world.code();
        int same = popping.literal(association);
        answerOf(popping.op(Bytecode.PUSH_NIL).op(Bytecode.PUSH_TWO)
                .with(Bytecode.POP_STORE_LITERAL_VARIABLE, same));

        assertThat(ObjectHeader.slot(association, 1)).isEqualTo(number(2));
    }

    @Test
    void pushConstants() {
        assertThat(answerOf(world.code().op(Bytecode.PUSH_RECEIVER))).isEqualTo(world.nil());
        assertThat(answerOf(world.code().op(Bytecode.PUSH_NIL))).isEqualTo(world.nil());
        assertThat(answerOf(world.code().op(Bytecode.PUSH_TRUE))).isEqualTo(world.bool(true));
        assertThat(answerOf(world.code().op(Bytecode.PUSH_FALSE))).isEqualTo(world.bool(false));
        assertThat(answerOf(world.code().op(Bytecode.PUSH_MINUS_ONE))).isEqualTo(number(-1));
        assertThat(answerOf(world.code().op(Bytecode.PUSH_ZERO))).isEqualTo(number(0));
        assertThat(answerOf(world.code().op(Bytecode.PUSH_ONE))).isEqualTo(number(1));
        assertThat(answerOf(world.code().op(Bytecode.PUSH_TWO))).isEqualTo(number(2));
        for (int value : new int[] {-128, -1, 0, 127}) {
            assertThat(answerOf(world.code().with(Bytecode.PUSH_SMALL_INTEGER, value)))
                    .isEqualTo(number(value));
        }
    }

    @Test
    void duplicateAndDrop() {
        long array = answerOf(world.code().op(Bytecode.PUSH_ONE).op(Bytecode.PUSH_TWO).op(Bytecode.DUPLICATE)
                .op(Bytecode.PUSH_NIL).op(Bytecode.POP).with(Bytecode.PUSH_ARRAY, 3));

        assertThat(ObjectHeader.slot(array, 0)).isEqualTo(number(1));
        assertThat(ObjectHeader.slot(array, 1)).isEqualTo(number(2));
        assertThat(ObjectHeader.slot(array, 2)).isEqualTo(number(2));
    }

    @Test
    void pushTheContextThatTheSlowPathGives() {
        assertThat(answerOf(world.code().op(Bytecode.PUSH_THIS_CONTEXT)))
                .isEqualTo(world.symbol("a Context"));
    }

    @Test
    void makeVectorsAndArrays() {
        long vector = answerOf(world.code().with(Bytecode.PUSH_NEW_VECTOR, 255));
        long empty = answerOf(world.code().with(Bytecode.PUSH_ARRAY, 0));

        assertThat(ObjectHeader.slots(vector)).isEqualTo(255);
        assertThat(ObjectHeader.slot(vector, 254)).isEqualTo(world.nil());
        assertThat(ObjectHeader.classIndex(vector)).isEqualTo(32);
        assertThat(ObjectHeader.slots(empty)).isZero();
    }

    @Test
    void reachTheElementsOfAVectorInATemporary() {
        long cards = world.useCards();
        for (int element : new int[] {0, 9, 199}) {
            long array = answerOf(world.code().temporaries(300).with(Bytecode.PUSH_NEW_VECTOR, 200)
                    .with(Bytecode.POP_STORE_TEMPORARY_LONG, 299)
                    .op(Bytecode.PUSH_TWO).with(Bytecode.STORE_REMOTE, element, 299)
                    .with(Bytecode.PUSH_REMOTE, element, 299)
                    .op(Bytecode.PUSH_ONE).with(Bytecode.POP_STORE_REMOTE, element, 299)
                    .with(Bytecode.PUSH_REMOTE, element, 299)
                    .with(Bytecode.PUSH_TEMPORARY_LONG, 299).with(Bytecode.PUSH_ARRAY, 4));

            assertThat(ObjectHeader.slot(array, 0)).isEqualTo(number(2));
            assertThat(ObjectHeader.slot(array, 1)).isEqualTo(number(2));
            assertThat(ObjectHeader.slot(array, 2)).isEqualTo(number(1));
            long vector = ObjectHeader.slot(array, 3);
            assertThat(ObjectHeader.slot(vector, element)).isEqualTo(number(1));
            assertThat(Memory.byteAt(cards + (ObjectHeader.slotAddress(vector, element) >>> 9)))
                    .isEqualTo((byte) 1);
        }
    }

    /** Each test pushes the Boolean, jumps over a push of 1 to a push of 2 where the jump is taken. */
    @ParameterizedTest
    @EnumSource(names = {"JUMP_TRUE", "JUMP_FALSE", "JUMP_NIL", "JUMP_NOT_NIL"})
    void jumpOnWhatTheyAreNamedAfter(Bytecode jump) {
        long[] values = {world.bool(true), world.bool(false), world.nil()};
        for (long value : values) {
            boolean taken = switch (jump) {
                case JUMP_TRUE -> value == world.bool(true);
                case JUMP_FALSE -> value == world.bool(false);
                case JUMP_NIL -> value == world.nil();
                default -> value != world.nil();
            };
            if (value == world.nil() && (jump == Bytecode.JUMP_TRUE || jump == Bytecode.JUMP_FALSE)) {
                continue;
            }
            CodeBuilder code = world.code().op(Bytecode.PUSH_ZERO).push(value).with(jump, 2)
                    .op(Bytecode.PUSH_ONE).op(Bytecode.RETURN_TOP).op(Bytecode.PUSH_TWO)
                    .with(Bytecode.PUSH_ARRAY, 2);
            long answer = answerOf(code);
            if (taken) {
                assertThat(ObjectHeader.slot(answer, 0)).isEqualTo(number(0));
                assertThat(ObjectHeader.slot(answer, 1)).isEqualTo(number(2));
            } else {
                assertThat(answer).isEqualTo(number(1));
            }
        }
    }

    @Test
    void jumpShortByEachDistance() {
        for (int n = 0; n < 8; n++) {
            for (boolean condition : new boolean[] {true, false}) {
                CodeBuilder code = world.code().op(condition ? Bytecode.PUSH_TRUE : Bytecode.PUSH_FALSE)
                        .op(Bytecode.SHORT_JUMP_FALSE, n);
                pushNils(code, n + 1);
                long array = answerOf(code.with(Bytecode.PUSH_NEW_VECTOR, 1).op(Bytecode.POP)
                        .op(Bytecode.PUSH_ONE)
                        .op(Bytecode.RETURN_TOP));
                assertThat(array).isEqualTo(number(1));
                assertThat(depthAtReturn()).as("distance %d, %s", n + 1, condition)
                        .isEqualTo(condition ? n + 2 : 1);
            }
            CodeBuilder code = world.code().op(Bytecode.SHORT_JUMP, n);
            pushNils(code, n + 1);
            answerOf(code.op(Bytecode.PUSH_ONE).op(Bytecode.RETURN_TOP));
            assertThat(depthAtReturn()).isEqualTo(1);
        }
    }

    private static void pushNils(CodeBuilder code, int count) {
        for (int i = 0; i < count; i++) {
            code.op(Bytecode.PUSH_NIL);
        }
    }

    /** Operands on the stack when the base frame returned. */
    private long depthAtReturn() {
        long empty = FrameLayout.emptySp(world.fp(), MethodLayout.header(FrameLayout.method(world.fp())));
        return (empty - world.sp()) / 8;
    }

    /**
     * A comparison serves a conditional jump behind it at once: every pair must do what the two would do
     * alone.
     */
    @ParameterizedTest
    @EnumSource(names = {"SHORT_JUMP_FALSE", "JUMP_FALSE", "JUMP_TRUE"})
    void jumpBehindAComparisonAsBehindABoolean(Bytecode jump) {
        for (Bytecode comparison : new Bytecode[] {Bytecode.SEND_LESS, Bytecode.SEND_GREATER,
                Bytecode.SEND_EQUAL,
            Bytecode.SEND_NOT_EQUAL, Bytecode.SEND_LESS_OR_EQUAL, Bytecode.SEND_GREATER_OR_EQUAL,
            Bytecode.IDENTICAL, Bytecode.NOT_IDENTICAL}) {
            for (int first = 0; first < 3; first++) {
                CodeBuilder code = world.code().op(Bytecode.PUSH_NIL).with(Bytecode.PUSH_SMALL_INTEGER, first)
                        .op(Bytecode.PUSH_ONE).op(comparison);
                code = jump == Bytecode.SHORT_JUMP_FALSE ? code.op(jump, 1) : code.with(jump, 2);
                long answer = answerOf(code.op(Bytecode.PUSH_ONE).op(Bytecode.RETURN_TOP)
                        .op(Bytecode.PUSH_TWO));
                boolean holds = holds(comparison, first, 1);

                assertThat(answer).as("%d %s 1", first, comparison)
                        .isEqualTo(number(holds == (jump == Bytecode.JUMP_TRUE) ? 2 : 1));
                assertThat(depthAtReturn()).isEqualTo(2);
            }
        }
    }

    private static boolean holds(Bytecode comparison, int a, int b) {
        return switch (comparison) {
            case SEND_LESS -> a < b;
            case SEND_GREATER -> a > b;
            case SEND_LESS_OR_EQUAL -> a <= b;
            case SEND_GREATER_OR_EQUAL -> a >= b;
            case SEND_EQUAL, IDENTICAL -> a == b;
            default -> a != b;
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"JUMP_TRUE", "JUMP_FALSE", "SHORT_JUMP_FALSE"})
    void askTheSlowPathWhenThereIsNoBoolean(Bytecode jump) {
        CodeBuilder code = world.code().op(Bytecode.PUSH_TWO);
        code = jump == Bytecode.SHORT_JUMP_FALSE ? code.op(jump, 1) : code.with(jump, 2);
        code.op(Bytecode.PUSH_ONE).op(Bytecode.RETURN_TOP).op(Bytecode.PUSH_TWO);

        assertThat(answerOf(code)).as("the slow path put true there")
                .isEqualTo(number(jump == Bytecode.JUMP_TRUE ? 2 : 1));
        assertThat(world.calls).containsExactly("mustBeBoolean", "slowReturn");
    }

    static IntStream unknownOpcodes() {
        return IntStream.range(0, 256).filter(opcode -> Bytecode.of(opcode) == null);
    }

    @ParameterizedTest
    @MethodSource("unknownOpcodes")
    void refuseWhatTheTableDoesNotHave(int opcode) {
        long code = world.code().op(Bytecode.PUSH_NIL).bytes(opcode).build();
        world.enter(code, world.nil());

        assertThatIllegalStateException().isThrownBy(world::runUntilExit)
                .withMessageContaining("SW-INTERPRETER-001")
                .withMessageContaining("0x" + Integer.toHexString(opcode))
                .withMessageContaining("pc " + (MethodLayout.firstPc(MethodLayout.header(code)) + 1));
    }
}
