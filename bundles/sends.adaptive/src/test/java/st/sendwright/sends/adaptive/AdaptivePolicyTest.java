package st.sendwright.sends.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView.Shape;
import st.sendwright.sends.contract.ModelSend;
import st.sendwright.sends.contract.SendPolicyContract;

@DisplayName("The adaptive inline-cache policy")
class AdaptivePolicyTest extends SendPolicyContract {

    @Override
    protected SendPolicy policy() {
        return new AdaptivePolicy();
    }

    @Test
    void comparesTheFrequentClassesFirstAndThenStopsCounting() {
        ModelSend send = new ModelSend(policy());
        send.sendTo(1, 1, 2, 3);

        send.sendTo(AdaptivePolicy.SAMPLE / 10, 3, 3, 3, 2, 1);
        assertThat(send.isCounting()).isTrue();
        assertThat(send.classes()).containsExactly(1, 2, 3);

        send.sendTo(AdaptivePolicy.SAMPLE, 3, 3, 3, 3, 2, 2, 1);
        assertThat(send.isCounting()).isFalse();
        assertThat(send.classes()).containsExactly(3, 2, 1);
        assertThat(send.misses()).as("three classes, and one sample").isEqualTo(4);
    }

    @Test
    void countsAgainWhenAnotherClassComes() {
        ModelSend send = new ModelSend(policy());
        send.sendTo(AdaptivePolicy.SAMPLE + 10, 1, 2);
        assertThat(send.isCounting()).isFalse();

        send.sendTo(10, 3);
        assertThat(send.isCounting()).isTrue();
        assertThat(send.classes()).containsExactly(1, 2, 3);

        send.sendTo(3 * AdaptivePolicy.SAMPLE, 3);
        assertThat(send.classes()).as("3 was counted to a sample's end, as 1 was").startsWith(1);
        assertThat(send.isCounting()).isFalse();
    }

    @Test
    void givesAMegamorphicSendAnotherChanceMoreAndMoreSeldom() {
        ModelSend send = new ModelSend(policy());
        for (int i = 1; i < AdaptivePolicy.PATIENCE; i++) {
            send.send(i);
        }
        assertThat(send.shape()).isEqualTo(Shape.MEGAMORPHIC);

        send.sendTo(3, 5_000);
        assertThat(send.shape()).isEqualTo(Shape.MONOMORPHIC);
        assertThat(send.classes()).containsExactly(5_000);

        int anew = 0;
        for (int i = 10_000; i < 20_000; i++) {
            Shape before = send.shape();
            send.send(i);
            if (before == Shape.MEGAMORPHIC && send.shape() == Shape.MONOMORPHIC) {
                anew++;
            }
        }
        assertThat(anew).as("at 128, 256, 512 ... 8,192 misses").isEqualTo(7);
    }
}
