package st.sendwright.sends.monomorphic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView.Shape;
import st.sendwright.sends.contract.ModelSend;
import st.sendwright.sends.contract.SendPolicyContract;

@DisplayName("The monomorphic inline-cache policy")
class MonomorphicPolicyTest extends SendPolicyContract {

    @Override
    protected SendPolicy policy() {
        return new MonomorphicPolicy();
    }

    @Test
    void missesAtEachChangeOfClass() {
        ModelSend send = new ModelSend(policy());

        send.sendTo(100, 1, 2, 2, 3);

        assertThat(send.misses()).isEqualTo(300);
        assertThat(send.shape()).isEqualTo(Shape.MONOMORPHIC);
        assertThat(send.classes()).containsExactly(3);
        assertThat(send.stubs()).isZero();
    }
}
