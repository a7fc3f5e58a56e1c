package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.aging.AgingCache;
import st.sendwright.codecache.fifo.FifoCache;
import st.sendwright.codecache.flushall.FlushAllCache;
import st.sendwright.codecache.segmented.SegmentedCache;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.sends.polymorphic.PolymorphicPolicy;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

/**
 * More methods than there is room for, compiled again and again while thirty of them are active at any time, and a few that
 * are called by all of them.
 */
@Tag("long")
@DisplayName("A hundred thousand methods in 4 MB of code")
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class ManyMethodsTest {

    private static final long CODE_BYTES = 4 << 20;
    private static final long COMPILED = 100_000;
    private static final int METHODS = 4_000;
    private static final int DEPTH = 30;
    private static final int CORE = 100;
    /** Each is called by the one before; so code goes and moves under frames. */
    private static final String METHOD = "m%1$d: n | s | s := n * %1$d + (n // 3) - (n bitAnd: 5). "
            + "s := (self core%2$d: s) + s. 1 to: 3 do: [:i | s := s + (#(7 8 9) at: i) \\\\ 1000]. "
            + "s even ifTrue: [s := s - 1] ifFalse: [s := s printString size + s]. "
            + "^n > 0 ifTrue: [s + (self m%3$d: n - 1)] ifFalse: [s]";

    static Stream<CodeCache> caches() {
        return Stream.of(new FlushAllCache(), new FifoCache(), new AgingCache(), new SegmentedCache());
    }

    @ParameterizedTest
    @MethodSource("caches")
    void areCompiledAndDroppedWithoutAnError(CodeCache cache) throws VmStartException {
        String expected;
        try (Vm vm = TestVms.start()) {
            define(vm);
            expected = TestVms.print(vm, "Many new round");
        }
        try (Vm vm = TestVms.keptBy(new PolymorphicPolicy(6), cache)
                .start(TestVms.options().withJit(JitMode.EAGER).withCodeCacheBytes(CODE_BYTES))) {
            define(vm);
            long start = System.nanoTime();
            int rounds = 0;
            while (vm.jit(0).code().orElseThrow().methods() < COMPILED) {
                assertThat(TestVms.print(vm, "Many new round")).as("round %d", ++rounds).isEqualTo(expected);
            }
            JitReport.Code code = vm.jit(0).code().orElseThrow();
            JitReport.Cache figures = code.cache();
            System.err.printf("%s: %d rounds in %.1f s, %.0f methods again a round; %,d methods compiled, %,d dropped, %,d again; "
                            + "%d sweeps, %.1f ms in all, the longest %.2f ms%n", cache.name(), rounds,
                    (System.nanoTime() - start) / 1e9, (double) figures.again() / rounds, code.methods(),
                    figures.evicted(), figures.again(), figures.sweeps(), figures.nanos() / 1e6,
                    figures.longestNanos() / 1e6);
            assertThat(figures.policy()).isEqualTo(cache.name());
            assertThat(figures.evicted()).isGreaterThan(COMPILED / 2);
            assertThat(code.refused()).isZero();
            assertThat(code.space().usedBytes()).isLessThanOrEqualTo(CODE_BYTES);
        }
    }

    private static void define(Vm vm) {
        TestVms.print(vm, "Object subclass: #Many instanceVariableNames: '' classVariableNames: '' poolDictionaries: ''"
                + " category: 'Test'");
        for (int i = 0; i < METHODS; i++) {
            compile(vm, METHOD.formatted(i, i % CORE, (i + 1) % METHODS));
        }
        for (int i = 0; i < CORE; i++) {
            compile(vm, "core%1$d: n ^n \\\\ %2$d + (n bitAnd: 7) + 1".formatted(i, i + 2));
        }
        StringBuilder starts = new StringBuilder("round | sum | sum := 0. #(");
        for (int i = 0; i < METHODS; i += DEPTH) {
            starts.append("m").append(i).append(": ");
        }
        compile(vm, starts + ") do: [:each | sum := sum + (self perform: each with: " + (DEPTH - 1) + ")]. ^sum");
    }

    private static void compile(Vm vm, String source) {
        assertThat(vm.compileMethod("Many", Optional.of("test"), Optional.empty(), SourceText.of(source, "test")).selector())
                .as(source).isPresent();
    }
}
