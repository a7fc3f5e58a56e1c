package st.sendwright.heap;

import java.util.List;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

/**
 * A search of the heap that looks at all words first, whatever they are, and at the object around a word only when the word is
 * what was looked for: memory is read in one stream, without a jump that depends on what is read.
 *
 * <p>Which object it is, is found by the region's {@link ObjectStarts}, or else by a walk from the region's start, or from the last
 * word that was found, up to there. The fixed space is searched object by object: it may have large holes, and objects there are large.
 *
 * <p><b>Called</b> F1. <b>Thread</b>: the VM thread. What is told of a word may store
 * into objects, if it leaves headers alone, but what it stores elsewhere may not be found.
 */
final class WordSearch {

    /**
     * So many words are searched at a time, in a copy: the JVM makes code early for a loop over a Java array, and that code is ten
     * times as quick as its first code for a loop over memory. A block has to stay near the processor.
     */
    private static final int BLOCK_WORDS = 512;

    /** Hears of a word in an object or a piece of free memory: it is a slot, the header, or in front of that. */
    @FunctionalInterface
    interface Visitor {
        /** @param address where the word is, lower than {@code oop} if it is the one in front of the header */
        void word(long address, long oop);
    }

    private final WordPattern pattern;
    private final Visitor visitor;
    private final long[] block = new long[BLOCK_WORDS];
    /** The object that was looked at last, and where the next one starts. */
    private long oop;
    private long end;

    private WordSearch(WordPattern pattern, Visitor visitor) {
        this.pattern = pattern;
        this.visitor = visitor;
    }

    /** Shows all words of a pattern, in the fixed space only those that are no raw data, by regions and in them in the order of addresses. */
    static void run(List<Region> regions, WordPattern pattern, Visitor visitor) {
        WordSearch search = new WordSearch(pattern, visitor);
        for (Region region : regions) {
            if (region.kind() == Region.Kind.FIXED) {
                search.searchObjects(region);
            } else {
                search.searchWords(region);
            }
        }
    }

    /** Shows the slots in which objects refer to those of a pattern. Free memory has no such slots. */
    static void references(List<Region> regions, WordPattern pattern, Visitor visitor) {
        run(regions, pattern, (address, oop) -> {
            if (address > oop && address < ObjectHeader.slotAddress(oop, ObjectFormat.pointerSlots(oop))) {
                visitor.word(address, oop);
            }
        });
    }

    private void searchWords(Region region) {
        end = region.start();
        search(region.start(), region.end(), region.starts());
    }

    private void searchObjects(Region region) {
        for (long next = region.start(); next < region.end(); next = end) {
            enter(next);
            search(oop, ObjectHeader.slotAddress(oop, ObjectFormat.pointerSlots(oop)), ObjectStarts.NONE);
        }
    }

    private void search(long from, long to, ObjectStarts starts) {
        for (long start = from; start < to; start += BLOCK_WORDS * 8L) {
            int count = (int) Math.min(BLOCK_WORDS, to - start >> 3);
            Memory.copy(start, block, count);
            for (int index = pattern.next(block, 0, count); index < count; index = pattern.next(block, index + 1, count)) {
                tell(start + index * 8L, starts);
            }
        }
    }

    private void tell(long address, ObjectStarts starts) {
        if (address >= end) {
            enter(starts.before(address, end));
            while (address >= end) {
                enter(end);
            }
        }
        visitor.word(address, oop);
    }

    private void enter(long objectStart) {
        oop = ObjectHeader.objectAt(objectStart);
        end = ObjectHeader.end(oop);
    }
}
