package st.sendwright.model;

/**
 * Where a VM's memory lies if nothing else does: references in images are written for these addresses, so
 * that an image that lies there needs no relocation.
 *
 * <p>The range is 1 TiB above the start of the address space and far from where systems put programs, heaps
 * and libraries. The second VM of a process finds it taken and lies elsewhere.
 */
public final class PreferredAddresses {

    /** Of nil, true and false. */
    public static final long PERMANENT = 1L << 40;
    /** Of the space that a memory plan places an image in. */
    public static final long HEAP = (1L << 40) + (1L << 32);

    /** How many places of a kind are tried. */
    private static final int PLACES = 16;
    private static final long UNIT = 1L << 30;
    /** More than the young spaces of a plan take. */
    private static final long YOUNG_BYTES = 64L << 20;
    /** More than there are addresses: the system refuses such a heap. */
    private static final long MOST_BYTES = 1L << 46;

    private PreferredAddresses() {
    }

    /** Size of the range for objects that keep their addresses: what is free there may be in many small holes. */
    public static long fixedBytes(long heapMaxBytes) {
        return pages(2 * Math.min(heapMaxBytes, MOST_BYTES) + YOUNG_BYTES);
    }

    /**
     * Places for objects that keep their addresses, the best first. They and those of {@link #heaps} lie close to each other,
     * because a card table that covers both is as large as their distance makes it.
     */
    public static long[] fixed(long heapMaxBytes) {
        return places(heapMaxBytes, 1);
    }

    /** Places for the space that a memory plan places an image in, {@link #HEAP} first. */
    public static long[] heaps(long heapMaxBytes) {
        return places(heapMaxBytes, 0);
    }

    private static long[] places(long heapMaxBytes, int first) {
        long distance = fixedBytes(heapMaxBytes) + UNIT - 1 & -UNIT;
        long[] places = new long[PLACES];
        for (int index = 0; index < PLACES; index++) {
            places[index] = HEAP + (2 * index + first) * distance;
        }
        return places;
    }

    private static long pages(long bytes) {
        return bytes + 4095 & -4096;
    }
}
