package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.PrimitiveSet.Binding;
import st.sendwright.runtime.InstalledProviders.Listener;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.TierExchange;

/**
 * One module of primitives of one VM. A method calls at its next send what is in force then. Where nothing is, primitives fail
 * and the Smalltalk code behind them runs.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class PrimitiveTier implements ExchangeableTier {

    private static final Logger LOG = System.getLogger("st.sendwright.primitives");
    private static final String NONE = "none";
    /** So many exceptions in a row are too many. */
    private static final int MOST_THROWN = 3;

    private final String module;
    private final String noun;
    private final PrimitiveTable table;
    private final TierExchanges exchanges;
    private final InstalledProviders<PrimitiveSet> installed;
    private final Candidates<PrimitiveSet> candidates;
    private final Runnable coreChanged;
    private final Listener<PrimitiveSet> listener = new Listener<>() {
        @Override
        public void arrived(Provider<PrimitiveSet> provider) {
            exchanges.later(() -> takeUp(provider));
        }

        @Override
        public void left(Provider<PrimitiveSet> provider) {
            exchanges.now(noun + " " + provider.name(), () -> doWithout(provider));
        }
    };
    /** Null when no set is in force. */
    private Bound bound;
    /** Who was chosen last; empty while nobody was. */
    private String wanted;

    /** A set in force. */
    private final class Bound implements PrimitiveTable.Owner {

        private final Provider<PrimitiveSet> provider;
        private final boolean isCore;
        private int thrown;

        Bound(Provider<PrimitiveSet> provider) {
            this.provider = provider;
            this.isCore = provider.service().isCore();
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

    /** @param coreChanged is run when machine code must not do any more what it does for primitives */
    PrimitiveTier(String module, PrimitiveTable table, TierExchanges exchanges,
            InstalledProviders<PrimitiveSet> installed, Runnable coreChanged) {
        this.module = module;
        this.noun = "set of the primitives " + module;
        this.table = table;
        this.exchanges = exchanges;
        this.installed = installed;
        this.candidates = new Candidates<>(noun, installed);
        this.coreChanged = coreChanged;
        this.wanted = installed.chosen().orElse("");
        installed.listen(listener);
    }

    /** Puts the set in force that was chosen for the start, else the best. Before the VM runs. */
    void start() {
        installed.chosen().flatMap(name -> candidates.refusal(name, installed())).ifPresent(this::complain);
        for (Optional<Provider<PrimitiveSet>> first = installed.preferred().or(candidates::best);
                first.isPresent() && bound == null; first = candidates.best()) {
            putInForce(first.get(), null).refusal().ifPresent(this::complain);
        }
    }

    /** The same while the VM runs, as the module is new to it. */
    void startLate() {
        if (bound == null) {
            putBest(null, "the module has come");
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

    @Override
    public List<String> installed() {
        return installed.names();
    }

    @Override
    public String noun() {
        return noun;
    }

    @Override
    public Optional<String> refusal(String name) {
        return candidates.refusal(name, installed());
    }

    @Override
    public int reverts(String name) {
        return candidates.reverts(name);
    }

    @Override
    public Outcome exchange(String name) {
        Optional<String> refusal = candidates.refusal(name, installed());
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        Outcome outcome = putInForce(installed.named(name).orElseThrow(), bound == null ? null : bound.provider);
        if (outcome.refusal().isEmpty()) {
            wanted = name;
        }
        return outcome;
    }

    /** @param before what would take over again; null for none */
    private Outcome putInForce(Provider<PrimitiveSet> next, Provider<PrimitiveSet> before) {
        List<Binding> bindings;
        Bound taken;
        try {
            bindings = List.copyOf(next.service().bindings());
            taken = new Bound(next);
        } catch (RuntimeException | LinkageError | AssertionError fault) {
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
            done = exchanges.record(kind(), active(), next.map(Provider::name).orElse(NONE), reason,
                    () -> next.isPresent() ? putInForce(next.get(), null) : unbind());
            done.refusal().ifPresent(this::complain);
        } while (!done.isDone());
    }

    private Outcome refused(Provider<PrimitiveSet> set, String why) {
        candidates.bar(set);
        return Outcome.refused("SW-PRIM-002 the " + noun + " '" + set.name() + "' cannot be used: " + why);
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
        putBest(bad.provider, "SW-SWAP-006 the " + noun + " '" + bad.provider.name() + "' threw " + MOST_THROWN
                + " times in a row and is barred: " + fault);
    }

    /** The bundle of a set goes. */
    private void doWithout(Provider<PrimitiveSet> provider) {
        candidates.forget(provider);
        if (bound == null || bound.provider != provider) {
            return;
        }
        if (bound.isCore && candidates.successor(provider).isEmpty()) {
            LOG.log(Level.WARNING, "the " + noun + " " + provider.name() + " stays in force although its bundle has stopped:"
                    + " there is no other, and the kernel needs them");
            return;
        }
        putBest(provider, "the bundle of the " + noun + " " + provider.name() + " was stopped");
    }

    /** A bundle has come: what was chosen is used again, else the one with the highest ranking. */
    private void takeUp(Provider<PrimitiveSet> provider) {
        if (isGone(provider) || bound != null && bound.provider == provider) {
            return;
        }
        boolean isNeeded = bound == null || isGone(bound.provider);
        boolean isBetter = !isNeeded && wanted.isEmpty() && bound.provider.ranking() < provider.ranking();
        boolean isBack = provider.name().equals(wanted);
        if (isNeeded || isBetter || isBack) {
            exchanges.record(kind(), active(), provider.name(), "the bundle of the " + noun + " " + provider.name()
                    + " was started", () -> putInForce(provider, null)).refusal().ifPresent(this::complain);
        }
    }

    private boolean isGone(Provider<PrimitiveSet> provider) {
        return installed.named(provider.name()).filter(each -> each == provider).isEmpty();
    }

    @Override
    public void close() {
        installed.ignore(listener);
    }
}
