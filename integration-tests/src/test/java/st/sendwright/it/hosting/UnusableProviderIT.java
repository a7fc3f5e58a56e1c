package st.sendwright.it.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

@DisplayName("A jar that is to bring a provider and cannot")
class UnusableProviderIT {

    @TempDir
    private Path folder;

    private Path jar(Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        Path jar = folder.resolve("mine.jar");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new ZipEntry("nothing.txt"));
        }
        return jar;
    }

    private Path bundle(String imports) throws IOException {
        return jar(Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "my.provider", "Bundle-Version", "1.0.0",
                "Import-Package", imports));
    }

    private static void isRefused(Path jar, String why) throws IOException, InterruptedException {
        Outcome outcome = SendwrightProcess.with("--no-repl", "--bundle", jar.toString(), "-e", "3 + 4").run();

        assertThat(outcome.err()).startsWith("sendwright: SW-HOST-004 cannot start: the bundle ").contains(why);
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void isNoJar() throws IOException, InterruptedException {
        Path jar = Files.writeString(folder.resolve("mine.jar"), "garbage");

        isRefused(jar, jar + " did not start: it is no jar that can be read: ");
    }

    @Test
    void isNoBundle() throws IOException, InterruptedException {
        Path jar = jar(Map.of());

        isRefused(jar, jar + " did not start: it is no bundle, as its manifest has no Bundle-SymbolicName");
    }

    @Test
    void needsWhatNobodyExports() throws IOException, InterruptedException {
        isRefused(bundle("st.sendwright.nowhere;version=\"[1.0,1.1)\""), "my.provider did not start: it needs the package"
                + " st.sendwright.nowhere in a version from 1.0.0 to below 1.1.0, and no bundle that is there exports it");
    }

    @Test
    void needsAnotherVersionOfTheContract() throws IOException, InterruptedException {
        isRefused(bundle("st.sendwright.sends;version=\"[7.0,7.1)\""), "my.provider did not start: it needs the package"
                + " st.sendwright.sends in a version from 7.0.0 to below 7.1.0, and what is there is version 1.0.0; it has to be"
                + " built again for that");
    }
}
