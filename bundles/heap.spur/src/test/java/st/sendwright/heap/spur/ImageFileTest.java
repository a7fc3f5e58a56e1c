package st.sendwright.heap.spur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An image's file")
class ImageFileTest {

    @TempDir
    Path folder;

    private static void write(FileChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private void assertHolds(String text) throws IOException {
        assertThat(folder.resolve("some.image")).hasContent(text);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("some.image"));
        }
    }

    @Test
    void isMadeAndReplaced() throws IOException {
        ImageFile.replace(folder.resolve("some.image"), channel -> write(channel, "first, and longer"));
        assertHolds("first, and longer");

        ImageFile.replace(folder.resolve("some.image"), channel -> write(channel, "second"));

        assertHolds("second");
    }

    @Test
    void isAsItWasWhenTheDiskIsFull() throws IOException {
        Path file = Files.writeString(folder.resolve("some.image"), "old");

        assertThatThrownBy(() -> ImageFile.replace(file, channel -> {
            write(channel, "half of the ne");
            throw new IOException("No space left on device");
        })).isInstanceOf(IOException.class).hasMessage("No space left on device");

        assertHolds("old");
    }

    @Test
    void isNotMadeInAFolderThatIsNotThere() {
        assertThatThrownBy(() -> ImageFile.replace(folder.resolve("no/some.image"), channel -> write(channel, "x")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void isReadableForNobodyElseThanBefore() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Path file = Files.writeString(folder.resolve("some.image"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        ImageFile.replace(file, channel -> write(channel, "new"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void isReplacedBehindASymbolicLink() throws IOException {
        Path real = Files.writeString(Files.createDirectory(folder.resolve("real")).resolve("kept"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("some.image"), real);

        ImageFile.replace(link, channel -> write(channel, "new"));

        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @Test
    void losesWhatADeadProcessLeftAndNothingElse() throws Exception {
        long dead = 1L << 40;
        Files.writeString(folder.resolve("some.image-" + dead + "-0123abcd.part"), "left");
        Path alive = Files.writeString(
                folder.resolve("some.image-" + ProcessHandle.current().pid() + "-0123abcd.part"), "in work");
        Path other = Files.writeString(folder.resolve("some.image-1"), "mine");

        ImageFile.replace(folder.resolve("some.image"), channel -> write(channel, "new"));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(folder.resolve("some.image"), alive, other);
        }
    }
}
