package st.sendwright.heap;

/**
 * Modes that make what is rare happen all the time, so that tests meet it.
 *
 * @param collectEveryBytes after each collection leave room for the allocation that asked and so many bytes more, 0 for
 *        a collection at each allocation; -1 for as much as the plan likes
 * @param verify check the heap after each collection
 * @param compact make each collection one of all objects; plans that know no other do nothing else anyway
 * @param tenuring when young objects become old, in plans that have both
 */
public record HeapStress(long collectEveryBytes, boolean verify, boolean compact, Tenuring tenuring) {

    /** Which survivors of a collection of young objects become old. */
    public enum Tenuring {
        /** Those that are old enough, as the plan likes. */
        BY_AGE,
        /** All. */
        ALL,
        /** None but those for which there is no other room. */
        LEAST
    }

    /** No stress. */
    public static final HeapStress NONE = new HeapStress(-1, false, false, Tenuring.BY_AGE);
    /** A collection at each allocation, and a check of the heap after it. */
    public static final HeapStress ALWAYS = NONE.withCollectEveryBytes(0).withVerify();

    /** Whether programs collect more often than the plan likes. */
    public boolean collects() {
        return collectEveryBytes >= 0;
    }

    public HeapStress withCollectEveryBytes(long bytes) {
        return new HeapStress(bytes, verify, compact, tenuring);
    }

    public HeapStress withVerify() {
        return new HeapStress(collectEveryBytes, true, compact, tenuring);
    }

    public HeapStress withCompact() {
        return new HeapStress(collectEveryBytes, verify, true, tenuring);
    }

    public HeapStress withTenuring(Tenuring value) {
        return new HeapStress(collectEveryBytes, verify, compact, value);
    }
}
