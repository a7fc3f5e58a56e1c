package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.vm.JitReport.Pass;

@DisplayName("The compile rate")
class CompilationBenchTest {

    /** Passes of 1,000 bytecodes that take so many milliseconds of a processor, the last one again and again. */
    private static final class Passes {
        private final Queue<Integer> millis;
        private long processorNanos;

        Passes(Integer... millis) {
            this.millis = new ArrayDeque<>(List.of(millis));
        }

        Optional<Pass> next() {
            int nanos = 1_000_000 * (millis.size() > 1 ? millis.remove() : millis.element());
            processorNanos += nanos;
            return Optional.of(new Pass(50, 1, 1_000, 13_000, 3L * nanos));
        }
    }

    @Test
    void isThatOfTheFirstPassAndOfThoseBehindTheWarmUp() throws BenchException {
        StringBuilder out = new StringBuilder();
        Passes passes = new Passes(100, 40, 30, 20, 15, 10, 8, 8, 4, 4, 4);

        List<Figure> figures = new CompilationBench(passes::next, () -> passes.processorNanos, 0.02, out::append).run();

        assertThat(figures).extracting(Figure::value).containsExactly(10_000.0, 250_000.0, 13.0);
        assertThat(out).containsPattern("first +50 +1 +1,000 +13,000 +300 ms +100 ms +10,000\n")
                .containsPattern("steady +50 +1 +1,000 +13,000 +12.0 ms +4.00 ms +250,000\n").contains("median of 5 passes");
    }

    @Test
    void cannotBeMeasuredWithoutACompiler() {
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> new CompilationBench(Optional::empty, () -> 0, 1, text -> { }).run())
                .withMessageContaining("no back end is installed");
    }
}
