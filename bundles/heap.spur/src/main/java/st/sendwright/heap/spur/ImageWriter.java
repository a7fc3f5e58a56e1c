package st.sendwright.heap.spur;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import st.sendwright.heap.Region;
import st.sendwright.heap.spur.ImageLayout.Segment;
import st.sendwright.model.LayoutHash;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;

/**
 * Writes an image: all objects, in which every reference is as if they lay at the preferred addresses. It goes
 * block by block through a buffer, so the heap is not changed and no second one is needed.
 */
final class ImageWriter {

    private static final int BUFFER_BYTES = 1 << 20;

    private final long mutator;
    private final Region permanent;
    private final List<Region> heap;
    private final long heapBytes;
    private final long classTableLimit;
    private final ImageEncoding encoding;
    private final ByteBuffer header = buffer(ImageLayout.HEADER_BYTES);
    private final ByteBuffer buffer = buffer(BUFFER_BYTES);
    private final long[] words = new long[BUFFER_BYTES / 8];

    ImageWriter(long mutator, Region permanent, List<Region> regions) {
        this.mutator = mutator;
        this.permanent = permanent;
        heap = regions.stream().filter(region -> region.start() != permanent.start())
                .flatMap(region -> region.kind() == Region.Kind.FIXED ? runs(region).stream() : Stream.of(region))
                .filter(region -> region.start() < region.end()).toList();
        heapBytes = heap.stream().mapToLong(ImageWriter::bytes).sum();
        classTableLimit = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT);
        encoding = new ImageEncoding(permanent, heap, classTableLimit);
    }

    /** The parts of a region between which there is nothing but free memory: an image has no holes. */
    private static List<Region> runs(Region region) {
        List<Region> runs = new ArrayList<>();
        long start = region.start();
        for (long at = start; at < region.end();) {
            long oop = ObjectHeader.objectAt(at);
            long next = ObjectHeader.end(oop);
            if (ObjectHeader.classIndex(oop) == ObjectHeader.FREE_CLASS_INDEX) {
                runs.add(new Region(region.name(), start, at, at));
                start = next;
            }
            at = next;
        }
        runs.add(new Region(region.name(), start, region.end(), region.end()));
        return runs;
    }

    private static long bytes(Region region) {
        return region.end() - region.start();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    void write(Path file) throws IOException {
        ImageFile.replace(file, this::writeTo);
    }

    /** The header is written last: until then the file is no image. */
    private void writeTo(FileChannel channel) throws IOException {
        long offset = ImageLayout.PERMANENT_OFFSET;
        channel.position(offset);
        encoding.startObjects(permanent.usedBytes());
        CRC32C checksum = new CRC32C();
        write(channel, permanent.start(), permanent.usedBytes(), checksum);
        enter(Segment.PERMANENT, offset, permanent.usedBytes(),
                writeZeros(channel, ImageLayout.HEAP_OFFSET - offset - permanent.usedBytes(), checksum));
        offset = ImageLayout.HEAP_OFFSET;
        checksum = new CRC32C();
        encoding.startObjects(heapBytes);
        for (Region region : heap) {
            write(channel, region.start(), bytes(region), checksum);
        }
        long next = ImageLayout.classTableOffset(heapBytes);
        enter(Segment.HEAP, offset, heapBytes, writeZeros(channel, next - offset - heapBytes, checksum));
        checksum = new CRC32C();
        encoding.startReferences(classTableLimit * 8);
        write(channel, Memory.longAt(mutator + MutatorBlock.CLASS_TABLE), classTableLimit * 8, checksum);
        enter(Segment.CLASS_TABLE, next, classTableLimit * 8, checksum);
        writeHeader(channel);
    }

    private void write(FileChannel channel, long from, long bytes, CRC32C checksum) throws IOException {
        for (long done = 0; done < bytes;) {
            int count = (int) Math.min(BUFFER_BYTES, bytes - done);
            Memory.copy(from + done, words, count / 8);
            encoding.take(words, count / 8);
            checkEncoding();
            buffer.clear().asLongBuffer().put(words, 0, count / 8);
            writeBuffer(channel, count, checksum);
            done += count;
        }
    }

    private CRC32C writeZeros(FileChannel channel, long bytes, CRC32C checksum) throws IOException {
        buffer.clear();
        while (buffer.position() < bytes) {
            buffer.put((byte) 0);
        }
        writeBuffer(channel, (int) bytes, checksum);
        return checksum;
    }

    private void writeBuffer(FileChannel channel, int count, CRC32C checksum) throws IOException {
        checksum.update(buffer.clear().limit(count));
        buffer.rewind();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private void enter(Segment segment, long offset, long bytes, CRC32C checksum) {
        int entry = segment.entry();
        header.putLong(entry + ImageLayout.SEGMENT_OFFSET, offset);
        header.putLong(entry + ImageLayout.SEGMENT_BYTES, bytes);
        header.putLong(entry + ImageLayout.SEGMENT_ADDRESS, segment.address);
        header.putLong(entry + ImageLayout.SEGMENT_CHECKSUM, checksum.getValue());
    }

    private void writeHeader(FileChannel channel) throws IOException {
        header.putLong(ImageLayout.MAGIC, ImageLayout.MAGIC_VALUE);
        header.putInt(ImageLayout.VERSION, ImageLayout.FORMAT_VERSION);
        header.putInt(ImageLayout.HEADER_SIZE, ImageLayout.HEADER_BYTES);
        header.putLong(ImageLayout.LAYOUT_HASH, LayoutHash.VALUE);
        header.putLong(ImageLayout.SPECIAL_OBJECTS,
                encoding.encoded(Memory.longAt(mutator + MutatorBlock.SPECIAL_OBJECTS)));
        checkEncoding();
        header.putLong(ImageLayout.HASH_SEED, Memory.longAt(mutator + MutatorBlock.HASH_SEED));
        header.putLong(ImageLayout.SEGMENT_COUNT, Segment.values().length);
        CRC32C checksum = new CRC32C();
        checksum.update(header.clear().limit(ImageLayout.HEADER_CHECKSUM));
        header.clear().putLong(ImageLayout.HEADER_CHECKSUM, checksum.getValue());
        for (long position = 0; header.hasRemaining();) {
            position += channel.write(header, position);
        }
    }

    private void checkEncoding() {
        if (!encoding.isRight()) {
            throw new IllegalStateException("SW-HEAP-010 the image was not written: " + encoding.fault()
                    + ". An earlier image stays. Have the heap verified; see docs/errors/SW-HEAP-010.md.");
        }
    }
}
