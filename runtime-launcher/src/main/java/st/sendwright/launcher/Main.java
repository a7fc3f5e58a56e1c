package st.sendwright.launcher;

/** Where the JVM begins. */
public final class Main {

    private Main() {
    }

    /** Runs Sendwright and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        int code;
        try {
            code = new Launcher(Distribution.locate(), System.out, System.err).run(arguments);
        } catch (RuntimeException | LinkageError e) {
            System.err.println(
                    "sendwright: SW-HOST-009 a fault in Sendwright itself. See docs/errors/SW-HOST-009.md.");
            e.printStackTrace();
            code = ExitCode.BROKEN;
        }
        System.out.flush();
        System.exit(code);
    }
}
