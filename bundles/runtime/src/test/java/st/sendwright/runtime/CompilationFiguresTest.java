package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.jit.JitMode;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("The figures about machine code")
class CompilationFiguresTest {

    private static Vm start(JitMode mode) throws VmStartException {
        return TestVms.factory().start(TestVms.options().withJit(mode));
    }

    private static long count(JitReport.Code code, String stub) {
        return code.exits().stream().filter(each -> each.stub().equals(stub)).findFirst().orElseThrow().count();
    }

    @Test
    void areNoneWithoutACompiler() throws VmStartException {
        try (Vm vm = start(JitMode.OFF)) {
            assertThat(vm.jit(3)).isEqualTo(new JitReport(JitMode.OFF, Optional.empty()));
            assertThat(vm.statistics()).noneMatch(each -> each.name().startsWith("jit-"));
        }
    }

    @Test
    void sayWhatWasCompiledAndWhyItWasLeft() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            assertThat(TestVms.print(vm, "(1 to: 1000) inject: 0 into: [:a :b | a + b]")).isEqualTo("500500");

            JitReport.Code code = vm.jit(3).code().orElseThrow();

            assertThat(vm.jit(0).mode()).isEqualTo(JitMode.EAGER);
            assertThat(code.backEnd()).isEqualTo("baseline");
            assertThat(code.policy()).isEqualTo("eager");
            assertThat(code.methods()).isPositive();
            assertThat(code.bytes()).isGreaterThan(code.bytecodes());
            assertThat(code.ratio()).isEqualTo((double) code.bytes() / code.bytecodes());
            assertThat(code.bytecodesPerSecond()).isPositive();
            assertThat(code.space().usedBytes()).isBetween(1L, code.space().sizeInBytes());
            assertThat(code.space().blocks()).isPositive();
            assertThat(count(code, "SEND_MISS")).as("each send misses once").isPositive();
            assertThat(code.exits()).extracting(JitReport.Exits::stub).contains("POLL", "PRIMITIVE")
                    .doesNotContain("ENTER", "AT");
            assertThat(code.biggest()).hasSize(3).isSortedAccordingTo(
                    (a, b) -> Integer.compare(b.bytes(), a.bytes()));
        }
    }

    @Test
    void areAmongTheStatistics() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            assertThat(TestVms.print(vm, "(3 @ 4) + 1")).isEqualTo("4@5");

            Map<String, Long> statistics = vm.statistics().stream()
                    .collect(Collectors.toMap(Vm.Statistic::name, Vm.Statistic::value));

            assertThat(statistics).containsKeys("jit-refused", "jit-nanos", "jit-flushes", "jit-exits-slow-bytecode");
            assertThat(statistics.get("jit-methods")).isPositive();
            assertThat(statistics.get("jit-code")).isGreaterThan(statistics.get("jit-bytecodes"));
            assertThat(statistics.get("jit-exits-send-miss")).isPositive();
        }
    }
}
