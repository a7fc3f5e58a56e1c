package st.sendwright.heap.spur;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import st.sendwright.heap.ImageFormatException;
import st.sendwright.heap.ObjectMemory;
import st.sendwright.model.KnownClass;
import st.sendwright.model.LayoutHash;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectHeader;

/**
 * Reads an image. No number of it is believed before the checksum over it has been verified: first the
 * header's, whose sizes then say how much to read, then the body's, before anything in it is used.
 */
final class ImageReader {

    private static final int BUFFER_BYTES = 1 << 18;

    private final long mutator;
    private final long permanent;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final long[] words = new long[BUFFER_BYTES / 8];
    private ByteBuffer header;
    private long permanentBytes;
    private long heap;
    private long heapBytes;
    private long classTableLimit;

    ImageReader(long mutator, long permanent) {
        this.mutator = mutator;
        this.permanent = permanent;
    }

    /** Reads all; answers the end of the permanent objects. */
    long read(InputStream image, ObjectMemory.Placement room) throws IOException, ImageFormatException {
        readHeader(image);
        heap = heapBytes == 0 ? 0 : room.place(heapBytes);
        if (heap == 0 && heapBytes != 0) {
            throw new ImageFormatException("SW-HEAP-006 the image was not loaded: its objects take "
                    + heapBytes
                    + " bytes, more than the heap may have. Raise that; see docs/errors/SW-HEAP-006.md.");
        }
        ImageRelocation relocation =
                new ImageRelocation(permanent, permanentBytes, heap, heapBytes, classTableLimit);
        readBody(image, relocation);
        long specialObjects = relocation.relocated(header.getLong(ImageLayout.SPECIAL_OBJECTS));
        if (!relocation.isRight()) {
            throw inconsistent(relocation.fault());
        }
        fillMutatorBlock(specialObjects);
        return permanent + permanentBytes;
    }

    private void readHeader(InputStream image) throws IOException, ImageFormatException {
        byte[] bytes = image.readNBytes(ImageLayout.HEADER_BYTES);
        header = ByteBuffer.wrap(Arrays.copyOf(bytes, ImageLayout.HEADER_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length >= 8 && header.getLong(ImageLayout.MAGIC) != ImageLayout.MAGIC_VALUE) {
            throw new ImageFormatException("SW-HEAP-001 the file is no image: it starts with 0x"
                    + Long.toHexString(header.getLong(ImageLayout.MAGIC)) + " where an image has 0x"
                    + Long.toHexString(ImageLayout.MAGIC_VALUE)
                    + ". Name a file that a snapshot wrote; see docs/errors/SW-HEAP-001.md.");
        }
        if (bytes.length < ImageLayout.HEADER_BYTES) {
            throw truncated("its header has " + bytes.length + " of " + ImageLayout.HEADER_BYTES + " bytes");
        }
        int version = header.getInt(ImageLayout.VERSION);
        if (version != ImageLayout.FORMAT_VERSION) {
            throw new ImageFormatException("SW-HEAP-002 the image was not loaded: it has format version "
                    + version
                    + ", this VM reads version " + ImageLayout.FORMAT_VERSION
                    + ". Use the VM that wrote it, or make a new image; see docs/errors/SW-HEAP-002.md.");
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, ImageLayout.HEADER_CHECKSUM);
        if (checksum.getValue() != header.getLong(ImageLayout.HEADER_CHECKSUM)) {
            throw damaged("header", checksum.getValue(), header.getLong(ImageLayout.HEADER_CHECKSUM));
        }
        if (header.getLong(ImageLayout.LAYOUT_HASH) != LayoutHash.VALUE) {
            throw new ImageFormatException("SW-HEAP-005 the image was not loaded: its layout hash is 0x"
                    + Long.toHexString(header.getLong(ImageLayout.LAYOUT_HASH)) + ", this VM's 0x"
                    + Long.toHexString(LayoutHash.VALUE)
                    + ". Use the VM that wrote it, or make a new image; see docs/errors/SW-HEAP-005.md.");
        }
        permanentBytes = size(ImageLayout.PERMANENT_SIZE, "permanent bytes", 3 * 16,
                SpurMemory.PERMANENT_BYTES, 8);
        heapBytes = size(ImageLayout.HEAP_SIZE, "heap bytes", 0, ImageLayout.MAX_HEAP_BYTES, 8);
        classTableLimit = size(ImageLayout.CLASS_TABLE_LIMIT, "class table entries",
                KnownClass.FIRST_FREE_INDEX,
                SpurMemory.CLASS_TABLE_ENTRIES, 1);
        size(ImageLayout.HEADER_SIZE, "header bytes", ImageLayout.HEADER_BYTES, ImageLayout.HEADER_BYTES, 1);
        size(ImageLayout.PERMANENT_ADDRESS, "base", ImageLayout.PERMANENT_BASE, ImageLayout.PERMANENT_BASE,
                8);
        size(ImageLayout.HEAP_ADDRESS, "base", ImageLayout.HEAP_BASE, ImageLayout.HEAP_BASE, 8);
    }

    private long size(int offset, String what, long least, long most, long multiple)
            throws ImageFormatException {
        long value = offset == ImageLayout.HEADER_SIZE ? header.getInt(offset) : header.getLong(offset);
        if (value < least || value > most || value % multiple != 0) {
            throw inconsistent("its header says " + value + " " + what + ", " + least + " to " + most
                    + " in steps of " + multiple + " are possible");
        }
        return value;
    }

    private void readBody(InputStream image, ImageRelocation relocation)
            throws IOException, ImageFormatException {
        long classTable = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE);
        CRC32C checksum = new CRC32C();
        relocation.startObjects(permanentBytes);
        readPart(image, permanent, permanentBytes, "permanent objects", relocation, checksum);
        relocation.startObjects(heapBytes);
        readPart(image, heap, heapBytes, "objects", relocation, checksum);
        relocation.startReferences(classTableLimit * 8);
        readPart(image, classTable, classTableLimit * 8, "class table", relocation, checksum);
        if (checksum.getValue() != header.getLong(ImageLayout.BODY_CHECKSUM)) {
            throw damaged("body", checksum.getValue(), header.getLong(ImageLayout.BODY_CHECKSUM));
        }
        if (image.read() >= 0) {
            throw new ImageFormatException("SW-HEAP-007 the image was not loaded: the file goes on after its "
                    + (ImageLayout.HEADER_BYTES + permanentBytes + heapBytes + classTableLimit * 8)
                    + " bytes. It was changed; use an unchanged copy; see docs/errors/SW-HEAP-007.md.");
        }
    }

    private void readPart(InputStream image, long to, long bytes, String what, ImageRelocation relocation,
            CRC32C checksum) throws IOException, ImageFormatException {
        for (long done = 0; done < bytes;) {
            int wanted = (int) Math.min(buffer.length, bytes - done);
            int count = image.readNBytes(buffer, 0, wanted);
            if (count < wanted) {
                throw truncated("its " + what + " have " + (done + count) + " of " + bytes + " bytes");
            }
            checksum.update(buffer, 0, count);
            ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words, 0, count >> 3);
            relocation.relocate(words, count >> 3);
            Memory.copy(words, 0, to + done, count >> 3);
            done += count;
        }
    }

    private void fillMutatorBlock(long specialObjects) {
        long nil = permanent;
        Memory.putLong(mutator + MutatorBlock.NIL, nil);
        Memory.putLong(mutator + MutatorBlock.TRUE, ObjectHeader.end(nil));
        Memory.putLong(mutator + MutatorBlock.FALSE, ObjectHeader.end(ObjectHeader.end(nil)));
        Memory.putLong(mutator + MutatorBlock.SPECIAL_OBJECTS, specialObjects);
        Memory.putLong(mutator + MutatorBlock.CLASS_TABLE_LIMIT, classTableLimit);
        Memory.putLong(mutator + MutatorBlock.HASH_SEED, header.getLong(ImageLayout.HASH_SEED));
    }

    private static ImageFormatException truncated(String where) {
        return new ImageFormatException("SW-HEAP-003 the image was not loaded: the file is cut off, " + where
                + ". Use a whole copy; see docs/errors/SW-HEAP-003.md.");
    }

    private static ImageFormatException damaged(String part, long found, long expected) {
        return new ImageFormatException("SW-HEAP-004 the image was not loaded: its " + part
                + " is damaged, the checksum is 0x" + Long.toHexString(found) + " instead of 0x"
                + Long.toHexString(expected) + ". Use an undamaged copy; see docs/errors/SW-HEAP-004.md.");
    }

    private static ImageFormatException inconsistent(String what) {
        return new ImageFormatException("SW-HEAP-008 the image was not loaded: " + what
                + ". The checksum is right, so its writer is at fault; see docs/errors/SW-HEAP-008.md.");
    }
}
