package st.sendwright.interpreter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.interpreter.Exit;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;

/** How an interpreter sends: site, global cache, slow path; then primitive, then frame. */
public abstract class SendContract {

    private static final int INTEGER = (int) Oop.SMALL_INTEGER_TAG;

    private final TinyWorld world = new TinyWorld(interpreter());

    /** The interpreter that is tested. */
    protected abstract Interpreter interpreter();

    @AfterEach
    void releaseMemory() {
        world.close();
    }

    @Test
    void computesBenchFib() {
        long fib = Programs.benchFib(world);

        assertThat(Oop.integerValue(world.run(fib, Oop.smallInteger(20)))).isEqualTo(21_891);
        assertThat(world.calls).containsExactly(
                "makeSites", "sendMiss benchFib 0", "sendMiss benchFib 0", "slowReturn");
    }

    @Test
    void countsToTheEndOfALoop() {
        long loop = Programs.countingLoop(world);

        assertThat(Oop.integerValue(world.run(loop, Oop.smallInteger(1_000)))).isEqualTo(1_000);
    }

    @Test
    void buildsTheCanonicalFrame() {
        long callee = world.code().arguments(2).temporaries(3).op(Bytecode.PUSH_THIS_CONTEXT).build();
        world.define(INTEGER, "with:with:", callee);
        long caller = world.code().op(Bytecode.PUSH_ONE).push(Oop.smallInteger(7)).push(Oop.smallInteger(8))
                .send("with:with:", 2).build();
        world.enter(caller, world.nil());
        long callerFp = world.fp();
        long callerSp = world.sp();
        world.force("contextOf", SlowPaths.COLLECT);

        assertThat(world.runUntilExit()).isEqualTo(Exit.COLLECT);

        long fp = world.fp();
        assertThat(fp).isEqualTo(callerSp - 5 * 8);
        assertThat(Memory.longAt(fp + 32)).as("receiver").isEqualTo(Oop.smallInteger(1));
        assertThat(Memory.longAt(FrameLayout.argumentAddress(fp, 0))).isEqualTo(Oop.smallInteger(7));
        assertThat(Memory.longAt(FrameLayout.argumentAddress(fp, 1))).isEqualTo(Oop.smallInteger(8));
        assertThat(Memory.longAt(fp + FrameLayout.RETURN_IP)).isEqualTo(FrameLayout.RETURN_TO_DRIVER);
        assertThat(FrameLayout.savedFp(fp)).isEqualTo(callerFp);
        assertThat(FrameLayout.method(fp)).isEqualTo(callee);
        assertThat(FrameLayout.context(fp)).isEqualTo(world.nil());
        assertThat(Memory.longAt(fp + FrameLayout.INTERPRETER_WORD)).isEqualTo(FrameLayout.interpreterWord(
                MethodLayout.firstPc(MethodLayout.header(callee)), 2, false));
        assertThat(FrameLayout.receiver(fp)).isEqualTo(Oop.smallInteger(1));
        for (int i = 0; i < 3; i++) {
            assertThat(Memory.longAt(FrameLayout.temporaryAddress(fp, i))).isEqualTo(world.nil());
        }
        assertThat(world.sp()).isEqualTo(FrameLayout.emptySp(fp, MethodLayout.header(callee)));
        assertThat(world.pc()).isEqualTo(MethodLayout.firstPc(MethodLayout.header(callee)));
        assertThat(FrameLayout.pc(callerFp)).as("the caller goes on after its send")
                .isEqualTo(MethodLayout.firstPc(MethodLayout.header(caller)) + 1 + 3 + 3 + 3);
    }

    @Test
    void buildsTheSameFrameInTheLoopAsOutOfLine() {
        long callee = world.code().arguments(1).temporaries(2).op(Bytecode.PUSH_THIS_CONTEXT).build();
        world.define(INTEGER, "foo:", callee);
        long caller = world.code().op(Bytecode.PUSH_ONE).op(Bytecode.PUSH_TWO).send("foo:", 1).build();
        String outOfLine = frameAfter(caller);
        String inTheLoop = frameAfter(caller);

        assertThat(world.calls).containsExactly("makeSites", "sendMiss foo: 1", "contextOf", "contextOf");
        assertThat(inTheLoop).isEqualTo(outOfLine);
    }

    private String frameAfter(long caller) {
        world.enter(caller, world.nil());
        world.force("contextOf", SlowPaths.COLLECT);
        assertThat(world.runUntilExit()).isEqualTo(Exit.COLLECT);
        StringBuilder words = new StringBuilder("sp " + world.sp() + " fp " + world.fp() + " pc "
                + world.pc());
        for (long address = world.sp(); address < world.stackBase; address += 8) {
            words.append(' ').append(Memory.longAt(address));
        }
        return words.toString();
    }

    @Test
    void asksTheGlobalCacheBeforeTheSlowPathOnceTheKernelKnowsTheSite() {
        long one = world.code().op(Bytecode.PUSH_ONE).op(Bytecode.RETURN_TOP).build();
        long two = world.code().op(Bytecode.PUSH_TWO).op(Bytecode.RETURN_TOP).build();
        world.define(INTEGER, "foo", one);
        world.cache(INTEGER, "foo", one);
        world.cache(KnownClass.UNDEFINED_OBJECT.index(), "foo", two);
        long caller = world.code().op(Bytecode.PUSH_RECEIVER).send("foo", 0).op(Bytecode.RETURN_TOP).build();

        assertThat(world.run(caller, Oop.smallInteger(5))).isEqualTo(Oop.smallInteger(1));
        assertThat(world.run(caller, world.nil())).isEqualTo(Oop.smallInteger(2));

        long site = TinyWorld.site(caller, 0);
        assertThat(world.calls).containsExactly("makeSites", "sendMiss foo 0", "slowReturn", "slowReturn");
        assertThat(Memory.intAt(site + SendSite.CLASS_INDEX)).isEqualTo(KnownClass.UNDEFINED_OBJECT.index());
        assertThat(Memory.intAt(site + SendSite.KIND)).isEqualTo(SendSite.POLYMORPHIC);
        assertThat(Memory.longAt(site + SendSite.METHOD)).isEqualTo(two);
        assertThat(Memory.longAt(site + SendSite.HOLDER))
                .isEqualTo(world.classAt(KnownClass.UNDEFINED_OBJECT.index()));
        assertThat(Memory.longAt(site + SendSite.MISSES)).isEqualTo(1);
        assertThat(world.get(MutatorBlock.Counter.SITE_MISSES.offset())).isEqualTo(1);
    }

    @Test
    void missesAgainAfterItsSiteWasUnlinked() {
        long caller = callerOf("foo", world.code().op(Bytecode.PUSH_ONE).op(Bytecode.RETURN_TOP).build());
        world.run(caller, Oop.smallInteger(5));
        SendSite.unlink(TinyWorld.site(caller, 0));
        world.define(INTEGER, "foo", world.code().op(Bytecode.PUSH_TWO).op(Bytecode.RETURN_TOP).build());

        assertThat(world.run(caller, Oop.smallInteger(5))).isEqualTo(Oop.smallInteger(2));
    }

    @Test
    void runsTheMethodThatAnswersForAMessageNobodyUnderstands() {
        world.defineLastResort("doesNotUnderstand:", world.code().arguments(1)
                .op(Bytecode.PUSH_ARGUMENT, 0).op(Bytecode.RETURN_TOP).build());
        long caller = world.code().op(Bytecode.PUSH_ONE).op(Bytecode.PUSH_TWO).op(Bytecode.PUSH_TWO)
                .send("foo:bar:", 2).op(Bytecode.RETURN_TOP).build();

        assertThat(world.run(caller, world.nil())).isEqualTo(world.symbol("doesNotUnderstand:"));
    }

    @Test
    void findsTheMethodAboveItsClassForSuper() {
        world.defineSuper("foo:", world.code().arguments(1).op(Bytecode.PUSH_ARGUMENT, 0)
                .op(Bytecode.RETURN_TOP).build());
        long caller = world.code().op(Bytecode.PUSH_RECEIVER).op(Bytecode.PUSH_TWO)
                .sendLong(Bytecode.SEND_SUPER, "foo:", 1).op(Bytecode.RETURN_TOP).build();

        assertThat(world.run(caller, Oop.smallInteger(5))).isEqualTo(Oop.smallInteger(2));
        assertThat(world.run(caller, world.nil())).as("whatever the receiver's class")
                .isEqualTo(Oop.smallInteger(2));
        assertThat(world.calls).containsExactly("makeSites", "superSendMiss foo: 1", "slowReturn",
                "slowReturn");
    }

    @ParameterizedTest(name = "with {0} arguments in the {1} form")
    @CsvSource({"0, short", "1, short", "2, short", "3, short", "0, long", "3, long", "12, long"})
    void passesItsArgumentsInOrder(int count, String form) {
        CodeBuilder callee = world.code().arguments(count);
        CodeBuilder caller = world.code().op(Bytecode.PUSH_RECEIVER);
        for (int i = 0; i < count; i++) {
            callee.with(Bytecode.PUSH_ARGUMENT_LONG, count - 1 - i);
            caller.with(Bytecode.PUSH_SMALL_INTEGER, i);
        }
        world.define(INTEGER, "foo", callee.with(Bytecode.PUSH_ARRAY, count).op(Bytecode.RETURN_TOP).build());
        caller = form.equals("short") ? caller.send("foo", count) : caller.sendLong(Bytecode.SEND, "foo",
                count);

        long array = world.run(caller.op(Bytecode.RETURN_TOP).build(), Oop.smallInteger(5));

        assertThat(ObjectHeader.slots(array)).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(ObjectHeader.slot(array, i)).isEqualTo(Oop.smallInteger(i));
        }
    }

    @Test
    void replacesReceiverAndArgumentsByAPrimitivesResult() {
        long caller = world.code().op(Bytecode.PUSH_ZERO).op(Bytecode.PUSH_ONE).op(Bytecode.PUSH_TWO)
                .send("foo:", 1).with(Bytecode.PUSH_ARRAY, 2).op(Bytecode.RETURN_TOP).build();
        world.define(INTEGER, "foo:", world.code().arguments(1).primitive(77).op(Bytecode.RETURN_NIL)
                .build());
        world.primitiveAnswers.put(77, Oop.smallInteger(-7));

        for (int run = 0; run < 2; run++) {
            long array = world.run(caller, world.nil());

            assertThat(ObjectHeader.slot(array, 0)).isEqualTo(Oop.smallInteger(0));
            assertThat(ObjectHeader.slot(array, 1)).isEqualTo(Oop.smallInteger(-7));
        }
        assertThat(world.calls).contains("primitive 77 1");
    }

    @Test
    void runsTheBodyWhenThePrimitiveFails() {
        long caller = callerOf("foo", world.code().primitive(77).op(Bytecode.PUSH_TWO)
                .op(Bytecode.RETURN_TOP).build());
        world.primitiveAnswers.put(77, SlowPaths.FAILED);

        assertThat(world.run(caller, Oop.smallInteger(5))).isEqualTo(Oop.smallInteger(2));
    }

    @Test
    void runsTheSendAgainWhenAPrimitiveNeedsACollection() {
        long caller = callerOf("foo", world.code().primitive(77).op(Bytecode.RETURN_NIL).build());
        world.primitiveAnswers.put(77, Oop.smallInteger(3));
        world.enter(caller, Oop.smallInteger(5));
        long sp = world.sp();
        world.force("primitive", SlowPaths.COLLECT);

        assertThat(world.runUntilExit()).isEqualTo(Exit.COLLECT);
        assertThat(world.sp()).as("receiver still there").isEqualTo(sp - 8);
        assertThat(world.pc()).isEqualTo(MethodLayout.firstPc(MethodLayout.header(caller)) + 1);
        assertThat(world.get(MutatorBlock.EXIT_REASON)).isEqualTo(Exit.COLLECT);
        assertThat(world.goOn()).isEqualTo(Oop.smallInteger(3));
    }

    @Test
    void runsAgainWhenTheMissNeedsACollection() {
        long caller = callerOf("foo", world.code().op(Bytecode.PUSH_TWO).op(Bytecode.RETURN_TOP).build());
        world.enter(caller, Oop.smallInteger(5));
        world.force("sendMiss", SlowPaths.COLLECT);

        assertThat(world.runUntilExit()).isEqualTo(Exit.COLLECT);
        assertThat(world.goOn()).isEqualTo(Oop.smallInteger(2));
    }

    @Test
    void goesOnWhereAPrimitiveHasPutTheRegisters() {
        long caller = callerOf("foo", world.code().primitive(77).op(Bytecode.RETURN_NIL).build());
        world.primitiveAnswers.put(77, SlowPaths.RELOAD);
        world.onPrimitive(() -> {
            Memory.putLong(world.sp(), Oop.smallInteger(42));
            world.put(MutatorBlock.PROGRAM_COUNTER, world.pc() + 3);
        });

        assertThat(world.run(caller, Oop.smallInteger(5))).isEqualTo(Oop.smallInteger(42));
    }

    @Test
    void refusesAnAnswerThatNoSlowPathMayGive() {
        long caller = callerOf("foo", world.code().op(Bytecode.RETURN_NIL).build());
        world.enter(caller, Oop.smallInteger(5));
        world.force("sendMiss", SlowPaths.FAILED);

        assertThatIllegalStateException().isThrownBy(world::runUntilExit)
                .withMessageContaining("SW-INTERPRETER-002");
    }

    private long callerOf(String selector, long method) {
        world.define(INTEGER, selector, method);
        return world.code().op(Bytecode.PUSH_RECEIVER).send(selector, 0).op(Bytecode.RETURN_TOP).build();
    }
}
