package st.sendwright.codecache.fifo;

import org.osgi.service.component.annotations.Component;
import st.sendwright.codecache.CacheView;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;

/**
 * Drops the oldest code, an eighth of the cache at a time. It needs to know nothing but the order, and the pauses are
 * short; but code that is always in use goes as often as any other and is compiled again.
 *
 * <p>Source: for the middle between one block and all, Exploring Code Cache Eviction Granularities in Dynamic
 * Optimization Systems (K. Hazelwood, J. E. Smith, CGO 2004).
 */
@Component(service = CodeCache.class, property = "sendwright.name=fifo")
public final class FifoCache implements CodeCache {

    /** What goes at a time, as a part of the cache. */
    static final int PARTS = 8;

    @Override
    public String name() {
        return "fifo";
    }

    @Override
    public Sweep sweep(CacheView view) {
        return Sweep.ofFirst(view.blocks(), Math.max(view.size() / PARTS, view.needed()), false);
    }
}
