package st.sendwright.sends.recent;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;
import st.sendwright.sends.SendSiteView.Case;
import st.sendwright.sends.SendSiteView.Shape;

/**
 * Compares the few classes that a send has met last, the newest first, and forgets the one that is longest ago. Good for
 * programs that go on from one kind of object to the next; bad for sends that meet more classes in turn than it compares.
 */
@Component(service = SendPolicy.class, property = "sendwright.name=recent")
public final class RecentPolicy implements SendPolicy {

    /** How many classes a send compares at most. */
    static final int MOST_CASES = 4;
    /** After so many misses a send is one of those for which this policy is bad. */
    static final int MOST_MISSES = 40;

    @Override
    public String name() {
        return "recent";
    }

    @Override
    public Link link(SendSiteView site) {
        if (site.shape() == Shape.UNLINKED) {
            return new Link.Monomorphic();
        }
        if (site.misses() > MOST_MISSES) {
            return new Link.Megamorphic();
        }
        List<Case> cases = new ArrayList<>(site.all());
        cases.removeIf(each -> each.classIndex() == site.seen().classIndex());
        cases.addFirst(site.seen());
        return new Link.Polymorphic(cases.subList(0, Math.min(cases.size(), MOST_CASES)));
    }
}
