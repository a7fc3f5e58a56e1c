package st.sendwright.codecache.segmented;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import st.sendwright.codecache.CacheView;
import st.sendwright.codecache.CacheView.Block;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;

/**
 * Keeps a hot and a cold segment. New code is cold. A sweep drops the cold code that was not used again since it was made
 * and has the rest join the hot code, which lies together at the beginning, since what stays is moved there in its order;
 * so hot code is moved once, and sweeps touch only what came after it. When hot code takes more than its part of the
 * cache, what is used least of it goes.
 *
 * <p>Source: Generational Cache Management of Code Traces in Dynamic Optimization Systems (K. Hazelwood, M. D. Smith,
 * MICRO 2003), with the cold segment for its nursery and probation together.
 */
@Component(service = CodeCache.class, property = "sendwright.name=segmented")
public final class SegmentedCache implements CodeCache {

    /** The part of the cache that hot code may take; less leaves new code no time to be used, more no room. */
    static final int HOT_PARTS = 2;
    /** Cold code that was used so often is hot: making it is for one use. */
    static final int HOT_USES = 2;
    /** What goes at least, as a part of the cache, when all of it is hot. */
    private static final int LEAST_PARTS = 8;

    @Override
    public String name() {
        return "segmented";
    }

    @Override
    public Sweep sweep(CacheView view) {
        long room = Math.min(view.size() / HOT_PARTS, view.size() - view.needed());
        List<Block> hot = view.blocks().stream().filter(SegmentedCache::isHot)
                .sorted(Comparator.comparing(Block::isOnStack).thenComparingLong(Block::uses).reversed()).toList();
        List<Block> staying = new ArrayList<>();
        for (Block each : hot) {
            if (each.bytes() <= room) {
                room -= each.bytes();
                staying.add(each);
            }
        }
        if (staying.size() == view.blocks().size()) {
            return Sweep.ofFirst(hot.reversed(), Math.max(view.size() / LEAST_PARTS, view.needed() - view.free()), true);
        }
        Set<Integer> evicted = view.blocks().stream().map(Block::number).collect(Collectors.toSet());
        staying.forEach(each -> evicted.remove(each.number()));
        return new Sweep(evicted, true);
    }

    private static boolean isHot(Block block) {
        return block.sweeps() > 0 || block.uses() >= HOT_USES || block.isOnStack();
    }
}
