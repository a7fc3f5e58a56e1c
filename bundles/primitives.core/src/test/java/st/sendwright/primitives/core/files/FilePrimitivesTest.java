package st.sendwright.primitives.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static st.sendwright.model.Oop.smallInteger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.core.ObjectWorld;

@DisplayName("The primitives of module Files")
class FilePrimitivesTest {

    @TempDir
    private Path folder;

    private final ObjectWorld world = new ObjectWorld(new FilePrimitives());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void writeAndReadAtPositions() throws IOException {
        long file = open("a", "readWrite");

        world.run("write", world.nil(), file, world.bytes(1, 2, 3, 4), smallInteger(0));
        world.run("write", world.nil(), file, world.bytes(9), smallInteger(2));

        assertThat(bytes(world.run("read", world.nil(), file, smallInteger(1), smallInteger(10))))
                .containsExactly(2, 9, 4);
        assertThat(bytes(world.run("read", world.nil(), file, smallInteger(4), smallInteger(10)))).isEmpty();
        assertThat(world.run("size", world.nil(), file)).isEqualTo(smallInteger(4));
        world.run("truncate", world.nil(), file, smallInteger(2));
        assertThat(world.run("close", world.nil(), file)).isEqualTo(world.nil());
        assertThat(Files.readAllBytes(folder.resolve("a"))).containsExactly(1, 2);
        assertThat(world.resources).isEmpty();
    }

    @Test
    void openInTheModeThatIsAskedFor() throws IOException {
        Files.write(folder.resolve("a"), new byte[] {1, 2});

        assertThat(world.failureOf("open", world.nil(), path("a"), world.string("create")))
                .isEqualTo(Failure.ALREADY_EXISTS);
        assertThat(world.failureOf("open", world.nil(), path("none"), world.string("read")))
                .isEqualTo(Failure.NOT_FOUND);
        assertThat(world.failureOf("open", world.nil(), path("a"), world.string("sideways")))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        world.run("close", world.nil(), open("a", "append"));
        assertThat(Files.size(folder.resolve("a"))).isEqualTo(2);
        world.run("close", world.nil(), open("a", "write"));
        assertThat(Files.size(folder.resolve("a"))).isZero();
    }

    @Test
    void failForWhatIsNoOpenFile() {
        long file = open("a", "write");
        world.run("close", world.nil(), file);

        assertThat(world.failureOf("size", world.nil(), file)).isEqualTo(Failure.NOT_FOUND);
        assertThat(world.failureOf("close", world.nil(), world.nil())).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.failureOf("read", world.nil(), file, smallInteger(-1), smallInteger(1)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.failureOf("write", world.nil(), file, smallInteger(3), smallInteger(0)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void keepToTheModeAFileWasOpenedIn() throws IOException {
        Files.write(folder.resolve("b"), new byte[1]);

        assertThat(world.failureOf("read", world.nil(), open("a", "write"), smallInteger(0), smallInteger(1)))
                .isEqualTo(Failure.DENIED);
        assertThat(world.failureOf("write", world.nil(), open("b", "read"), world.bytes(1), smallInteger(0)))
                .isEqualTo(Failure.DENIED);
    }

    @Test
    void waitForRoomBeforeReading() {
        long file = open("a", "readWrite");
        world.fill();

        assertThat(world.run("read", world.nil(), file, smallInteger(0), smallInteger(100)))
                .isEqualTo(Primitive.NEEDS_ROOM);
    }

    @Test
    void tellFilesFromFolders() throws IOException {
        Files.write(folder.resolve("a"), new byte[3]);

        assertThat(StringObjects.text(world.run("kind", world.nil(), path("a")))).isEqualTo("file");
        assertThat(StringObjects.text(world.run("kind", world.nil(), path("")))).isEqualTo("directory");
        assertThat(world.run("kind", world.nil(), path("none"))).isEqualTo(world.nil());
        assertThat(world.run("isLink", world.nil(), path("a"))).isEqualTo(world.bool(false));
        assertThat(world.run("isLink", world.nil(), path("none"))).isEqualTo(world.bool(false));
        assertThat(world.run("sizeOf", world.nil(), path("a"))).isEqualTo(smallInteger(3));
        assertThat(world.failureOf("sizeOf", world.nil(), path("none"))).isEqualTo(Failure.NOT_FOUND);
        assertThat(world.failureOf("kind", world.nil(), smallInteger(1))).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(world.failureOf("kind", world.nil(), world.string("\0")))
                .isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void changeTheTree() {
        world.run("createDirectory", world.nil(), path("b/c"));
        world.run("close", world.nil(), open("b/file", "write"));

        assertThat(texts(world.run("list", world.nil(), path("b")))).containsExactly("c", "file");
        world.run("rename", world.nil(), path("b/file"), path("b/other"));
        world.run("delete", world.nil(), path("b/c"));
        assertThat(texts(world.run("list", world.nil(), path("b")))).containsExactly("other");
        assertThat(world.failureOf("delete", world.nil(), path("b/c"))).isEqualTo(Failure.NOT_FOUND);
        assertThat(world.failureOf("delete", world.nil(), path("b"))).isEqualTo(Failure.IO_ERROR);
        assertThat(world.failureOf("rename", world.nil(), path("b/other"), smallInteger(1)))
                .isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void nameTheFoldersOfTheProcess() {
        assertThat(StringObjects.text(world.run("workingDirectory", world.nil())))
                .isEqualTo(Path.of("").toAbsolutePath().toString());
        assertThat(StringObjects.text(world.run("temporaryDirectory", world.nil())))
                .isEqualTo(System.getProperty("java.io.tmpdir"));
    }

    private long path(String name) {
        return world.string(folder.resolve(name).toString());
    }

    private long open(String name, String mode) {
        return world.run("open", world.nil(), path(name), world.string(mode));
    }

    private static byte[] bytes(long oop) {
        return Memory.bytesAt(oop + ObjectHeader.BYTES, (int) ObjectFormat.byteCount(oop));
    }

    private static List<String> texts(long array) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < ObjectHeader.slots(array); i++) {
            texts.add(StringObjects.text(ObjectHeader.slot(array, i)));
        }
        return texts;
    }
}
