package st.sendwright.sends.recent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView.Shape;
import st.sendwright.sends.contract.ModelSend;
import st.sendwright.sends.contract.SendPolicyContract;

/** The contract asks what every policy has to do; the rest is what this one promises. */
@DisplayName("The template's inline-cache policy")
class RecentPolicyTest extends SendPolicyContract {

    @Override
    protected SendPolicy policy() {
        return new RecentPolicy();
    }

    @Test
    void comparesTheNewestClassFirst() {
        ModelSend send = new ModelSend(policy());

        send.sendTo(1, 1, 2, 3);

        assertThat(send.shape()).isEqualTo(Shape.POLYMORPHIC);
        assertThat(send.classes()).containsExactly(3, 2, 1);
    }

    @Test
    void forgetsTheClassThatIsLongestAgo() {
        ModelSend send = new ModelSend(policy());

        send.sendTo(1, 1, 2, 3, 4, 5);
        assertThat(send.classes()).containsExactly(5, 4, 3, 2);

        long before = send.misses();
        send.sendTo(100, 2, 3, 4, 5);
        assertThat(send.misses()).as("misses of classes that are compared").isEqualTo(before);
    }

    @Test
    void givesUpWhereThereAreTooManyClasses() {
        ModelSend send = new ModelSend(policy());

        send.sendTo(20, 1, 2, 3, 4, 5, 6);

        assertThat(send.shape()).isEqualTo(Shape.MEGAMORPHIC);
        assertThat(send.stubs()).isLessThanOrEqualTo(RecentPolicy.MOST_MISSES);
    }
}
