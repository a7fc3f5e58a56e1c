package st.sendwright.plugin;

import st.sendwright.primitives.Failure;

/** A primitive fails for a reason that Smalltalk code can read; the method's body runs then. */
public final class PrimitiveFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final Failure reason;

    public PrimitiveFailedException(Failure reason) {
        // Failing is normal: it needs no trace.
        super(reason.symbol(), null, false, false);
        this.reason = reason;
    }

    public Failure reason() {
        return reason;
    }
}
