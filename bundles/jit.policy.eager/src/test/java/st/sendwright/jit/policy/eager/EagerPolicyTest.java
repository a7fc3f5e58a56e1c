package st.sendwright.jit.policy.eager;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.policy.contract.CompilePolicyContract;

@DisplayName("The compile policy that compiles at once")
class EagerPolicyTest extends CompilePolicyContract {

    @Override
    protected CompilePolicy policy() {
        return new EagerPolicy();
    }

    @Test
    void countsNothing() {
        assertThat(policy().countdown(60_000)).isZero();
    }
}
