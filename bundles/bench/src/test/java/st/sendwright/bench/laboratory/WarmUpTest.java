package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A warm-up")
class WarmUpTest {

    @Test
    void endsAfterTenIterationsOfTheSameTime() {
        assertThat(iterations(i -> 100)).isEqualTo(10);
    }

    @Test
    void goesOnWhileIterationsGetFaster() {
        assertThat(iterations(i -> Math.max(100, 1_000 - 50 * i))).isEqualTo(18 + WarmUp.WINDOW + 1);
    }

    @Test
    void isNotProlongedByIterationsThatWereDisturbed() {
        assertThat(iterations(i -> i % 3 == 0 ? 900 : 100)).isEqualTo(10);
    }

    @Test
    void doesNotTakeThePauseBeforeALateGainForTheEnd() {
        assertThat(iterations(i -> i < 8 ? 1_000 : 10)).isEqualTo(8 + WarmUp.WINDOW + 1);
    }

    private static int iterations(IntToDoubleFunction nanos) {
        WarmUp warmUp = new WarmUp();
        int count = 0;
        while (!warmUp.isSteady()) {
            warmUp.add(nanos.applyAsDouble(count));
            count++;
        }
        return count;
    }
}
