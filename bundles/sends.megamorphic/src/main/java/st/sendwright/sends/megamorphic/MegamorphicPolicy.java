package st.sendwright.sends.megamorphic;

import org.osgi.service.component.annotations.Component;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;

/**
 * Links each send to the cache of all classes, from its first one on. Sends of a selector share their code, and what one
 * of them has found all others find; but even a send to one class only, as most are, pays for the look into the cache.
 *
 * <p>Source: for the cache that all sends share, Efficient Implementation of the Smalltalk-80 System (L. P. Deutsch,
 * A. M. Schiffman, POPL 1984), which compares it with caches at each send.
 */
@Component(service = SendPolicy.class, property = "sendwright.name=megamorphic")
public final class MegamorphicPolicy implements SendPolicy {

    @Override
    public String name() {
        return "megamorphic";
    }

    @Override
    public Link link(SendSiteView site) {
        return new Link.Megamorphic();
    }
}
