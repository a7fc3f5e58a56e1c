package st.sendwright.it.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import st.sendwright.it.SendwrightProcess;

/** The plugins of the distribution. */
final class ShippedPlugins {

    private static final Path TESTS = SendwrightProcess.ROOT.resolve("integration-tests/smalltalk/plugins");

    private ShippedPlugins() {
    }

    /** What they are called, sorted. */
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(SendwrightProcess.DIST.resolve("plugins"))) {
            return files.map(file -> file.getFileName().toString().replace(".jar", "")).sorted().toList();
        }
    }

    /** Files of their tests. */
    static List<String> tests() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.map(Path::toString).filter(file -> file.endsWith(".st")).sorted().toList();
        }
    }
}
