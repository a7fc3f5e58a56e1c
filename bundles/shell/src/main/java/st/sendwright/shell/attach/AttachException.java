package st.sendwright.shell.attach;

/** A VM cannot be reached, or cannot be made reachable; the message has an error code and says what to do. */
public final class AttachException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean isUsage;

    AttachException(String message) {
        this(message, false);
    }

    /** @param isUsage whether the command line has to be another, rather than the world */
    AttachException(String message, boolean isUsage) {
        super(message);
        this.isUsage = isUsage;
    }

    /** Whether the command line has to be another. */
    public boolean isUsage() {
        return isUsage;
    }
}
