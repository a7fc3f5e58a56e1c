package st.sendwright.interpreter.threaded;

import st.sendwright.interpreter.contract.InterpreterSpeed;

/** Measures the code; not a test. */
final class ThreadedSpeed {

    private ThreadedSpeed() {
    }

    public static void main(String[] arguments) {
        InterpreterSpeed.measure(new ThreadedInterpreter());
    }
}
