package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("Compile policies that look, or compile nothing")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CompilePoliciesTest {

    private static final String SPIN = "spin | sum | sum := 0."
            + " [Smalltalk at: #Enough] whileFalse: [sum := (sum + self) \\\\ 1000003]. ^sum";

    private final JitTier.Installed installed = TestVms.installed();

    private Vm start(JitMode mode) throws VmStartException {
        Vm vm = TestVms.factory(installed).start(TestVms.options().withJit(mode));
        assertThat(vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of(SPIN, "test"))
                .diagnostics()).isEmpty();
        TestVms.print(vm, "Smalltalk at: #Enough put: false");
        return vm;
    }

    private static JitReport.Code code(Vm vm) {
        return vm.jit(0).code().orElseThrow();
    }

    private static boolean isCompiled(Vm vm, String method) {
        return vm.jit(1_000).code().orElseThrow().biggest().stream().anyMatch(each -> each.name().equals(method));
    }

    private static void put(Vm vm, String name, String value) {
        assertThat(TestVms.print(vm, "Smalltalk at: #%s put: %s".formatted(name, value))).isEqualTo(value);
    }

    /** It is activated once, so nothing but looking finds it, or its jumps; and it goes on in machine code. */
    @Test
    void findALoopThatRuns() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            vm.exchange("compile-policy", "sampling", "a test");
            CompletableFuture<String> program = CompletableFuture.supplyAsync(() -> TestVms.print(vm, "7 spin"));
            while (!isCompiled(vm, "Integer>>spin")) {
                assertThat(program).isNotDone();
                LockSupport.parkNanos(1_000_000);
            }
            put(vm, "Enough", "true");

            assertThat(program.join()).matches("[0-9]+");
            assertThat(code(vm).policy()).isEqualTo("sampling");
        }
    }

    @Test
    void compileNothingThatRunsOftenButBriefly() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            vm.exchange("compile-policy", "off", "a test");
            long before = code(vm).methods();

            assertThat(TestVms.print(vm, "(1 to: 20000) inject: 0 into: [:sum :i | sum + i printString size]"))
                    .isEqualTo("88894");

            assertThat(code(vm).methods()).isEqualTo(before);
            assertThat(code(vm).policy()).isEqualTo("off");
        }
    }

    @Test
    void stopLookingWhenAnotherIsInForce() throws VmStartException {
        try (Vm vm = start(JitMode.EAGER)) {
            vm.exchange("compile-policy", "sampling", "a test");
            assertThat(samplers()).isPositive();
            vm.exchange("compile-policy", "counting", "a test");
            awaitNoSampler();
            vm.exchange("compile-policy", "sampling", "a test");
            vm.exchange("jit", "none", "a test");
            awaitNoSampler();
        }
    }

    private static void awaitNoSampler() {
        while (samplers() > 0) {
            Thread.yield();
        }
    }

    private static long samplers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("sendwright-compile-sampler")).count();
    }
}
