package st.sendwright.launcher;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The folder that the build assembles: {@code sendwright.jar}, {@code lib}, {@code bundles}, {@code plugins},
 * {@code cnf/run}.
 *
 * @param root that folder
 */
record Distribution(Path root) {

    /** The distribution that this class was started from, or the one {@code -Dsendwright.dist} names. */
    static Distribution locate() {
        String named = System.getProperty("sendwright.dist");
        if (named != null) {
            return new Distribution(Path.of(named).toAbsolutePath());
        }
        try {
            Path own = Path.of(Distribution.class.getProtectionDomain().getCodeSource().getLocation()
                    .toURI());
            return new Distribution(own.getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of the launcher's own jar is no path", e);
        }
    }

    Path bundlesFolder() {
        return root.resolve("bundles");
    }

    /** Where the bundles are that are started only when they are asked for by name. */
    Path pluginsFolder() {
        return root.resolve("plugins");
    }

    Path runFolder() {
        return root.resolve("cnf/run");
    }

    /** Where the bundle of this symbolic name is, or would be. */
    Path jarOf(String symbolicName) {
        return bundlesFolder().resolve(symbolicName + ".jar");
    }

    /** Symbolic names of the bundles that are there, sorted. */
    List<String> bundleNames() throws IOException {
        return namesIn(bundlesFolder(), ".jar");
    }

    /** Names of the plugins that are there, sorted: what their files are called. */
    List<String> pluginNames() throws IOException {
        return namesIn(pluginsFolder(), ".jar");
    }

    /** Where the plugin of this name is, or would be. */
    Path pluginJar(String name) {
        return pluginsFolder().resolve(name + ".jar");
    }

    /** Names of the profiles that are there, sorted. */
    List<String> profileNames() throws IOException {
        return namesIn(runFolder(), ".bndrun").stream().filter(name -> !name.equals("base")).toList();
    }

    /** The kernel image that the build made, when it made one. */
    Optional<Path> kernelImage() {
        return Optional.of(root.resolve("kernel.image")).filter(Files::isRegularFile);
    }

    /** The text that {@code --help} prints. */
    String helpText() throws IOException {
        return Files.readString(root.resolve("help.txt"));
    }

    /** Such as {@code 0.1.0}. */
    String version() throws IOException {
        Properties build = new Properties();
        try (var reader = Files.newBufferedReader(root.resolve("build.properties"))) {
            build.load(reader);
        }
        return build.getProperty("version");
    }

    /**
     * Checks that what the launcher's manifest names on the class path is there. The JVM itself ignores a jar
     * that is missing until a class of it is wanted, and then names only the class.
     */
    void checkLibraries() throws HostException, IOException {
        Path own = root.resolve("sendwright.jar");
        if (!Files.isRegularFile(own)) {
            return;
        }
        List<String> missing = new ArrayList<>();
        try (JarFile jar = new JarFile(own.toFile())) {
            String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String entry : classPath.split(" ")) {
                if (!Files.isRegularFile(root.resolve(entry))) {
                    missing.add(entry);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new HostException(ExitCode.CANNOT_START, "SW-HOST-006", "cannot start: "
                    + String.join(", ", missing) + " is missing from " + root
                    + ". Build again: touch pom.xml and start ./sendwright.");
        }
    }

    private static List<String> namesIn(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted().toList();
        }
    }
}
