package st.sendwright.heap.spur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.heap.ImageFormatException;
import st.sendwright.heap.Region;
import st.sendwright.model.FloatObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;

@DisplayName("An image")
class ImageTest {

    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void bringsBackAllObjectsAtOtherAddresses() throws Exception {
        byte[] image = image(100);

        try (TestMemory loaded = load(image)) {
            long mutator = loaded.mutator;
            long objects = loaded.objects();

            assertThat(StringObjects.text(ObjectHeader.slot(objects, 0))).isEqualTo("wide →");
            assertThat(ObjectHeader.slot(objects, 1)).isEqualTo(Oop.smallInteger(-7));
            assertThat(ObjectHeader.slot(objects, 2)).isEqualTo(Oop.character('c'));
            assertThat(FloatObjects.value(ObjectHeader.slot(objects, 3))).isEqualTo(1e300);
            assertThat(ObjectHeader.slot(objects, 5)).isEqualTo(SymbolTable.find(mutator, "symbol"));
            assertThat(ObjectHeader.slots(ObjectHeader.slot(objects, 6))).isZero();
            assertThat(ObjectHeader.slot(objects, 7)).isEqualTo(MutatorBlock.bool(mutator, true));
            assertThat(ObjectHeader.slot(objects, 8)).isEqualTo(MutatorBlock.nil(mutator));
            assertThat(StringObjects.text(ObjectHeader.slot(objects, 399))).isEqualTo("padding 99");
            assertThat(loaded.faults()).isEmpty();
            assertThat(loaded.memory.addClass(mutator, MutatorBlock.classAt(mutator, 32)))
                    .as("class indices go on").isEqualTo(96);
        }
    }

    @Test
    void holdsNothingOfTheVmThatWroteIt() throws Exception {
        try (TestMemory loaded = load(image(0))) {
            long method = ObjectHeader.slot(loaded.objects(), 4);

            assertThat(MethodLayout.primitive(MethodLayout.header(method))).isZero();
            assertThat(MethodLayout.hasPrimitive(MethodLayout.header(method))).isTrue();
            assertThat(ObjectHeader.slot(method, MethodLayout.SITES)).isEqualTo(Oop.smallInteger(0));
            assertThat(ObjectHeader.slot(method, 4)).as("bytecodes").isEqualTo(0x5757_5757_5757_5757L);
        }
    }

    @Test
    void isTheSameBytesForTheSameContents() throws Exception {
        byte[] image = image(50);

        byte[] again;
        try (TestMemory loaded = load(image)) {
            again = save(loaded);
        }

        assertThat(image(50)).as("another VM, other addresses").isEqualTo(image);
        assertThat(again).as("loaded and saved").isEqualTo(image);
    }

    @Test
    void isRefusedWhenCutOffAnywhere() throws Exception {
        byte[] image = image(20);
        Random random = new Random(17);
        for (int sample = 0; sample < 200; sample++) {
            int length = sample < 140 ? sample : random.nextInt(image.length);

            assertThatThrownBy(() -> load(Arrays.copyOf(image, length)).close()).as("%d bytes", length)
                    .isInstanceOf(ImageFormatException.class).hasMessageStartingWith("SW-HEAP-003 ")
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void isRefusedWhenAnyBitIsFlipped() throws Exception {
        byte[] image = image(20);
        Random random = new Random(18);
        for (int sample = 0; sample < 400; sample++) {
            int position = sample < ImageLayout.HEADER_BYTES ? sample : random.nextInt(image.length);
            byte[] damaged = image.clone();
            damaged[position] ^= (byte) (1 << random.nextInt(8));

            assertThatThrownBy(() -> load(damaged).close()).as("byte %d", position)
                    .isInstanceOf(ImageFormatException.class).hasMessageStartingWith("SW-HEAP-");
        }
    }

    @ParameterizedTest(name = "0x{0} set to {1}: {2}")
    @CsvSource({"00, 5, SW-HEAP-001", "08, 2, SW-HEAP-002", "10, 1, SW-HEAP-005", "18, -8, SW-HEAP-008",
        "18, 8192, SW-HEAP-008", "20, -8, SW-HEAP-008", "20, 4611686018427387904, SW-HEAP-008",
        "20, 33554432, SW-HEAP-006", "28, 4194305, SW-HEAP-008", "28, 0, SW-HEAP-008", "40, 64, SW-HEAP-008"})
    void isRefusedWhenItsHeaderCannotBe(String offset, long value, String code) throws Exception {
        byte[] image = image(20);
        ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(Integer.parseInt(offset, 16), value);
        sign(image);

        assertThatThrownBy(() -> load(image).close()).isInstanceOf(ImageFormatException.class)
                .hasMessageStartingWith(code + " ").hasMessageContaining("docs/errors/" + code);
    }

    @Test
    void isRefusedWhenItsObjectsCannotBeThoughTheChecksumIsRight() throws Exception {
        byte[] whole = image(20);
        Random random = new Random(19);
        int refused = 0;
        for (int sample = 0; sample < 300; sample++) {
            byte[] image = whole.clone();
            int position = ImageLayout.HEADER_BYTES
                    + random.nextInt(image.length - ImageLayout.HEADER_BYTES - 8) / 8 * 8;
            ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putLong(position, random.nextLong());
            sign(image);

            try (TestMemory loaded = load(image)) {
                assertThat(loaded.faults()).as("the verifier survives what was loaded")
                        .hasSizeLessThanOrEqualTo(100);
            } catch (ImageFormatException expected) {
                assertThat(expected).hasMessageStartingWith("SW-HEAP-008 ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(30);
    }

    @Test
    void isRefusedWhenSomethingFollowsIt() throws Exception {
        byte[] image = image(20);

        assertThatThrownBy(() -> load(Arrays.copyOf(image, image.length + 1)).close())
                .isInstanceOf(ImageFormatException.class).hasMessageStartingWith("SW-HEAP-007 ");
    }

    @Test
    void replacesTheOldOneAndLeavesNothingBeside() throws Exception {
        Path file = folder.resolve("some.image");
        Files.writeString(file, "old");

        try (TestMemory memory = new TestMemory(16 * MIB).populated(3)) {
            memory.memory.save(memory.mutator, memory.regions(), file);
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(image(3));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void leavesTheOldOneWhenItCannotBeWritten() throws Exception {
        Path file = folder.resolve("some.image");
        Files.writeString(file, "old");
        Files.createDirectory(folder.resolve("some.image.part"));

        try (TestMemory memory = new TestMemory(16 * MIB).populated(3)) {
            assertThatThrownBy(() -> memory.memory.save(memory.mutator, memory.regions(), file))
                    .isInstanceOf(IOException.class);
            ObjectHeader.rawPutSlot(memory.objects(), 9, 0x1000);
            assertThatIllegalStateException().isThrownBy(() ->
                    memory.memory.save(memory.mutator, memory.regions(),
                    folder.resolve("other.image"))).withMessageStartingWith("SW-HEAP-010 ");
        }

        assertThat(Files.readString(file)).isEqualTo("old");
        assertThat(folder.resolve("other.image")).doesNotExist();
    }

    @Test
    void takesTheNameOfRegularFilesOnly() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("empty"));

        try (TestMemory memory = new TestMemory(16 * MIB).populated(3)) {
            assertThatThrownBy(() -> memory.memory.save(memory.mutator, memory.regions(), directory))
                    .isInstanceOf(IOException.class).hasMessageContaining("no regular file");
        }

        assertThat(directory).isDirectory();
        assertThat(folder.resolve("empty.part")).doesNotExist();
    }

    @Test
    void releasesAllMemoryWhenSavedLoadedOrRefused() throws Exception {
        long before = NativeMemory.reservedBytes();

        byte[] image = image(3);
        load(image).close();
        assertThatThrownBy(() -> load(Arrays.copyOf(image, 200))).isInstanceOf(ImageFormatException.class);

        assertThat(NativeMemory.reservedBytes()).isEqualTo(before);
    }

    @Test
    void mayBeMadeOfSeveralRegions() throws Exception {
        byte[] image;
        try (TestMemory memory = new TestMemory(16 * MIB).populated(10)) {
            Region all = memory.regions().getFirst();
            long middle = ObjectHeader.start(memory.objects());
            memory.memory.save(memory.mutator, List.of(
                    new Region("low", all.start(), middle, middle),
                    new Region("high", middle, all.end(), all.limit())),
                    folder.resolve("two.image"));
            image = Files.readAllBytes(folder.resolve("two.image"));
        }

        assertThat(image).isEqualTo(image(10));
    }

    private byte[] image(int padding) throws IOException {
        try (TestMemory memory = new TestMemory(16 * MIB).populated(padding)) {
            assertThat(memory.faults()).isEmpty();
            return save(memory);
        }
    }

    private byte[] save(TestMemory memory) throws IOException {
        Path file = folder.resolve("saved.image");
        memory.memory.save(memory.mutator, memory.regions(), file);
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    private static TestMemory load(byte[] image) throws IOException, ImageFormatException {
        TestMemory memory = new TestMemory(16 * MIB);
        try {
            memory.memory.load(memory.mutator, new ByteArrayInputStream(image), memory::place);
        } catch (IOException | ImageFormatException | RuntimeException refused) {
            memory.close();
            throw refused;
        }
        assertThat(Memory.longAt(memory.mutator + MutatorBlock.HASH_SEED)).isNotZero();
        return memory;
    }

    /** Makes both checksums right again. */
    private static void sign(byte[] image) {
        ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C body = new CRC32C();
        body.update(image, ImageLayout.HEADER_BYTES, image.length - ImageLayout.HEADER_BYTES);
        header.putLong(ImageLayout.BODY_CHECKSUM, body.getValue());
        CRC32C head = new CRC32C();
        head.update(image, 0, ImageLayout.HEADER_CHECKSUM);
        header.putLong(ImageLayout.HEADER_CHECKSUM, head.getValue());
    }
}
