package st.sendwright.heap.spur;

import st.sendwright.model.Oop;

/** Turns an image's references into addresses, and says when one leads nowhere. */
final class ImageRelocation extends ObjectWords {

    private static final long PERMANENT_BASE = ImageLayout.Segment.PERMANENT.address;
    private static final long HEAP_BASE = ImageLayout.Segment.HEAP.address;

    private final long permanentBytes;
    private final long heapBytes;
    /** What to add to a reference to a permanent object and to a heap object. */
    private final long permanentShift;
    private final long heapShift;

    ImageRelocation(long permanent, long permanentBytes, long heap, long heapBytes, long classTableLimit) {
        super(classTableLimit);
        this.permanentBytes = permanentBytes;
        this.heapBytes = heapBytes;
        this.permanentShift = permanent - PERMANENT_BASE;
        this.heapShift = heap - HEAP_BASE;
    }

    /** Whether all references are right as they are. */
    boolean changesNothing() {
        return permanentShift == 0 && (heapShift == 0 || heapBytes == 0);
    }

    /** One reference; 0 when it leads nowhere, which is a fault. */
    long relocated(long oop) {
        if (Oop.isImmediate(oop)) {
            return oop;
        }
        if (oop - HEAP_BASE >= 0 && oop - HEAP_BASE < heapBytes) {
            return oop + heapShift;
        }
        if (oop - PERMANENT_BASE >= 0 && oop - PERMANENT_BASE < permanentBytes) {
            return oop + permanentShift;
        }
        fault("a reference leads to 0x" + Long.toHexString(oop) + ", where no object is");
        return 0;
    }

    @Override
    void references(long[] words, int start, int end) {
        long bytes = heapBytes;
        long shift = heapShift;
        for (int index = start; index < end; index++) {
            long word = words[index];
            if ((word & Oop.TAG_MASK) == 0) {
                long offset = word - HEAP_BASE;
                words[index] = offset >= 0 && offset < bytes ? word + shift : relocated(word);
            }
        }
    }
}
