package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
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
import st.sendwright.it.VmHarness;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;

@DisplayName("The bundle of a policy or an interpreter, stopped while it is in force")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StoppedPolicyIT {

    private static final String WORK = "(1 to: 500) inject: 0 into: [:sum :i | sum +"
            + " ({3. 4.5. $a. nil. #ab. 1/2. true. 3@4. 1->2. 'x'} at: i \\\\ 10 + 1) printString size]";

    private VmHarness harness;

    @BeforeEach
    void startFelix() throws Exception {
        harness = VmHarness.start();
    }

    @AfterEach
    void stopFelix() throws Exception {
        harness.close();
    }

    @ParameterizedTest
    @CsvSource({"inline-cache, st.sendwright.sends., adaptive, polymorphic",
            "interpreter, st.sendwright.interpreter., threaded, switching",
            "code-cache, st.sendwright.codecache., aging, flushall",
            "compile-policy, st.sendwright.jit.policy., eager, counting"})
    void hasTheDefaultTakeItsPlaceAndIsForgotten(String kind, String bundles, String chosen, String usual)
            throws Exception {
        Bundle bundle = harness.bundle(bundles + chosen);
        VmOptions options = VmOptions.defaults().withJit(JitMode.BASELINE)
                .withCodeCacheBytes(VmOptions.LEAST_CODE_CACHE_BYTES);
        try (Vm vm = harness.vmFactory().start(options)) {
            String expected = evaluate(vm, WORK);
            assertThat(provider(vm, kind)).isEqualTo(usual);
            vm.exchange(kind, chosen, "a test");
            assertThat(evaluate(vm, WORK)).isEqualTo(expected);

            bundle.stop();
            assertThat(provider(vm, kind)).isEqualTo(usual);
            assertThat(evaluate(vm, WORK)).isEqualTo(expected);
            bundle.start();
            assertThat(provider(vm, kind)).as("the one that was chosen").isEqualTo(chosen);
            assertThat(evaluate(vm, WORK)).isEqualTo(expected);

            String location = bundle.getLocation();
            WeakReference<ClassLoader> loader =
                    new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
            bundle.uninstall();
            bundle = null;
            harness.refresh();
            while (loader.get() != null) {
                System.gc();
            }
            assertThat(evaluate(vm, WORK)).isEqualTo(expected);
            harness.install(location).start();
            assertThat(provider(vm, kind)).isEqualTo(chosen);
            assertThat(vm.exchanges()).allMatch(TierExchange::isDone)
                    .extracting(each -> each.from() + " -> " + each.to()).isEqualTo(List.of(usual + " -> " + chosen,
                            chosen + " -> " + usual, usual + " -> " + chosen, chosen + " -> " + usual,
                            usual + " -> " + chosen));
        }
    }

    /** With none of a kind left, the kernel's own serve; the VM factory and VMs that start later do as well. */
    @ParameterizedTest
    @CsvSource({"inline-cache, st.sendwright.sends., adaptive;megamorphic;monomorphic;polymorphic",
            "code-cache, st.sendwright.codecache., aging;fifo;flushall;segmented",
            "compile-policy, st.sendwright.jit.policy., counting;eager;off;sampling"})
    void leavesTheLastResortWhenAllAreStopped(String kind, String bundles, String names) throws Exception {
        List<Bundle> all = Stream.of(names.split(";")).map(name -> harness.bundle(bundles + name)).toList();
        try (Vm vm = harness.vmFactory().start(VmOptions.defaults().withJit(JitMode.EAGER))) {
            String expected = evaluate(vm, WORK);
            for (Bundle each : all) {
                each.stop();
            }
            assertThat(provider(vm, kind)).isEqualTo("last-resort");
            assertThat(evaluate(vm, WORK)).isEqualTo(expected);
            try (Vm later = harness.vmFactory().start(VmOptions.defaults().withJit(JitMode.EAGER))) {
                assertThat(evaluate(later, WORK)).isEqualTo(expected);
                assertThat(later.jit(0).code()).isEmpty();
                all.getFirst().start();
                assertThat(provider(vm, kind)).isNotEqualTo("last-resort");
            }
            for (Bundle each : all) {
                each.start();
            }
            assertThat(evaluate(vm, WORK)).isEqualTo(expected);
        }
    }

    private static String provider(Vm vm, String kind) {
        return vm.tiers().stream().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow().provider();
    }

    private static String evaluate(Vm vm, String source) {
        return vm.evaluate(SourceText.of(source, "test")) instanceof Evaluation.Value value
                ? vm.sendForString(value.handle(), "printString") : "no value";
    }
}
