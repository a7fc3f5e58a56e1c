package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferenceScope;
import st.sendwright.gc.Collector;

/** The memory plans of the framework: bundles may come and go while VMs run. */
@Component(service = InstalledMemoryPlans.class, immediate = true)
public final class InstalledMemoryPlans implements MemoryPlans {

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");

    @Reference(scope = ReferenceScope.PROTOTYPE_REQUIRED, cardinality = ReferenceCardinality.AT_LEAST_ONE,
            policy = ReferencePolicy.DYNAMIC)
    private volatile List<ComponentServiceObjects<Collector>> installed;

    private final Optional<String> chosen;
    private final Map<Collector, ComponentServiceObjects<Collector>> taken = new ConcurrentHashMap<>();

    /** Called by the framework. */
    @Activate
    public InstalledMemoryPlans(BundleContext context) {
        chosen = TierChoice.of(MemoryPlanTier.KIND, context);
    }

    private static String nameOf(ComponentServiceObjects<Collector> plan) {
        return String.valueOf(plan.getServiceReference().getProperty(TierChoice.NAME));
    }

    @Override
    public List<String> names() {
        return installed.stream().map(InstalledMemoryPlans::nameOf).sorted().toList();
    }

    @Override
    public String preferred() {
        return chosen.or(() -> names().stream().findFirst()).orElse("");
    }

    @Override
    public Optional<Collector> take(String name) {
        for (ComponentServiceObjects<Collector> each : installed) {
            if (nameOf(each).equals(name)) {
                Optional<Collector> plan = Optional.ofNullable(each.getService());
                plan.ifPresent(instance -> taken.put(instance, each));
                return plan;
            }
        }
        return Optional.empty();
    }

    @Override
    public void giveBack(Collector plan) {
        ComponentServiceObjects<Collector> owner = taken.remove(plan);
        if (owner != null) {
            unget(owner, plan);
        }
    }

    /** Gives a service back, unless the framework has done so: a VM may outlive the component that started it. */
    static <T> void unget(ComponentServiceObjects<T> owner, T service) {
        try {
            owner.ungetService(service);
        } catch (IllegalStateException deactivated) {
            LOG.log(Level.DEBUG, "given back already, as its component was deactivated: {0}", service);
        }
    }
}
