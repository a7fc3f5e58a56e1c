package st.sendwright.it.language;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceText;

/** Collects the errors of a load: code and message of a diagnostic, the first line of a walkback. */
final class LoadErrors implements SourceLoader.Listener {

    private final List<String> lines = new ArrayList<>();

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Adds an error of the test itself. */
    void add(String line) {
        lines.add(line);
    }

    @Override
    public void file(Path file, int index, int count) {
        // Nobody watches.
    }

    @Override
    public void progress(int items, int of) {
        // Nobody watches.
    }

    @Override
    public void diagnostic(Diagnostic diagnostic) {
        if (diagnostic.isError()) {
            lines.add(diagnostic.code() + " " + diagnostic.message());
        }
    }

    @Override
    public void failure(SourceText where, String walkback) {
        lines.add(walkback.lines().findFirst().orElse(""));
    }
}
