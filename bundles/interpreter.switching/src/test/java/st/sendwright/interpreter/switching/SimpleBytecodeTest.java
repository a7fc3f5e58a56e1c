package st.sendwright.interpreter.switching;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.interpreter.contract.SimpleBytecodeContract;

@DisplayName("Bytecodes without sends")
class SimpleBytecodeTest extends SimpleBytecodeContract {

    @Override
    protected Interpreter interpreter() {
        return new SwitchingInterpreter();
    }
}
