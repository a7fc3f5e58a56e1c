package st.sendwright.shell.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The folder of sockets")
class SocketFolderTest {

    @TempDir
    Path root;

    private SocketFolder folder() throws IOException {
        return new SocketFolder(root.resolve("own"), Files.createTempFile(root, "mine", ""));
    }

    @Test
    void isMadeForItsOwnerOnly() throws Exception {
        folder().make();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("own"))))
                .isEqualTo("rwx------");
    }

    @Test
    void isTakenAsItIsWhenItIsSafe() throws Exception {
        folder().make();
        folder().make();

        folder().check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-x---", "rwx--x---", "rwx-----x", "rwxrwxrwx", "rwx----w-"})
    void isRefusedWhenOthersMayUseIt(String permissions) throws Exception {
        Files.createDirectory(root.resolve("own"));
        Files.setPosixFilePermissions(root.resolve("own"), PosixFilePermissions.fromString(permissions));

        assertThatExceptionOfType(AttachException.class).isThrownBy(() -> folder().make())
                .withMessageStartingWith("SW-ATTACH-003 ")
                .withMessageContaining("is not safe: others may use it (" + permissions + ")");
    }

    /** Somebody could have made it lead anywhere. */
    @Test
    void isRefusedWhenItIsALink() throws Exception {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(root.resolve("own"), elsewhere);

        assertThatExceptionOfType(AttachException.class).isThrownBy(() -> folder().make())
                .withMessageContaining("is not safe: it is a link");
    }

    @Test
    void isRefusedWhenItIsAFile() throws Exception {
        Files.createFile(root.resolve("own"));

        assertThatExceptionOfType(AttachException.class).isThrownBy(() -> folder().make())
                .withMessageContaining("is not safe: it is no folder");
    }

    @Test
    void isRefusedWhenItBelongsToAnother() throws Exception {
        SocketFolder folder = new SocketFolder(root.resolve("own"), OtherUser.witness(root));

        assertThatExceptionOfType(AttachException.class).isThrownBy(folder::make)
                .withMessageContaining("is not safe: it belongs to " + Files.getOwner(root).getName());
    }

    @Test
    void cannotBeMadeInAFile() throws Exception {
        SocketFolder folder = new SocketFolder(Files.createFile(root.resolve("file")).resolve("own"), root);

        assertThatExceptionOfType(AttachException.class).isThrownBy(folder::make)
                .withMessageContaining("cannot be made");
    }

    @Test
    void liesWhereTheSessionSaysAndElseInTheTemporaryFolder() {
        assertThat(SocketFolder.of(Map.of("XDG_RUNTIME_DIR", root.toString())).socketOf(12))
                .isEqualTo(root.resolve("sendwright/12.socket"));
        assertThat(SocketFolder.of(Map.of()).socketOf(12).getParent().getFileName().toString())
                .startsWith("sendwright-");
        assertThat(SocketFolder.of(Map.of("XDG_RUNTIME_DIR", "/no/such/folder"))).hasToString(
                SocketFolder.of(Map.of()).toString());
    }

    @Test
    void knowsTheProcessesThatHaveASocket() throws Exception {
        folder().make();
        for (String name : new String[] {"40.socket", "7.socket", "x.socket", "8.txt", "99999999999999999999.socket"}) {
            Files.createFile(root.resolve("own").resolve(name));
        }

        assertThat(folder().processes()).containsExactly(7L, 40L);
    }
}
