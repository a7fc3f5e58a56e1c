package st.sendwright.shell;

import java.nio.file.Path;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;

/**
 * Shows what happens while files are loaded; how far it is only when it takes long. Thread: the loading one.
 */
final class LoadListener implements SourceLoader.Listener {

    private static final long SHOW_AFTER_NANOS = 500_000_000;
    private static final long SHOW_EVERY_NANOS = 100_000_000;

    private final Console console;
    private final long start = System.nanoTime();
    private long shown = start;
    private String place = "";

    LoadListener(Console console) {
        this.console = console;
    }

    @Override
    public void file(Path file, int index, int count) {
        place = count > 1 ? "[" + index + "/" + count + "] " : "";
        place += file.getFileName();
        console.note(Console.Level.DEBUG, "loading " + file);
        show(place);
    }

    @Override
    public void progress(int items, int of) {
        show(place + " " + (of == 0 ? 100 : 100L * items / of) + " %");
    }

    @Override
    public void diagnostic(Diagnostic diagnostic) {
        console.diagnostic(diagnostic);
    }

    @Override
    public void failure(SourceText where, String walkback) {
        console.walkback(walkback);
    }

    private void show(String text) {
        long now = System.nanoTime();
        if (now - start > SHOW_AFTER_NANOS && now - shown > SHOW_EVERY_NANOS) {
            shown = now;
            console.progress("loading " + text);
        }
    }
}
