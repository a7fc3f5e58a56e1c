package st.sendwright.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.SendwrightProcess.Outcome;

/** {@code --deny} and {@code --files-root} hold for the plugins of the distribution. */
@DisplayName("Plugins of the distribution that may not reach out of the VM")
class DeniedPluginsIT {

    private static final String DENIED = "permission denied";

    @TempDir
    Path folder;

    private static void assertAllDenied(List<String> arguments, List<String> expressions)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--no-repl", "--plugin", String.join(",", ShippedPlugins.names())));
        all.addAll(arguments);
        for (String each : expressions) {
            all.add("-e");
            all.add("[" + each + ". #done] on: Error do: [:error | error return: (error messageText includesSubstring: '" + DENIED
                    + "') -> error messageText]");
        }

        Outcome outcome = SendwrightProcess.with(all.toArray(String[]::new)).run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines()).hasSameSizeAs(expressions).allMatch(line -> line.startsWith("true->"));
    }

    @Test
    void makeNoConnectionsWhereNetworksAreDenied() throws IOException, InterruptedException {
        assertAllDenied(List.of("--deny", "network"), List.of("ServerSocket port: 0", "SocketStream host: '127.0.0.1' port: 1",
                "SocketStream addressesOf: 'localhost'"));
    }

    @Test
    void startNoProgramsWhereProcessesAreDenied() throws IOException, InterruptedException {
        assertAllDenied(List.of("--deny", "processes"), List.of("(OSCommand program: 'true') start", "Smalltalk system: 'true'"));
    }

    @Test
    void reachNoFilesWhereFilesAreDenied() throws IOException, InterruptedException {
        assertAllDenied(List.of("--deny", "files"), List.of("(File named: '/tmp') attributes", "(File named: '/tmp') glob: '*'",
                "File newTemporaryDirectory", "ZipArchive on: '/tmp/x.zip' asFileReference",
                "GZipReadStream on: '/tmp/x.gz' asFileReference", "TlsContext keys: '/tmp/x' password: ''",
                "(OSCommand program: 'true') folder: '/tmp'; start"));
    }

    @Test
    void reachNoFilesOutsideOfTheRoot() throws IOException, InterruptedException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
        String inside = "'" + root + "' asFileReference";
        String link = "'" + root.resolve("link") + "' asFileReference";
        String secret = "'" + outside.resolve("secret") + "' asFileReference";
        String through = "'" + root.resolve("file") + "' asFileReference";

        assertAllDenied(List.of("--files-root", root.toString()), List.of(secret + " attributes", through + " attributes",
                "(" + inside + " / '..' / 'outside' / 'secret') attributes", link + " watch", link + " glob: '*'",
                link + " walkDo: [:each | each]", through + " permissions: 'rwxrwxrwx'", "(" + link + " / 'secret') deleteTree",
                secret + " copyTo: " + inside + " / 'copy' replacing: false", "(" + link + " / 'secret') moveTo: " + inside
                        + " / 'moved' replacing: false", "(" + inside + " / 'hard') createLinkTo: " + through,
                link + " copyAllTo: " + link + " / 'copy'", "File newTemporaryDirectory", "ZipArchive on: " + through,
                "GZipReadStream on: " + through, "(ZipArchive on: (ZipWriter bytesDo: [:zip | zip add: 'x' as: 'x'])) extractTo: "
                        + link));
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(outside).isDirectoryContaining(file -> file.endsWith("secret"));
    }

    @Test
    void leaveNothingOutsideOfTheRoot() throws IOException, InterruptedException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.writeString(root.resolve("file"), "file");
        String inside = "'" + root + "' asFileReference";
        String link = "'" + root.resolve("link") + "' asFileReference";
        String file = "'" + root.resolve("file") + "' asFileReference";

        assertAllDenied(List.of("--files-root", root.toString()), List.of(file + " moveTo: (" + link + " / 'moved') replacing: true",
                file + " moveTo: (" + inside + " / '..' / 'moved') replacing: false", file + " copyTo: (" + link + " / 'copy') replacing: true",
                file + " copyTo: ('" + outside + "/copy') asFileReference replacing: true", "(" + inside + " / 'tree') copyAllTo: (" + link
                        + " / 'copy')", file + " renameTo: '" + outside + "/renamed'", "File temporaryFileIn: '"
                        + root + "/link' suffix: '.txt'", "File temporaryFolderIn: '" + outside + "'", "(" + link + " / 'new') createSymlinkTo: " + file, "(" + link + " / 'new') createLinkTo: "
                        + file, "(" + link + " / 'sub') watch"));
        assertThat(outside).isEmptyDirectory();
        assertThat(root.resolve("file")).hasContent("file");
    }

    @Test
    void followNoLinksWhereTheyWalk() throws IOException, InterruptedException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path sub = Files.createDirectory(root.resolve("sub"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(sub.resolve("link"), outside);
        String inside = "'" + root + "' asFileReference";

        Outcome outcome = SendwrightProcess.with("--no-repl", "--plugin", "files", "--files-root", root.toString(),
                "-e", "| all | all := OrderedCollection new. " + inside + " walkDo: [:each | all add: each name]. all asSortedCollection asArray",
                "-e", "(" + inside + " glob: '**secret') size",
                "-e", "(" + inside + " / 'sub') copyAllTo: (" + inside + " / 'copy')",
                "-e", "[File temporaryFileIn: '" + root + "' suffix: '/../../outside/x'] on: Error do: [:error | error return: #refused]",
                "-e", "(File temporaryFileIn: '" + root + "' suffix: '.txt') startsWith: '" + root + "/'",
                "-e", "(" + inside + " / 'copy') deleteTree").run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines()).containsExactly("('" + root + "' '" + sub + "' '" + sub.resolve("link") + "' )", "0", "2", "#refused",
                "true", "2");
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(outside).isDirectoryContaining(each -> each.endsWith("secret"));
    }
}
