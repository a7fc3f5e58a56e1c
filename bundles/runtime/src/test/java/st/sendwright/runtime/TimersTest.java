package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.model.KernelLayout.LinkedList;
import st.sendwright.model.MutatorBlock.Pending;
import st.sendwright.model.Oop;

@DisplayName("Timers")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TimersTest {

    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private TestWorld world;
    private Timers timers;
    private Handles.Handle one;
    private Handles.Handle two;

    @BeforeEach
    void start() {
        world = new TestWorld();
        timers = world.world.timers;
        one = world.world.handles.on(world.value("Semaphore new"));
        two = world.world.handles.on(world.value("Semaphore new"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private long signals(Handles.Handle semaphore) {
        return Oop.integerValue(world.slot(semaphore.oop(), LinkedList.EXCESS_SIGNALS));
    }

    @Test
    void signalOnlyWhatIsDue() {
        long now = System.nanoTime();
        timers.add(one.oop(), now + HOUR_NANOS);
        timers.add(two.oop(), now - 1);

        timers.signalDue();

        assertThat(signals(one)).isZero();
        assertThat(signals(two)).isEqualTo(1);
        assertThat(timers.isEmpty()).isFalse();
    }

    @Test
    void tellTheTimeToTheNextOne() {
        assertThat(timers.nanosToNext()).isEqualTo(Long.MAX_VALUE);

        timers.add(one.oop(), System.nanoTime() + 2 * HOUR_NANOS);
        assertThat(timers.nanosToNext()).isBetween(HOUR_NANOS, 2 * HOUR_NANOS);
        timers.add(two.oop(), System.nanoTime() + HOUR_NANOS / 2);
        assertThat(timers.nanosToNext()).isBetween(1L, HOUR_NANOS / 2);
        timers.add(one.oop(), System.nanoTime() - 1);
        assertThat(timers.nanosToNext()).isZero();
    }

    @Test
    void forgetTheSemaphoreThatIsCancelledAndNoOther() {
        long now = System.nanoTime();
        timers.add(one.oop(), now - 2);
        timers.add(two.oop(), now - 1);
        timers.add(one.oop(), now + HOUR_NANOS);

        timers.cancel(one.oop());
        timers.signalDue();

        assertThat(signals(one)).isZero();
        assertThat(signals(two)).isEqualTo(1);
        assertThat(timers.isEmpty()).isTrue();
    }

    @Test
    void followSemaphoresThatMove() {
        timers.add(one.oop(), System.nanoTime() - 1);

        assertThat(world.collectAndVerify()).isEmpty();
        timers.signalDue();

        assertThat(signals(one)).isEqualTo(1);
    }

    @Test
    void wakeProcessesInTheOrderOfTheirDeadlines() {
        assertThat(world.print("""
                | log done now |
                log := OrderedCollection new.
                done := Semaphore new.
                #(30 10 20) do: [:each | [(Delay forMilliseconds: each) wait. log add: each. done signal] fork].
                done wait; wait; wait.
                log asArray""")).isEqualTo("(10 20 30 )");
    }

    @Test
    void askForAPollWhenTheFirstIsDue() {
        world.world.polls.take();

        timers.add(one.oop(), System.nanoTime() + 1_000_000);
        while (!world.world.polls.isPending()) {
            Thread.onSpinWait();
        }

        assertThat(world.world.polls.take()).isEqualTo(Pending.EVENT);
        timers.signalDue();
        assertThat(signals(one)).isEqualTo(1);
    }
}
