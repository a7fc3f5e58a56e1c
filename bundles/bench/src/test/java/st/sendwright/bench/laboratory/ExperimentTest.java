package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.laboratory.BenchRequest.Measuring;

@DisplayName("An experiment")
class ExperimentTest {

    private static final Program QUEENS = Programs.named("queens").orElseThrow();
    private static final Measuring SIX = new Measuring("normal", OptionalInt.of(6), 1, 1_000, 1_000);

    private final List<String> turns = new ArrayList<>();

    /** Takes the times that a function says, without taking time. */
    private final class Scripted implements Runner {
        private final String name;
        private final IntToDoubleFunction nanos;
        private final long result;
        private int count;

        Scripted(String name, IntToDoubleFunction nanos, long result) {
            this.name = name;
            this.nanos = nanos;
            this.result = result;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean canRun(Program program) {
            return true;
        }

        @Override
        public Iteration run(Program program, int size, double limitSeconds) {
            turns.add(name);
            return new Iteration(nanos.applyAsDouble(count++), result);
        }

        @Override
        public void close() {
            // nothing to end
        }
    }

    private static Experiment experiment(Measuring measuring) {
        return new Experiment(QUEENS, 8, 92, measuring, text -> { });
    }

    @Test
    void countsIterationsOnceTheyGetNoFaster() throws Exception {
        Outcome outcome = experiment(SIX).run(new Scripted("own", i -> i < 8 ? 1_000 : 100, 92), List.of(), List.of());

        assertThat(outcome.own().isSteady()).isTrue();
        assertThat(outcome.own().warmUp()).hasSize(14).startsWith(1_000.0);
        assertThat(outcome.own().counted()).hasSize(6).containsOnly(100.0);
        assertThat(outcome.own().first()).isEqualTo(1_000);
    }

    @Test
    void takesTurnsAndDividesTimesOfNeighbours() throws Exception {
        Outcome outcome = experiment(SIX).run(new Scripted("own", i -> 10.0 * (i + 1), 92),
                List.of(new Scripted("other", i -> 5.0 * (i + 1), 92)), List.of());

        assertThat(turns).startsWith("own", "other", "own", "other").hasSize(2 * (10 + 6));
        assertThat(outcome.other("other").orElseThrow().ratios()).hasSize(6).containsOnly(2.0);
    }

    @Test
    void warmsUpAgainWhenCountedIterationsGotMuchFaster() throws Exception {
        Measuring twenty = new Measuring("normal", OptionalInt.of(20), 1, 1_000, 1_000);

        Outcome outcome = experiment(twenty).run(new Scripted("own", i -> i < 20 ? 1_000 : 100, 92), List.of(),
                List.of());

        assertThat(outcome.own().counted()).hasSize(20).containsOnly(100.0);
        assertThat(outcome.own().warmUp()).hasSize(40);
    }

    @Test
    void countsForTheTimeThatIsGiven() throws Exception {
        Measuring second = new Measuring("normal", OptionalInt.empty(), 1, 1_000, 1_000);

        Outcome outcome = experiment(second).run(new Scripted("own", i -> 1e8, 92), List.of(), List.of());

        assertThat(outcome.own().counted()).hasSize(10);
    }

    @Test
    void countsOneIterationWhenTheTimeIsUpAndSaysThatItIsNotSteady() throws Exception {
        Measuring none = new Measuring("normal", OptionalInt.empty(), 1, 1e-9, 1_000);

        Outcome outcome = experiment(none).run(new Scripted("own", i -> 1e8, 92), List.of(), List.of());

        assertThat(outcome.own().isSteady()).isFalse();
        assertThat(outcome.own().counted()).hasSize(1);
    }

    @Test
    void stopsAtAWrongAnswer() {
        assertThatThrownBy(() -> experiment(SIX).run(new Scripted("own", i -> 1, 92),
                List.of(new Scripted("other", i -> 1, 93)), List.of()))
                .isInstanceOf(BenchException.class)
                .hasMessage("queens of size 8 answered 93 in other, not 92.");
    }
}
