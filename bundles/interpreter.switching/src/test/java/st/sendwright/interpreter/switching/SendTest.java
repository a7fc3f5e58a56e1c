package st.sendwright.interpreter.switching;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.contract.SendContract;

@DisplayName("A send")
class SendTest extends SendContract {

    @Override
    protected Interpreter interpreter() {
        return new SwitchingInterpreter();
    }
}
