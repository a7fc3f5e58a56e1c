package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.Mockito.mock;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.switching.SwitchingInterpreter;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("A tier whose provider goes at a bad moment")
class ProviderTierTest {

    /** Somebody has looked whether it is there before. */
    @Test
    void refusesWhatHasGoneMeanwhile() {
        PolicyTier<String> tier = new PolicyTier<>("kind", "policy", mock(TierExchanges.class),
                new InstalledProviders<>(Optional.empty()), Optional.empty(), "", "last", () -> { });

        assertThat(tier.exchange("gone").refusal().orElseThrow()).startsWith("SW-SWAP-002 no bundle provides the policy 'gone'.");
        assertThat(tier.active()).isEqualTo("none");
    }

    /** Its bundle stops after a VM has chosen it and before that listens. */
    @Test
    void doesWithoutWhatHasGoneBeforeTheStart() throws VmStartException {
        InstalledProviders<Interpreter> interpreters = new InstalledProviders<>(Optional.of("going"));
        interpreters.add(new Provider<>("going", new WrappedInterpreter("going") {
            @Override
            public void prepare() {
                super.prepare();
                interpreters.remove(this);
            }
        }));
        interpreters.add(new Provider<>("staying", new SwitchingInterpreter()));

        try (Vm vm = TestVms.factory(interpreters, TestVms.installed()).start(TestVms.options())) {
            assertThat(TestVms.print(vm, "3 + 4")).isEqualTo("7");
            assertThat(vm.exchanges()).extracting(TierExchange::from, TierExchange::to, TierExchange::reason)
                    .containsExactly(tuple("going", "staying", "the bundle of the interpreter going was stopped"));
        }
    }
}
