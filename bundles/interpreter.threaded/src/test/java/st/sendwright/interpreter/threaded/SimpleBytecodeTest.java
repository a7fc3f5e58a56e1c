package st.sendwright.interpreter.threaded;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.contract.SimpleBytecodeContract;

@DisplayName("Bytecodes without sends")
class SimpleBytecodeTest extends SimpleBytecodeContract {

    private static final Interpreter INTERPRETER = new ThreadedInterpreter();

    @Override
    protected Interpreter interpreter() {
        return INTERPRETER;
    }
}
