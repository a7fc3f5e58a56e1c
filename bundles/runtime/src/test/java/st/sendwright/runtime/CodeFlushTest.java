package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.memory.executable.ExecutableMemories;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Statistic;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

@DisplayName("A code space that is too small")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CodeFlushTest {

    private static final long SMALL_BYTES = 16 << 10;
    private static final String SORTING = """
            | words |
            words := (1 to: 300) collect: [:i | (i * 7919 \\\\ 1000) printString, 'x'].
            (words asSortedCollection: [:a :b | a size = b size ifTrue: [a <= b] ifFalse: [a size < b size]])
                inject: 0 into: [:sum :each | sum * 31 + each hash \\\\ 1000003]""";

    @Test
    void dropsAllCodeAgainAndAgainAndGoesOn() throws VmStartException {
        String expected;
        try (Vm vm = TestVms.start()) {
            expected = TestVms.print(vm, SORTING);
        }
        try (Vm vm = startSmall()) {
            for (int i = 0; i < 20; i++) {
                assertThat(TestVms.print(vm, SORTING)).isEqualTo(expected);
            }
            assertThat(statistic(vm, "jit-flushes")).isGreaterThan(1);
        }
    }

    /** Its frames are live each time the code goes: a thousand of them at once. */
    @Test
    void keepsFramesWhoseCodeIsDropped() throws VmStartException {
        try (Vm vm = startSmall()) {
            vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of(
                    "descend ^self = 0 ifTrue: [((1 to: 100) collect: [:i | i printString, i sqrt printString]) size]"
                            + " ifFalse: [(self - 1) descend + 1]", "test"));
            for (int i = 0; i < 30; i++) {
                TestVms.print(vm, SORTING);
                assertThat(TestVms.print(vm, "1000 descend")).isEqualTo("1100");
            }
            assertThat(statistic(vm, "jit-flushes")).isGreaterThan(1);
        }
    }

    /** Dropping all other code would not make room for it. */
    @Test
    void leavesAMethodInterpretedThatIsLargerThanAll() throws VmStartException {
        String body = "self foo: 1. ".repeat(2_500);
        try (Vm vm = startSmall()) {
            vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of("foo: x ^x", "test"));
            vm.compileMethod("Integer", Optional.of("test"), Optional.empty(),
                    SourceText.of("large " + body + " ^self + 1", "test"));
            long flushes = statistic(vm, "jit-flushes");

            assertThat(TestVms.print(vm, "(1 to: 5) collect: [:i | i large]")).isEqualTo("(2 3 4 5 6 )");
            assertThat(statistic(vm, "jit-refused")).isPositive();
            assertThat(statistic(vm, "jit-flushes")).isLessThanOrEqualTo(flushes + 1);
        }
    }

    @Test
    void mayHaveAnySizeThatCanBeReserved() {
        assertThat(VmOptions.MOST_CODE_CACHE_BYTES).isEqualTo(ExecutableMemories.MOST_BYTES);
        assertThat(VmOptions.CODE_CACHE_UNIT_BYTES).isEqualTo(ExecutableMemories.PAGE_BYTES);
        assertThat(VmOptions.DEFAULT_CODE_CACHE_BYTES).isEqualTo(ExecutableMemories.DEFAULT_BYTES);
    }

    /** Machine code that counts sends has the biggest stubs. */
    @Test
    void holdsStubsAndMethodsWhenItIsSmallest() throws VmStartException {
        try (Vm vm = TestVms.factory().start(TestVms.options().withJit(JitMode.EAGER).withCountSends(true)
                .withCodeCacheBytes(VmOptions.LEAST_CODE_CACHE_BYTES))) {
            assertThat(TestVms.print(vm, SORTING)).matches("[0-9]+");
            assertThat(statistic(vm, "jit-flushes")).isPositive();
            assertThat(statistic(vm, "jit-space-size")).isEqualTo(VmOptions.LEAST_CODE_CACHE_BYTES);
        }
    }

    private static Vm startSmall() throws VmStartException {
        return TestVms.factory().start(TestVms.options().withJit(JitMode.EAGER).withCodeCacheBytes(SMALL_BYTES));
    }

    private static long statistic(Vm vm, String name) {
        return vm.statistics().stream().filter(each -> each.name().equals(name)).mapToLong(Statistic::value).sum();
    }
}
