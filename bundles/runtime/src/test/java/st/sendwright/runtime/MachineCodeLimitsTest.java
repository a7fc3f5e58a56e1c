package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmStartException;

/** Methods that are as large as the compiler of the language takes, and what stops methods that run. */
@DisplayName("At the limits of machine code")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MachineCodeLimitsTest {

    private static final String SUBJECT = "Object subclass: #Subject instanceVariableNames: 'a b'"
            + " classVariableNames: '' poolDictionaries: '' category: 'Test'";

    /** A VM with a class to which methods are added. */
    private static Vm start(JitMode mode, String... methods) throws VmStartException {
        Vm vm = TestVms.factory().start(TestVms.options().withJit(mode));
        TestVms.print(vm, SUBJECT);
        for (String method : methods) {
            assertThat(vm.compileMethod("Subject", Optional.of("test"), Optional.empty(),
                    SourceText.of(method, "test")).diagnostics()).isEmpty();
        }
        return vm;
    }

    @ParameterizedTest
    @EnumSource(JitMode.class)
    void aClassKeepsItsShapeWhileAMethodRunsThatUsesIt(JitMode mode) throws VmStartException {
        try (Vm vm = start(mode, "deep: n a := n. n = 0 ifTrue: ["
                + "Object subclass: #Subject instanceVariableNames: 'first a b' classVariableNames: ''"
                + " poolDictionaries: '' category: 'Test'. ^5]. ^self deep: n - 1")) {
            assertThat(TestVms.print(vm, "Subject new deep: 600")).contains(
                    "SW-VM-024 Subject cannot change its variables while Subject>>deep: is not finished");
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[true] whileTrue", "[self same] whileTrue", "1 to: 10 do: [:i | [a := i] repeat]",
        "^self endless", "^[self same] whileTrue: [b := [:x | x] value: a]"})
    void anEndlessOneCanBeInterrupted(String loop) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Vm vm = TestVms.factory().start(TestVms.options().withJit(JitMode.EAGER)
                .withStreams(InputStream.nullInputStream(), out, out))) {
            TestVms.print(vm, SUBJECT);
            for (String method : List.of("same ^true", "endless ^[true] whileTrue: [a := self same]",
                    "run Transcript showCr: 'running'; flush. " + loop)) {
                vm.compileMethod("Subject", Optional.empty(), Optional.empty(), SourceText.of(method, "test"));
            }
            CompletableFuture<Evaluation> result = CompletableFuture.supplyAsync(
                    () -> vm.evaluate(SourceText.of("Subject new run", "test")));
            while (!out.toString(StandardCharsets.UTF_8).contains("running")) {
                Thread.yield();
            }

            vm.interrupt();

            assertThat(result.get(60, TimeUnit.SECONDS)).isInstanceOfSatisfying(Evaluation.Failed.class,
                    failed -> assertThat(failed.walkback()).startsWith("UserInterrupt").contains("Subject>>run"));
            assertThat(TestVms.print(vm, "3 + 4")).isEqualTo("7");
        }
    }

    @Test
    void aMethodOfTenThousandBytecodesIsCompiled() throws VmStartException {
        large("a := (a + 1) * 2 \\\\ 1000003. ".repeat(1_000), 10_000);
    }

    @Test
    void aMethodOfAThousandSendsIsCompiled() throws VmStartException {
        large("a := self next: a. ".repeat(1_000), 1_000);
    }

    /** Its jumps lead over nearly as much as a jump can. */
    @Test
    void aLongLoopIsCompiled() throws VmStartException {
        large("1 to: 20 do: [:i | i odd ifTrue: ["
                + "a := self next: a + i. i = 7 ifTrue: [a := a - 1.0]. a := a truncated. ".repeat(600) + "]]. ",
                15_000);
    }

    private static void large(String body, int bytecodes) throws VmStartException {
        String[] methods = {"next: x ^x * 3 \\\\ 10007", "large a := 1. " + body + "^a"};
        String run = "| first | first := Subject new large. {first. Subject new large = first}";
        String expected;
        try (Vm vm = start(JitMode.OFF, methods)) {
            expected = TestVms.print(vm, run);
        }
        try (Vm vm = start(JitMode.EAGER, methods)) {
            assertThat(TestVms.print(vm, run)).isEqualTo(expected).contains(" true ");
            assertThat(vm.jit(1).code().orElseThrow().biggest().getFirst().name()).isEqualTo("Subject>>large");
            assertThat(vm.jit(1).code().orElseThrow().refused()).isZero();
            assertThat(vm.jit(1).code().orElseThrow().biggest().getFirst().bytes())
                    .as("at least as many bytes of code as bytecodes").isGreaterThan(bytecodes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 128, 254, 255})
    void aMethodWithManyTemporariesIsCompiled(int count) throws VmStartException {
        StringBuilder names = new StringBuilder();
        StringBuilder body = new StringBuilder();
        StringBuilder sum = new StringBuilder("0");
        for (int i = 1; i <= count; i++) {
            names.append(" t").append(i);
            body.append("t%d := %d. ".formatted(i, i));
            sum.append(" + t").append(i);
        }
        String method = "many |" + names + " | " + body + "^[:x | x" + sum.substring(1) + "] value: 0";

        String[] methods = {method, method.replace("many", "plain").replace("[:x | x + t1", "(t1")
                .replace("] value: 0", ")")};
        try (Vm vm = start(JitMode.EAGER, methods)) {
            assertThat(TestVms.print(vm, "{Subject new many. Subject new plain}"))
                    .isEqualTo("(%1$d %1$d )".formatted(count * (count + 1) / 2));
            assertThat(vm.jit(0).code().orElseThrow().refused()).isZero();
        }
    }
}
