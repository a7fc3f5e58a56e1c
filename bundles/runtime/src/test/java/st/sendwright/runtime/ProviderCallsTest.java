package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

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
}
