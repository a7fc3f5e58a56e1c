package st.sendwright.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says which of the paths on a command line are loaded together. */
final class OneLoad {

    /** How files are called that hold the definition of one class or trait, or extensions of one. */
    private static final List<String> CLASS_FILES = List.of(".cls", ".class.st", ".trait.st", ".extension.st");

    private OneLoad() {
    }

    /**
     * Directories and files of single classes that follow one another, each of which may need classes of any other, are one
     * load; every other path is one by itself.
     */
    static List<List<Path>> groups(List<Path> paths) {
        List<List<Path>> groups = new ArrayList<>();
        boolean mayNeedNext = false;
        for (Path path : paths) {
            boolean mayNeedOthers = Files.isDirectory(path) || isClassFile(path);
            if (!mayNeedOthers || !mayNeedNext) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(path);
            mayNeedNext = mayNeedOthers;
        }
        return groups;
    }

    private static boolean isClassFile(Path path) {
        return CLASS_FILES.stream().anyMatch(path.toString()::endsWith);
    }
}
