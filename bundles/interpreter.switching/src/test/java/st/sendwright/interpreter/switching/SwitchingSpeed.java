package st.sendwright.interpreter.switching;

import st.sendwright.interpreter.contract.InterpreterSpeed;

/** Measures the loop; not a test. */
final class SwitchingSpeed {

    private SwitchingSpeed() {
    }

    public static void main(String[] arguments) {
        InterpreterSpeed.measure(new SwitchingInterpreter());
    }
}
