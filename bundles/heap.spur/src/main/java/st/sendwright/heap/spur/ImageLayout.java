package st.sendwright.heap.spur;

import st.sendwright.model.PreferredAddresses;

/**
 * The image file: a header, then three segments with permanent objects, heap objects and class table.
 *
 * <p>Numbers are little-endian. References are addresses as if the permanent objects and the heap objects lay
 * at their {@link PreferredAddresses}, so that equal contents are equal bytes and a VM that gets these
 * addresses takes the file as it is. The page is {@code docs/formats/image.md}.
 */
final class ImageLayout {

    /** The bytes {@code SWIMAGE} and a line feed, which a transfer as text would spoil. */
    static final long MAGIC_VALUE = 0x0A45_4741_4D49_5753L;
    static final int FORMAT_VERSION = 2;
    static final int HEADER_BYTES = 0x1000;

    static final int MAGIC = 0x00;
    /** 32 bits each. */
    static final int VERSION = 0x08;
    static final int HEADER_SIZE = 0x0C;
    /** {@code LayoutHash} of the model that wrote the image. */
    static final int LAYOUT_HASH = 0x10;
    static final int SPECIAL_OBJECTS = 0x18;
    static final int HASH_SEED = 0x20;
    static final int SEGMENT_COUNT = 0x28;
    /** The first entry of the segment table; the offsets below count from an entry's start. */
    static final int SEGMENT_TABLE = 0x40;
    /** CRC32C of the header's bytes before this one; what is not mentioned here is zero. */
    static final int HEADER_CHECKSUM = HEADER_BYTES - 8;

    static final int SEGMENT_ENTRY_BYTES = 0x20;
    /** Where in the file it begins. */
    static final int SEGMENT_OFFSET = 0x00;
    static final int SEGMENT_BYTES = 0x08;
    /** Where references take it to be; 0 for the class table, which nothing refers to. */
    static final int SEGMENT_ADDRESS = 0x10;
    /** CRC32C of the segment and of the zeros behind it, up to the next segment. */
    static final int SEGMENT_CHECKSUM = 0x18;

    /** Segments in the order in which they lie in the file. */
    enum Segment {
        PERMANENT("permanent objects", PreferredAddresses.PERMANENT),
        HEAP("objects", PreferredAddresses.HEAP),
        CLASS_TABLE("class table", 0);

        final String title;
        final long address;

        Segment(String title, long address) {
            this.title = title;
            this.address = address;
        }

        /** Where its entry of the table is. */
        int entry() {
            return SEGMENT_TABLE + ordinal() * SEGMENT_ENTRY_BYTES;
        }
    }

    /**
     * What follows the permanent objects begins at a multiple of this, which is one of every system's page
     * size: so the heap can be mapped, and its last page ends with zeros.
     */
    static final long ALIGNMENT = 0x10000;
    static final long PERMANENT_OFFSET = HEADER_BYTES;
    static final long HEAP_OFFSET = ALIGNMENT;
    /** More than any file system holds, and far from overflow. */
    static final long MAX_HEAP_BYTES = 1L << 46;

    private ImageLayout() {
    }

    /** Where the class table begins behind so many bytes of heap. */
    static long classTableOffset(long heapBytes) {
        return HEAP_OFFSET + (heapBytes + ALIGNMENT - 1 & -ALIGNMENT);
    }
}
