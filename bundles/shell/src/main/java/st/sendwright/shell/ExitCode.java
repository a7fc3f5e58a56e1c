package st.sendwright.shell;

/** What the process ends with; {@code docs/command-line.md} lists all codes. */
final class ExitCode {

    static final int OK = 0;
    static final int SMALLTALK_ERROR = 1;
    static final int USAGE = 2;
    static final int CANNOT_START = 3;
    static final int IMAGE = 4;
    static final int INTERRUPTED = 130;

    private ExitCode() {
    }
}
