package st.sendwright.vm;

/** A VM could not be started. */
public class VmStartException extends Exception {

    private static final long serialVersionUID = 1L;

    public VmStartException(String message) {
        super(message);
    }

    public VmStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
