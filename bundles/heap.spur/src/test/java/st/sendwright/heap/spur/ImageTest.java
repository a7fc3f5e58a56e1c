package st.sendwright.heap.spur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.heap.ImageFormatException;
import st.sendwright.heap.ImageSummary;
import st.sendwright.heap.ObjectMemory.ImageOrigin;
import st.sendwright.heap.Pinning;
import st.sendwright.heap.Region;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.FloatObjects;
import st.sendwright.model.LayoutHash;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.PreferredAddresses;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;

@DisplayName("An image")
class ImageTest {

    private static final long MIB = 1 << 20;
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

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
    void isTakenAsItIsWhereItsAddressIsFree() throws Exception {
        byte[] image = image(50);
        Path file = Files.write(folder.resolve("packaged.image"), image);

        try (TestMemory loaded = new TestMemory(16 * MIB, PreferredAddresses.HEAP)) {
            loaded.memory.load(loaded.mutator, file, ImageOrigin.PACKAGED, loaded::place);

            assertThat(loaded.arena).isEqualTo(PreferredAddresses.HEAP);
            assertThat(NativeMemory.isMapped(loaded.objects())).isEqualTo(!WINDOWS);
            assertThat(loaded.faults()).isEmpty();
            ObjectHeader.rawPutSlot(loaded.objects(), 1, Oop.smallInteger(8));
            assertThat(Memory.longAt(loaded.regions().getFirst().end())).as("what follows is zero").isZero();
        }

        assertThat(Files.readAllBytes(file)).as("the file behind it").isEqualTo(image);
    }

    @Test
    void isReadWhereItsAddressIsTaken() throws Exception {
        byte[] image = image(50);
        Path file = Files.write(folder.resolve("packaged.image"), image);

        try (TestMemory first = new TestMemory(16 * MIB, PreferredAddresses.HEAP);
                TestMemory second = new TestMemory(16 * MIB, PreferredAddresses.HEAP)) {
            second.memory.load(second.mutator, file, ImageOrigin.PACKAGED, second::place);

            assertThat(second.arena).isNotEqualTo(first.arena);
            assertThat(NativeMemory.isMapped(second.objects())).isFalse();
            assertThat(second.faults()).isEmpty();
            assertThat(save(second)).isEqualTo(image);
        }
    }

    @Test
    void isRefusedWhenCutOffAnywhere() throws Exception {
        cutOff(150);
    }

    @Test
    @Tag("long")
    void isRefusedWhenCutOffAnywhereAsOftenAsOneLikes() throws Exception {
        cutOff(2_000);
    }

    private void cutOff(int cases) throws Exception {
        byte[] image = image(20);
        Random random = new Random(SEED);
        for (int sample = 0; sample < cases; sample++) {
            int length = sample < 100 ? sample : random.nextInt(image.length);

            assertThatThrownBy(() -> load(Arrays.copyOf(image, length)).close(), "%d bytes, seed %d", length, SEED)
                    .isInstanceOf(ImageFormatException.class).hasMessageStartingWith("SW-HEAP-003 ")
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void isRefusedWhenAnyBitIsFlipped() throws Exception {
        flip(600);
    }

    @Test
    @Tag("long")
    void isRefusedWhenAnyBitIsFlippedTenThousandTimes() throws Exception {
        flip(10_000);
    }

    private void flip(int cases) throws Exception {
        byte[] image = image(20);
        Path file = folder.resolve("damaged.image");
        Random random = new Random(SEED);
        for (int sample = 0; sample < cases; sample++) {
            int position = sample < 256 ? sample : random.nextInt(image.length);
            int bit = 1 << random.nextInt(8);
            image[position] ^= (byte) bit;
            ImageOrigin origin = sample % 2 == 0 ? ImageOrigin.USER : ImageOrigin.PACKAGED;

            assertThatThrownBy(() -> load(image, file, origin).close(),
                    "bit 0x%x of byte %d, %s, seed %d", bit, position, origin, SEED)
                    .isInstanceOf(ImageFormatException.class).hasMessageStartingWith("SW-HEAP-");
            image[position] ^= (byte) bit;
        }
        load(image).close();
    }

    @ParameterizedTest(name = "0x{0} set to {1}: {2}")
    @CsvSource({"000, 5, SW-HEAP-001", "008, 1, SW-HEAP-002", "008, 3, SW-HEAP-002", "010, 1, SW-HEAP-005",
        "018, 64, SW-HEAP-008", "028, 2, SW-HEAP-008", "040, 0, SW-HEAP-008", "048, -8, SW-HEAP-008",
        "048, 8192, SW-HEAP-008", "050, 8192, SW-HEAP-008", "068, -8, SW-HEAP-008",
        "068, 4611686018427387904, SW-HEAP-008", "068, 33554432, SW-HEAP-003", "088, 33554440, SW-HEAP-008",
        "088, 0, SW-HEAP-008"})
    void isRefusedWhenItsHeaderCannotBe(String offset, long value, String code) throws Exception {
        byte[] image = image(20);
        ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(Integer.parseInt(offset, 16), value);
        if (offset.equals("068") && code.equals("SW-HEAP-003")) {
            header.putLong(0x80, ImageLayout.classTableOffset(value));
        }
        sign(image);

        assertThatThrownBy(() -> load(image).close()).isInstanceOf(ImageFormatException.class)
                .hasMessageStartingWith(code + " ").hasMessageContaining("docs/errors/" + code);
    }

    @Test
    void isRefusedByAHeapThatIsTooSmall() throws Exception {
        Path file = Files.write(folder.resolve("large.image"), image(100_000));

        try (TestMemory small = new TestMemory(MIB)) {
            assertThatThrownBy(() -> small.memory.load(small.mutator, file, ImageOrigin.USER, small::place))
                    .isInstanceOf(ImageFormatException.class).hasMessageStartingWith("SW-HEAP-006 ")
                    .hasMessageContaining("--heap-max");
        }
    }

    @Test
    void saysOfANewerFormatThatItIsNewer() throws Exception {
        byte[] image = image(0);
        image[ImageLayout.VERSION] = 9;

        assertThatThrownBy(() -> load(image).close()).hasMessageContaining("version 9")
                .hasMessageContaining("newer than this VM");
    }

    @Test
    void isRefusedWhenItsObjectsCannotBeThoughTheChecksumIsRight() throws Exception {
        byte[] whole = image(20);
        int heapBytes = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(
                ImageLayout.Segment.HEAP.entry() + ImageLayout.SEGMENT_BYTES);
        Random random = new Random(SEED);
        int refused = 0;
        for (int sample = 0; sample < 300; sample++) {
            byte[] image = whole.clone();
            int position = (int) ImageLayout.HEAP_OFFSET + random.nextInt(heapBytes - 8) / 8 * 8;
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
    void saysWhatItIsMadeOf() throws Exception {
        byte[] image = image(20);
        Path file = Files.write(folder.resolve("some.image"), image);

        try (TestMemory memory = new TestMemory(MIB)) {
            ImageSummary summary = memory.memory.inspect(file, true);

            assertThat(summary.formatVersion()).isEqualTo(ImageLayout.FORMAT_VERSION);
            assertThat(summary.layoutHash()).isEqualTo(LayoutHash.VALUE);
            assertThat(summary.fileBytes()).isEqualTo(image.length);
            assertThat(summary.segments()).extracting(ImageSummary.Segment::name)
                    .containsExactly("permanent objects", "objects", "class table");
            image[(int) ImageLayout.HEAP_OFFSET + 100] ^= 1;
            Files.write(file, image);
            assertThat(memory.memory.inspect(file, false)).as("the header alone").isEqualTo(summary);
            assertThatThrownBy(() -> memory.memory.inspect(file, true)).hasMessageStartingWith("SW-HEAP-004 ");
        }
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

        try (TestMemory memory = new TestMemory(16 * MIB).populated(3)) {
            ObjectHeader.rawPutSlot(memory.objects(), 9, 0x1000);
            assertThatIllegalStateException().isThrownBy(() ->
                    memory.memory.save(memory.mutator, memory.regions(), file))
                    .withMessageStartingWith("SW-HEAP-010 ");
        }

        assertThat(Files.readString(file)).isEqualTo("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
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

    @Test
    void hasNoHolesWhereTheFixedSpaceHas() throws Exception {
        assertThat(imageOfThree(false)).isEqualTo(imageOfThree(true));
    }

    /** Behind the usual objects come three that refer to each other, with holes between if wanted. */
    private byte[] imageOfThree(boolean withHoles) throws IOException {
        try (TestMemory memory = new TestMemory(16 * MIB).populated(10)) {
            long mutator = memory.mutator;
            long previous = MutatorBlock.nil(mutator);
            long freeBytes = 0;
            for (int index = 0; index < 3; index++) {
                if (withHoles) {
                    long hole = ArrayObjects.newArray(mutator, 5 + index * 400);
                    freeBytes += ObjectHeader.end(hole) - ObjectHeader.start(hole);
                    Pinning.retire(hole);
                }
                previous = ArrayObjects.newArray(mutator, new long[] {previous, Oop.smallInteger(index)});
                ObjectHeader.set(previous, ObjectHeader.PINNED);
            }
            Region all = memory.regions().getFirst();
            memory.memory.save(mutator, List.of(new Region("fixed", all.start(), all.end(), all.limit(), Region.Kind.FIXED,
                    freeBytes)), folder.resolve("three.image"));
            return Files.readAllBytes(folder.resolve("three.image"));
        }
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

    private TestMemory load(byte[] image) throws IOException, ImageFormatException {
        return load(image, folder.resolve("loaded.image"), ImageOrigin.USER);
    }

    private static TestMemory load(byte[] image, Path file, ImageOrigin origin)
            throws IOException, ImageFormatException {
        Files.write(file, image);
        TestMemory memory = new TestMemory(16 * MIB,
                origin == ImageOrigin.PACKAGED ? PreferredAddresses.HEAP : 0);
        try {
            memory.memory.load(memory.mutator, file, origin, memory::place);
        } catch (IOException | ImageFormatException | RuntimeException refused) {
            memory.close();
            throw refused;
        }
        assertThat(Memory.longAt(memory.mutator + MutatorBlock.HASH_SEED)).isNotZero();
        return memory;
    }

    /** Makes all checksums right again. */
    private static void sign(byte[] image) {
        ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        ImageLayout.Segment[] segments = ImageLayout.Segment.values();
        for (int index = 0; index < segments.length; index++) {
            long start = header.getLong(segments[index].entry() + ImageLayout.SEGMENT_OFFSET);
            long end = index + 1 == segments.length ? image.length
                    : header.getLong(segments[index + 1].entry() + ImageLayout.SEGMENT_OFFSET);
            if (start >= 0 && end <= image.length && start <= end) {
                CRC32C checksum = new CRC32C();
                checksum.update(image, (int) start, (int) (end - start));
                header.putLong(segments[index].entry() + ImageLayout.SEGMENT_CHECKSUM, checksum.getValue());
            }
        }
        CRC32C head = new CRC32C();
        head.update(image, 0, ImageLayout.HEADER_CHECKSUM);
        header.putLong(ImageLayout.HEADER_CHECKSUM, head.getValue());
    }
}
