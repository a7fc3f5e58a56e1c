package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.VmStartException;

/**
 * The interpreter of one VM. Frames are canonical, so another goes on with all of them where it stands. One whose bundle
 * stops stays in force when there is no other, as nothing can be run without one.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit, except {@link #prepare}.
 */
final class InterpreterTier extends ProviderTier<Interpreter> {

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");

    private Provider<Interpreter> active;
    private Epoch epoch;
    /** Who was chosen last. */
    private String wanted;

    /** @param first what {@link #first} has answered; in force from now on */
    InterpreterTier(TierExchanges exchanges, InstalledProviders<Interpreter> installed,
            Provider<Interpreter> first) {
        super("interpreter", exchanges, installed);
        this.active = first;
        this.epoch = new Epoch(1, first.service());
        this.wanted = first.name();
        exchanges.probation().useReference(first.service());
        exchanges.useRunner(Activity.INTERPRETER, () -> new Runner(active));
        exchanges.add(this);
        listen();
        if (!installed.holds(first)) {
            // It went before anybody listened.
            exchanges.later(() -> doWithout(first));
        }
    }

    /** An interpreter that has the program. */
    private final class Runner implements ProviderCalls.Asked {

        private final Provider<Interpreter> provider;

        Runner(Provider<Interpreter> provider) {
            this.provider = provider;
        }

        @Override
        public boolean mayBeLeft() {
            return false;
        }

        @Override
        public void stalled(String fault) {
            failed(provider, fault);
        }

        @Override
        public String toString() {
            return "the interpreter " + provider.name();
        }
    }

    /**
     * The interpreter that a VM is to start with, made ready.
     *
     * @throws VmStartException when there is none, or the one that was chosen is not there or cannot work here
     */
    static Provider<Interpreter> first(InstalledProviders<Interpreter> installed) throws VmStartException {
        Provider<Interpreter> first = installed.preferred().orElseThrow(() -> new VmStartException(
                "SW-VM-056 there is no interpreter" + installed.chosen().map(name -> " '" + name + "'").orElse("")
                        + ". Those that are installed: " + String.join(", ", installed.names())
                        + "; see docs/errors/SW-VM-056.md."));
        Optional<String> lack = lack(first, () -> first.service().prepare());
        if (lack.isPresent()) {
            throw new VmStartException("SW-VM-056 " + lack.get() + ". Choose another with --tiers interpreter=NAME;"
                    + " see docs/errors/SW-VM-056.md.");
        }
        return first;
    }

    /** The interpreter to run programs with until the next exit. */
    Epoch epoch() {
        return epoch;
    }

    /** Makes an interpreter ready; why it cannot be, or empty. */
    private static Optional<String> lack(Provider<Interpreter> provider, Runnable preparation) {
        try {
            preparation.run();
            return Optional.empty();
        } catch (LeftBehindError end) {
            throw end;
        } catch (Throwable fault) {
            LOG.log(Level.DEBUG, "an interpreter cannot be made ready", fault);
            boolean saysAll = fault instanceof IllegalStateException || fault instanceof StalledProviderException;
            return Optional.of("the interpreter '" + provider.name() + "' cannot be started: "
                    + (saysAll ? fault.getMessage() : fault.toString()));
        }
    }

    /** The same, watched. */
    private Optional<String> lack(Provider<Interpreter> provider) {
        return lack(provider, () -> exchanges.ask(new Candidate(provider), () -> {
            provider.service().prepare();
            return provider;
        }));
    }

    @Override
    public String kind() {
        return InstalledInterpreters.KIND;
    }

    @Override
    public String active() {
        return active.name();
    }

    @Override
    public Optional<String> prepare(String name) {
        return providers.named(name).flatMap(this::lack).map(why -> "SW-SWAP-003 " + why);
    }

    @Override
    Outcome exchangeFor(Provider<Interpreter> next) {
        Outcome outcome = putInForce(next, active);
        if (outcome.refusal().isEmpty()) {
            wanted = next.name();
        }
        return outcome;
    }

    /** @param before what would take over again; null for none */
    private Outcome putInForce(Provider<Interpreter> next, Provider<Interpreter> before) {
        long started = System.nanoTime();
        Optional<String> lack = lack(next);
        if (lack.isPresent()) {
            return Outcome.refused("SW-SWAP-003 " + lack.get());
        }
        long prepared = System.nanoTime() - started;
        if (before != next) {
            candidates.replaced(before);
        }
        active = next;
        epoch = new Epoch(epoch.number() + 1, next.service());
        if (next.service() == exchanges.probation().reference()) {
            exchanges.probation().end(kind());
        } else {
            exchanges.probation().begin(kind(), next.name(), Optional.of(next.service()),
                    fault -> exchanges.later(() -> failed(next, fault)));
        }
        return Outcome.done(prepared);
    }

    /**
     * Whether something that was thrown while the interpreter ran was the interpreter's fault, not that of the kernel or a
     * primitive which it called, and another takes its place.
     */
    boolean reverts(Throwable fault) {
        boolean isItsOwn = fault instanceof InterpreterFault || isFaultOf(active.service(), fault);
        return isItsOwn && revert(fault.toString());
    }

    /** The interpreter has answered what is no {@link st.sendwright.interpreter.Exit}; another takes its place if there is one. */
    void failed(int reason) {
        revert("it answered the exit " + reason);
    }

    private void failed(Provider<Interpreter> bad, String fault) {
        if (active == bad) {
            revert(fault);
        }
    }

    private boolean revert(String fault) {
        Provider<Interpreter> bad = active;
        String reason = candidates.failed(bad, fault);
        LOG.log(Level.ERROR, reason);
        for (Optional<Provider<Interpreter>> next = candidates.successor(bad); next.isPresent() && active == bad;
                next = candidates.successor(bad)) {
            Provider<Interpreter> candidate = next.get();
            TierExchange done = exchanges.record(kind(), bad.name(), candidate.name(), reason,
                    () -> putInForce(candidate, null));
            if (done.isDone()) {
                wanted = candidate.name();
            } else {
                candidates.failed(candidate, done.refusal().orElse(""));
            }
        }
        return active != bad;
    }

    /**
     * Who threw it: of the frames on the stack the first that belongs to the kernel's slow paths, to the bytecodes that all
     * interpreters share, or to the interpreter. What Java throws for want of memory may have no frames at all; then it is whoever
     * ran.
     */
    private static boolean isFaultOf(Interpreter interpreter, Throwable fault) {
        String own = interpreter.getClass().getPackageName() + ".";
        String shared = Interpreter.class.getPackageName() + ".";
        String kernel = KernelPaths.class.getPackageName() + ".";
        for (StackTraceElement each : fault.getStackTrace()) {
            String name = each.getClassName();
            if (name.startsWith(shared) || name.equals(KernelPaths.class.getName())) {
                return false;
            }
            if (name.startsWith(own)) {
                return true;
            }
            if (name.startsWith(kernel)) {
                return false;
            }
        }
        return fault.getStackTrace().length == 0;
    }

    /** The bundle of an interpreter goes. */
    @Override
    void doWithout(Provider<Interpreter> provider) {
        candidates.forget(provider);
        Optional<Provider<Interpreter>> next = candidates.successor(provider);
        if (active != provider) {
            doWithoutReference(provider);
            return;
        }
        if (next.isEmpty()) {
            LOG.log(exchanges.warning(), "the interpreter " + provider.name() + " stays in force although its bundle has stopped:"
                    + " there is no other");
            return;
        }
        exchanges.record(kind(), provider.name(), next.get().name(), stopOf(provider), () -> putInForce(next.get(), null));
        doWithoutReference(provider);
    }

    /** What is taken to be right must not keep a bundle that has gone. */
    private void doWithoutReference(Provider<Interpreter> provider) {
        if (exchanges.probation().reference() == provider.service() && active != provider) {
            exchanges.probation().useReference(active.service());
            exchanges.probation().end(kind());
        }
    }

    /** A bundle has come: the interpreter that was chosen last is used again, and any is better than one that has gone. */
    @Override
    void takeUp(Provider<Interpreter> provider) {
        boolean isBetter = !providers.holds(active);
        boolean isBack = provider.name().equals(wanted) && !active().equals(wanted);
        if ((isBetter || isBack) && providers.holds(provider)) {
            started(provider, () -> putInForce(provider, null));
        }
    }
}
