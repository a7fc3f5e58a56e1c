package st.sendwright.sends.polymorphic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView.Shape;
import st.sendwright.sends.contract.ModelSend;
import st.sendwright.sends.contract.SendPolicyContract;

@DisplayName("The polymorphic inline-cache policy")
class PolymorphicPolicyTest extends SendPolicyContract {

    @Override
    protected SendPolicy policy() {
        return new PolymorphicPolicy(PolymorphicPolicy.DEFAULT_CASES);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 6, 32})
    void comparesSoManyClassesInTheOrderInWhichTheyCame(int cases) {
        ModelSend send = new ModelSend(new PolymorphicPolicy(cases));
        for (int i = cases; i > 0; i--) {
            send.sendTo(5, i);
        }

        assertThat(send.shape()).isEqualTo(Shape.POLYMORPHIC);
        assertThat(send.classes()).hasSize(cases).startsWith(cases, cases - 1);
        assertThat(send.misses()).isEqualTo(cases);
        assertThat(send.stubs()).isEqualTo(cases - 1);
        assertThat(send.isCounting()).isFalse();

        send.send(cases + 1);

        assertThat(send.shape()).isEqualTo(Shape.MEGAMORPHIC);
    }

    @Test
    void leavesASendMegamorphicUntilItIsUnlinked() {
        ModelSend send = new ModelSend(policy());
        for (int i = 1; i < 1_000; i++) {
            send.send(i);
        }
        send.emptyCache();
        send.sendTo(100, 1);

        assertThat(send.shape()).isEqualTo(Shape.MEGAMORPHIC);
        assertThat(send.misses()).isEqualTo(1_000);
    }

    @Test
    void readsTheNumberOfCases() {
        assertThat(PolymorphicPolicy.mostCases(null)).isEqualTo(6);
        assertThat(PolymorphicPolicy.mostCases("3")).isEqualTo(3);
        assertThat(PolymorphicPolicy.mostCases("32")).isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "33", "0", "-3", "many", "", "99999999999"})
    void refusesANumberOfCasesThatNoCodeCanHave(String asked) {
        assertThatThrownBy(() -> PolymorphicPolicy.mostCases(asked)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SW-SEND-003 sendwright.sends.polymorphic.cases=" + asked + ": the number of classes that"
                        + " a send compares is one from 2 to 32; see docs/errors/SW-SEND-003.md");
    }
}
