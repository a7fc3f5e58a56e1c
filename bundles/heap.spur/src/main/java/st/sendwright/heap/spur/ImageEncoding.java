package st.sendwright.heap.spur;

import java.util.List;
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

    private final long[] starts;
    private final long[] ends;
    private final long[] shifts;

    /** Where regions lie in the order in which the image has them, and where it says that they do. */
    ImageEncoding(Region permanent, List<Region> heap, long classTableLimit) {
        super(classTableLimit);
        int count = heap.size() + 1;
        starts = new long[count];
        ends = new long[count];
        shifts = new long[count];
        set(count - 1, permanent, ImageLayout.Segment.PERMANENT.address);
        long base = ImageLayout.Segment.HEAP.address;
        for (int index = 0; index < heap.size(); index++) {
            set(index, heap.get(index), base);
            base += heap.get(index).usedBytes();
        }
    }

    private void set(int index, Region region, long base) {
        starts[index] = region.start();
        ends[index] = region.end();
        shifts[index] = base - region.start();
    }

    @Override
    void references(long[] words, int start, int end) {
        long first = starts[0];
        long firstEnd = ends[0];
        long shift = shifts[0];
        for (int index = start; index < end; index++) {
            long word = words[index];
            if ((word & Oop.TAG_MASK) == 0) {
                words[index] = word >= first && word < firstEnd ? word + shift : encoded(word);
            }
        }
    }

    /** The reference that an image has for an oop. */
    long encoded(long oop) {
        if (Oop.isImmediate(oop)) {
            return oop;
        }
        for (int index = 0; index < starts.length; index++) {
            if (oop >= starts[index] && oop < ends[index]) {
                return oop + shifts[index];
            }
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
