package st.sendwright.heap.spur;

import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * Turns an image's references into addresses while its words stream by, in blocks that may end anywhere
 * within an object.
 *
 * <p>It works in Java arrays and not in the heap, because a VM starts with code that is not compiled yet, for
 * which accesses to native memory are twenty times slower. Nothing is believed: the first contradiction is
 * kept as {@link #fault} and the rest is passed on unchanged, so that the caller can tell damage, which the
 * checksum shows, from a wrong image.
 */
final class ImageRelocation {

    private static final String NO_FAULT = "";

    private final long permanentBytes;
    private final long heapBytes;
    private final long classTableLimit;
    /** What to add to a reference to a permanent object and to a heap object. */
    private final long permanentShift;
    private final long heapShift;

    /** Words of the present part that are still to come. */
    private long wordsLeft;
    /** Of the present object: slots that are references, then slots that are not, which come after them. */
    private long references;
    private long numbers;
    /** Slots that the overflow word announced, 0 when the next header has none in front. */
    private long overflowSlots;
    /** The next word is a method's header, which says how many of the slots are references. */
    private boolean methodHeaderIsNext;
    private String fault = NO_FAULT;

    ImageRelocation(long permanent, long permanentBytes, long heap, long heapBytes, long classTableLimit) {
        this.permanentBytes = permanentBytes;
        this.heapBytes = heapBytes;
        this.classTableLimit = classTableLimit;
        this.permanentShift = permanent - ImageLayout.PERMANENT_BASE;
        this.heapShift = heap - ImageLayout.HEAP_BASE;
    }

    /** Starts with a part that consists of objects. */
    void startObjects(long bytes) {
        start(bytes);
        references = 0;
    }

    /** Starts with a part of which each word is a reference. */
    void startReferences(long bytes) {
        start(bytes);
        references = wordsLeft;
    }

    private void start(long bytes) {
        wordsLeft = bytes >> 3;
        numbers = 0;
        overflowSlots = 0;
        methodHeaderIsNext = false;
    }

    /** Relocates the next words of the part. */
    void relocate(long[] words, int count) {
        int index = 0;
        while (index < count && isRight()) {
            if (references > 0) {
                int end = (int) Math.min(count, index + references);
                references -= end - index;
                wordsLeft -= end - index;
                relocateReferences(words, index, end);
                index = end;
            } else if (methodHeaderIsNext) {
                startLiterals(words[index++]);
            } else if (numbers > 0) {
                int end = (int) Math.min(count, index + numbers);
                numbers -= end - index;
                wordsLeft -= end - index;
                index = end;
            } else {
                startObject(words[index++]);
            }
        }
        if (wordsLeft == 0 && (overflowSlots != 0 || methodHeaderIsNext)) {
            fault("the last object of a part is not whole");
        }
    }

    /** One reference; 0 when it leads nowhere, which is a fault. */
    long relocated(long oop) {
        if (Oop.isImmediate(oop)) {
            return oop;
        }
        if (oop - ImageLayout.HEAP_BASE >= 0 && oop - ImageLayout.HEAP_BASE < heapBytes) {
            return oop + heapShift;
        }
        if (oop - ImageLayout.PERMANENT_BASE >= 0 && oop - ImageLayout.PERMANENT_BASE < permanentBytes) {
            return oop + permanentShift;
        }
        fault("a reference leads to 0x" + Long.toHexString(oop) + ", where no object is");
        return 0;
    }

    boolean isRight() {
        return fault.isEmpty();
    }

    /** What contradicts the rest, as part of a sentence; empty while nothing does. */
    String fault() {
        return fault;
    }

    private void relocateReferences(long[] words, int start, int end) {
        long bytes = heapBytes;
        long shift = heapShift;
        for (int index = start; index < end; index++) {
            long word = words[index];
            if ((word & Oop.TAG_MASK) == 0) {
                long offset = word - ImageLayout.HEAP_BASE;
                words[index] = offset >= 0 && offset < bytes ? word + shift : relocated(word);
            }
        }
    }

    private void startObject(long header) {
        wordsLeft--;
        long slots = header >>> ObjectHeader.SLOTS_SHIFT;
        if (slots == ObjectHeader.OVERFLOW_SLOTS && overflowSlots == 0) {
            overflowSlots = header << 8 >>> 8;
            if (overflowSlots <= ObjectHeader.MAX_INLINE_SLOTS || overflowSlots > wordsLeft - 1) {
                fault("an object says that it has " + overflowSlots + " slots, " + wordsLeft
                        + " words follow");
            }
            return;
        }
        if (overflowSlots != 0) {
            if (slots != ObjectHeader.OVERFLOW_SLOTS) {
                fault("an object has a word for its many slots, but says that it has " + slots);
                return;
            }
            slots = overflowSlots;
            overflowSlots = 0;
        }
        long words = Math.max(1, slots);
        int classIndex = (int) header & ObjectHeader.CLASS_INDEX_MASK;
        if (words > wordsLeft || classIndex >= classTableLimit) {
            fault("an object of class index " + classIndex + " has " + slots
                    + " slots, where the class table has "
                    + classTableLimit + " entries and " + wordsLeft + " words follow");
            return;
        }
        int format = (int) (header >>> ObjectHeader.FORMAT_SHIFT) & ObjectHeader.FORMAT_MASK;
        boolean free = classIndex == ObjectHeader.FREE_CLASS_INDEX;
        references = ObjectFormat.isPointers(format) && !free ? slots : 0;
        methodHeaderIsNext = ObjectFormat.isMethod(format) && !free;
        numbers = words - references;
    }

    private void startLiterals(long methodHeader) {
        wordsLeft--;
        numbers--;
        methodHeaderIsNext = false;
        long literals = MethodLayout.FIRST_LITERAL - 1 + MethodLayout.literals(methodHeader >> Oop.TAG_BITS);
        if (!Oop.isSmallInteger(methodHeader) || literals > numbers) {
            fault("a method of " + (numbers + 1) + " slots has header 0x" + Long.toHexString(methodHeader));
            return;
        }
        references = literals;
        numbers -= literals;
    }

    private void fault(String what) {
        if (fault.isEmpty()) {
            fault = what;
        }
    }
}
