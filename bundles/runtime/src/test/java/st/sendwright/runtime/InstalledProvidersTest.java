package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.runtime.InstalledProviders.Listener;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.adaptive.AdaptivePolicy;
import st.sendwright.sends.monomorphic.MonomorphicPolicy;

@DisplayName("The providers of a kind of tier")
class InstalledProvidersTest {

    private static final List<SendPolicy> INSTALLED = List.of(new MonomorphicPolicy(), new AdaptivePolicy());

    private static Optional<SendPolicy> preferred(List<SendPolicy> installed, Optional<String> chosen) {
        return new InstalledSendPolicies(installed, chosen).providers().preferred().map(Provider::service);
    }

    @Test
    void areStartedWithTheOneThatWasChosen() {
        assertThat(preferred(INSTALLED, Optional.of("monomorphic"))).containsSame(INSTALLED.get(0));
    }

    @Test
    void areStartedWithThatOfTheHighestRankingWhenNoneWasChosen() {
        InstalledSendPolicies policies = new InstalledSendPolicies(List.of(), Optional.empty());
        policies.add(INSTALLED.get(0), Map.of("sendwright.name", "one", "service.ranking", 1));
        policies.add(INSTALLED.get(1), Map.of("sendwright.name", "another"));

        assertThat(policies.providers().preferred()).hasValueSatisfying(each -> {
            assertThat(each.name()).isEqualTo("one");
            assertThat(each.service()).isSameAs(INSTALLED.get(0));
        });
        assertThat(policies.providers().names()).containsExactly("another", "one");
    }

    @Test
    void areStartedWithTheFirstByNameWhenNoneIsRankedHigher() {
        assertThat(preferred(INSTALLED, Optional.empty())).containsSame(INSTALLED.get(1));
    }

    @Test
    void areNoneToStartWithWhenTheChosenOneIsNotThere() {
        assertThat(preferred(INSTALLED, Optional.of("polymorphic"))).isEmpty();
        assertThat(preferred(List.of(), Optional.empty())).isEmpty();
    }

    @Test
    void tellWhenOneComesAndGoes() {
        List<String> heard = new ArrayList<>();
        InstalledSendPolicies policies = new InstalledSendPolicies(INSTALLED, Optional.empty());
        Listener<SendPolicy> listener = new Listener<>() {
            @Override
            public void arrived(Provider<SendPolicy> provider) {
                heard.add("+" + provider.name() + policies.providers().names());
            }

            @Override
            public void left(Provider<SendPolicy> provider) {
                heard.add("-" + provider.name() + policies.providers().names());
            }
        };
        policies.providers().listen(listener);

        policies.remove(INSTALLED.get(1));
        policies.add(INSTALLED.get(1), Map.of("sendwright.name", "adaptive"));
        policies.providers().ignore(listener);
        policies.remove(INSTALLED.get(0));

        assertThat(heard).as("each with those that are there then")
                .containsExactly("-adaptive[monomorphic]", "+adaptive[adaptive, monomorphic]");
    }
}
