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
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import st.sendwright.primitives.PrimitiveDecorator;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.runtime.InstalledProviders.Provider;

/**
 * The primitive sets of the framework, by their modules: bundles may come and go while VMs run. <b>Thread</b>: any. No lock is
 * held while listeners are told of what goes, as they wait for VMs.
 */
@Component(service = InstalledPrimitiveSets.class, immediate = true)
public final class InstalledPrimitiveSets {

    private static final Logger LOG = System.getLogger("st.sendwright.primitives");

    /** What the kinds of tier begin with, as people type them; the module's name follows. */
    static final String KIND = "primitives.";

    private final Function<String, Optional<String>> chosen;
    private final LongFunction<Bundle> bundles;
    private final Map<String, InstalledProviders<PrimitiveSet>> modules = new ConcurrentSkipListMap<>();
    private final Map<PrimitiveSet, String> moduleOf = new ConcurrentHashMap<>();
    private final Map<PrimitiveSet, String> bundleOf = new ConcurrentHashMap<>();
    private final Map<PrimitiveSet, Long> bundleNumbers = new ConcurrentHashMap<>();
    private final List<Provider<PrimitiveDecorator>> decorators = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> decoratorListeners = new CopyOnWriteArrayList<>();
    private final List<LongConsumer> bundleListeners = new CopyOnWriteArrayList<>();

    /** Called by the framework. */
    @Activate
    public InstalledPrimitiveSets(BundleContext context) {
        chosen = module -> TierChoice.of(KIND + module, context);
        bundles = context::getBundle;
    }

    InstalledPrimitiveSets(List<PrimitiveSet> installed) {
        chosen = module -> Optional.empty();
        bundles = number -> null;
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
        bundleOf.put(service, bundle(properties));
        InstalledProviders<PrimitiveSet> its = providers(module);
        its.add(provider);
        decorate(module, its);
        if (properties.get(Constants.SERVICE_BUNDLEID) instanceof Long number) {
            bundleNumbers.put(service, number);
            bundleListeners.forEach(each -> each.accept(number));
        }
    }

    /** How many sets of a bundle are here. */
    long countOf(long bundle) {
        return bundleNumbers.values().stream().filter(each -> each == bundle).count();
    }

    /** @param listener is told the numbers of bundles of which a set has come, when it can be called */
    void listenToBundles(LongConsumer listener) {
        bundleListeners.add(listener);
    }

    void ignoreBundles(LongConsumer listener) {
        bundleListeners.remove(listener);
    }

    /** Adds the decorators that a module lacks, if it has something to decorate. */
    private void decorate(String module, InstalledProviders<PrimitiveSet> its) {
        decorate(module, its, () -> plain(its));
    }

    /** The same for a set that is not installed. */
    void decorate(PrimitiveSet set, InstalledProviders<PrimitiveSet> its) {
        decorate(set.module(), its, () -> Optional.of(set));
    }

    /** Sets and decorators may come on several threads. */
    private void decorate(String module, InstalledProviders<PrimitiveSet> its, Supplier<Optional<PrimitiveSet>> best) {
        synchronized (decorators) {
            if (best.get().isPresent()) {
                decorators.stream().filter(each -> decoratedBy(each.service(), its).isEmpty())
                        .forEach(each -> its.add(new Provider<>(each.name(), InstalledProviders.ONLY_BY_NAME,
                                new DecoratedSet(module, each.service(), best))));
            }
        }
    }

    /** Whether there is something to decorate sets with. */
    boolean hasDecorators() {
        return !decorators.isEmpty();
    }

    /** Whether what decorates a set is there. */
    boolean isUpToDate(DecoratedSet set) {
        return decorators.stream().anyMatch(each -> set.isOf(each.service()));
    }

    private static List<PrimitiveSet> decoratedBy(PrimitiveDecorator decorator, InstalledProviders<PrimitiveSet> its) {
        return its.services().stream().filter(each -> each instanceof DecoratedSet set && set.isOf(decorator)).toList();
    }

    private static void removeDecorated(InstalledProviders<PrimitiveSet> its) {
        its.services().stream().filter(DecoratedSet.class::isInstance).forEach(its::remove);
    }

    /** The best of a module's sets that decorate none. */
    private static Optional<PrimitiveSet> plain(InstalledProviders<PrimitiveSet> sets) {
        return sets.best(each -> !(each.service() instanceof DecoratedSet)).map(Provider::service);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDecorator(PrimitiveDecorator service, Map<String, Object> properties) {
        decorators.add(TierChoice.provider(service, properties));
        modules.forEach(this::decorate);
        decoratorListeners.forEach(Runnable::run);
    }

    void removeDecorator(PrimitiveDecorator service) {
        synchronized (decorators) {
            decorators.removeIf(each -> each.service() == service);
        }
        modules.values().forEach(its -> decoratedBy(service, its).forEach(its::remove));
        decoratorListeners.forEach(Runnable::run);
    }

    /** @param listener is run when decorators have come or gone */
    void listenToDecorators(Runnable listener) {
        decoratorListeners.add(listener);
    }

    void ignoreDecorators(Runnable listener) {
        decoratorListeners.remove(listener);
    }

    private String bundle(Map<String, Object> properties) {
        Bundle bundle = properties.get(Constants.SERVICE_BUNDLEID) instanceof Long number ? bundles.apply(number) : null;
        return bundle == null ? "" : bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    /** Name and version of the bundle that a set is from; empty when that is not known. */
    String bundleOf(PrimitiveSet service) {
        return bundleOf.getOrDefault(service, "");
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
        bundleOf.remove(service);
        bundleNumbers.remove(service);
        if (module != null) {
            InstalledProviders<PrimitiveSet> its = providers(module);
            boolean isLast = its.services().stream().allMatch(each -> each == service || each instanceof DecoratedSet);
            if (isLast) {
                // First, so that where one is in force the set itself takes over.
                removeDecorated(its);
            }
            its.remove(service);
            // Others may have come or gone meanwhile.
            if (plain(its).isEmpty()) {
                removeDecorated(its);
            } else {
                decorate(module, its);
            }
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
