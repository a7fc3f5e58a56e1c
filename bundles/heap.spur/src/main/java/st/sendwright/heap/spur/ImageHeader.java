package st.sendwright.heap.spur;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;
import st.sendwright.heap.ImageFormatException;
import st.sendwright.heap.spur.ImageLayout.Segment;
import st.sendwright.model.KnownClass;
import st.sendwright.model.LayoutHash;

/**
 * An image's header, all of whose numbers are possible and agree with the file's size: nothing of it is
 * believed before its checksum has been verified.
 */
final class ImageHeader {

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(ImageLayout.HEADER_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);

    /** Reads the header of the file that the channel is open on. */
    ImageHeader(FileChannel channel) throws IOException, ImageFormatException {
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, bytes.position());
        }
        check(bytes.position());
        checkSegments(channel.size());
    }

    private void check(int count) throws ImageFormatException {
        if (count >= 8 && bytes.getLong(ImageLayout.MAGIC) != ImageLayout.MAGIC_VALUE) {
            throw new ImageFormatException("SW-HEAP-001 the file is no image: it starts with 0x"
                    + Long.toHexString(bytes.getLong(ImageLayout.MAGIC)) + " where an image has 0x"
                    + Long.toHexString(ImageLayout.MAGIC_VALUE)
                    + ". Name a file that a snapshot wrote; see docs/errors/SW-HEAP-001.md.");
        }
        int version = bytes.getInt(ImageLayout.VERSION);
        if (count >= ImageLayout.VERSION + 4 && version != ImageLayout.FORMAT_VERSION) {
            throw new ImageFormatException("SW-HEAP-002 the image was not loaded: it has format version "
                    + version + ", this VM reads version " + ImageLayout.FORMAT_VERSION + ". "
                    + (version > ImageLayout.FORMAT_VERSION ? "It is newer than this VM: use the one that wrote it."
                            : "Use the VM that wrote it, or make a new image from its sources.")
                    + " See docs/errors/SW-HEAP-002.md.");
        }
        if (count < ImageLayout.HEADER_BYTES) {
            throw ImageFaults.truncated("its header has " + count + " of " + ImageLayout.HEADER_BYTES + " bytes");
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.clear().limit(ImageLayout.HEADER_CHECKSUM));
        bytes.clear();
        if (checksum.getValue() != bytes.getLong(ImageLayout.HEADER_CHECKSUM)) {
            throw ImageFaults.damaged("header", checksum.getValue(), bytes.getLong(ImageLayout.HEADER_CHECKSUM));
        }
        if (layoutHash() != LayoutHash.VALUE) {
            throw new ImageFormatException("SW-HEAP-005 the image was not loaded: its layout hash is 0x"
                    + Long.toHexString(layoutHash()) + ", this VM's 0x" + Long.toHexString(LayoutHash.VALUE)
                    + ". Use the VM that wrote it, or make a new image from its sources; see docs/errors/SW-HEAP-005.md.");
        }
    }

    private void checkSegments(long fileBytes) throws ImageFormatException {
        check("header bytes", bytes.getInt(ImageLayout.HEADER_SIZE), ImageLayout.HEADER_BYTES,
                ImageLayout.HEADER_BYTES, 1);
        check("segments", bytes.getLong(ImageLayout.SEGMENT_COUNT), Segment.values().length,
                Segment.values().length, 1);
        check("bytes of permanent objects", size(Segment.PERMANENT), 3 * 16, SpurMemory.PERMANENT_BYTES, 8);
        check("bytes of objects", size(Segment.HEAP), 0, ImageLayout.MAX_HEAP_BYTES, 8);
        check("bytes of class table", size(Segment.CLASS_TABLE), KnownClass.FIRST_FREE_INDEX * 8L,
                SpurMemory.CLASS_TABLE_BYTES, 8);
        checkPlace(Segment.PERMANENT, ImageLayout.PERMANENT_OFFSET);
        checkPlace(Segment.HEAP, ImageLayout.HEAP_OFFSET);
        checkPlace(Segment.CLASS_TABLE, ImageLayout.classTableOffset(size(Segment.HEAP)));
        if (fileBytes < end(Segment.CLASS_TABLE)) {
            throw ImageFaults.truncated("it has " + fileBytes + " of " + end(Segment.CLASS_TABLE) + " bytes");
        }
        if (fileBytes > end(Segment.CLASS_TABLE)) {
            throw new ImageFormatException("SW-HEAP-007 the image was not loaded: the file goes on after its "
                    + end(Segment.CLASS_TABLE)
                    + " bytes. It was changed; use an unchanged copy; see docs/errors/SW-HEAP-007.md.");
        }
    }

    private void checkPlace(Segment segment, long offset) throws ImageFormatException {
        check("as the offset of its " + segment.title, offset(segment), offset, offset, 1);
        check("as the address of its " + segment.title,
                bytes.getLong(segment.entry() + ImageLayout.SEGMENT_ADDRESS), segment.address, segment.address, 1);
    }

    private static void check(String what, long value, long least, long most, long multiple)
            throws ImageFormatException {
        if (value < least || value > most || value % multiple != 0) {
            throw ImageFaults.inconsistent("its header says " + value + " " + what + ", " + least + " to " + most
                    + " in steps of " + multiple + " are possible");
        }
    }

    int version() {
        return bytes.getInt(ImageLayout.VERSION);
    }

    long layoutHash() {
        return bytes.getLong(ImageLayout.LAYOUT_HASH);
    }

    long specialObjects() {
        return bytes.getLong(ImageLayout.SPECIAL_OBJECTS);
    }

    long hashSeed() {
        return bytes.getLong(ImageLayout.HASH_SEED);
    }

    /** Bytes of a segment, without the zeros behind it. */
    long size(Segment segment) {
        return bytes.getLong(segment.entry() + ImageLayout.SEGMENT_BYTES);
    }

    long offset(Segment segment) {
        return bytes.getLong(segment.entry() + ImageLayout.SEGMENT_OFFSET);
    }

    long checksum(Segment segment) {
        return bytes.getLong(segment.entry() + ImageLayout.SEGMENT_CHECKSUM);
    }

    /** Where the next segment, or the file's end, is. */
    long end(Segment segment) {
        return switch (segment) {
            case PERMANENT -> ImageLayout.HEAP_OFFSET;
            case HEAP -> ImageLayout.classTableOffset(size(Segment.HEAP));
            case CLASS_TABLE -> offset(segment) + size(segment);
        };
    }
}
