package st.sendwright.sends.polymorphic;

import java.lang.System.Logger.Level;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;

/**
 * Compares the classes that a send has seen in the order in which they came, up to so many, and then looks into the
 * cache of all classes until the send is unlinked. Its ranking makes it the one that is used where none was chosen.
 *
 * <p>Source: Optimizing Dynamically-Typed Object-Oriented Languages With Polymorphic Inline Caches (U. Hölzle,
 * C. Chambers, D. Ungar, ECOOP 1991).
 */
@Component(service = SendPolicy.class, property = {"sendwright.name=polymorphic", "service.ranking:Integer=1"})
public final class PolymorphicPolicy implements SendPolicy {

    /** The framework's property with the most cases. */
    static final String CASES_PROPERTY = "sendwright.sends.polymorphic.cases";
    /** Of the sends that see several classes, those are rare that see more; so many comparisons cost what the cache does. */
    static final int DEFAULT_CASES = 6;

    private final int mostCases;

    /** Called by the framework. */
    @Activate
    public PolymorphicPolicy(BundleContext context) {
        try {
            mostCases = mostCases(context.getProperty(CASES_PROPERTY));
        } catch (IllegalArgumentException refusal) {
            // The component runtime says it only to those who ask for its log.
            System.getLogger("st.sendwright.sends").log(Level.ERROR, refusal.getMessage());
            throw refusal;
        }
    }

    /** @param mostCases how many classes a send compares at most, 2 to {@link Link#MOST_CASES} */
    public PolymorphicPolicy(int mostCases) {
        this.mostCases = mostCases;
    }

    static int mostCases(String asked) {
        if (asked == null) {
            return DEFAULT_CASES;
        }
        int cases = asked.matches("[0-9]{1,3}") ? Integer.parseInt(asked) : 0;
        if (cases < 2 || cases > Link.MOST_CASES) {
            throw new IllegalArgumentException("SW-SEND-003 " + CASES_PROPERTY + "=" + asked
                    + ": the number of classes that a send compares is one from 2 to " + Link.MOST_CASES
                    + "; see docs/errors/SW-SEND-003.md");
        }
        return cases;
    }

    @Override
    public String name() {
        return "polymorphic";
    }

    @Override
    public Link link(SendSiteView site) {
        return switch (site.shape()) {
            case UNLINKED -> new Link.Monomorphic();
            case MONOMORPHIC, POLYMORPHIC -> site.all().size() <= mostCases ? new Link.Polymorphic(site.all())
                    : new Link.Megamorphic();
            case MEGAMORPHIC -> new Link.Megamorphic();
        };
    }
}
