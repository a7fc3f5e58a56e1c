package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.model.MutatorBlock.Counter;

@DisplayName("The stack zone")
class StackZoneTest {

    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld();
        world.compile("Integer", "deep ^self = 0 ifTrue: [0] ifFalse: [1 + (self - 1) deep]");
        world.compile("Integer", "deepThen: aBlock ^self = 0 ifTrue: [aBlock value]"
                + " ifFalse: [1 + ((self - 1) deepThen: aBlock)]");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void goesOnOnAnotherPageWhenOneIsFull() {
        assertThat(world.print("2000 deep")).isEqualTo("2000");

        assertThat(world.counter(Counter.STACK_PAGE_OVERFLOWS)).isPositive();
        assertThat(world.counter(Counter.FRAMES_DIVORCED)).isZero();
        assertThat(world.collectAndVerify()).isEmpty();
    }

    @Test
    void writesFramesOutWhenAllPagesAreInUseAndReturnsThroughThem() {
        assertThat(world.print("100000 deep")).isEqualTo("100000");

        assertThat(world.counter(Counter.STACK_PAGE_OVERFLOWS)).isGreaterThan(StackZone.PAGES);
        assertThat(world.counter(Counter.FRAMES_DIVORCED)).isPositive();
        assertThat(world.collectAndVerify()).isEmpty();
    }

    @Test
    void showsTheCollectorTheFramesOfAllPages() {
        world.definePrimitive("Kernel", "collectGarbage", 0);

        assertThat(world.print("5000 deepThen: [nil primCollectGarbage. 7]")).isEqualTo("5007");
        assertThat(world.print("60000 deepThen: [nil primCollectGarbage. 7]")).isEqualTo("60007");
    }

    @Test
    void cutsOffManyPagesAtOnce() {
        world.compile("Object", "leave: depth depth deepThen: [^37]. ^0");

        assertThat(world.print("5 + (nil leave: 5000)")).isEqualTo("42");
        assertThat(world.print("5 + (nil leave: 100000)")).isEqualTo("42");
        assertThat(world.print("[100000 deepThen: [Error signal]] on: Error do: [:error | error return: 42]"))
                .isEqualTo("42");
        assertThat(world.print("100000 deep")).as("all pages are free again").isEqualTo("100000");
        assertThat(world.collectAndVerify()).isEmpty();
    }

    @Test
    void killsTheContextsOfWhatIsCutOff() {
        world.compile("Object", "leave: depth depth deepThen: [^thisContext sender]. ^nil");
        world.definePrimitive("Contexts", "isDead", 0);

        assertThat(world.print("(nil leave: 5000) primIsDead")).isEqualTo("true");
        assertThat(world.print("(nil leave: 100000) primIsDead")).isEqualTo("true");
    }

    @Test
    void beginsAnActivationAnewWithItsArguments() {
        world.definePrimitive("Contexts", "restart", 0);
        world.compile("Object", "again: log until: size | local | local isNil ifFalse: [^#kept]. local := 1."
                + " log add: size. log size < size ifTrue: [thisContext primRestart]. ^log asArray");

        assertThat(world.print("nil again: OrderedCollection new until: 3")).isEqualTo("(3 3 3 )");
    }

    @Test
    void beginsAnActivationFarBelowAnew() {
        world.definePrimitive("Contexts", "restart", 0);
        world.compile("Object", "farAgain: log | here | here := thisContext. log add: 1."
                + " log size < 3 ifTrue: [5000 deepThen: [here primRestart]]. ^log asArray");

        assertThat(world.print("nil farAgain: OrderedCollection new")).isEqualTo("(1 1 1 )");
        assertThat(world.collectAndVerify()).isEmpty();
    }

    @Test
    void goesOnInAnActivationThatWasWrittenOut() {
        world.definePrimitive("Contexts", "resumeWith", 1);
        world.compile("Object", "outer ^10 + (self inner: thisContext)");
        world.compile("Object", "inner: outer 100000 deepThen: [outer primResumeWith: 32]. ^0");

        assertThat(world.print("nil outer")).isEqualTo("42");
        assertThat(world.collectAndVerify()).isEmpty();
    }

    @Test
    void tellsHowDeepTheActiveChainIs() {
        assertThat(world.print("[3000 deepThen: [Processor activeProcess suspend. 1]] fork. Processor yield. 3"))
                .isEqualTo("3");
        Handles.Handle process = world.world.handles.on(
                world.value("| p | p := [3000 deepThen: [Processor activeProcess suspend. 1]] fork."
                        + " Processor yield. p"));

        assertThat(world.world.scheduler.activate(process.oop())).isTrue();

        assertThat(world.world.stacks.depth()).isBetween(3_000, 3_020);
        world.world.scheduler.endActive();
        assertThat(world.world.stacks.hasActivePage()).isFalse();
    }

    @Test
    void writesAllFramesOutForAnImage() {
        world.value("p := [3000 deepThen: [Processor activeProcess suspend. 1]] fork. Processor yield. p");
        world.world.ensureRoom(world.world.stacks.evictSuspendedBytes());

        assertThat(world.world.stacks.evictSuspended()).isTrue();

        assertThat(world.world.stacks.evictSuspendedBytes()).isZero();
        assertThat(world.collectAndVerify()).isEmpty();
        assertThat(world.print("p resume. Processor yield. p isTerminated")).isEqualTo("true");
    }
}
