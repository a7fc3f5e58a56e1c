package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.jit.JitMode;
import st.sendwright.laboratory.BenchOutput;
import st.sendwright.laboratory.BenchRequest.Measuring;
import st.sendwright.laboratory.BenchRequest.Swap;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Statistic;
import st.sendwright.vm.VmOptions;

@DisplayName("Providers that take turns")
class SwapBenchTest {

    private static final Measuring FOUR = new Measuring("small", OptionalInt.of(4), 1, 1, 1);
    private static final Swap SWAP = new Swap("code-cache", List.of("slow", "quick"));

    private final Vm vm = mock(Vm.class);
    private final BenchOutput output = mock(BenchOutput.class);
    private final List<String> order = new ArrayList<>();
    private long compiled;

    private TierExchange exchange(String provider, Optional<String> refusal) {
        order.add(provider);
        return new TierExchange(1, "code-cache", "x", provider, "a benchmark", refusal, 0, 5_000, 0, List.of(), List.of());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
            "jit, BASELINE",
            "inline-cache, BASELINE",
            "code-cache, BASELINE",
            "compile-policy, BASELINE",
            "interpreter, OFF",
            "memory-plan, OFF",
            "primitives.Digest, OFF"})
    void areComparedWithMachineCodeWhereTheyDoNothingWithout(String kind, JitMode mode) {
        assertThat(Bench.forSwapping(kind, VmOptions.defaults()).jit()).isEqualTo(mode);
    }

    @Test
    void areComparedInTheModeThatWasAskedFor() {
        VmOptions eager = VmOptions.defaults().withJit(JitMode.EAGER);

        assertThat(Bench.forSwapping("inline-cache", eager)).isEqualTo(eager);
        assertThat(Bench.forSwapping("interpreter", eager)).isEqualTo(eager);
    }

    @Test
    void areComparedWithTheFirstInBlocksAfterAWarmUp() throws BenchException {
        when(vm.exchange(anyString(), anyString(), anyString()))
                .thenAnswer(call -> exchange(call.getArgument(1), Optional.empty()));
        when(vm.statistics()).thenAnswer(call -> List.of(new Statistic("jit-methods", compiled += 7, "count")));
        int[] iterations = {0};

        Map<String, Double> figures = new SwapBench(vm, SWAP, FOUR, output).run("queens", text -> { }, () -> {
            boolean isFirst = iterations[0]++ % 4 == 0;
            return (order.getLast().equals("slow") ? 300 : 100) * (isFirst ? 3 : 1);
        }).stream().collect(Collectors.toMap(Figure::name, Figure::value));

        assertThat(order).containsExactly("slow", "quick", "slow", "quick", "slow", "quick", "slow", "quick");
        assertThat(figures).containsEntry("queens, code-cache=slow, ratio", 1.0)
                .containsEntry("queens, code-cache=quick, ratio", 1.0 / 3)
                .containsEntry("queens, code-cache=quick, median", 100.0)
                .containsEntry("queens, code-cache=quick, first", 300.0)
                .containsEntry("queens, code-cache=slow, until within twice", 900.0)
                .containsEntry("queens, code-cache=slow, pause", 5_000.0)
                .containsEntry("queens, code-cache=slow, compiled", 7.0)
                .containsEntry("queens, code-cache=slow, dropped", 0.0);
    }

    @Test
    void endTheBenchWhenTheyAreNotThere() {
        when(vm.exchange(anyString(), anyString(), anyString()))
                .thenAnswer(call -> exchange(call.getArgument(1), Optional.of("SW-SWAP-002 no bundle provides it")));

        assertThatThrownBy(() -> new SwapBench(vm, SWAP, FOUR, output).run("queens", text -> { }, () -> 1))
                .isInstanceOf(BenchException.class).hasMessage("SW-SWAP-002 no bundle provides it.");
    }
}
