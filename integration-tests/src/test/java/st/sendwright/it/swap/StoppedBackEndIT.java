package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.osgi.framework.Bundle;
import st.sendwright.it.VmHarness;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;

@DisplayName("The bundle of the back end, stopped while its code runs")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StoppedBackEndIT {

    private static final String BACK_END = "st.sendwright.jit.baseline.x64";
    /** A hundred activations deep, says that it runs, goes on until a file is there, and then does more. */
    private static final String WORK = """
            | deep |
            deep := nil.
            deep := [:n | n = 0
                ifTrue: [Transcript showCr: 'running'; flush.
                    [File exists: '%s'] whileFalse: [Processor yield].
                    (1 to: 20000) inject: 0 into: [:a :b | a + b printString size]]
                ifFalse: [(deep value: n - 1) + 1]].
            deep value: 100
            """;
    /** The digits of the numbers to 20000, and 100. */
    private static final String ANSWER = "88994";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private VmHarness harness;

    @BeforeEach
    void startFelix() throws Exception {
        harness = VmHarness.start();
    }

    @AfterEach
    void stopFelix() throws Exception {
        harness.close();
    }

    private Vm start(JitMode mode) throws Exception {
        return harness.vmFactory().start(
                VmOptions.defaults().withJit(mode).withStreams(InputStream.nullInputStream(), out, out));
    }

    @ParameterizedTest
    @EnumSource(value = JitMode.class, names = "OFF", mode = Mode.EXCLUDE)
    void changesNoResultAndCompilesAgainWhenItIsBack(JitMode mode) throws Exception {
        Bundle bundle = harness.bundle(BACK_END);
        Path end = folder.resolve("end");
        try (Vm vm = start(mode)) {
            CompletableFuture<String> result = CompletableFuture.supplyAsync(() -> evaluate(vm, WORK.formatted(end)));
            while (!out.toString(StandardCharsets.UTF_8).contains("running") || methods(vm) == 0) {
                Thread.onSpinWait();
            }

            bundle.stop();
            try (Vm other = start(mode)) {
                assertThat(evaluate(other, "(1 to: 20000) inject: 0 into: [:a :b | a + b]")).isEqualTo("200010000");
                assertThat(other.jit(0).code()).as("code of a VM that started without the back end").isEmpty();
            }
            Files.createFile(end);

            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(ANSWER);
            assertThat(vm.verifyHeap()).isEmpty();
        }
        bundle.start();
        try (Vm vm = start(mode)) {
            assertThat(evaluate(vm, WORK.formatted(end))).isEqualTo(ANSWER);
            assertThat(methods(vm)).isPositive();
        }
    }

    private static long methods(Vm vm) {
        return vm.jit(0).code().orElseThrow().methods();
    }

    private static String evaluate(Vm vm, String source) {
        return switch (vm.evaluate(SourceText.of(source, "test"))) {
            case Evaluation.Value value -> vm.sendForString(value.handle(), "printString");
            case Evaluation.Failed failed -> failed.walkback();
            case Evaluation.NotCompiled bad -> bad.diagnostics().toString();
            case Evaluation.Terminated ended -> "terminated: " + ended.reason();
            case Evaluation.Exited exited -> "exit " + exited.code();
        };
    }
}
