package st.sendwright.runtime;

/**
 * Ends a thread that comes back from a provider after another thread has taken its place. It owns nothing any more: no
 * handler may catch this, and no {@code finally} on its way may change what the VM has.
 */
final class LeftBehindError extends Error {

    private static final long serialVersionUID = 1;

    LeftBehindError() {
        super("another thread has taken over from this one", null, false, false);
    }
}
