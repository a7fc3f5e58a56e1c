package st.sendwright.heap.spur;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import st.sendwright.heap.Region;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * Turns addresses into an image's references and clears what belongs to one VM alone: send sites, bound
 * primitives, collector's flags, and the word of an object without slots, which is whatever was there before.
 */
final class ImageEncoding extends ObjectWords {

    private static final long COLLECTOR_FLAGS =
            ObjectHeader.MARKED | ObjectHeader.GREY | ObjectHeader.REMEMBERED | ObjectHeader.PINNED;

    /** Of the region that the image begins with, in which most references lead. */
    private final long firstStart;
    private final long firstEnd;
    private final long firstShift;
    /** Of all regions, in order of addresses. */
    private final long[] starts;
    private final long[] ends;
    private final long[] shifts;

    /** Where regions lie in the order in which the image has them, and where it says that they do. */
    ImageEncoding(Region permanent, List<Region> heap, long classTableLimit) {
        super(classTableLimit);
        Map<Region, Long> bases = new TreeMap<>(Comparator.comparingLong(Region::start));
        bases.put(permanent, ImageLayout.Segment.PERMANENT.address);
        long base = ImageLayout.Segment.HEAP.address;
        for (Region region : heap) {
            bases.put(region, base);
            base += region.end() - region.start();
        }
        starts = bases.keySet().stream().mapToLong(Region::start).toArray();
        ends = bases.keySet().stream().mapToLong(Region::end).toArray();
        shifts = bases.entrySet().stream().mapToLong(each -> each.getValue() - each.getKey().start()).toArray();
        Region first = heap.isEmpty() ? permanent : heap.getFirst();
        firstStart = first.start();
        firstEnd = first.end();
        firstShift = bases.get(first) - firstStart;
    }

    @Override
    void references(long[] words, int start, int stop) {
        long first = firstStart;
        long end = firstEnd;
        long shift = firstShift;
        for (int index = start; index < stop; index++) {
            long word = words[index];
            if ((word & Oop.TAG_MASK) == 0) {
                words[index] = word >= first && word < end ? word + shift : encoded(word);
            }
        }
    }

    /** The reference that an image has for an oop. */
    long encoded(long oop) {
        if (Oop.isImmediate(oop)) {
            return oop;
        }
        int found = Arrays.binarySearch(starts, oop);
        int index = found < 0 ? -found - 2 : found;
        if (index >= 0 && oop < ends[index]) {
            return oop + shifts[index];
        }
        fault("a reference leads to 0x" + Long.toHexString(oop) + ", which is in no region of the heap");
        return 0;
    }

    @Override
    long header(long header) {
        return header & ~COLLECTOR_FLAGS;
    }

    /** Marks have the same index in all VMs, and are looked for in Contexts whose methods nobody looks up again. */
    @Override
    long methodHeader(long header) {
        long value = header >> Oop.TAG_BITS;
        return MethodLayout.primitive(value) <= MethodLayout.LAST_MARK
                ? header : Oop.smallInteger(MethodLayout.withPrimitive(value, 0));
    }

    @Override
    long sites(long word) {
        return Oop.smallInteger(0);
    }

    @Override
    long filler(long word) {
        return 0;
    }
}
