package st.sendwright.interpreter.threaded;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.contract.ActivationContract;

@DisplayName("Blocks, returns, polls and collections")
class ActivationTest extends ActivationContract {

    private static final Interpreter INTERPRETER = new ThreadedInterpreter();

    @Override
    protected Interpreter interpreter() {
        return INTERPRETER;
    }
}
