package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.adaptive.AdaptivePolicy;
import st.sendwright.sends.monomorphic.MonomorphicPolicy;

@DisplayName("The inline-cache policy that is used")
class InstalledSendPoliciesTest {

    private static final List<SendPolicy> INSTALLED = List.of(new MonomorphicPolicy(), new AdaptivePolicy());

    @Test
    void isTheOneThatWasChosen() {
        InstalledSendPolicies policies = new InstalledSendPolicies(INSTALLED, Optional.of("monomorphic"));

        assertThat(policies.preferred()).containsSame(INSTALLED.get(0));
    }

    @Test
    void isThatOfTheHighestRankingWhenNoneWasChosen() {
        assertThat(new InstalledSendPolicies(INSTALLED, Optional.empty()).preferred()).containsSame(INSTALLED.get(1));
    }

    @Test
    void isNoneWhenTheChosenOneIsNotThere() {
        InstalledSendPolicies policies = new InstalledSendPolicies(INSTALLED, Optional.of("polymorphic"));

        assertThat(policies.preferred()).isEmpty();
        assertThat(policies.lack()).isEqualTo("the inline-cache policy polymorphic is not there");
        assertThat(new InstalledSendPolicies(List.of(), Optional.empty()).lack())
                .isEqualTo("no inline-cache policy is installed");
    }
}
