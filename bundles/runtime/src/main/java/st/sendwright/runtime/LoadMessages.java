package st.sendwright.runtime;

import java.nio.file.Path;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;

/** Prints what happens while a file is loaded that Smalltalk itself asked for. */
final class LoadMessages implements SourceLoader.Listener {

    private final Driver driver;

    LoadMessages(Driver driver) {
        this.driver = driver;
    }

    @Override
    public void file(Path file, int index, int count) {
        // The program asked for the file and knows which it is.
    }

    @Override
    public void progress(int items, int of) {
        // A program that loads files shows its own progress.
    }

    @Override
    public void diagnostic(Diagnostic diagnostic) {
        driver.printError(diagnostic.format() + "\n");
    }

    @Override
    public void failure(SourceText where, String walkback) {
        driver.printError(walkback);
    }
}
