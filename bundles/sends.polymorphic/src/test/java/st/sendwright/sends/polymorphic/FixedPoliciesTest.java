package st.sendwright.sends.polymorphic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView.Shape;
import st.sendwright.sends.contract.ModelSend;
import st.sendwright.sends.contract.SendPolicyContract;

@DisplayName("Polymorphic inline-cache policies with a number in their name")
class FixedPoliciesTest {

    /** What all of them do. */
    abstract static class Fixed extends SendPolicyContract {

        @Test
        void compareSoManyClassesAsTheirNameSays() {
            int cases = Integer.parseInt(policy().name().substring("polymorphic-".length()));
            ModelSend send = new ModelSend(policy());
            for (int i = 1; i <= cases; i++) {
                send.sendTo(5, i);
            }

            assertThat(send.shape()).isEqualTo(Shape.POLYMORPHIC);
            assertThat(send.classes()).hasSize(cases);

            send.send(cases + 1);

            assertThat(send.shape()).isEqualTo(Shape.MEGAMORPHIC);
        }
    }

    @Nested
    @DisplayName("two")
    class Two extends Fixed {

        @Override
        protected SendPolicy policy() {
            return new FixedPolicies.Two();
        }
    }

    @Nested
    @DisplayName("three")
    class Three extends Fixed {

        @Override
        protected SendPolicy policy() {
            return new FixedPolicies.Three();
        }
    }

    @Nested
    @DisplayName("six")
    class Six extends Fixed {

        @Override
        protected SendPolicy policy() {
            return new FixedPolicies.Six();
        }
    }
}
