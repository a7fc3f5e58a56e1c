package st.sendwright.interpreter.switching;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.contract.SpecialSendContract;

@DisplayName("A special send")
class SpecialSendTest extends SpecialSendContract {

    @Override
    protected Interpreter interpreter() {
        return new SwitchingInterpreter();
    }
}
