package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.runtime.InstalledProviders.Provider;

/**
 * The modules of primitives of one VM, each a tier that can be exchanged; those that come later, too.
 *
 * <p><b>Thread</b>: before the VM runs, then the VM thread.
 */
final class PrimitiveModules implements AutoCloseable {

    private static final Logger LOG = System.getLogger("st.sendwright.primitives");

    /** Name of the provider of the kernel's own modules. */
    private static final String KERNEL = "kernel";

    private final PrimitiveTable table;
    private final TierExchanges exchanges;
    private final InstalledPrimitiveSets installed;
    private final Runnable coreChanged;
    private final Set<String> known = new HashSet<>();
    private final Consumer<String> listener;
    /** The providers of the kernel's own modules, once there are any besides the kernel. */
    private final Map<String, InstalledProviders<PrimitiveSet>> kernels = new ConcurrentHashMap<>();
    private final Runnable decoratorListener;

    /** @param coreChanged is run when machine code must not do any more what it does for primitives */
    PrimitiveModules(PrimitiveTable table, TierExchanges exchanges, InstalledPrimitiveSets installed,
            Runnable coreChanged) {
        this.table = table;
        this.exchanges = exchanges;
        this.installed = installed;
        this.coreChanged = coreChanged;
        this.listener = module -> exchanges.later(() -> add(module).ifPresent(PrimitiveTier::startLate));
        installed.listen(listener);
        installed.modules().forEach(module -> add(module).ifPresent(PrimitiveTier::start));
        this.decoratorListener = () -> {
            kernels.forEach((module, providers) -> update(providers, installed.decorated(table.kernelSet(module))));
            exchanges.later(this::decorateKernels);
        };
        installed.listenToDecorators(decoratorListener);
        decorateKernels();
    }

    /** The kernel's own modules are tiers as soon as there is something to decorate them with. */
    private void decorateKernels() {
        for (PrimitiveSet set : table.kernelSets()) {
            List<Provider<PrimitiveSet>> decorated = installed.decorated(set);
            if (!decorated.isEmpty() && !kernels.containsKey(set.module())) {
                InstalledProviders<PrimitiveSet> providers = new InstalledProviders<>(Optional.empty());
                providers.add(new Provider<>(KERNEL, 0, set));
                decorated.forEach(providers::add);
                PrimitiveTier tier = new PrimitiveTier(set.module(), true, table, exchanges, providers, _ -> "", coreChanged);
                exchanges.add(tier);
                tier.start();
                kernels.put(set.module(), providers);
            }
        }
    }

    /** On the thread that starts or stops the decorator's bundle, which waits until a VM does without it. */
    private static void update(InstalledProviders<PrimitiveSet> providers, List<Provider<PrimitiveSet>> decorated) {
        List<String> wanted = decorated.stream().map(Provider::name).toList();
        for (PrimitiveSet each : providers.services()) {
            boolean isGone = each instanceof DecoratedSet
                    && providers.nameOf(each).filter(wanted::contains).isEmpty();
            if (isGone) {
                providers.remove(each);
            }
        }
        decorated.stream().filter(each -> providers.named(each.name()).isEmpty()).forEach(providers::add);
    }

    private Optional<PrimitiveTier> add(String module) {
        if (!known.add(module)) {
            return Optional.empty();
        }
        if (table.isKernels(module)) {
            LOG.log(Level.ERROR, "SW-PRIM-002 the primitives " + module + " of " + installed.providers(module).names()
                    + " are not used: the module is the kernel's own; see docs/errors/SW-PRIM-002.md");
            return Optional.empty();
        }
        PrimitiveTier tier = new PrimitiveTier(module, false, table, exchanges, installed.providers(module),
                installed::bundleOf, coreChanged);
        exchanges.add(tier);
        return Optional.of(tier);
    }

    @Override
    public void close() {
        installed.ignore(listener);
        installed.ignoreDecorators(decoratorListener);
    }
}
