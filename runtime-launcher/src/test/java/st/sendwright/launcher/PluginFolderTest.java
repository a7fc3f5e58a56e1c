package st.sendwright.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;

@DisplayName("The folder of plugins")
class PluginFolderTest {

    @TempDir
    Path folder;
    @TempDir
    Path storage;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Framework framework;
    private PluginFolder plugins;

    @BeforeEach
    void start() throws BundleException {
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString(),
                "felix.log.level", "0"));
        framework.start();
        plugins = new PluginFolder(folder, framework.getBundleContext(), new Storage(() -> storage), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(0);
    }

    private static byte[] jar(String... headers) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (String header : headers) {
            int colon = header.indexOf(": ");
            manifest.getMainAttributes().putValue(header.substring(0, colon), header.substring(colon + 2));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new ZipEntry("some.txt"));
            jar.write(new byte[1000]);
        }
        return bytes.toByteArray();
    }

    private static byte[] bundle(String version, String... headers) throws IOException {
        return jar(Stream.concat(Stream.of("Bundle-ManifestVersion: 2", "Bundle-SymbolicName: plugin",
                "Bundle-Version: " + version), Stream.of(headers)).toArray(String[]::new));
    }

    private Path put(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private Optional<Bundle> plugin() {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(each -> "plugin".equals(each.getSymbolicName())).findFirst();
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void assertThatItRuns(String version) {
        assertThat(plugin()).map(Bundle::getState).contains(Bundle.ACTIVE);
        assertThat(plugin()).map(Bundle::getVersion).contains(new Version(version));
        assertThat(said()).isEmpty();
    }

    @Test
    void isRunAsItIsAtTheStart() throws IOException {
        put("a.jar", bundle("1.0.0"));

        plugins.look(true);

        assertThatItRuns("1.0.0");
    }

    @Test
    void isFollowedAsJarsComeChangeAndGo() throws IOException {
        plugins.look(true);
        Path jar = put("a.jar", bundle("1.0.0"));
        plugins.look(false);
        assertThat(plugin()).as("one look does not tell whether it still grows").isEmpty();
        plugins.look(false);
        assertThatItRuns("1.0.0");

        put("a.jar", bundle("1.1.0"));
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        plugins.look(false);
        plugins.look(false);
        assertThatItRuns("1.1.0");

        Files.delete(jar);
        plugins.look(false);
        assertThat(plugin()).isEmpty();
    }

    @Test
    void waitsForAJarThatIsHalfCopied() throws IOException {
        byte[] whole = bundle("1.0.0");
        plugins.look(true);
        put("a.jar", Arrays.copyOf(whole, whole.length / 2));
        for (int looks = 0; looks < 5; looks++) {
            plugins.look(false);
        }
        assertThat(plugin()).isEmpty();
        assertThat(said()).isEmpty();

        try (OutputStream rest = Files.newOutputStream(folder.resolve("a.jar"), StandardOpenOption.APPEND)) {
            rest.write(whole, whole.length / 2, whole.length - whole.length / 2);
        }
        plugins.look(false);
        plugins.look(false);

        assertThatItRuns("1.0.0");
    }

    @Test
    void goesOnWithTheOldOneWhileItsUpdateIsHalfCopied() throws IOException {
        put("a.jar", bundle("1.0.0"));
        plugins.look(true);
        put("a.jar", Arrays.copyOf(bundle("1.1.0"), 100));

        for (int looks = 0; looks < 5; looks++) {
            plugins.look(false);
        }

        assertThatItRuns("1.0.0");
    }

    @Test
    void saysOnceWhatIsNoJar() throws IOException {
        put("a.jar", "no jar".getBytes(StandardCharsets.UTF_8));

        for (int looks = 0; looks < 60; looks++) {
            plugins.look(false);
        }

        assertThat(said()).containsOnlyOnce("sendwright: SW-PLUGIN-005").contains("a.jar does not run: it is no jar, or only a part of one");
    }

    @Test
    void saysWhichPackageIsMissing() throws IOException {
        put("a.jar", bundle("1.0.0", "Import-Package: st.nowhere;version=\"[1.2,2)\""));

        plugins.look(true);

        assertThat(said()).contains("it needs the package st.nowhere from version 1.2.0, below 2.0.0, and no bundle exports one of"
                + " that name");
    }

    @Test
    void saysWhichVersionIsTooNew() throws IOException {
        put("a.jar", bundle("1.0.0", "Import-Package: org.osgi.framework;version=\"[99,100)\""));

        plugins.look(true);

        assertThat(said()).contains("it needs the package org.osgi.framework from version 99.0.0, below 100.0.0, and there is"
                + " version 1.");
    }

    @Test
    void saysWhichJavaIsTooOld() throws IOException {
        put("a.jar", bundle("1.0.0", "Require-Capability: osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""));

        plugins.look(true);

        assertThat(said()).contains("it needs Java 99, and this is " + Runtime.version().feature());
    }

    @Test
    void saysWhatIsNoBundleAndWhatIsThereTwice() throws IOException {
        put("a.jar", jar());
        put("b.jar", bundle("1.0.0"));
        put("c.jar", bundle("1.0.0"));

        plugins.look(true);

        assertThat(said()).contains("a.jar does not run: it is a jar, but no bundle", "c.jar does not run: a bundle of the same name"
                + " and version is there already");
        assertThat(plugin()).isPresent();
    }

    @Test
    void triesAgainWhatHasChanged() throws IOException {
        Path jar = put("a.jar", bundle("1.0.0", "Import-Package: st.nowhere"));
        plugins.look(true);
        err.reset();
        put("a.jar", bundle("1.0.1"));
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));

        plugins.look(false);
        plugins.look(false);

        assertThatItRuns("1.0.1");
    }

    @Test
    void runsAgainWhenItChangesAfterSomebodyHasUninstalledIt() throws IOException, BundleException {
        Path jar = put("a.jar", bundle("1.0.0"));
        plugins.look(true);
        plugin().orElseThrow().uninstall();
        put("a.jar", bundle("1.0.1"));
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));

        plugins.look(false);
        plugins.look(false);

        assertThatItRuns("1.0.1");
    }

    @Test
    void isEmptyWhereItHasGone() throws IOException {
        Path other = folder.resolve("other");
        Files.createDirectory(other);
        Files.write(other.resolve("a.jar"), bundle("1.0.0"));
        PluginFolder gone = new PluginFolder(other, framework.getBundleContext(), new Storage(() -> storage), new PrintStream(err));
        gone.look(true);
        for (Path each : List.of(other.resolve("a.jar"), other)) {
            Files.delete(each);
        }

        gone.look(false);

        assertThat(plugin()).isEmpty();
    }
}
