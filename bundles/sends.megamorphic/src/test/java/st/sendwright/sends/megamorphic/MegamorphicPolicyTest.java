package st.sendwright.sends.megamorphic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView.Shape;
import st.sendwright.sends.contract.ModelSend;
import st.sendwright.sends.contract.SendPolicyContract;

@DisplayName("The megamorphic inline-cache policy")
class MegamorphicPolicyTest extends SendPolicyContract {

    @Override
    protected SendPolicy policy() {
        return new MegamorphicPolicy();
    }

    @Override
    protected Shape shapeAfterTheFirstClass() {
        return Shape.MEGAMORPHIC;
    }

    @Test
    void missesOnceForEachClassTheCacheDoesNotKnow() {
        ModelSend send = new ModelSend(policy());

        send.sendTo(100, 1, 2, 2, 3);

        assertThat(send.shape()).isEqualTo(Shape.MEGAMORPHIC);
        assertThat(send.misses()).isEqualTo(3);
        assertThat(send.stubs()).isZero();

        send.emptyCache();
        send.sendTo(100, 3, 1);

        assertThat(send.misses()).isEqualTo(5);
    }
}
