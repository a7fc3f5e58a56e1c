package st.sendwright.runtime;

/** An interpreter has answered what it cannot answer. What the mutator block says is still to do. */
final class InterpreterFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    InterpreterFault(String message) {
        super(message);
    }
}
