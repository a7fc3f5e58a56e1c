package st.sendwright.model;

/**
 * The cache that megamorphic sends of machine code look into: (selector's number, class index) to an unchecked entry,
 * direct-mapped, off-heap.
 *
 * <pre>
 * 00 selector's number   04 class index   08 entry
 * </pre>
 *
 * <p>Selectors have numbers here because a collection moves Symbols; so it holds until a method dictionary changes or
 * code goes. No selector has the number 0.
 */
public final class SendCache {

    /** Number of entries, a power of two. */
    public static final int ENTRIES = 4096;
    public static final int ENTRY_BYTES = 16;
    public static final int BYTES = ENTRIES * ENTRY_BYTES;

    public static final int SELECTOR = 0x00;
    public static final int CLASS_INDEX = 0x04;
    public static final int ENTRY = 0x08;

    /** Spreads the numbers of selectors over the cache. */
    public static final int SELECTOR_FACTOR = 0x9E5;

    private SendCache() {
    }

    /** Address of the one entry that may hold the pair. */
    public static long entry(long cache, int selector, int classIndex) {
        return cache + (long) ((selector * SELECTOR_FACTOR ^ classIndex) & ENTRIES - 1) * ENTRY_BYTES;
    }

    /** Empties the cache. */
    public static void empty(long cache) {
        Memory.fillWords(cache, BYTES / 8, 0);
    }
}
