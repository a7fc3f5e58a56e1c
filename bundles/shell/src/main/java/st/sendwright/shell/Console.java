package st.sendwright.shell;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Set;
import st.sendwright.language.Diagnostic;

/**
 * Where everything that is said to the user goes: results to standard output, the rest to standard error.
 *
 * <p>Thread: any; the progress line is guarded by this object.
 */
final class Console {

    /** Least severity that is printed, from the quietest. */
    enum Level {
        ERROR, WARNING, INFO, DEBUG
    }

    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String BLUE = "34";
    private static final String DIM = "2";
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final PrintStream err;
    private final Set<String> terminals;
    private final boolean colours;
    private final Level level;
    private boolean progressShown;

    /**
     * @param terminals which of {@code in}, {@code out}, {@code err} are terminals
     * @param colours whether the user allows colours on them
     */
    Console(PrintStream out, PrintStream err, Set<String> terminals, boolean colours, Level level) {
        this.out = out;
        this.err = err;
        this.terminals = Set.copyOf(terminals);
        this.colours = colours;
        this.level = level;
    }

    boolean inputIsTerminal() {
        return terminals.contains("in");
    }

    /** Prints the value of an expression. */
    void result(String text) {
        clearProgress();
        out.println(colour("out", BLUE, text));
        out.flush();
    }

    /** Prints plain text, such as a table. */
    void print(String text) {
        clearProgress();
        out.print(text);
        out.flush();
    }

    /** Prints a line that says whether something is well, green or red. */
    void verdict(boolean isGood, String text) {
        clearProgress();
        out.println(colour("out", isGood ? GREEN : RED, text));
        out.flush();
    }

    /** Prints what is wrong with source. */
    void diagnostic(Diagnostic diagnostic) {
        Level needed = diagnostic.isError() ? Level.ERROR : Level.WARNING;
        if (shows(needed)) {
            toErrors(diagnostic.isError() ? RED : YELLOW, diagnostic.format());
        }
    }

    /** Prints the walkback of an error that nobody handled. */
    void walkback(String text) {
        String ended = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        int firstLine = ended.indexOf('\n');
        clearProgress();
        out.flush();
        if (firstLine < 0) {
            err.println(colour("err", RED, ended));
        } else {
            err.println(colour("err", RED, ended.substring(0, firstLine)) + ended.substring(firstLine));
        }
        err.flush();
    }

    /** Prints an error of Sendwright's own. */
    void error(String text) {
        toErrors(RED, "sendwright: " + text);
    }

    /** Prints text beside what the program prints. */
    void remark(String text) {
        clearProgress();
        out.flush();
        err.print(text);
        err.flush();
    }

    /** Prints something worth knowing, when the user wants to know that much. */
    void note(Level needed, String text) {
        if (shows(needed)) {
            toErrors(DIM, "sendwright: " + text);
        }
    }

    boolean shows(Level needed) {
        return needed.compareTo(level) <= 0;
    }

    /** Shows how far the work is in one line that is written over; nothing where there is no terminal. */
    synchronized void progress(String text) {
        if (terminals.contains("err")) {
            err.print(CLEAR_LINE + text);
            err.flush();
            progressShown = true;
        }
    }

    /** Takes the progress line away. */
    synchronized void clearProgress() {
        if (progressShown) {
            err.print(CLEAR_LINE);
            err.flush();
            progressShown = false;
        }
    }

    /** Standard output as the program gets it. */
    OutputStream programOutput() {
        return new ProgramStream(out);
    }

    /** Standard error as the program gets it. */
    OutputStream programErrors() {
        return new ProgramStream(err);
    }

    private void toErrors(String colour, String text) {
        clearProgress();
        out.flush();
        err.println(colour("err", colour, text));
        err.flush();
    }

    private String colour(String stream, String code, String text) {
        if (!colours || !terminals.contains(stream)) {
            return text;
        }
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** Keeps the program's text from being mixed with the progress line. */
    private final class ProgramStream extends FilterOutputStream {

        private final PrintStream target;

        ProgramStream(PrintStream target) {
            super(target);
            this.target = target;
        }

        /** A program that prints without end to a reader that has gone has to learn of it. */
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            clearProgress();
            target.write(bytes, offset, length);
            if (target.checkError()) {
                throw new IOException("a standard stream cannot be written");
            }
        }

        /** Flushes only: the stream is the process's, not the program's. */
        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
