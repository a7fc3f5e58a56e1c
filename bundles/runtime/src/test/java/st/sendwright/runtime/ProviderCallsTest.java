package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Calls of providers")
class ProviderCallsTest {

    private final StallWatch watch = new StallWatch(nanos -> false);
    private final ProviderCalls calls = new ProviderCalls(watch);

    private long countedCalls() {
        assertThat((String) calls.ask(null, 0, () -> "the answer")).isEqualTo("the answer");
        long count = ProviderCalls.numberOf(calls.now());
        watch.close();
        return count;
    }

    @Test
    void areSeenByTheWatch() {
        calls.setThread(Thread.currentThread(), null);

        assertThat(countedCalls()).isEqualTo(1);
    }

    @Test
    void goStraightToTheProviderWithoutOne() {
        watch.turnOff();
        calls.setThread(Thread.currentThread(), null);

        assertThat(countedCalls()).isZero();
    }

    /** Who looks whether the VM has ended finds the other thread by then. */
    @Test
    void doNotEndTheirThreadBeforeAnotherGoesOn() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Boolean> hasEnded = new CompletableFuture<>();
        Thread asking = Thread.ofPlatform().daemon().unstarted(() -> {
            try {
                calls.ask(new Stalling(), 0, () -> {
                    StalledProviderTest.Stall.IGNORE.stall(end);
                    return "the answer";
                });
            } catch (LeftBehindError left) {
                // It ends.
            }
        });
        calls.setThread(asking, stall -> {
            end.countDown();
            while (asking.getState() == Thread.State.WAITING) {
                Thread.yield();
            }
            hasEnded.complete(hasEnded(asking));
        });
        asking.start();

        assertThat(hasEnded.join()).isFalse();
        asking.join();
        watch.close();
    }

    private static boolean hasEnded(Thread thread) {
        try {
            return thread.join(Duration.ofMillis(100));
        } catch (InterruptedException interrupt) {
            throw new IllegalStateException(interrupt);
        }
    }

    private static final class Stalling implements ProviderCalls.Asked {

        @Override
        public boolean mayBeLeft() {
            return true;
        }

        @Override
        public void stalled(String fault) {
            // Nothing goes on.
        }
    }
}
