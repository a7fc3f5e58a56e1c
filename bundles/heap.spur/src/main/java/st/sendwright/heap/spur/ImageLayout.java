package st.sendwright.heap.spur;

/**
 * The image file: a header of 128 bytes, then permanent objects, heap objects and class table without gaps.
 *
 * <p>Numbers are little-endian. References are addresses as if the permanent objects lay at
 * {@link #PERMANENT_BASE} and the heap objects at {@link #HEAP_BASE}, so that equal contents are equal bytes.
 * The page is {@code docs/formats/image.md}.
 */
final class ImageLayout {

    /** The bytes {@code SWIMAGE} and a line feed, which a transfer as text would spoil. */
    static final long MAGIC_VALUE = 0x0A45_4741_4D49_5753L;
    static final int FORMAT_VERSION = 1;
    static final int HEADER_BYTES = 0x80;

    static final int MAGIC = 0x00;
    /** 32 bits each. */
    static final int VERSION = 0x08;
    static final int HEADER_SIZE = 0x0C;
    /** {@code LayoutHash} of the model that wrote the image. */
    static final int LAYOUT_HASH = 0x10;
    static final int PERMANENT_SIZE = 0x18;
    static final int HEAP_SIZE = 0x20;
    /** Number of 64-bit entries of the class table. */
    static final int CLASS_TABLE_LIMIT = 0x28;
    static final int PERMANENT_ADDRESS = 0x30;
    static final int HEAP_ADDRESS = 0x38;
    static final int SPECIAL_OBJECTS = 0x40;
    static final int HASH_SEED = 0x48;
    /** CRC32C of all bytes after the header. */
    static final int BODY_CHECKSUM = 0x50;
    /** CRC32C of the header's bytes before this one; 0x58 to 0x77 are zero. */
    static final int HEADER_CHECKSUM = 0x78;

    static final long PERMANENT_BASE = 0x1000;
    static final long HEAP_BASE = 0x1_0000_0000L;
    /** More than any file system holds, and far from overflow. */
    static final long MAX_HEAP_BYTES = 1L << 46;

    private ImageLayout() {
    }
}
