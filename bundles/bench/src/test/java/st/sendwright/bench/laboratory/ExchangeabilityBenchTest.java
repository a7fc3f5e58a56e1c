package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.mock;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.bench.reference.References;
import st.sendwright.laboratory.BenchOutput;
import st.sendwright.laboratory.BenchRequest.Measuring;

@DisplayName("The cost of tiers that can be exchanged")
class ExchangeabilityBenchTest {

    /** Answers what is right, after the same time always. */
    private record Steady(String name, double nanos) implements Runner {
        @Override
        public boolean canRun(Program program) {
            return true;
        }

        @Override
        public Iteration run(Program program, int size, double limitSeconds) {
            return new Iteration(nanos, References.named(program.name()).orElseThrow().run(size));
        }

        @Override
        public void close() {
            // nothing to end
        }
    }

    @Test
    void isARatioBesideWhatTwoEqualVmsDifferBy() throws Exception {
        Measuring measuring = new Measuring("small", OptionalInt.of(5), 1, 1_000, 1_000);

        Map<String, Double> figures = new ExchangeabilityBench(new Steady("sendwright", 1_010),
                new Steady(ExchangeabilityBench.DIRECT, 1_000), new Steady(ExchangeabilityBench.AGAIN, 1_020), measuring,
                mock(BenchOutput.class)).run(List.copyOf(Programs.of("whole")).subList(0, 2))
                .stream().collect(Collectors.toMap(Figure::name, Figure::value));

        assertThat(figures).hasSize(6);
        assertThat(figures.get("queens, of the time without a watch")).isCloseTo(1.01, within(1e-9));
        assertThat(figures.get("towers, of the time in another VM")).isCloseTo(0.990, within(1e-3));
        assertThat(figures.get("geometric mean, of the time without a watch")).isCloseTo(1.01, within(1e-9));
    }
}
