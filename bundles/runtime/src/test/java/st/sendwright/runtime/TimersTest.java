package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    /** All of the times are over, as a busy machine may be late for each. */
    @Test
    void wakeProcessesInTheOrderOfTheirDeadlines() {
        assertThat(world.print("""
                Smalltalk at: #Log put: OrderedCollection new; at: #Ends put: ((1 to: 3) collect: [:each | Semaphore new]).
                (Smalltalk at: #Ends) doWithIndex: [:each :index | [each wait. (Smalltalk at: #Log) add: index] fork].
                Processor yield. (Smalltalk at: #Log) size""")).isEqualTo("0");
        List<Handles.Handle> ends = Stream.of(1, 2, 3)
                .map(each -> world.world.handles.on(world.value("(Smalltalk at: #Ends) at: " + each))).toList();
        long now = System.nanoTime();
        timers.add(ends.get(0).oop(), now - 1);
        timers.add(ends.get(1).oop(), now - 3);
        timers.add(ends.get(2).oop(), now - 2);

        timers.signalDue();

        assertThat(world.print("Processor yield. (Smalltalk at: #Log) asArray")).isEqualTo("(2 3 1 )");
    }

    @Test
    void askForAPollWhenTheFirstIsDue() {
        world.world.polls.take();

        timers.add(one.oop(), System.nanoTime() + 1_000_000);
        while (!world.world.polls.isPending()) {
            Thread.yield();
        }

        assertThat(world.world.polls.take()).isEqualTo(Pending.EVENT);
        timers.signalDue();
        assertThat(signals(one)).isEqualTo(1);
    }
}
