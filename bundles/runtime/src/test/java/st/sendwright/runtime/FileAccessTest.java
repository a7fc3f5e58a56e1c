package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.primitives.Permission;
import st.sendwright.vm.Permissions;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("Files that programs may get at")
class FileAccessTest {

    @TempDir
    Path folder;

    private Path root;
    private FileAccess access;

    @BeforeEach
    void makeFiles() throws IOException {
        root = Files.createDirectory(folder.toRealPath().resolve("root"));
        Files.writeString(root.resolve("inside.txt"), "inside");
        Files.createDirectory(root.resolve("sub"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createDirectory(folder.resolve("other"));
        Files.createSymbolicLink(root.resolve("toSecret"), folder.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("toOther"), Path.of("../other"));
        Files.createSymbolicLink(root.resolve("toInside"), Path.of("inside.txt"));
        Files.createSymbolicLink(root.resolve("toNothing"), folder.resolve("new.txt"));
        Files.createSymbolicLink(root.resolve("sub/up"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("sub/chain"), Path.of("../toSecret"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        access = new FileAccess(new Permissions(Set.of(), Optional.of(root)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inside.txt", "new.txt", "sub/../inside.txt", "sub", ".", "", "./sub/./new", "toInside", "sub/up/inside.txt",
        "toOther/../root/inside.txt", "no/such/folder"})
    void areThoseInTheRoot(String name) throws IOException {
        Path found = access.file(root + "/" + name, true);

        assertThat(found.startsWith(root)).isTrue();
        if (Files.exists(root.resolve(name))) {
            assertThat(Files.isSameFile(found, root.resolve(name))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.txt", "..", "toSecret", "toOther", "toOther/x", "toNothing", "sub/up/../secret.txt", "sub/chain", "loop",
        "no/../../secret.txt", "../root2", "sub/../../secret.txt"})
    void areNotThoseOutside(String name) {
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> access.file(root + "/" + name, true))
                .withMessageContaining(root.toString());
    }

    @Test
    void areLinksThemselvesWhereTheyAreMeant() throws IOException {
        assertThat(access.file(root + "/toSecret", false)).isEqualTo(root.resolve("toSecret"));
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> access.file(root + "/toOther/x", false));
    }

    @Test
    void areAllWithoutARoot() throws IOException {
        assertThat(new FileAccess(Permissions.ALL).file("../x", true)).isEqualTo(Path.of("../x"));
        assertThatExceptionOfType(InvalidPathException.class).isThrownBy(() -> access.file("a\0b", true));
    }

    @Test
    void areNoneWhereFilesAreDenied() {
        FileAccess none = new FileAccess(new Permissions(Set.of(Permission.FILES), Optional.empty()));

        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> none.file("x", true));
    }

    @Test
    void areTheSameForAllThatProgramsDo() throws VmStartException, IOException {
        try (Vm vm = TestVms.factory().start(TestVms.options().withPermissions(new Permissions(Set.of(), Optional.of(root))))) {
            String secret = "'" + folder.resolve("secret.txt") + "'";
            String link = "'" + root.resolve("toSecret") + "'";

            assertThat(TestVms.print(vm, "(File named: '" + root.resolve("inside.txt") + "') contents")).isEqualTo("'inside'");
            for (String name : new String[] {secret, link}) {
                assertThat(TestVms.print(vm, "(File named: " + name + ") contents")).contains("permission denied");
                assertThat(TestVms.print(vm, "Smalltalk saveImageAs: " + name)).startsWith("FileError").contains("was denied");
                assertThat(TestVms.print(vm, "FileStream fileIn: " + name)).contains("it could not be loaded");
                assertThat(TestVms.print(vm, "Smalltalk exportHeap: " + name)).contains("permission denied");
            }
            assertThat(TestVms.print(vm, "FileStream fileIn: '" + root.resolve("sub") + "'")).contains("it could not be loaded");
            assertThat(TestVms.print(vm, "(File named: " + link + ") delete. 3")).isEqualTo("3");
            assertThat(TestVms.print(vm, "(File named: " + secret + ") delete")).contains("permission denied");
        }
        assertThat(folder.resolve("secret.txt")).hasContent("secret");
    }
}
