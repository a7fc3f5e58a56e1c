package st.sendwright.codecache;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import st.sendwright.codecache.CacheView.Block;

/**
 * What a {@link CodeCache} wants done.
 *
 * @param evicted numbers of the blocks that go, each one of the view's
 * @param compacts whether what stays is moved together, so that all that is free is one piece
 */
public record Sweep(Set<Integer> evicted, boolean compacts) {

    public Sweep {
        evicted = Set.copyOf(evicted);
    }

    /** The first of some blocks go, until they make at least so many bytes. */
    public static Sweep ofFirst(List<Block> blocks, long bytes, boolean compacts) {
        long sum = 0;
        int count = 0;
        while (count < blocks.size() && sum < bytes) {
            sum += blocks.get(count).bytes();
            count++;
        }
        return new Sweep(blocks.subList(0, count).stream().map(Block::number).collect(Collectors.toSet()), compacts);
    }
}
