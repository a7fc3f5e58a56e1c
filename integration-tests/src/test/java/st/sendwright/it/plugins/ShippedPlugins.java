package st.sendwright.it.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import st.sendwright.it.SendwrightProcess;

/** The plugins of the distribution that bring classes. */
final class ShippedPlugins {

    private static final Path TESTS = SendwrightProcess.ROOT.resolve("integration-tests/smalltalk/plugins");

    private ShippedPlugins() {
    }

    /** What they are called, sorted. */
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(SendwrightProcess.DIST.resolve("plugins"))) {
            return files.filter(ShippedPlugins::hasSources).map(file -> file.getFileName().toString().replace(".jar", ""))
                    .sorted().toList();
        }
    }

    private static boolean hasSources(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Sendwright-Smalltalk") != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of their tests. */
    static List<String> tests() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.map(Path::toString).filter(file -> file.endsWith(".st")).sorted().toList();
        }
    }
}
