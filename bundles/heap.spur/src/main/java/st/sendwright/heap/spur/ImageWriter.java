package st.sendwright.heap.spur;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import st.sendwright.heap.Region;
import st.sendwright.model.LayoutHash;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * Writes an image: a copy of all objects in which every reference is relative to fixed bases and what belongs
 * to this VM alone (send sites, bound primitives, collector's flags) is cleared.
 */
final class ImageWriter {

    private static final long CHUNK_BYTES = 1L << 30;
    private static final long COLLECTOR_FLAGS =
            ObjectHeader.MARKED | ObjectHeader.GREY | ObjectHeader.REMEMBERED | ObjectHeader.PINNED;

    /** A range of the heap and where it is said to lie in the file. */
    private record Part(Region region, long base) {
    }

    private final long mutator;
    private final List<Part> parts = new ArrayList<>();
    private final long permanentBytes;
    private final long heapBytes;

    ImageWriter(long mutator, Region permanent, List<Region> regions) {
        this.mutator = mutator;
        parts.add(new Part(permanent, ImageLayout.PERMANENT_BASE));
        long base = ImageLayout.HEAP_BASE;
        for (Region region : regions) {
            if (region.start() != permanent.start()) {
                parts.add(new Part(region, base));
                base += region.usedBytes();
            }
        }
        permanentBytes = permanent.usedBytes();
        heapBytes = base - ImageLayout.HEAP_BASE;
    }

    void write(Path file) throws IOException {
        long classTableLimit = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT);
        long bytes = ImageLayout.HEADER_BYTES + permanentBytes + heapBytes + classTableLimit * 8;
        long image = NativeMemory.reserve(bytes + 4095 & -4096);
        try {
            fillBody(image + ImageLayout.HEADER_BYTES, classTableLimit);
            fillHeader(image, bytes, classTableLimit);
            replace(file, image, bytes);
        } finally {
            NativeMemory.release(image);
        }
    }

    private void fillBody(long body, long classTableLimit) {
        long at = body;
        for (Part part : parts) {
            Memory.copy(part.region().start(), at, part.region().usedBytes());
            relocate(at, at + part.region().usedBytes());
            at += part.region().usedBytes();
        }
        long classTable = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE);
        for (long index = 0; index < classTableLimit; index++) {
            Memory.putLong(at + index * 8, relocated(Memory.longAt(classTable + index * 8)));
        }
    }

    private void relocate(long start, long end) {
        for (long at = start; at < end;) {
            long oop = ObjectHeader.objectAt(at);
            at = ObjectHeader.end(oop);
            ObjectHeader.clear(oop, COLLECTOR_FLAGS);
            if (ObjectHeader.slots(oop) == 0) {
                // The one word of an object without slots is whatever was there before.
                ObjectHeader.rawPutSlot(oop, 0, 0);
            }
            if (ObjectHeader.classIndex(oop) == ObjectHeader.FREE_CLASS_INDEX) {
                continue;
            }
            if (ObjectFormat.isMethod(ObjectHeader.format(oop))) {
                MethodLayout.bindPrimitive(oop, 0);
                ObjectHeader.rawPutSlot(oop, MethodLayout.SITES, Oop.smallInteger(0));
            }
            long slots = ObjectFormat.pointerSlots(oop);
            for (long slot = 0; slot < slots; slot++) {
                long address = ObjectHeader.slotAddress(oop, slot);
                Memory.putLong(address, relocated(Memory.longAt(address)));
            }
        }
    }

    private long relocated(long oop) {
        if (Oop.isImmediate(oop)) {
            return oop;
        }
        for (Part part : parts) {
            if (oop >= part.region().start() && oop < part.region().end()) {
                return oop - part.region().start() + part.base();
            }
        }
        throw new IllegalStateException("SW-HEAP-010 the image was not written: a reference leads to 0x"
                + Long.toHexString(oop) + ", which is in no region of the heap. An earlier image stays. "
                + "Have the heap verified; see docs/errors/SW-HEAP-010.md.");
    }

    private void fillHeader(long image, long bytes, long classTableLimit) {
        Memory.putLong(image + ImageLayout.MAGIC, ImageLayout.MAGIC_VALUE);
        Memory.putInt(image + ImageLayout.VERSION, ImageLayout.FORMAT_VERSION);
        Memory.putInt(image + ImageLayout.HEADER_SIZE, ImageLayout.HEADER_BYTES);
        Memory.putLong(image + ImageLayout.LAYOUT_HASH, LayoutHash.VALUE);
        Memory.putLong(image + ImageLayout.PERMANENT_SIZE, permanentBytes);
        Memory.putLong(image + ImageLayout.HEAP_SIZE, heapBytes);
        Memory.putLong(image + ImageLayout.CLASS_TABLE_LIMIT, classTableLimit);
        Memory.putLong(image + ImageLayout.PERMANENT_ADDRESS, ImageLayout.PERMANENT_BASE);
        Memory.putLong(image + ImageLayout.HEAP_ADDRESS, ImageLayout.HEAP_BASE);
        Memory.putLong(image + ImageLayout.SPECIAL_OBJECTS,
                relocated(Memory.longAt(mutator + MutatorBlock.SPECIAL_OBJECTS)));
        Memory.putLong(image + ImageLayout.HASH_SEED, Memory.longAt(mutator + MutatorBlock.HASH_SEED));
        Memory.putLong(image + ImageLayout.BODY_CHECKSUM,
                checksum(image + ImageLayout.HEADER_BYTES, bytes - ImageLayout.HEADER_BYTES));
        Memory.putLong(image + ImageLayout.HEADER_CHECKSUM, checksum(image, ImageLayout.HEADER_CHECKSUM));
    }

    private static long checksum(long address, long bytes) {
        CRC32C checksum = new CRC32C();
        for (long done = 0; done < bytes; done += CHUNK_BYTES) {
            checksum.update(chunk(address + done, bytes - done));
        }
        return checksum.getValue();
    }

    /** Writes beside the file, has the bytes forced to disk, and puts the new file in the old one's place. */
    private static void replace(Path file, long image, long bytes) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new FileSystemException(target.toString(), null, "it is no regular file, which an image"
                    + " could take the place of");
        }
        Path beside = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                for (long done = 0; done < bytes; done += CHUNK_BYTES) {
                    ByteBuffer chunk = chunk(image + done, bytes - done);
                    while (chunk.hasRemaining()) {
                        channel.write(chunk);
                    }
                }
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static ByteBuffer chunk(long address, long bytes) {
        return Memory.segment(address, Math.min(CHUNK_BYTES, bytes)).asByteBuffer();
    }
}
