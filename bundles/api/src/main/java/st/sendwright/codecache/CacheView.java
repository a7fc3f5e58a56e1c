package st.sendwright.codecache;

import java.util.List;

/**
 * What a policy is told of the memory for code.
 *
 * @param size bytes there are for code
 * @param free bytes that hold none now
 * @param largestGap the most of these that lie together
 * @param needed bytes of the code that found no room
 * @param blocks the code of methods and of blocks of methods, the oldest first
 */
public record CacheView(long size, long free, long largestGap, int needed, List<Block> blocks) {

    /**
     * The code of a method or of a block of one.
     *
     * @param number names it, until it goes
     * @param bytes that its going frees, with the code that its sends have for themselves
     * @param uses how often sends were linked to it and the interpreter entered it; the kernel halves it at each sweep
     * @param isOnStack whether a frame goes on in it; if it goes, that frame goes on in an interpreter
     * @param sweeps how many sweeps it has outlived
     */
    public record Block(int number, int bytes, long uses, boolean isOnStack, int sweeps) {

        /** One that no sweep has seen. */
        public Block(int number, int bytes, long uses, boolean isOnStack) {
            this(number, bytes, uses, isOnStack, 0);
        }
    }

    public CacheView {
        blocks = List.copyOf(blocks);
    }
}
