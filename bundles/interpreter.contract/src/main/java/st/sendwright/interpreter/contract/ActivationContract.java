package st.sendwright.interpreter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.interpreter.Exit;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/** How an interpreter makes frames and leaves them, when it polls, and what it leaves to do when it finds no room. */
public abstract class ActivationContract {

    private static final int INTEGER = (int) Oop.SMALL_INTEGER_TAG;

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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aBlocksFrameHoldsCopiedValuesThenNils(int count) {
        long block = world.code().block().arguments(count).temporaries(5)
                .op(Bytecode.PUSH_THIS_CONTEXT).build();
        long closure = world.closure(block, count, number(77), number(1), number(2));
        CodeBuilder code = world.code().push(closure);
        for (int i = 0; i < count; i++) {
            code.with(Bytecode.PUSH_SMALL_INTEGER, 50 + i);
        }
        long caller = code.op(Bytecode.values()[Bytecode.SEND_VALUE.ordinal() + count]).build();
        world.enter(caller, world.nil());
        long callerFp = world.fp();
        world.force("contextOf", SlowPaths.COLLECT);

        assertThat(world.runUntilExit()).isEqualTo(Exit.COLLECT);

        long fp = world.fp();
        assertThat(FrameLayout.method(fp)).isEqualTo(block);
        assertThat(FrameLayout.closure(fp)).isEqualTo(closure);
        assertThat(FrameLayout.isBlock(fp)).isTrue();
        assertThat(FrameLayout.arguments(fp)).isEqualTo(count);
        assertThat(FrameLayout.receiver(fp)).isEqualTo(number(77));
        assertThat(FrameLayout.savedFp(fp)).isEqualTo(callerFp);
        assertThat(FrameLayout.context(fp)).isEqualTo(world.nil());
        assertThat(Memory.longAt(fp + FrameLayout.RETURN_IP)).isEqualTo(FrameLayout.RETURN_TO_DRIVER);
        for (int i = 0; i < count; i++) {
            assertThat(Memory.longAt(FrameLayout.argumentAddress(fp, i))).isEqualTo(number(50 + i));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(Memory.longAt(FrameLayout.temporaryAddress(fp, i)))
                    .isEqualTo(i < 2 ? number(i + 1) : world.nil());
        }
        assertThat(world.sp()).isEqualTo(FrameLayout.emptySp(fp, MethodLayout.header(block)));
        assertThat(FrameLayout.pc(callerFp)).isEqualTo(MethodLayout.firstPc(MethodLayout.header(caller))
                + 3 + 2 * count + 2);
        assertThat(world.calls).as("no lookup, no sites").containsExactly("contextOf");
    }

    @Test
    void aBlockAnswersToWhoSentValue() {
        long block = world.code().block().arguments(1).temporaries(1).op(Bytecode.PUSH_TEMPORARY, 0)
                .op(Bytecode.PUSH_ARGUMENT, 0).op(Bytecode.SEND_ADD).op(Bytecode.RETURN_TOP).build();
        long caller = world.code().push(world.closure(block, 1, world.nil(), number(40)))
                .op(Bytecode.PUSH_TWO)
                .op(Bytecode.SEND_VALUE_1).op(Bytecode.RETURN_TOP).build();

        assertThat(world.run(caller, world.nil())).isEqualTo(number(42));
    }

    @ParameterizedTest
    @EnumSource(names = {"SEND_VALUE", "SEND_VALUE_1", "SEND_VALUE_2"})
    void aWrongNumberOfArgumentsRunsWhatTheSlowPathAnswers(Bytecode value) {
        int count = value.opcode() - Bytecode.SEND_VALUE.opcode();
        world.defineLastResort("wrongArgumentCount:", world.code().arguments(1).op(Bytecode.PUSH_ARGUMENT, 0)
                .op(Bytecode.RETURN_TOP).build());
        long block = world.code().block().arguments(3).op(Bytecode.RETURN_NIL).build();
        CodeBuilder code = world.code().op(Bytecode.PUSH_ZERO).push(world.closure(block, 3, world.nil()));
        for (int i = 0; i < count; i++) {
            code.op(Bytecode.PUSH_ONE);
        }
        long caller = code.op(value).with(Bytecode.PUSH_ARRAY, 2).op(Bytecode.RETURN_TOP).build();

        long array = world.run(caller, world.nil());

        assertThat(ObjectHeader.slot(array, 0)).isEqualTo(number(0));
        assertThat(ObjectHeader.slot(array, 1)).isEqualTo(world.symbol("wrongArgumentCount:"));
        assertThat(world.calls).containsExactly("wrongArgumentCount " + count, "slowReturn");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClosureCopiesTheTopmostValuesInOrder(boolean needsOuterContext) {
        long block = world.code().block().arguments(2).temporaries(2).op(Bytecode.RETURN_NIL).build();
        CodeBuilder code = world.code().op(Bytecode.PUSH_ZERO).op(Bytecode.PUSH_ONE).op(Bytecode.PUSH_TWO);
        code.with(Bytecode.PUSH_CLOSURE, code.literal(block), 2, needsOuterContext ? 1 : 0)
                .with(Bytecode.PUSH_ARRAY, 2).op(Bytecode.RETURN_TOP);

        long array = world.run(code.build(), number(9));

        long closure = ObjectHeader.slot(array, 1);
        assertThat(ObjectHeader.slot(array, 0)).isEqualTo(number(0));
        assertThat(ObjectHeader.classIndex(closure)).isEqualTo(KnownClass.BLOCK_CLOSURE.index());
        assertThat(ObjectHeader.slots(closure)).isEqualTo(Closure.FIRST_COPIED + 2);
        assertThat(ObjectHeader.slot(closure, Closure.OUTER_CONTEXT))
                .isEqualTo(needsOuterContext ? world.symbol("a Context") : world.nil());
        assertThat(ObjectHeader.slot(closure, Closure.COMPILED_BLOCK)).isEqualTo(block);
        assertThat(ObjectHeader.slot(closure, Closure.NUM_ARGS)).isEqualTo(number(2));
        assertThat(ObjectHeader.slot(closure, Closure.RECEIVER)).isEqualTo(number(9));
        assertThat(ObjectHeader.slot(closure, Closure.FIRST_COPIED)).isEqualTo(number(1));
        assertThat(ObjectHeader.slot(closure, Closure.FIRST_COPIED + 1)).isEqualTo(number(2));
    }

    @ParameterizedTest
    @EnumSource(names = {"RETURN_RECEIVER", "RETURN_TRUE", "RETURN_FALSE", "RETURN_NIL", "RETURN_TOP"})
    void aReturnPutsItsValueInThePlaceOfTheReceiver(Bytecode bytecode) {
        long callee = world.code().arguments(2).temporaries(2).op(Bytecode.PUSH_ONE).op(Bytecode.PUSH_TWO)
                .op(bytecode).build();
        world.define(INTEGER, "foo:bar:", callee);
        long caller = world.code().op(Bytecode.PUSH_ZERO).with(Bytecode.PUSH_SMALL_INTEGER, 9)
                .op(Bytecode.PUSH_NIL).op(Bytecode.PUSH_NIL).send("foo:bar:", 2)
                .with(Bytecode.PUSH_ARRAY, 2).op(Bytecode.RETURN_TOP).build();
        long expected = switch (bytecode) {
            case RETURN_RECEIVER -> number(9);
            case RETURN_TRUE -> world.bool(true);
            case RETURN_FALSE -> world.bool(false);
            case RETURN_NIL -> world.nil();
            default -> number(2);
        };

        long array = world.run(caller, world.nil());

        assertThat(ObjectHeader.slot(array, 0)).isEqualTo(number(0));
        assertThat(ObjectHeader.slot(array, 1)).isEqualTo(expected);
        assertThat(world.calls).as("only the base frame returns slowly").containsOnlyOnce("slowReturn");
        assertThat(world.run(world.code().op(Bytecode.PUSH_TWO).op(bytecode).build(), number(9)))
                .as("from a base frame").isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {FrameLayout.CONTEXT, FrameLayout.RETURN_IP})
    void aFrameWithContextOrForeignReturnAddressReturnsSlowly(int word) {
        long callee = world.code().primitive(0).op(Bytecode.PUSH_THIS_CONTEXT).op(Bytecode.RETURN_TOP)
                .build();
        world.define(INTEGER, "foo", callee);
        long caller = world.code().op(Bytecode.PUSH_RECEIVER).send("foo", 0).op(Bytecode.RETURN_TOP).build();
        world.enter(caller, number(1));
        world.force("contextOf", SlowPaths.COLLECT);
        world.runUntilExit();
        Memory.putLong(world.fp() + word, 4096);

        assertThat(world.goOn()).isEqualTo(world.symbol("a Context"));
        assertThat(world.calls).containsSubsequence("contextOf", "contextOf", "slowReturn", "slowReturn");
    }

    @Test
    void aNonLocalReturnIsTheSlowPaths() {
        long block = world.code().block().op(Bytecode.PUSH_TWO).op(Bytecode.NON_LOCAL_RETURN).build();
        long caller = world.code().push(world.closure(block, 0, world.nil())).op(Bytecode.SEND_VALUE)
                .op(Bytecode.RETURN_TOP).build();
        world.enter(caller, world.nil());
        world.put(MutatorBlock.EXIT_REASON, Exit.SWITCH);
        world.force("nonLocalReturn", SlowPaths.EXIT);

        assertThat(world.runUntilExit()).isEqualTo(Exit.SWITCH);
        assertThat(world.stackAt(0)).isEqualTo(number(2));
        assertThat(world.pc()).isEqualTo(MethodLayout.firstPc(MethodLayout.header(block)) + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMethodsEntryPollsWithItsFrameComplete(boolean block) {
        CodeBuilder code = world.code().temporaries(1).op(Bytecode.PUSH_TWO).op(Bytecode.RETURN_TOP);
        long callee = block ? code.block().build() : code.build();
        long caller;
        if (block) {
            caller = world.code().push(world.closure(callee, 0, world.nil())).op(Bytecode.SEND_VALUE)
                    .op(Bytecode.RETURN_TOP).build();
        } else {
            world.define(INTEGER, "foo", callee);
            caller = world.code().op(Bytecode.PUSH_ONE).send("foo", 0).op(Bytecode.RETURN_TOP).build();
        }
        for (int run = 0; run < 2; run++) {
            world.enter(caller, world.nil());
            world.put(MutatorBlock.STACK_LIMIT, -1);
            world.put(MutatorBlock.EXIT_REASON, Exit.POLL);
            world.force("poll", SlowPaths.EXIT);

            assertThat(world.runUntilExit()).isEqualTo(Exit.POLL);
            assertThat(FrameLayout.method(world.fp())).isEqualTo(callee);
            assertThat(world.pc()).isEqualTo(MethodLayout.firstPc(MethodLayout.header(callee)));
            assertThat(world.sp()).isEqualTo(FrameLayout.emptySp(world.fp(), MethodLayout.header(callee)));

            world.put(MutatorBlock.STACK_LIMIT, world.get(MutatorBlock.REAL_STACK_LIMIT));
            assertThat(world.goOn()).isEqualTo(number(2));
        }
    }

    @Test
    void theLimitItselfMayBeReachedButNotPassed() {
        long callee = world.code().op(Bytecode.PUSH_TWO).op(Bytecode.RETURN_TOP).build();
        world.define(INTEGER, "foo", callee);
        long caller = world.code().op(Bytecode.PUSH_ONE).send("foo", 0).op(Bytecode.RETURN_TOP).build();
        world.enter(caller, world.nil());
        long calleeSp = world.sp() - 8 - 16 + FrameLayout.RECEIVER;
        world.put(MutatorBlock.STACK_LIMIT, calleeSp);
        world.goOn();

        assertThat(world.calls).doesNotContain("poll");

        world.enter(caller, world.nil());
        world.put(MutatorBlock.STACK_LIMIT, calleeSp + 8);
        world.goOn();

        assertThat(world.calls).containsOnlyOnce("poll");
    }

    @ParameterizedTest
    @EnumSource(names = {"JUMP", "JUMP_TRUE", "JUMP_FALSE", "JUMP_NIL", "JUMP_NOT_NIL"})
    void aBackwardJumpPollsAtItsTargetAndAForwardOneNever(Bytecode jump) {
        long value = switch (jump) {
            case JUMP_TRUE -> world.bool(true);
            case JUMP_FALSE -> world.bool(false);
            default -> world.nil();
        };
        CodeBuilder code = world.code().push(jump == Bytecode.JUMP_NOT_NIL ? number(1) : value).with(jump, 2);
        code.op(Bytecode.PUSH_TWO).op(Bytecode.RETURN_TOP);
        int back = code.position() - 2;
        code.push(jump == Bytecode.JUMP_NOT_NIL ? number(1) : value).jumpTo(jump, back);
        long method = code.build();
        world.enter(method, world.nil());
        world.put(MutatorBlock.STACK_LIMIT, -1);
        world.put(MutatorBlock.EXIT_REASON, Exit.POLL);
        world.force("poll", SlowPaths.EXIT);

        assertThat(world.runUntilExit()).isEqualTo(Exit.POLL);
        assertThat(world.calls).containsExactly("poll");
        assertThat(world.pc()).isEqualTo(MethodLayout.firstPc(MethodLayout.header(method)) + back);
        assertThat(world.goOn()).isEqualTo(number(2));
    }

    @Test
    void aBackwardJumpBehindAComparisonPollsToo() {
        CodeBuilder code = world.code().op(Bytecode.SHORT_JUMP, 1).op(Bytecode.PUSH_TWO)
                .op(Bytecode.RETURN_TOP)
                .op(Bytecode.PUSH_ONE).op(Bytecode.PUSH_TWO).op(Bytecode.SEND_EQUAL);
        long method = code.jumpTo(Bytecode.JUMP_FALSE, 1).build();
        world.put(MutatorBlock.STACK_LIMIT, -1);

        assertThat(world.run(method, world.nil())).isEqualTo(number(2));
        assertThat(world.calls).containsExactly("poll", "slowReturn");
    }

    @ParameterizedTest
    @EnumSource(names = {"PUSH_NEW_VECTOR", "PUSH_ARRAY", "PUSH_CLOSURE", "PUSH_THIS_CONTEXT"})
    void aBytecodeThatFindsNoRoomRunsAgainAfterTheCollection(Bytecode bytecode) {
        long block = world.code().block().temporaries(2).op(Bytecode.RETURN_NIL).build();
        CodeBuilder code = world.code().op(Bytecode.PUSH_ONE).op(Bytecode.PUSH_TWO);
        switch (bytecode) {
            case PUSH_NEW_VECTOR -> code.with(bytecode, 2);
            case PUSH_ARRAY -> code.with(bytecode, 2);
            case PUSH_CLOSURE -> code.with(bytecode, code.literal(block), 2, Bytecode.NEEDS_OUTER_CONTEXT);
            default -> {
                code.op(bytecode);
                world.force("contextOf", SlowPaths.COLLECT);
            }
        }
        long method = code.op(Bytecode.RETURN_TOP).build();
        world.enter(method, number(5));
        long fp = world.fp();
        long sp = world.sp() - 16;
        long limit = world.get(MutatorBlock.ALLOCATION_LIMIT);
        long start = world.get(MutatorBlock.ALLOCATION_POINTER);
        world.put(MutatorBlock.ALLOCATION_LIMIT, start + 8);

        assertThat(world.runUntilExit()).isEqualTo(Exit.COLLECT);
        assertThat(world.get(MutatorBlock.EXIT_REASON)).isEqualTo(Exit.COLLECT);
        assertThat(world.fp()).isEqualTo(fp);
        assertThat(world.sp()).isEqualTo(sp);
        assertThat(world.stackAt(0)).isEqualTo(number(2));
        assertThat(world.stackAt(1)).isEqualTo(number(1));
        assertThat(world.pc()).isEqualTo(MethodLayout.firstPc(MethodLayout.header(method)) + 2);
        assertThat(world.get(MutatorBlock.ALLOCATION_POINTER)).isEqualTo(start);

        world.put(MutatorBlock.ALLOCATION_LIMIT, limit);
        long answer = world.goOn();
        if (bytecode == Bytecode.PUSH_ARRAY) {
            assertThat(ObjectHeader.slot(answer, 1)).isEqualTo(number(2));
        } else if (bytecode == Bytecode.PUSH_CLOSURE) {
            assertThat(ObjectHeader.slot(answer, Closure.FIRST_COPIED + 1)).isEqualTo(number(2));
        } else {
            assertThat(Oop.isPointer(answer)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RETURN_TOP", "NON_LOCAL_RETURN", "JUMP_TRUE"})
    void aSlowPathThatNeedsACollectionLeavesTheBytecodeToDo(Bytecode bytecode) {
        String slowPath = switch (bytecode) {
            case RETURN_TOP -> "slowReturn";
            case NON_LOCAL_RETURN -> "nonLocalReturn";
            default -> "mustBeBoolean";
        };
        CodeBuilder code = world.code().op(Bytecode.PUSH_TWO);
        code = bytecode == Bytecode.JUMP_TRUE ? code.with(bytecode, 0) : code.op(bytecode);
        long method = code.build();
        world.enter(method, world.nil());
        long sp = world.sp() - 8;
        world.force(slowPath, SlowPaths.COLLECT);

        assertThat(world.runUntilExit()).isEqualTo(Exit.COLLECT);
        assertThat(world.sp()).isEqualTo(sp);
        assertThat(world.stackAt(0)).isEqualTo(number(2));
        assertThat(world.pc()).isEqualTo(MethodLayout.firstPc(MethodLayout.header(method)) + 1);
    }
}
