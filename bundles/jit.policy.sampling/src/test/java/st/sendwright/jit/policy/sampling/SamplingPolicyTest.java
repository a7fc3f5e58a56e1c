package st.sendwright.jit.policy.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.policy.contract.CompilePolicyContract;
import st.sendwright.model.SiteTable;

@DisplayName("The compile policy that looks at what runs")
class SamplingPolicyTest extends CompilePolicyContract {

    @Override
    protected CompilePolicy policy() {
        return new SamplingPolicy();
    }

    @Test
    void compilesWhatWasFoundTwice() {
        assertThat(policy().compilesSeen(100, 1)).isFalse();
        assertThat(policy().compilesSeen(100, 2)).isTrue();
        assertThat(policy().compilesSeen(20_001, 100)).isFalse();
        assertThat(policy().countdown(100)).isEqualTo(SiteTable.NEVER);
    }
}
