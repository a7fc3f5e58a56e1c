package st.sendwright.heap;

/**
 * A range of memory in which objects lie one after the other without gaps.
 *
 * @param name such as {@code "permanent"} or {@code "to-space"}
 * @param start address where the first object's memory starts, multiple of 8
 * @param end address after the last object
 * @param limit address after the last byte the region may use now
 * @param isYoung whether references from other regions into it need marked cards
 */
public record Region(String name, long start, long end, long limit, boolean isYoung) {

    /** A region whose objects are not young. */
    public Region(String name, long start, long end, long limit) {
        this(name, start, end, limit, false);
    }

    public long usedBytes() {
        return end - start;
    }
}
