package st.sendwright.jit.policy.off;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.policy.contract.CompilePolicyContract;

@DisplayName("The compile policy that compiles nothing")
class OffPolicyTest extends CompilePolicyContract {

    @Override
    protected CompilePolicy policy() {
        return new OffPolicy();
    }

    @Override
    protected boolean compilesWhatRunsForEver() {
        return false;
    }
}
