package st.sendwright.jit;

/** A back end cannot compile this method. */
public final class CodeRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    /** @param reason what is too much, with numbers */
    public CodeRefusedException(String reason) {
        super(reason);
    }
}
