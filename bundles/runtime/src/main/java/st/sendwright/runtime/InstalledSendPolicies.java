package st.sendwright.runtime;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import st.sendwright.sends.SendPolicy;

/** The inline-cache policies of the framework: bundles may come and go while VMs run. <b>Thread</b>: any. */
@Component(service = InstalledSendPolicies.class)
public final class InstalledSendPolicies {

    /** The kind of tier as people type it. */
    static final String KIND = "inline-cache";

    /** In the order of their rankings, the highest last. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<SendPolicy> installed;

    private final Optional<String> chosen;

    /** Called by the framework. */
    @Activate
    public InstalledSendPolicies(BundleContext context) {
        chosen = TierChoice.of(KIND, context);
    }

    InstalledSendPolicies(List<SendPolicy> installed, Optional<String> chosen) {
        this.installed = installed;
        this.chosen = chosen;
    }

    /** The one that the command line has chosen, else that of the highest ranking; empty when it is not there. */
    Optional<SendPolicy> preferred() {
        return installed.stream().filter(each -> chosen.isEmpty() || chosen.get().equals(each.name()))
                .reduce((lower, higher) -> higher);
    }

    /** What is missing when there is no preferred one. */
    String lack() {
        return chosen.map(name -> "the inline-cache policy " + name + " is not there")
                .orElse("no inline-cache policy is installed");
    }
}
