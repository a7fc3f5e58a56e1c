package st.sendwright.model;

/**
 * The global lookup cache: (selector, class index) to method, direct-mapped, off-heap.
 *
 * <pre>
 * 00 selector   08 class index   10 method   18 holder
 * </pre>
 *
 * <p>Emptied by every collection that moves objects; a change of a method dictionary takes the entries of its
 * selector away.
 *
 * <p>Source: A. Goldberg, D. Robson, Smalltalk-80: The Language and its Implementation, chapter 30 (method
 * cache).
 */
public final class LookupCache {

    /** Number of entries, a power of two. */
    public static final int ENTRIES = 4096;
    public static final int ENTRY_BYTES = 32;
    public static final int BYTES = ENTRIES * ENTRY_BYTES;

    public static final int SELECTOR = 0x00;
    public static final int CLASS_INDEX = 0x08;
    public static final int METHOD = 0x10;
    public static final int HOLDER = 0x18;

    private LookupCache() {
    }

    /** Address of the one entry that may hold the pair. */
    public static long entry(long cache, long selector, int classIndex) {
        long hash = (selector >>> 4) ^ (selector >>> 15) ^ classIndex * 0x9E37L;
        return cache + (hash & ENTRIES - 1) * ENTRY_BYTES;
    }
}
