package st.sendwright.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says which of the paths on a command line are loaded together. */
final class OneLoad {

    private OneLoad() {
    }

    /**
     * Directories that follow one another, each of which may need classes of any other, are one load; every
     * other path is one by itself.
     */
    static List<List<Path>> groups(List<Path> paths) {
        List<List<Path>> groups = new ArrayList<>();
        boolean isAfterDirectory = false;
        for (Path path : paths) {
            boolean isDirectory = Files.isDirectory(path);
            if (!isDirectory || !isAfterDirectory) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(path);
            isAfterDirectory = isDirectory;
        }
        return groups;
    }
}
