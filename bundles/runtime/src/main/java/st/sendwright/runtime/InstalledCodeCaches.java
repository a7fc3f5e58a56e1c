package st.sendwright.runtime;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import st.sendwright.codecache.CodeCache;

/** The code-cache policies of the framework: bundles may come and go while VMs run. <b>Thread</b>: any. */
@Component(service = InstalledCodeCaches.class)
public final class InstalledCodeCaches {

    /** The kind of tier as people type it. */
    static final String KIND = "code-cache";

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<CodeCache> installed;

    private final Optional<String> chosen;

    /** Called by the framework. */
    @Activate
    public InstalledCodeCaches(BundleContext context) {
        chosen = TierChoice.of(KIND, context);
    }

    InstalledCodeCaches(List<CodeCache> installed, Optional<String> chosen) {
        this.installed = installed;
        this.chosen = chosen;
    }

    /** The one that the command line has chosen, else the first by name; empty when it is not there. */
    Optional<CodeCache> preferred() {
        return installed.stream().filter(each -> chosen.isEmpty() || chosen.get().equals(each.name()))
                .min((a, b) -> a.name().compareTo(b.name()));
    }

    /** What is missing when there is no preferred one. */
    String lack() {
        return chosen.map(name -> "the code-cache policy " + name + " is not there")
                .orElse("no code-cache policy is installed");
    }
}
