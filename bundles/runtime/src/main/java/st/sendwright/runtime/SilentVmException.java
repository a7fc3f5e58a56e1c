package st.sendwright.runtime;

/** A VM does not answer. What it was to do it does if it ever comes back. */
final class SilentVmException extends StalledProviderException {

    private static final long serialVersionUID = 1;

    SilentVmException(String message) {
        super(message);
    }
}
