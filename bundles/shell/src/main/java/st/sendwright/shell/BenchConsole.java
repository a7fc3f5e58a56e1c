package st.sendwright.shell;

import st.sendwright.laboratory.BenchOutput;

/** Prints what a bench says to the console. */
final class BenchConsole implements BenchOutput {

    private final Console console;

    BenchConsole(Console console) {
        this.console = console;
    }

    @Override
    public void print(String text) {
        console.print(text);
    }

    @Override
    public void error(String message) {
        console.error(message);
    }

    @Override
    public void progress(String text) {
        console.progress(text);
    }
}
