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
import st.sendwright.codecache.CodeCache;

/** The code-cache policies of the framework: bundles may come and go while VMs run. <b>Thread</b>: any. */
@Component(service = InstalledCodeCaches.class, immediate = true)
public final class InstalledCodeCaches {

    /** The kind of tier as people type it. */
    static final String KIND = "code-cache";

    private final InstalledProviders<CodeCache> providers;

    /** Called by the framework. */
    @Activate
    public InstalledCodeCaches(BundleContext context) {
        providers = new InstalledProviders<>(TierChoice.of(KIND, context));
    }

    InstalledCodeCaches(List<CodeCache> installed, Optional<String> chosen) {
        providers = new InstalledProviders<>(chosen);
        installed.forEach(each -> providers.add(new InstalledProviders.Provider<>(each.name(), each)));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void add(CodeCache service, Map<String, Object> properties) {
        providers.add(TierChoice.provider(service, properties));
    }

    void remove(CodeCache service) {
        providers.remove(service);
    }

    InstalledProviders<CodeCache> providers() {
        return providers;
    }
}
