package st.sendwright.codecache.aging;

import java.util.Comparator;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import st.sendwright.codecache.CacheView;
import st.sendwright.codecache.CacheView.Block;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;

/**
 * Drops the code that is used least, a quarter of the cache at a time, and moves the rest together. What a frame goes on
 * in stays as long as anything else can go. Of code that is used alike the oldest goes first, so that new code has time
 * to become used.
 */
@Component(service = CodeCache.class, property = "sendwright.name=aging")
public final class AgingCache implements CodeCache {

    /** What goes at a time, as a part of the cache. */
    static final int PARTS = 4;

    @Override
    public String name() {
        return "aging";
    }

    @Override
    public Sweep sweep(CacheView view) {
        List<Block> leastUsedFirst = view.blocks().stream()
                .sorted(Comparator.comparing(Block::isOnStack).thenComparingLong(Block::uses)).toList();
        return Sweep.ofFirst(leastUsedFirst, Math.max(view.size() / PARTS, view.needed() - view.free()), true);
    }
}
