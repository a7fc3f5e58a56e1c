package st.sendwright.gc.generational;

import st.sendwright.model.NativeMemory;

/**
 * The pages of the old space. The system takes as long to provide one as a scavenge to fill it, so what the old space will need again it
 * keeps, and what it will need next another thread asks for while the program runs.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class OldPages {

    /** Less is not worth a thread. */
    private static final long LEAST_BYTES = 256L << 10;
    private static final long MOST_BYTES = 16L << 20;

    private final Spaces spaces;
    /** Address after the last page that may be there, but for those up to the end of the old space. */
    private long end;
    /** Null when nothing was asked for yet. */
    private PoolTask asked;

    OldPages(Spaces spaces) {
        this.spaces = spaces;
        end = spaces.base;
    }

    /** After a scavenge: asks for the pages of the next ones, if they promote as much as the last. */
    void askFor(long promotedBytes) {
        if (promotedBytes < LEAST_BYTES || asked != null && !asked.isDone()) {
            return;
        }
        long bytes = Math.min(2 * promotedBytes, MOST_BYTES);
        long start = Math.max(end, Spaces.pages(spaces.oldEnd));
        if (start - spaces.oldEnd < bytes) {
            end = Math.min(Spaces.pages(start + bytes), spaces.young);
            long length = end - start;
            asked = PoolTask.start(() -> NativeMemory.populate(start, length));
        }
    }

    /**
     * Gives back the pages from an address on, after the old space has shrunk.
     *
     * @param oldEnd where it ended before
     */
    void giveBack(long from, long oldEnd) {
        stop();
        long first = Spaces.pages(from);
        end = Math.max(end, Spaces.pages(oldEnd));
        if (first < end) {
            NativeMemory.discard(first, end - first);
            end = first;
        }
    }

    /** Nothing is asked for any more. */
    void stop() {
        if (asked != null) {
            asked.end();
            asked = null;
        }
    }
}
