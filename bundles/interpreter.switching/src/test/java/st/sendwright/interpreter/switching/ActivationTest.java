package st.sendwright.interpreter.switching;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.contract.ActivationContract;

@DisplayName("Blocks, returns, polls and collections")
class ActivationTest extends ActivationContract {

    @Override
    protected Interpreter interpreter() {
        return new SwitchingInterpreter();
    }
}
