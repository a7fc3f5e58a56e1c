package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
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
            kernels.values().forEach(this::dropOldDecorators);
            exchanges.later(this::decorateKernels);
        };
        installed.listenToDecorators(decoratorListener);
        decorateKernels();
    }

    /** The kernel's own modules are tiers as soon as there is something to decorate them with. */
    private void decorateKernels() {
        for (PrimitiveSet set : table.kernelSets()) {
            if (!kernels.containsKey(set.module()) && installed.hasDecorators()) {
                InstalledProviders<PrimitiveSet> providers = new InstalledProviders<>(Optional.empty());
                providers.add(new Provider<>(KERNEL, 0, set));
                PrimitiveTier tier = new PrimitiveTier(set.module(), true, table, exchanges, providers, _ -> "", coreChanged);
                exchanges.add(tier);
                tier.start();
                // From here on whoever takes a decorator away sees what is added below.
                kernels.put(set.module(), providers);
            }
        }
        kernels.forEach((module, providers) -> installed.decorate(table.kernelSet(module), providers));
    }

    /** On the thread that stops the decorator's bundle, which waits until a VM does without it. */
    private void dropOldDecorators(InstalledProviders<PrimitiveSet> providers) {
        providers.services().stream().filter(each -> each instanceof DecoratedSet set && !installed.isUpToDate(set))
                .forEach(providers::remove);
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
