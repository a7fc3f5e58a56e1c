package st.sendwright.shell;

import java.util.concurrent.atomic.AtomicInteger;
import org.jline.terminal.Terminal;

/**
 * What Ctrl-C does at a terminal while a line is carried out: asks it to stop, and ends the process where that does not help.
 *
 * <p><b>Thread</b>: any.
 */
final class TerminalInterrupts {

    /** After so many what a line asked for is taken for something that does not stop. */
    private static final int MOST = 3;

    private final Console console;
    private final Runnable interrupt;
    private final AtomicInteger count = new AtomicInteger();

    /** @param interrupt asks the line that is carried out to stop; called by the thread of signals */
    TerminalInterrupts(Console console, Runnable interrupt) {
        this.console = console;
        this.interrupt = interrupt;
    }

    /** Has a terminal's signals come here. */
    void handle(Terminal terminal) {
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
    }

    /** Another line is carried out now. */
    void forget() {
        count.set(0);
    }

    private void interrupt() {
        if (count.incrementAndGet() > MOST) {
            System.exit(ExitCode.INTERRUPTED);
        }
        console.print("\n"); // the terminal has just shown ^C
        interrupt.run();
    }
}
