package st.sendwright.sends.adaptive;

import org.osgi.service.component.annotations.Component;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;

/**
 * Counts what a polymorphic send sees for a while, and then compares the frequent classes first, without counting. A send
 * that uses the cache of all classes and goes on missing gets another chance now and then.
 *
 * <p>Source: for counting that ends with the first sample, the counters of Self's recompilation (U. Hölzle, Adaptive
 * Optimization for Self, 1994).
 */
@Component(service = SendPolicy.class, property = "sendwright.name=adaptive")
public final class AdaptivePolicy implements SendPolicy {

    /** In order of frequency most sends need few of the comparisons, so that there may be more. */
    static final int MOST_CASES = 8;
    /** After so many sends to one class the order is not likely to change. */
    static final int SAMPLE = 1_000;
    /** Misses before a megamorphic send is started anew; after that at twice as many, and so on. */
    static final int PATIENCE = 64;

    @Override
    public String name() {
        return "adaptive";
    }

    @Override
    public Link link(SendSiteView site) {
        return switch (site.shape()) {
            case UNLINKED -> new Link.Monomorphic();
            case MONOMORPHIC, POLYMORPHIC -> compare(site);
            case MEGAMORPHIC -> isTimeToStartAnew(site.misses()) ? new Link.Monomorphic() : new Link.Megamorphic();
        };
    }

    private static Link compare(SendSiteView site) {
        if (site.all().size() > MOST_CASES) {
            return new Link.Megamorphic();
        }
        return new Link.Polymorphic(site.byFrequency(), site.isKnown() ? 0 : SAMPLE);
    }

    /** At powers of two: what never settles is so tried seldom. */
    private static boolean isTimeToStartAnew(long misses) {
        return misses >= PATIENCE && Long.bitCount(misses) == 1;
    }
}
