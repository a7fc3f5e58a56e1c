package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
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

    @Test
    void sayWhatServedTheSends() throws VmStartException {
        try (Vm vm = TestVms.factory().start(TestVms.options().withJit(JitMode.EAGER).withCountSends(true))) {
            method(vm, "calls ^self < 2 ifTrue: [1] ifFalse: [(self - 1) calls + (self - 2) calls + 1]");
            method(vm, "on: objects | n | n := 0. 1 to: self do: [:i | n := n + (objects at: i \\\\ 3 + 1) hash]. ^n");
            method(vm, "onMany: objects 1 to: self do: [:i | (objects at: i \\\\ 8 + 1) isNumber]");

            assertThat(sends(vm, "20 calls", 21_891)).satisfies(sends -> {
                assertThat(sends.all()).as("all but the first, which statements send").isBetween(21_890L, 21_900L);
                assertThat(sends.monomorphic()).isGreaterThanOrEqualTo(21_880);
                assertThat(sends.served()).isGreaterThan(0.95);
                assertThat(sends.all()).isEqualTo(sends.monomorphic() + sends.polymorphic() + sends.megamorphic()
                        + sends.recorded() + sends.missed());
            });
            assertThat(sends(vm, "1000 on: (Array with: 3 with: 4 @ 5 with: 6 / 7)", 0).polymorphic())
                    .isGreaterThanOrEqualTo(990);
            assertThat(sends(vm, "1000 onMany: {3. 4@5. 6/7. 'a'. #b. $c. nil. Object}", 0).megamorphic())
                    .isGreaterThanOrEqualTo(980);
        }
    }

    @Test
    void leaveSendsUncountedUnlessAskedFor() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            assertThat(TestVms.print(vm, "3 printString size")).isEqualTo("1");

            assertThat(vm.jit(0).code().orElseThrow().sends()).isEmpty();
            assertThat(vm.statistics()).contains(new Vm.Statistic("compiled-sends", 0, "count"));
        }
    }

    private static void method(Vm vm, String source) {
        assertThat(vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of(source, "test"))
                .diagnostics()).isEmpty();
    }

    private static JitReport.Sends sends(Vm vm, String expression, long value) {
        JitReport.Sends before = vm.jit(0).code().orElseThrow().sends().orElseThrow();
        String printed = TestVms.print(vm, expression);
        if (value != 0) {
            assertThat(printed).isEqualTo(Long.toString(value));
        }
        return vm.jit(0).code().orElseThrow().sends().orElseThrow().since(before);
    }

    @Test
    void compileAllMethodsAgainAndAgainAndChangeNothing() throws VmStartException {
        try (Vm vm = start(JitMode.BASELINE)) {
            JitReport.Pass first = vm.compileAll().orElseThrow();
            JitReport.Pass second = vm.compileAll().orElseThrow();

            assertThat(first.methods()).isGreaterThan(3_000).isEqualTo(second.methods());
            assertThat(first.refused()).isZero();
            assertThat(first.bytes()).isEqualTo(second.bytes()).isGreaterThan(first.bytecodes());
            assertThat(first.nanos()).isPositive();
            assertThat(TestVms.print(vm, "(1 to: 1000) inject: 0 into: [:a :b | a + b]")).isEqualTo("500500");
        }
        try (Vm vm = start(JitMode.OFF)) {
            assertThat(vm.compileAll()).isEmpty();
        }
    }
}
