package st.sendwright.heap.spur;

import st.sendwright.model.MethodLayout;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * Follows the words of objects as they stream by, in blocks that may end anywhere within an object, and says
 * which are headers and which are references.
 *
 * <p>It works in Java arrays and not in the heap, because a VM starts with code that is not compiled yet, for
 * which accesses to native memory are twenty times slower. Nothing is believed: the first contradiction is
 * kept as {@link #fault} and the rest is passed on unchanged, so that the caller can tell damage, which the
 * checksum shows, from wrong objects.
 */
abstract class ObjectWords {

    private static final String NO_FAULT = "";

    private final long classTableLimit;
    /** Words of the present part that are still to come. */
    private long wordsLeft;
    /** Of the present object: slots that are references, then slots that are not, which come after them. */
    private long references;
    private long numbers;
    /** Slots that the overflow word announced, 0 when the next header has none in front. */
    private long overflowSlots;
    /** The next word is a method's header, which says how many of the slots are references. */
    private boolean methodHeaderIsNext;
    /** The next word is the address of a method's send sites. */
    private boolean sitesAreNext;
    /** The next word is the one that an object without slots has, too. */
    private boolean fillerIsNext;
    private String fault = NO_FAULT;

    ObjectWords(long classTableLimit) {
        this.classTableLimit = classTableLimit;
    }

    /** Sees to the references in a part of the words. */
    abstract void references(long[] words, int start, int end);

    /** An object's header as it shall be. */
    long header(long header) {
        return header;
    }

    /** A method's header as it shall be. */
    long methodHeader(long header) {
        return header;
    }

    /** The word of a method's send sites as it shall be. */
    long sites(long word) {
        return word;
    }

    /** The word of an object without slots as it shall be. */
    long filler(long word) {
        return word;
    }

    /** Starts with a part that consists of objects. */
    final void startObjects(long bytes) {
        start(bytes);
        references = 0;
    }

    /** Starts with a part of which each word is a reference. */
    final void startReferences(long bytes) {
        start(bytes);
        references = wordsLeft;
    }

    private void start(long bytes) {
        wordsLeft = bytes >> 3;
        numbers = 0;
        overflowSlots = 0;
        methodHeaderIsNext = false;
        sitesAreNext = false;
        fillerIsNext = false;
    }

    /** Takes the next words of the part. */
    final void take(long[] words, int count) {
        int index = 0;
        while (index < count && isRight()) {
            if (sitesAreNext) {
                sitesAreNext = false;
                words[index] = sites(words[index]);
                index++;
                references--;
                wordsLeft--;
            } else if (references > 0) {
                int end = (int) Math.min(count, index + references);
                references -= end - index;
                wordsLeft -= end - index;
                references(words, index, end);
                index = end;
            } else if (methodHeaderIsNext) {
                words[index] = startLiterals(words[index]);
                index++;
            } else if (fillerIsNext) {
                fillerIsNext = false;
                words[index] = filler(words[index]);
                index++;
                numbers--;
                wordsLeft--;
            } else if (numbers > 0) {
                int end = (int) Math.min(count, index + numbers);
                numbers -= end - index;
                wordsLeft -= end - index;
                index = end;
            } else {
                words[index] = startObject(words[index]);
                index++;
            }
        }
        if (wordsLeft == 0 && (overflowSlots != 0 || methodHeaderIsNext)) {
            fault("the last object of a part is not whole");
        }
    }

    final boolean isRight() {
        return fault.isEmpty();
    }

    /** What contradicts the rest, as part of a sentence; empty while nothing does. */
    final String fault() {
        return fault;
    }

    final void fault(String what) {
        if (fault.isEmpty()) {
            fault = what;
        }
    }

    private long startObject(long header) {
        wordsLeft--;
        long slots = header >>> ObjectHeader.SLOTS_SHIFT;
        if (slots == ObjectHeader.OVERFLOW_SLOTS && overflowSlots == 0) {
            overflowSlots = header << 8 >>> 8;
            if (overflowSlots <= ObjectHeader.MAX_INLINE_SLOTS || overflowSlots > wordsLeft - 1) {
                fault("an object says that it has " + overflowSlots + " slots, " + wordsLeft
                        + " words follow");
            }
            return header;
        }
        if (overflowSlots != 0) {
            if (slots != ObjectHeader.OVERFLOW_SLOTS) {
                fault("an object has a word for its many slots, but says that it has " + slots);
                return header;
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
            return header;
        }
        int format = (int) (header >>> ObjectHeader.FORMAT_SHIFT) & ObjectHeader.FORMAT_MASK;
        boolean free = classIndex == ObjectHeader.FREE_CLASS_INDEX;
        references = ObjectFormat.isPointers(format) && !free ? slots : 0;
        methodHeaderIsNext = ObjectFormat.isMethod(format) && !free;
        numbers = words - references;
        fillerIsNext = slots == 0;
        return header(header);
    }

    private long startLiterals(long methodHeader) {
        wordsLeft--;
        numbers--;
        methodHeaderIsNext = false;
        fillerIsNext = false;
        long literals = MethodLayout.FIRST_LITERAL - 1 + MethodLayout.literals(methodHeader >> Oop.TAG_BITS);
        if (!Oop.isSmallInteger(methodHeader) || literals > numbers) {
            fault("a method of " + (numbers + 1) + " slots has header 0x" + Long.toHexString(methodHeader));
            return methodHeader;
        }
        references = literals;
        numbers -= literals;
        sitesAreNext = true;
        return methodHeader(methodHeader);
    }
}
