package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.runtime.InstalledProviders.Provider;

/**
 * The primitive sets of the framework, by their modules: bundles may come and go while VMs run. <b>Thread</b>: any. No lock is
 * held while listeners are told.
 */
@Component(service = InstalledPrimitiveSets.class, immediate = true)
public final class InstalledPrimitiveSets {

    private static final Logger LOG = System.getLogger("st.sendwright.primitives");

    /** What the kinds of tier begin with, as people type them; the module's name follows. */
    static final String KIND = "primitives.";

    private final Function<String, Optional<String>> chosen;
    private final Map<String, InstalledProviders<PrimitiveSet>> modules = new ConcurrentSkipListMap<>();
    private final Map<PrimitiveSet, String> moduleOf = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** Called by the framework. */
    @Activate
    public InstalledPrimitiveSets(BundleContext context) {
        chosen = module -> TierChoice.of(KIND + module, context);
    }

    InstalledPrimitiveSets(List<PrimitiveSet> installed) {
        chosen = module -> Optional.empty();
        installed.forEach(each -> add(each, Map.of(TierChoice.NAME, "core")));
    }

    @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policy = ReferencePolicy.DYNAMIC)
    void add(PrimitiveSet service, Map<String, Object> properties) {
        Provider<PrimitiveSet> provider = TierChoice.provider(service, properties);
        String module = moduleOf(provider);
        if (module == null || module.isBlank()) {
            LOG.log(Level.ERROR, "SW-PRIM-002 the primitive set " + provider.name() + " is not used: it does not say to which"
                    + " module it belongs; see docs/errors/SW-PRIM-002.md");
            return;
        }
        moduleOf.put(service, module);
        providers(module).add(provider);
    }

    private static String moduleOf(Provider<PrimitiveSet> provider) {
        try {
            return provider.service().module();
        } catch (Throwable fault) {
            LOG.log(Level.DEBUG, "a primitive set does not answer its module", fault);
            return null;
        }
    }

    void remove(PrimitiveSet service) {
        String module = moduleOf.remove(service);
        if (module != null) {
            providers(module).remove(service);
        }
    }

    /** The sets of a module, now and later. */
    InstalledProviders<PrimitiveSet> providers(String module) {
        InstalledProviders<PrimitiveSet> known = modules.get(module);
        if (known != null) {
            return known;
        }
        InstalledProviders<PrimitiveSet> made = new InstalledProviders<>(chosen.apply(module));
        InstalledProviders<PrimitiveSet> other = modules.putIfAbsent(module, made);
        if (other == null) {
            listeners.forEach(each -> each.accept(module));
        }
        return other == null ? made : other;
    }

    /** The names of all modules there have been, sorted. */
    List<String> modules() {
        return List.copyOf(modules.keySet());
    }

    /** @param listener is told the names of modules that come */
    void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    void ignore(Consumer<String> listener) {
        listeners.remove(listener);
    }
}
