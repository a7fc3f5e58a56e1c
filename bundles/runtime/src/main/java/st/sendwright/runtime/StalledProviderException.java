package st.sendwright.runtime;

/** A provider did not answer in time. What it may have answered since is not used. */
class StalledProviderException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StalledProviderException(String message) {
        super(message);
    }
}
