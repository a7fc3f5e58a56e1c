package st.sendwright.codecache.flushall;

import org.osgi.service.component.annotations.Component;
import st.sendwright.codecache.CacheView;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;

/**
 * Drops all code: the simplest there is, the reference for others. What is still run is compiled again, so that it holds
 * afterwards what is in use now; code never lies in pieces.
 */
@Component(service = CodeCache.class, property = {"sendwright.name=flushall", "service.ranking:Integer=1"})
public final class FlushAllCache implements CodeCache {

    @Override
    public String name() {
        return "flushall";
    }

    @Override
    public Sweep sweep(CacheView view) {
        return Sweep.ofFirst(view.blocks(), Long.MAX_VALUE, false);
    }
}
