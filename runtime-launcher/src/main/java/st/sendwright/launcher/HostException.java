package st.sendwright.launcher;

/** Something that keeps Sendwright from starting; the message is ready to be printed. */
final class HostException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * @param code such as {@code SW-HOST-001}; its page in {@code docs/errors} is named in the message
     * @param text what could not be done, to what, and what to do
     */
    HostException(int exitCode, String code, String text) {
        super(code + " " + text + " See docs/errors/" + code + ".md.");
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
