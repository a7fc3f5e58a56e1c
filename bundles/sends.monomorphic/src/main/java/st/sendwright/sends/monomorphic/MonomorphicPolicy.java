package st.sendwright.sends.monomorphic;

import org.osgi.service.component.annotations.Component;
import st.sendwright.sends.Link;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.SendSiteView;

/**
 * Links each send to the class that it has seen last: the simplest there is, the reference for others, and the one
 * that shows what they bring.
 */
@Component(service = SendPolicy.class, property = "sendwright.name=monomorphic")
public final class MonomorphicPolicy implements SendPolicy {

    @Override
    public String name() {
        return "monomorphic";
    }

    @Override
    public Link link(SendSiteView site) {
        return new Link.Monomorphic();
    }
}
