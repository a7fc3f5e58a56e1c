package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.PrimitiveSet.Binding;
import st.sendwright.primitives.PrimitiveSet.CallCount;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm.PrimitiveModule;

/**
 * One module of primitives of one VM. A method calls at its next send what is in force then. Where nothing is, primitives fail
 * and the Smalltalk code behind them runs.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class PrimitiveTier extends ProviderTier<PrimitiveSet> {

    private static final Logger LOG = System.getLogger("st.sendwright.primitives");
    private static final String NONE = "none";
    private static final String IS_NEW = "the module has come";
    /** So many exceptions in a row are too many. */
    private static final int MOST_THROWN = 3;

    private final String module;
    private final boolean isKernels;
    private final PrimitiveTable table;
    private final Function<PrimitiveSet, String> bundleOf;
    private final Runnable coreChanged;
    /** Null when no set is in force. */
    private Bound bound;
    /** Who was chosen last; empty while nobody was. */
    private String wanted;

    /** A set in force. */
    private final class Bound implements PrimitiveTable.Owner {

        private final Provider<PrimitiveSet> provider;
        /** What is bound, and what it decorates; the same where it decorates nothing. */
        private final PrimitiveSet set;
        private final PrimitiveSet original;
        private final boolean isCore;
        private final boolean isNeeded;
        private final Set<Permission> permissions;
        private PrimitiveSet leaves;
        private int thrown;

        Bound(Provider<PrimitiveSet> provider) {
            this.provider = provider;
            if (provider.service() instanceof DecoratedSet decorated) {
                this.original = decorated.original().orElseThrow(() -> new IllegalStateException("there is nothing to decorate"));
                this.set = decorated.make(original);
            } else {
                this.original = provider.service();
                this.set = original;
            }
            this.isNeeded = isKernels || original.isCore();
            this.isCore = isNeeded && set == original;
            this.permissions = Set.copyOf(original.permissions());
        }

        @Override
        public PrimitiveSet leaves() {
            return leaves;
        }

        @Override
        public boolean isCore() {
            return isCore;
        }

        @Override
        public void threw(Throwable fault) {
            if (++thrown == MOST_THROWN && !isCore) {
                failed(this, fault);
            }
        }

        @Override
        public void answered() {
            thrown = 0;
        }
    }

    /**
     * @param isKernels whether the module is one of the kernel's own
     * @param bundleOf name and version of a set's bundle
     * @param coreChanged is run when machine code must not do any more what it does for primitives
     */
    PrimitiveTier(String module, boolean isKernels, PrimitiveTable table, TierExchanges exchanges,
            InstalledProviders<PrimitiveSet> installed, Function<PrimitiveSet, String> bundleOf, Runnable coreChanged) {
        super("set of the primitives " + module, exchanges, installed);
        this.module = module;
        this.isKernels = isKernels;
        this.table = table;
        this.bundleOf = bundleOf;
        this.coreChanged = coreChanged;
        this.wanted = installed.chosen().orElse("");
        listen();
    }

    /** Puts the set in force that was chosen for the start, else the best. Before the VM runs. */
    void start() {
        providers.chosen().flatMap(name -> candidates.refusal(name, installed())).ifPresent(this::complain);
        for (Optional<Provider<PrimitiveSet>> first = providers.preferred().or(candidates::best);
                first.isPresent() && bound == null; first = candidates.best()) {
            putInForce(first.get(), null).refusal().ifPresent(this::complain);
        }
    }

    /** The same while the VM runs, as the module is new to it. Its first set may be yet to come, and so may the one that was chosen. */
    void startLate() {
        providers.chosen().flatMap(providers::named).ifPresent(chosen ->
                exchanges.record(kind(), active(), chosen.name(), IS_NEW, () -> putInForce(chosen, null)).refusal()
                        .ifPresent(this::complain));
        if (bound == null) {
            putBest(null, IS_NEW);
        }
    }

    private void complain(String why) {
        LOG.log(Level.ERROR, why);
    }

    @Override
    public String kind() {
        return InstalledPrimitiveSets.KIND + module;
    }

    @Override
    public String active() {
        return bound == null ? NONE : bound.provider.name();
    }

    /** The module, for people. */
    PrimitiveModule module() {
        return new PrimitiveModule(module, active(), bound == null ? "" : bundleOf.apply(bound.original),
                bound == null ? Set.of() : bound.permissions);
    }

    /** What its primitives have done, where that is counted. */
    List<CallCount> counts() {
        return bound == null ? List.of() : bound.set.counts().stream()
                .map(each -> new CallCount(module + "." + each.name(), each.calls(), each.failures(), each.nanos())).toList();
    }

    /** Sets have no trial yet. */
    @Override
    public Optional<Object> service(String name) {
        return Optional.empty();
    }

    @Override
    Outcome exchangeFor(Provider<PrimitiveSet> next) {
        Outcome outcome = putInForce(next, bound == null ? null : bound.provider);
        if (outcome.refusal().isEmpty()) {
            wanted = next.name();
        }
        return outcome;
    }

    /** @param before what would take over again; null for none */
    private Outcome putInForce(Provider<PrimitiveSet> next, Provider<PrimitiveSet> before) {
        List<Binding> bindings;
        Bound taken;
        try {
            taken = exchanges.ask(new Candidate(next), () -> new Bound(next));
            bindings = List.copyOf(exchanges.ask(new Candidate(next), taken.set::bindings));
        } catch (LeftBehindError end) {
            throw end;
        } catch (Throwable fault) {
            LOG.log(Level.DEBUG, "a set of primitives cannot be used", fault);
            return refused(next, "it does not say what its primitives are: " + fault);
        }
        Optional<String> fault = fault(bindings);
        if (fault.isPresent()) {
            return refused(next, fault.get());
        }
        Bound old = bound;
        bind(taken, bindings);
        if (old == null || old.provider != next) {
            candidates.replaced(before);
        }
        return Outcome.done(0);
    }

    /** The best set takes over, or none. A malformed one is barred. */
    private void putBest(Provider<PrimitiveSet> gone, String reason) {
        TierExchange done;
        do {
            Optional<Provider<PrimitiveSet>> next = candidates.successor(gone);
            if (next.isEmpty() && bound == null) {
                return;
            }
            done = exchanges.record(kind(), active(), next.map(Provider::name).orElse(NONE), reason,
                    () -> next.isPresent() ? putInForce(next.get(), null) : unbind());
            done.refusal().ifPresent(this::complain);
        } while (!done.isDone());
    }

    private Outcome refused(Provider<PrimitiveSet> set, String why) {
        candidates.bar(set);
        return Outcome.refused("SW-PRIM-002 the " + noun() + " '" + set.name() + "' cannot be used: " + why);
    }

    /** What is wrong with primitives before any is called. */
    private static Optional<String> fault(List<Binding> bindings) {
        Set<String> names = new HashSet<>();
        for (Binding each : bindings) {
            if (each.name() == null || each.name().isBlank()) {
                return Optional.of("a primitive has no name");
            }
            if (each.code() == null) {
                return Optional.of(each.name() + " has no code");
            }
            if (each.arguments() < -1) {
                return Optional.of(each.name() + " takes " + each.arguments() + " arguments");
            }
            if (!names.add(each.name())) {
                return Optional.of("two primitives are called " + each.name());
            }
        }
        return Optional.empty();
    }

    /** @param next null for nothing */
    private void bind(Bound next, List<Binding> bindings) {
        Bound old = bound;
        if (old != null) {
            old.leaves = next != null && next.original == old.original ? null : old.original;
            table.unbind(old);
        }
        bound = next;
        if (next != null) {
            table.bind(module, bindings, next);
        }
        boolean wasCore = old != null && old.isCore;
        boolean isCore = next != null && next.isCore;
        if (wasCore && !isCore) {
            coreChanged.run();
        } else if (isCore && !wasCore && old != null) {
            // What runs now is only slower than it could be.
            exchanges.later(coreChanged);
        }
    }

    private Outcome unbind() {
        bind(null, List.of());
        return Outcome.done(0);
    }

    /** Another set takes over, or none. At once: the primitive that threw is done. */
    private void failed(Bound bad, Throwable fault) {
        if (bound != bad) {
            return;
        }
        candidates.bar(bad.provider);
        wanted = "";
        putBest(bad.provider, "SW-SWAP-006 the " + noun() + " '" + bad.provider.name() + "' threw " + MOST_THROWN
                + " times in a row and is barred: " + fault);
    }

    /** The bundle of a set goes. */
    @Override
    void doWithout(Provider<PrimitiveSet> provider) {
        candidates.forget(provider);
        if (bound == null || bound.provider != provider) {
            return;
        }
        if (bound.isNeeded && candidates.successor(provider).isEmpty()) {
            LOG.log(exchanges.warning(), "the " + noun() + " " + provider.name() + " stays in force although its bundle has stopped:"
                    + " there is no other, and the kernel needs them");
            return;
        }
        putBest(provider, stopOf(provider));
    }

    /** A bundle has come: what was chosen is used again, else the one with the highest ranking. */
    @Override
    void takeUp(Provider<PrimitiveSet> provider) {
        if (!providers.holds(provider) || bound != null && bound.provider == provider) {
            return;
        }
        boolean isNeeded = provider.ranking() != InstalledProviders.ONLY_BY_NAME
                && (bound == null || !providers.holds(bound.provider));
        boolean isBetter = !isNeeded && wanted.isEmpty() && bound.provider.ranking() < provider.ranking();
        boolean isBack = provider.name().equals(wanted);
        if (isNeeded || isBetter || isBack) {
            started(provider, () -> putInForce(provider, null)).refusal().ifPresent(this::complain);
        }
    }
}
