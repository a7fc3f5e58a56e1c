package st.sendwright.it.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import st.sendwright.it.SendwrightProcess;

/** The plugins of the distribution. */
final class ShippedPlugins {

    private static final Path TESTS = SendwrightProcess.ROOT.resolve("integration-tests/smalltalk/plugins");

    private ShippedPlugins() {
    }

    /** What all are called, sorted. */
    static List<String> all() throws IOException {
        return names(jar -> true);
    }

    /** The same of those that bring classes. */
    static List<String> names() throws IOException {
        return names(ShippedPlugins::hasSources);
    }

    private static List<String> names(Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.list(SendwrightProcess.DIST.resolve("plugins"))) {
            return files.filter(which).map(file -> file.getFileName().toString().replace(".jar", "")).sorted().toList();
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
