package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.MutatorBlock.Pending;
import st.sendwright.model.NativeMemory;

@DisplayName("Requests for a poll")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PollRequestsTest {

    private static final long LIMIT = 0x1000;
    private static final int ROUNDS = 100_000;

    private final long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
    private final PollRequests polls = new PollRequests(mutator);

    /** How many requests the other thread has seen served. */
    private volatile int served;

    @AfterEach
    void release() {
        NativeMemory.release(mutator);
    }

    private long limit() {
        return Memory.longAt(mutator + MutatorBlock.STACK_LIMIT);
    }

    @Test
    void raiseTheLimitAboveEveryAddress() {
        polls.setLimit(LIMIT);
        assertThat(limit()).isEqualTo(LIMIT);

        polls.request(Pending.EVENT);

        assertThat(limit()).isEqualTo(-1);
        assertThat(Memory.longAt(mutator + MutatorBlock.REAL_STACK_LIMIT)).isEqualTo(LIMIT);
        assertThat(polls.isPending()).isTrue();
    }

    @Test
    void keepTheLimitRaisedUntilTheyAreServed() {
        polls.request(Pending.INTERRUPT);
        polls.setLimit(LIMIT);
        assertThat(limit()).isEqualTo(-1);

        assertThat(polls.take()).isEqualTo(Pending.INTERRUPT);
        polls.setLimit(LIMIT);

        assertThat(limit()).isEqualTo(LIMIT);
        assertThat(polls.isPending()).isFalse();
        assertThat(polls.take()).isZero();
    }

    @Test
    void gatherTheirReasons() {
        polls.request(Pending.EVENT);
        polls.request(Pending.STOP);
        polls.request(Pending.EVENT);

        assertThat(polls.take()).isEqualTo(Pending.EVENT | Pending.STOP);
    }

    @Test
    void areIgnoredAfterTheEnd() {
        polls.setLimit(LIMIT);
        polls.close();

        polls.request(Pending.EVENT);

        assertThat(limit()).isEqualTo(LIMIT);
        assertThat(polls.isPending()).isFalse();
    }

    @Test
    void areNeverLostBetweenTwoThreads() {
        polls.setLimit(LIMIT);
        Thread other = Thread.ofPlatform().daemon().start(() -> {
            for (int round = 1; round <= ROUNDS && !Thread.currentThread().isInterrupted(); round++) {
                polls.request(Pending.EVENT);
                while (served < round && !Thread.currentThread().isInterrupted()) {
                    Thread.yield();
                }
            }
        });
        try {
            // As a running tier does: only the limit tells it that somebody asks.
            for (int seen = 0; seen < ROUNDS && !Thread.currentThread().isInterrupted();) {
                polls.setLimit(LIMIT);
                while (Memory.longAt(mutator + MutatorBlock.STACK_LIMIT) != -1
                        && !Thread.currentThread().isInterrupted()) {
                    Thread.yield();
                }
                if (polls.take() != 0) {
                    served = ++seen;
                }
            }
        } finally {
            // After a timeout, too, the other must not touch what is released next.
            polls.close();
            other.interrupt();
        }

        assertThat(served).isEqualTo(ROUNDS);
    }
}
