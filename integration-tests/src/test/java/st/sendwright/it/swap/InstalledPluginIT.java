package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import st.sendwright.it.VmHarness;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;

/** With its primitives and its sources, under a program that calls both without pause. */
@DisplayName("A plugin that is installed and removed again and again")
class InstalledPluginIT {

    /** What the VM may hold for good, in bytes: tables that have grown once. */
    private static final long MOST_GROWTH_BYTES = 100_000;

    private static final String WORK = """
            | wrong calls bytes |
            wrong := 0.
            calls := 0.
            bytes := '123456789' asByteArray.
            [Smalltalk includesKey: #Enough] whileFalse: [
                1 to: 100 do: [:i | | answer |
                    answer := bytes checked.
                    (answer = 16rCBF43926 or: [answer = #'no such primitive']) ifFalse: [wrong := wrong + 1].
                    calls := calls + 1].
                Smalltalk at: #Calls put: calls.
                Processor yield].
            wrong""";

    private static String print(Vm vm, String source) {
        return VmHarness.print(vm, source);
    }

    /** Bytes of what is alive, by the name of its class. */
    private static Map<String, Long> livingBytes(Vm vm) {
        vm.verifyHeap();
        return vm.heapClasses().stream().collect(Collectors.toMap(each -> each.className(), each -> each.bytes(), Long::sum));
    }

    private static Map<String, Long> growth(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                each -> each.getValue() - before.getOrDefault(each.getKey(), 0L)));
    }

    private static String largest(Map<String, Long> growth) {
        return growth.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(10)
                .map(Object::toString).collect(Collectors.joining(", "));
    }

    private void installAndRemove(int times, JitMode mode) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try (VmHarness harness = VmHarness.start(); Vm vm = harness.vmFactory().start(VmOptions.defaults().withJit(mode)
                .withStreams(InputStream.nullInputStream(), out, out))) {
            assertThat(vm.compileMethod("ByteArray", Optional.empty(), Optional.empty(), SourceText.of(
                    "checked <primitive: 'crc32' module: 'Digest' error: reason> ^reason", "test")).selector()).isPresent();
            CompletableFuture<String> program = CompletableFuture.supplyAsync(() -> print(vm, WORK));
            String location = Path.of(PrimitivePluginIT.jar()).toUri().toString();
            Map<String, Long> before = Map.of();
            for (int time = 0; time < times; time++) {
                Bundle plugin = harness.install(location);
                plugin.start();
                loaders.add(new WeakReference<>(plugin.adapt(BundleWiring.class).getClassLoader()));
                assertThat(print(vm, "{'123456789' asByteArray checked. '123456789' asByteArray crc32. Digest name}"))
                        .isEqualTo("(3421780262 3421780262 #Digest )");
                plugin.uninstall();
                assertThat(print(vm, "{'123456789' asByteArray checked. Smalltalk includesKey: #Digest}"))
                        .isEqualTo("(#'no such primitive' false )");
                if (time == times / 5) {
                    before = livingBytes(vm);
                }
            }
            Map<String, Long> growth = growth(before, livingBytes(vm));
            assertThat(print(vm, "Smalltalk at: #Enough put: true")).isEqualTo("true");
            assertThat(program.join()).isEqualTo("0");
            assertThat(growth.values().stream().mapToLong(Long::longValue).sum()).as(largest(growth)).isLessThan(MOST_GROWTH_BYTES);
            assertThat(vm.verifyHeap()).isEmpty();
            harness.refresh();
            awaitCollected(loaders);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void awaitCollected(List<WeakReference<ClassLoader>> loaders) {
        // One may be kept by what the framework or a thread has seen last; not one for each time.
        while (loaders.stream().filter(each -> each.get() != null).count() > 1) {
            System.gc();
        }
    }

    @ParameterizedTest
    @EnumSource(value = JitMode.class, names = {"OFF", "EAGER"})
    @Timeout(value = 240, unit = TimeUnit.SECONDS)
    void leavesNothingBehind(JitMode mode) throws Exception {
        installAndRemove(25, mode);
    }

    @Test
    @Tag("long")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void leavesNothingBehindAThousandTimes() throws Exception {
        installAndRemove(1_000, JitMode.BASELINE);
    }
}
