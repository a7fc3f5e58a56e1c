package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The grace of a thread that was interrupted")
class GraceTest {

    private static final long BEFORE = 5_000_000;

    private final Grace grace = new Grace();

    @BeforeEach
    void begin() {
        grace.begin(BEFORE);
    }

    private int looks(Thread.State state, long processorNanos) {
        int looks = 1;
        while (!grace.isOver(state, BEFORE + processorNanos)) {
            looks++;
        }
        return looks;
    }

    @ParameterizedTest
    @CsvSource({"WAITING, 1", "TIMED_WAITING, 1000", "RUNNABLE, 20000000", "BLOCKED, 0"})
    void isShortWhereItGoesOn(Thread.State state, long processorNanos) {
        assertThat(looks(state, processorNanos)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"WAITING, 0", "TIMED_WAITING, 0", "RUNNABLE, 0", "RUNNABLE, 19999999"})
    void isLongWhereItHadNoProcessor(Thread.State state, long processorNanos) {
        assertThat(looks(state, processorNanos)).isEqualTo(150);
    }

    @Test
    void beginsAnew() {
        looks(Thread.State.RUNNABLE, 0);

        grace.begin(BEFORE + 1);

        assertThat(grace.isOver(Thread.State.WAITING, BEFORE + 2)).isFalse();
        assertThat(grace.isOver(Thread.State.WAITING, BEFORE + 2)).isTrue();
    }
}
