package st.sendwright.jit.policy.counting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.policy.contract.CompilePolicyContract;
import st.sendwright.model.SiteTable;

@DisplayName("The compile policy that counts")
class CountingPolicyTest extends CompilePolicyContract {

    @Override
    protected CompilePolicy policy() {
        return new CountingPolicy();
    }

    @Test
    void leavesMethodsInterpretedThatAreTooLarge() {
        assertThat(policy().countdown(100)).isEqualTo(400);
        assertThat(policy().countdown(20_001)).isEqualTo(SiteTable.NEVER);
        assertThat(policy().lookEveryNanos()).isZero();
    }
}
