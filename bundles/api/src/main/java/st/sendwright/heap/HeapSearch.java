package st.sendwright.heap;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import st.sendwright.model.ObjectHeader;

/**
 * Finds objects by a search of the heap. What is dead but not yet collected is found too: collect first.
 *
 * <p>Objects are found by regions and in them in the order of addresses; they are out of date after the next allocation that collects.
 * <b>Called</b> F1. <b>Thread</b>: the VM thread.
 */
public final class HeapSearch {

    private HeapSearch() {
    }

    /** All objects with a class index, which is not that of free memory. */
    public static long[] instances(List<Region> regions, int classIndex) {
        Found found = new Found();
        forEachInstance(regions, classIndex, found::add);
        return found.all();
    }

    /** Names all objects with a class index, which is not that of free memory. The action leaves headers alone. */
    public static void forEachInstance(List<Region> regions, int classIndex, LongConsumer action) {
        WordSearch.run(regions, FewWords.like(classIndex, ObjectHeader.CLASS_INDEX_MASK), (address, oop) -> {
            if (address == oop) {
                action.accept(oop);
            }
        });
    }

    /** All objects with a slot that holds {@code target}, an object or an immediate. */
    public static long[] allReferencesTo(List<Region> regions, long target) {
        Found found = new Found();
        WordSearch.references(regions, FewWords.of(target, target), (address, oop) -> found.add(oop));
        return found.all();
    }

    /** Names all objects with slots that refer to one of some others. The action leaves headers alone. */
    public static void forEachReferrer(List<Region> regions, long[] targets, LongConsumer action) {
        OopIndex index = new OopIndex(targets.length);
        for (long target : targets) {
            index.add(target);
        }
        long[] last = new long[1];
        WordSearch.references(regions, index.pattern(), (address, oop) -> {
            if (oop != last[0]) {
                last[0] = oop;
                action.accept(oop);
            }
        });
    }

    /** Objects in the order in which they were found, each once. */
    private static final class Found {
        private long[] oops = new long[16];
        private int count;

        void add(long oop) {
            if (count > 0 && oops[count - 1] == oop) {
                return;
            }
            if (count == oops.length) {
                oops = Arrays.copyOf(oops, count * 2);
            }
            oops[count++] = oop;
        }

        long[] all() {
            return Arrays.copyOf(oops, count);
        }
    }
}
