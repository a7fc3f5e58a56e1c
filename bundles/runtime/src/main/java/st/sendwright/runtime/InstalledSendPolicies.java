package st.sendwright.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import st.sendwright.sends.SendPolicy;

/** The inline-cache policies of the framework: bundles may come and go while VMs run. <b>Thread</b>: any. */
@Component(service = InstalledSendPolicies.class, immediate = true)
public final class InstalledSendPolicies {

    /** The kind of tier as people type it. */
    static final String KIND = "inline-cache";

    private final InstalledProviders<SendPolicy> providers;

    /** Called by the framework. */
    @Activate
    public InstalledSendPolicies(BundleContext context) {
        providers = new InstalledProviders<>(TierChoice.of(KIND, context));
    }

    InstalledSendPolicies(List<SendPolicy> installed, Optional<String> chosen) {
        providers = new InstalledProviders<>(chosen);
        installed.forEach(each -> providers.add(new InstalledProviders.Provider<>(each.name(), each)));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void add(SendPolicy service, Map<String, Object> properties) {
        providers.add(TierChoice.provider(service, properties));
    }

    void remove(SendPolicy service) {
        providers.remove(service);
    }

    InstalledProviders<SendPolicy> providers() {
        return providers;
    }
}
