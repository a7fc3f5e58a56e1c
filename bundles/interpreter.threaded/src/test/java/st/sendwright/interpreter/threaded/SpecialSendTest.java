package st.sendwright.interpreter.threaded;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.contract.SpecialSendContract;

@DisplayName("A special send")
class SpecialSendTest extends SpecialSendContract {

    private static final Interpreter INTERPRETER = new ThreadedInterpreter();

    @Override
    protected Interpreter interpreter() {
        return INTERPRETER;
    }
}
