package st.sendwright.runtime;

/** The active Process cannot go on; it is terminated and reported, the VM lives on. */
final class ProcessFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProcessFault(String message) {
        super(message, null, false, false);
    }
}
