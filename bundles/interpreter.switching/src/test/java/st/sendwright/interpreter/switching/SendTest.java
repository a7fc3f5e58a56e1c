package st.sendwright.interpreter.switching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.interpreter.Exit;
import st.sendwright.interpreter.SlowPaths;
import st.sendwright.model.Bytecode;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.model.SendSite;

@DisplayName("A send")
class SendTest {

    private static final int INTEGER = (int) Oop.SMALL_INTEGER_TAG;

    private final TinyWorld world = new TinyWorld();

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
        world.force(SlowPaths.COLLECT);
        stopAtContext(callee);

        assertThat(world.runUntilExit()).isEqualTo(Exit.COLLECT);

        long fp = world.fp();
        int firstPc = MethodLayout.firstPc(MethodLayout.header(callee));
        assertThat(fp).isEqualTo(callerSp - 5 * 8);
        assertThat(Memory.longAt(fp + 32)).as("receiver").isEqualTo(Oop.smallInteger(1));
        assertThat(Memory.longAt(FrameLayout.argumentAddress(fp, 0))).isEqualTo(Oop.smallInteger(7));
        assertThat(Memory.longAt(FrameLayout.argumentAddress(fp, 1))).isEqualTo(Oop.smallInteger(8));
        assertThat(Memory.longAt(fp + FrameLayout.RETURN_IP)).isEqualTo(FrameLayout.RETURN_TO_DRIVER);
        assertThat(FrameLayout.savedFp(fp)).isEqualTo(callerFp);
        assertThat(FrameLayout.method(fp)).isEqualTo(callee);
        assertThat(FrameLayout.context(fp)).isEqualTo(world.nil());
        assertThat(FrameLayout.arguments(fp)).isEqualTo(2);
        assertThat(FrameLayout.isBlock(fp)).isFalse();
        assertThat(FrameLayout.receiver(fp)).isEqualTo(Oop.smallInteger(1));
        for (int i = 0; i < 3; i++) {
            assertThat(Memory.longAt(FrameLayout.temporaryAddress(fp, i))).isEqualTo(world.nil());
        }
        assertThat(world.sp()).isEqualTo(FrameLayout.emptySp(fp, MethodLayout.header(callee)));
        assertThat(world.pc()).isEqualTo(firstPc);
        assertThat(FrameLayout.pc(callerFp)).as("the caller goes on after its send")
                .isEqualTo(MethodLayout.firstPc(MethodLayout.header(caller)) + 1 + 3 + 3 + 3);
    }

    /** The forced answer is for the Context that the callee asks, not for the miss before. */
    private void stopAtContext(long callee) {
        world.cache(INTEGER, "with:with:", callee);
    }

    @Test
    void asksTheGlobalCacheBeforeTheSlowPath() {
        long callee = world.code().op(Bytecode.PUSH_TWO).op(Bytecode.RETURN_TOP).build();
        world.cache(INTEGER, "foo", callee);
        long caller = world.code().op(Bytecode.PUSH_ONE).send("foo", 0).op(Bytecode.RETURN_TOP).build();

        assertThat(world.run(caller, world.nil())).isEqualTo(Oop.smallInteger(2));

        long site = TinyWorld.site(caller, 0);
        assertThat(world.calls).containsExactly("makeSites", "slowReturn");
        assertThat(Memory.intAt(site + SendSite.CLASS_INDEX)).isEqualTo(INTEGER);
        assertThat(Memory.intAt(site + SendSite.KIND)).isEqualTo(SendSite.MONOMORPHIC);
        assertThat(Memory.longAt(site + SendSite.METHOD)).isEqualTo(callee);
        assertThat(Memory.longAt(site + SendSite.HOLDER)).isEqualTo(world.classAt(INTEGER));
        assertThat(Memory.longAt(site + SendSite.MISSES)).isEqualTo(1);
        assertThat(world.get(MutatorBlock.Counter.SITE_MISSES.offset())).isEqualTo(1);
    }
}
