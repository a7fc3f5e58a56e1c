package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.VmHarness;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;

/** Invariant I8, for every kind of tier: a provider that was in force and is not any more keeps nothing of its bundle. */
@DisplayName("A provider that was exchanged, and whose bundle is uninstalled while the VM goes on")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ForgottenProviderIT {

    private static final String WORK = "(1 to: 300) inject: 0 into: [:sum :i | sum +"
            + " ({3. 4.5. $a. nil. #ab. 1/2. true. 3@4. 1->2. 'x'} at: i \\\\ 10 + 1) printString size]";
    private static final Path PLUGIN = SendwrightProcess.ROOT.resolve("plugins/primitives.digest/target");

    private VmHarness harness;

    @BeforeEach
    void startFelix() throws Exception {
        harness = VmHarness.start();
    }

    @AfterEach
    void stopFelix() throws Exception {
        harness.close();
    }

    private Bundle bundle(String name) throws Exception {
        if (!name.equals("plugin")) {
            return harness.bundle(name);
        }
        Bundle plugin = harness.install(plugin());
        plugin.start();
        return plugin;
    }

    private static String plugin() throws IOException {
        try (Stream<Path> files = Files.list(PLUGIN)) {
            return files.filter(each -> each.getFileName().toString().matches("primitives\\.digest-.*\\.jar")).findFirst()
                    .orElseThrow().toUri().toString();
        }
    }

    @ParameterizedTest
    @CsvSource({"inline-cache, adaptive, polymorphic, st.sendwright.sends.adaptive",
            "code-cache, aging, flushall, st.sendwright.codecache.aging",
            "compile-policy, sampling, counting, st.sendwright.jit.policy.sampling",
            "jit, baseline, none, st.sendwright.jit.baseline.x64",
            "interpreter, threaded, switching, st.sendwright.interpreter.threaded",
            "memory-plan, semispace, generational, st.sendwright.gc.semispace",
            "primitives.Digest, digest, none, plugin"})
    void keepsNothingOfIt(String kind, String tried, String usual, String name) throws Exception {
        Bundle bundle = bundle(name);
        try (Vm vm = harness.vmFactory().start(VmOptions.defaults().withJit(JitMode.BASELINE)
                .withCodeCacheBytes(VmOptions.LEAST_CODE_CACHE_BYTES))) {
            String expected = evaluate(vm, WORK);
            TierExchange record = vm.exchange(kind, tried, "a test");
            assertThat(record.refusal()).isEmpty();
            assertThat(evaluate(vm, WORK)).isEqualTo(expected);
            if (!kind.startsWith("primitives.")) {
                assertThat(vm.exchange(kind, usual, "a test").refusal()).isEmpty();
                assertThat(evaluate(vm, WORK)).isEqualTo(expected);
            }
            WeakReference<ClassLoader> loader = new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());

            bundle.uninstall();
            bundle = null;
            harness.refresh();
            while (loader.get() != null) {
                System.gc();
            }

            assertThat(evaluate(vm, WORK)).isEqualTo(expected);
            assertThat(vm.exchange(kind, tried, "a test").refusal()).isPresent();
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    private static String evaluate(Vm vm, String source) {
        return vm.evaluate(SourceText.of(source, "test")) instanceof Evaluation.Value value
                ? vm.sendForString(value.handle(), "printString") : "no value";
    }
}
