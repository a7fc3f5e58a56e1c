package st.sendwright.heap;

import st.sendwright.model.Allocation;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/**
 * Objects that keep their addresses while they are pinned, under all memory plans: they lie in the {@link FixedSpace}.
 * One that does not is copied there first, and its references are changed by {@link Become}. When it is unpinned it stays
 * there until it dies, but plans may move it then.
 *
 * <p><b>Called</b> F1. <b>Thread</b>: the VM thread.
 */
public final class Pinning {

    private Pinning() {
    }

    /** Bytes that must be free in the allocation area before an object is pinned; 0 when it need not be moved. */
    public static long bytesFor(FixedSpace fixed, long oop) {
        return fixed.contains(oop) ? 0 : FixedSpace.roundedUp(ObjectHeader.end(oop) - ObjectHeader.start(oop));
    }

    /**
     * Pins an object that lies in the fixed space, or a copy that is made there. The caller makes all references to
     * the object references to the copy, then calls {@link #retire}. What the copy takes is taken from the room of the
     * allocation area, so that the heap stays within its limit.
     *
     * @param oop an object in memory, no method and no activation, whose addresses the VM knows
     * @return the object itself or the copy, with the same identity hash; {@link Allocation#NO_ROOM} when there is not as
     *         much room as {@link #bytesFor} says, or no hole of that size
     */
    public static long pin(long mutator, FixedSpace fixed, long oop) {
        long pinned = fixed.contains(oop) ? oop : copy(mutator, fixed, oop);
        if (pinned != Allocation.NO_ROOM) {
            ObjectHeader.set(pinned, ObjectHeader.PINNED);
        }
        return pinned;
    }

    private static long copy(long mutator, FixedSpace fixed, long oop) {
        long needed = bytesFor(fixed, oop);
        if (!Allocation.hasRoom(mutator, needed)) {
            return Allocation.NO_ROOM;
        }
        long start = ObjectHeader.start(oop);
        long bytes = ObjectHeader.end(oop) - start;
        long place = fixed.allocate(bytes);
        if (place == FixedSpace.NO_ROOM) {
            return Allocation.NO_ROOM;
        }
        long limit = mutator + MutatorBlock.ALLOCATION_LIMIT;
        Memory.putLong(limit, Memory.longAt(limit) - needed);
        Memory.copy(start, place, bytes);
        long copy = ObjectHeader.objectAt(place);
        Become.markCards(mutator, copy);
        return copy;
    }

    /** Lets an object be moved again. */
    public static void unpin(long oop) {
        ObjectHeader.clear(oop, ObjectHeader.PINNED);
    }

    public static boolean isPinned(long oop) {
        return ObjectHeader.has(oop, ObjectHeader.PINNED);
    }

    /** Makes an object that nothing refers to any more free memory: nobody shall find it, nor mourn for it. */
    public static void retire(long oop) {
        Memory.putLong(oop, Memory.longAt(oop) & -1L << ObjectHeader.SLOTS_SHIFT
                | ObjectHeader.of(0, ObjectFormat.WORDS_64, ObjectHeader.FREE_CLASS_INDEX));
    }
}
