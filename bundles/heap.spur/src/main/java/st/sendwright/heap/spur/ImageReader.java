package st.sendwright.heap.spur;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import st.sendwright.heap.ImageFormatException;
import st.sendwright.heap.ObjectMemory;
import st.sendwright.heap.spur.ImageLayout.Segment;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectHeader;

/**
 * Reads an image. No number of it is believed before the checksum over it has been verified: first the
 * header's, whose sizes then say how much to read, then each segment's, before anything in it is used.
 *
 * <p>The packaged image is mapped where the heap got the address that the image was written for. Any other is
 * read and each of its references looked at; they are changed where the heap lies elsewhere.
 */
final class ImageReader {

    private static final int BUFFER_BYTES = 1 << 20;
    /** Below, threads take longer to start than they save. */
    private static final long LEAST_BYTES_FOR_THREADS = 32 << 20;
    private static final long MOST_BYTES_OF_BUFFER = 1L << 30;

    private final Path file;
    private final FileChannel channel;
    private final ImageHeader header;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final long[] words = new long[BUFFER_BYTES / 8];

    private ImageReader(Path file, FileChannel channel) throws IOException, ImageFormatException {
        this.file = file;
        this.channel = channel;
        this.header = new ImageHeader(channel);
    }

    /** Reads all into a VM's memory; answers the end of the permanent objects. */
    static long load(Path file, ObjectMemory.ImageOrigin origin, long mutator, long permanent,
            ObjectMemory.Placement room) throws IOException, ImageFormatException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new ImageReader(file, channel).load(origin, mutator, permanent, room);
        }
    }

    /** Reads all and keeps nothing. */
    static ImageHeader verify(Path file, boolean whole) throws IOException, ImageFormatException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ImageReader reader = new ImageReader(file, channel);
            if (whole) {
                reader.verify();
            }
            return reader.header;
        }
    }

    private long load(ObjectMemory.ImageOrigin origin, long mutator, long permanent, ObjectMemory.Placement room)
            throws IOException, ImageFormatException {
        long heapBytes = header.size(Segment.HEAP);
        long heap = heapBytes == 0 ? 0 : room.place(heapBytes);
        if (heap == 0 && heapBytes != 0) {
            throw new ImageFormatException("SW-HEAP-006 the image was not loaded: its objects take " + heapBytes
                    + " bytes, more than the heap may have. Give it more with --heap-max, at least "
                    + (heapBytes + heapBytes / 2 >> 20) + "m; see docs/errors/SW-HEAP-006.md.");
        }
        ImageRelocation relocation = relocation(permanent, heap);
        read(Segment.PERMANENT, permanent, relocation);
        if (origin != ObjectMemory.ImageOrigin.PACKAGED || !relocation.changesNothing() || !map(heap)) {
            readHeap(heap, relocation);
        }
        read(Segment.CLASS_TABLE, Memory.longAt(mutator + MutatorBlock.CLASS_TABLE), relocation);
        long specialObjects = relocation.relocated(header.specialObjects());
        checkReferences(relocation);
        fillMutatorBlock(mutator, permanent, specialObjects);
        return permanent + header.size(Segment.PERMANENT);
    }

    private ImageRelocation relocation(long permanent, long heap) {
        return new ImageRelocation(permanent, header.size(Segment.PERMANENT), heap, header.size(Segment.HEAP),
                header.size(Segment.CLASS_TABLE) / 8);
    }

    private void verify() throws IOException, ImageFormatException {
        ImageRelocation relocation = relocation(Segment.PERMANENT.address, Segment.HEAP.address);
        for (Segment segment : Segment.values()) {
            read(segment, 0, relocation);
        }
        relocation.relocated(header.specialObjects());
        checkReferences(relocation);
    }

    private static void checkReferences(ImageRelocation relocation) throws ImageFormatException {
        if (!relocation.isRight()) {
            throw ImageFaults.inconsistent(relocation.fault());
        }
    }

    /** Reads a segment to an address, or to nowhere when that is 0. */
    private void read(Segment segment, long to, ImageRelocation relocation)
            throws IOException, ImageFormatException {
        long bytes = header.size(segment);
        if (segment == Segment.CLASS_TABLE) {
            relocation.startReferences(bytes);
        } else {
            relocation.startObjects(bytes);
        }
        CRC32C checksum = new CRC32C();
        long extent = header.end(segment) - header.offset(segment);
        for (long done = 0; done < extent;) {
            int count = fill(header.offset(segment) + done, extent - done);
            if (count == 0) {
                throw ImageFaults.truncated("its " + segment.title + " have " + done + " of " + extent + " bytes");
            }
            checksum.update(buffer.flip());
            int wordCount = (int) (Math.clamp(bytes - done, 0, count) >> 3);
            buffer.rewind().asLongBuffer().get(words, 0, wordCount);
            relocation.take(words, wordCount);
            if (to != 0) {
                Memory.copy(words, 0, to + done, wordCount);
            }
            done += count;
        }
        check(segment, checksum);
    }

    private void readHeap(long to, ImageRelocation relocation) throws IOException, ImageFormatException {
        long bytes = header.size(Segment.HEAP);
        if (bytes < LEAST_BYTES_FOR_THREADS) {
            read(Segment.HEAP, to, relocation);
            return;
        }
        relocation.startObjects(bytes);
        CRC32C checksum = new CRC32C();
        try (ImageTransfer transfer = new ImageTransfer(channel, header.offset(Segment.HEAP), bytes, to)) {
            for (long done = 0; done < bytes; done += words.length * 8L) {
                if (done % ImageTransfer.CHUNK_BYTES == 0) {
                    transfer.await(done);
                }
                int count = (int) Math.min(words.length, bytes - done >> 3);
                checksum.update(Memory.segment(to + done, count * 8L).asByteBuffer());
                Memory.copy(to + done, words, count);
                relocation.take(words, count);
                if (!relocation.changesNothing()) {
                    Memory.copy(words, 0, to + done, count);
                }
            }
        }
        checkWithTail(checksum);
    }

    /** Reads into the buffer; answers how many bytes, 0 at the end of the file. */
    private int fill(long position, long most) throws IOException {
        buffer.clear().limit((int) Math.min(BUFFER_BYTES, most));
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, position + buffer.position());
        }
        return buffer.hasRemaining() && buffer.position() % 8 != 0 ? 0 : buffer.position();
    }

    private boolean map(long heap) throws IOException, ImageFormatException {
        if (!NativeMemory.map(file, header.offset(Segment.HEAP), header.size(Segment.HEAP), heap)) {
            return false;
        }
        CRC32C checksum = new CRC32C();
        long bytes = header.size(Segment.HEAP);
        for (long done = 0; done < bytes; done += MOST_BYTES_OF_BUFFER) {
            checksum.update(Memory.segment(heap + done, Math.min(MOST_BYTES_OF_BUFFER, bytes - done)).asByteBuffer());
        }
        checkWithTail(checksum);
        return true;
    }

    /** Verifies the checksum of the heap, of which the zeros behind it are missing yet. */
    private void checkWithTail(CRC32C checksum) throws IOException, ImageFormatException {
        long end = header.offset(Segment.HEAP) + header.size(Segment.HEAP);
        fill(end, header.end(Segment.HEAP) - end);
        checksum.update(buffer.flip());
        check(Segment.HEAP, checksum);
    }

    private void check(Segment segment, CRC32C checksum) throws ImageFormatException {
        if (checksum.getValue() != header.checksum(segment)) {
            throw ImageFaults.damaged("segment of " + segment.title, checksum.getValue(), header.checksum(segment));
        }
    }

    private void fillMutatorBlock(long mutator, long permanent, long specialObjects) {
        Memory.putLong(mutator + MutatorBlock.NIL, permanent);
        Memory.putLong(mutator + MutatorBlock.TRUE, ObjectHeader.end(permanent));
        Memory.putLong(mutator + MutatorBlock.FALSE, ObjectHeader.end(ObjectHeader.end(permanent)));
        Memory.putLong(mutator + MutatorBlock.SPECIAL_OBJECTS, specialObjects);
        Memory.putLong(mutator + MutatorBlock.CLASS_TABLE_LIMIT, header.size(Segment.CLASS_TABLE) / 8);
        Memory.putLong(mutator + MutatorBlock.HASH_SEED, header.hashSeed());
    }
}
