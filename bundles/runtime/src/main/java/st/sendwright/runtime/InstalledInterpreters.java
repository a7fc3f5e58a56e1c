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
import st.sendwright.interpreter.Interpreter;

/** The interpreters of the framework: bundles may come and go while VMs run. <b>Thread</b>: any. */
@Component(service = InstalledInterpreters.class, immediate = true)
public final class InstalledInterpreters {

    /** The kind of tier as people type it. */
    static final String KIND = "interpreter";

    private final InstalledProviders<Interpreter> providers;

    /** Called by the framework. */
    @Activate
    public InstalledInterpreters(BundleContext context) {
        providers = new InstalledProviders<>(TierChoice.of(KIND, context));
    }

    InstalledInterpreters(List<Interpreter> installed, Optional<String> chosen) {
        providers = new InstalledProviders<>(chosen);
        installed.forEach(each -> providers.add(new InstalledProviders.Provider<>(each.name(), each)));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void add(Interpreter service, Map<String, Object> properties) {
        providers.add(TierChoice.provider(service, properties));
    }

    void remove(Interpreter service) {
        providers.remove(service);
    }

    InstalledProviders<Interpreter> providers() {
        return providers;
    }
}
