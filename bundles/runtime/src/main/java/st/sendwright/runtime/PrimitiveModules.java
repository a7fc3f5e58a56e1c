package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The modules of primitives of one VM, each a tier that can be exchanged; those that come later, too.
 *
 * <p><b>Thread</b>: before the VM runs, then the VM thread.
 */
final class PrimitiveModules implements AutoCloseable {

    private static final Logger LOG = System.getLogger("st.sendwright.primitives");

    private final PrimitiveTable table;
    private final TierExchanges exchanges;
    private final InstalledPrimitiveSets installed;
    private final Runnable coreChanged;
    private final Set<String> known = new HashSet<>();
    private final Consumer<String> listener;

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
        PrimitiveTier tier = new PrimitiveTier(module, table, exchanges, installed.providers(module), coreChanged);
        exchanges.add(tier);
        return Optional.of(tier);
    }

    @Override
    public void close() {
        installed.ignore(listener);
    }
}
