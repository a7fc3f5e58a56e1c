package st.sendwright.heap;

/**
 * A range of memory in which objects lie one after the other, pieces of free memory (class index 0) among them.
 *
 * @param name such as {@code "permanent"} or {@code "to-space"}
 * @param start address where the first object's memory starts, multiple of 8
 * @param end address after the last object
 * @param limit address after the last byte the region may use now
 * @param kind what a plan does with the objects
 * @param freeBytes bytes that no object takes, in pieces of free memory between them
 * @param starts where objects start in a part of it from its start on, as far as the plan knows
 */
public record Region(String name, long start, long end, long limit, Kind kind, long freeBytes, ObjectStarts starts) {

    /** What becomes of objects in a region. */
    public enum Kind {
        /** They may move. */
        MOVABLE,
        /** They may move, and references from other regions need marked cards. */
        YOUNG,
        /** They keep their addresses. */
        FIXED
    }

    /** A region without gaps whose objects may move and are not young. */
    public Region(String name, long start, long end, long limit) {
        this(name, start, end, limit, Kind.MOVABLE, 0);
    }

    /** A region without gaps. */
    public Region(String name, long start, long end, long limit, Kind kind) {
        this(name, start, end, limit, kind, 0);
    }

    /** A region about whose objects' starts nothing is known. */
    public Region(String name, long start, long end, long limit, Kind kind, long freeBytes) {
        this(name, start, end, limit, kind, freeBytes, ObjectStarts.NONE);
    }

    /** A region without gaps whose objects may move and are not young. */
    public Region(String name, long start, long end, long limit, ObjectStarts starts) {
        this(name, start, end, limit, Kind.MOVABLE, 0, starts);
    }

    public boolean isYoung() {
        return kind == Kind.YOUNG;
    }

    /** Bytes of objects. */
    public long usedBytes() {
        return end - start - freeBytes;
    }
}
