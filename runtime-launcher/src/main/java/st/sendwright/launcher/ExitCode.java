package st.sendwright.launcher;

/**
 * What the process ends with when the launcher itself ends it; {@code docs/command-line.md} lists all codes.
 */
final class ExitCode {

    static final int USAGE = 2;
    static final int CANNOT_START = 3;
    static final int BROKEN = 70;
    static final int INTERRUPTED = 130;

    private ExitCode() {
    }
}
