package st.sendwright.heap;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/**
 * Finds objects by a walk over the heap. What is dead but not yet collected is found too: collect first.
 *
 * <p>Answers are Java arrays of oops in address order, out of date after the next allocation that collects.
 * <b>Called</b> F1. <b>Thread</b>: the VM thread.
 */
public final class HeapSearch {

    private HeapSearch() {
    }

    /** All instances of a class; those of its subclasses are none. */
    public static long[] allInstances(long mutator, List<Region> regions, long classOop) {
        return select(regions,
                oop -> MutatorBlock.classAt(mutator, ObjectHeader.classIndex(oop)) == classOop);
    }

    /** All objects with a slot that refers to {@code target}. */
    public static long[] allReferencesTo(List<Region> regions, long target) {
        return select(regions, oop -> refersTo(oop, target));
    }

    /** All objects for which {@code test} holds. */
    public static long[] select(List<Region> regions, LongPredicate test) {
        long[] found = new long[16];
        int count = 0;
        for (Region region : regions) {
            for (long start = region.start(); start < region.end();) {
                long oop = ObjectHeader.objectAt(start);
                start = ObjectHeader.end(oop);
                if (ObjectHeader.classIndex(oop) != ObjectHeader.FREE_CLASS_INDEX && test.test(oop)) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, count * 2);
                    }
                    found[count++] = oop;
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static boolean refersTo(long oop, long target) {
        long slots = ObjectFormat.pointerSlots(oop);
        for (long slot = 0; slot < slots; slot++) {
            if (ObjectHeader.slot(oop, slot) == target) {
                return true;
            }
        }
        return false;
    }
}
