package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import st.sendwright.primitives.PrimitiveSet.CallCount;
import st.sendwright.runtime.ExchangeableTier.Outcome;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.ProviderState;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.TierExchange.Phases;
import st.sendwright.vm.Vm.PrimitiveModule;
import st.sendwright.vm.Vm.Statistic;
import st.sendwright.vm.Vm.Tier;

/**
 * Exchanges the tiers of one VM and keeps the records of it.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit, except {@link #prepare}, {@link #later} and {@link #now}.
 */
final class TierExchanges implements AutoCloseable {

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");
    private static final int MOST_RECORDS = 1_000;
    /** How long a bundle that stops waits for a VM to do without it. */
    private static final long PATIENCE_SECONDS = 10;

    private final World world;
    private final Admission admission;
    private final SideCalls aside;
    private final List<ExchangeableTier> tiers = new CopyOnWriteArrayList<>();
    /** By their numbers: what fails at once has its revert in the midst of the exchange. */
    private final TreeMap<Long, TierExchange> records = new TreeMap<>();
    private Predicate<Runnable> vmThread = task -> false;
    private long tried;
    /** Exchanges that have begun, the last first. */
    private final ArrayDeque<Attempt> open = new ArrayDeque<>();
    private TierExchange lastLeftBehind;

    /** An exchange that has begun. */
    private record Attempt(long number, String kind, String from, String to, String reason, Ahead ahead, long started,
            List<Statistic> before) {
    }

    /**
     * @param plans where the world's collector was taken from
     * @param admission decides on providers that were never in force
     */
    TierExchanges(World world, MemoryPlans plans, Admission admission) {
        this.world = world;
        this.admission = admission;
        this.aside = new SideCalls(world.stalls);
        add(new MemoryPlanTier(world, plans, this));
    }

    /** One more tier can be exchanged. */
    void add(ExchangeableTier tier) {
        tiers.add(tier);
        tiers.sort(Comparator.comparing(ExchangeableTier::kind));
    }

    /** Says who has tasks run at a driver exit; it answers false when the VM has ended. Before the VM runs. */
    void useThread(Predicate<Runnable> submit) {
        vmThread = submit;
    }

    List<Tier> tiers() {
        return tiers.stream().map(each -> new Tier(each.kind(), each.active(), each.installed())).toList();
    }

    List<PrimitiveModule> primitiveModules() {
        return tiers.stream().filter(PrimitiveTier.class::isInstance).map(each -> ((PrimitiveTier) each).module()).toList();
    }

    List<CallCount> primitiveCalls() {
        return tiers.stream().filter(PrimitiveTier.class::isInstance).flatMap(each -> ((PrimitiveTier) each).counts().stream())
                .sorted(Comparator.comparing(CallCount::nanos).reversed().thenComparing(CallCount::name)).toList();
    }

    List<TierExchange> records() {
        return List.copyOf(records.values());
    }

    private Optional<ExchangeableTier> tier(String kind) {
        return tiers.stream().filter(each -> each.kind().equals(kind)).findFirst();
    }

    private String noTier(String kind) {
        return "SW-SWAP-001 there is no tier '" + kind + "' that can be exchanged. Such tiers: "
                + kinds();
    }

    /** Those that can be exchanged, modules of primitives as one. */
    private String kinds() {
        return tiers.stream().map(ExchangeableTier::kind)
                .map(kind -> kind.startsWith(InstalledPrimitiveSets.KIND) ? InstalledPrimitiveSets.KIND + "MODULE" : kind)
                .distinct().collect(Collectors.joining(", "));
    }

    /** What was done for an exchange before it, while programs ran. */
    record Ahead(Optional<String> refusal, long admissionNanos, long preparationNanos, long askedNanos,
            Activity askedDuring) {
    }

    /** Where nothing was done ahead. */
    Ahead nothingAhead() {
        return new Ahead(Optional.empty(), 0, 0, System.nanoTime(), world.activity.now());
    }

    /** Has a provider tried that never was, and made ready as far as it can be. Any thread but the VM's. */
    Ahead prepare(String kind, String provider) {
        Optional<ExchangeableTier> tier = tier(kind);
        if (tier.isEmpty()) {
            return nothingAhead();
        }
        long started = System.nanoTime();
        Optional<String> fault = tier.get().service(provider).flatMap(service ->
                admission.admit(kind, tier.get().noun(), provider, service));
        long admitted = System.nanoTime();
        Optional<String> lack = fault.isPresent() ? fault : tier.get().prepare(provider);
        long ended = System.nanoTime();
        return new Ahead(lack, admitted - started, ended - admitted, ended, world.activity.now());
    }

    /** Why a provider would not be put in force; empty when all that can be known ahead is well. */
    Optional<String> refusal(String kind, String provider) {
        Optional<ExchangeableTier> tier = tier(kind);
        return tier.isEmpty() ? Optional.of(noTier(kind)) : tier.get().refusal(provider);
    }

    /** Puts another provider in force, or records why not. */
    TierExchange exchange(String kind, String provider, String reason) {
        return exchange(kind, provider, reason, nothingAhead());
    }

    /** The same after what {@link #prepare} has done. */
    TierExchange exchange(String kind, String provider, String reason, Ahead ahead) {
        Optional<ExchangeableTier> tier = tier(kind);
        return record(kind, tier.map(ExchangeableTier::active).orElse(""), provider, reason, ahead, () -> {
            if (tier.isEmpty()) {
                return Outcome.refused(noTier(kind));
            }
            Optional<String> refusal = tier.get().refusal(provider).or(ahead::refusal);
            if (refusal.isPresent()) {
                return Outcome.refused(refusal.get());
            }
            return tier.get().exchange(provider);
        });
    }

    /** What a VM starts with needs no trial to come into force again: it is what the others are compared with. */
    void trustActive() {
        tiers.forEach(each -> each.service(each.active()).ifPresent(admission::trust));
    }

    /** Which providers there are and what is known of each, sorted by kind and name. */
    List<ProviderState> states() {
        List<ProviderState> states = new ArrayList<>();
        for (ExchangeableTier tier : tiers) {
            for (String name : new TreeSet<>(Stream.concat(Stream.of(tier.active()), tier.installed().stream()).toList())) {
                states.add(new ProviderState(tier.kind(), name, state(tier, name), tier.reverts(name)));
            }
        }
        return states;
    }

    private ProviderState.State state(ExchangeableTier tier, String name) {
        if (tier.active().equals(name)) {
            return world.probation.isOn(tier.kind(), name) ? ProviderState.State.PROBATION
                    : world.probation.isPassed(tier.kind(), name) ? ProviderState.State.STABLE : ProviderState.State.ACTIVE;
        }
        if (tier.reverts(name) > 0) {
            return tier.refusal(name).isPresent() ? ProviderState.State.BARRED : ProviderState.State.REVERTED;
        }
        return tier.service(name).filter(admission::isAdmitted).isPresent() ? ProviderState.State.ADMITTED
                : ProviderState.State.INSTALLED;
    }

    /** Does an exchange that nobody has asked for and keeps the record of it. */
    TierExchange record(String kind, String from, String to, String reason, Supplier<Outcome> work) {
        return record(kind, from, to, reason, nothingAhead(), work);
    }

    private TierExchange record(String kind, String from, String to, String reason, Ahead ahead,
            Supplier<Outcome> work) {
        Attempt attempt = new Attempt(++tried, kind, from, to, reason, ahead, System.nanoTime(),
                KernelPrimitives.statistics(world));
        open.push(attempt);
        Outcome outcome;
        try {
            outcome = work.get();
        } catch (LeftBehindError end) {
            throw end;
        } catch (Throwable failure) {
            open.pop();
            throw failure;
        }
        open.pop();
        return keep(attempt, outcome);
    }

    private TierExchange keep(Attempt attempt, Outcome outcome) {
        List<Statistic> after = KernelPrimitives.statistics(world);
        long pause = System.nanoTime() - attempt.started;
        Ahead ahead = attempt.ahead;
        TierExchange done = new TierExchange(attempt.number, attempt.kind, attempt.from, attempt.to, attempt.reason,
                outcome.refusal(), outcome.prepareNanos(), pause, outcome.movedBytes(), attempt.before, after,
                new Phases(ahead.admissionNanos, ahead.preparationNanos,
                        Math.max(0, attempt.started - ahead.askedNanos), ahead.askedDuring, outcome.releaseNanos()));
        if (records.size() == MOST_RECORDS) {
            records.pollFirstEntry();
        }
        records.put(attempt.number, done);
        LOG.log(world.isTrial ? Level.DEBUG : Level.INFO, () -> attempt.kind + " " + attempt.from + " -> " + attempt.to + " (" + attempt.reason + "): "
                + outcome.refusal().orElse("paused " + pause / 1_000 + " us, moved " + outcome.movedBytes() + " bytes"));
        return done;
    }

    /** The thread that did exchanges is left behind in a provider: they were not done. */
    void leaveBehind(String fault) {
        while (!open.isEmpty()) {
            Attempt attempt = open.pop();
            lastLeftBehind = keep(attempt, Outcome.refused("SW-SWAP-010 the exchange of " + attempt.kind + " to '"
                    + attempt.to + "' was left, as a provider stalls: " + fault));
        }
    }

    /** The record of the exchange that was last left so. */
    TierExchange lastLeftBehind() {
        return lastLeftBehind;
    }

    /** What the VM thread asks providers. */
    ProviderCalls calls() {
        return world.calls;
    }

    /** How important a warning is: nobody but the trial itself cares for the VM of a trial. */
    Level warning() {
        return world.isTrial ? Level.DEBUG : Level.WARNING;
    }

    /** Which providers are watched more closely. */
    Probation probation() {
        return world.probation;
    }

    /** Says who has the program when the VM thread is at something. */
    void useRunner(Activity activity, Supplier<ProviderCalls.Asked> runner) {
        world.runs.use(activity, runner);
    }

    /** Asks a provider from the VM thread or another: either way it is watched. */
    <A> A ask(ProviderCalls.Asked whom, ProviderCalls.Question<A, RuntimeException> question) {
        return ask(whom, world.allowances.preparationNanos(), question);
    }

    /** The same, with another allowance for its work. */
    <A> A ask(ProviderCalls.Asked whom, long allowanceNanos, ProviderCalls.Question<A, RuntimeException> question) {
        // Before the VM has a thread nobody could go on in its place; and threads would lengthen the start.
        return world.calls.isOwn(Thread.currentThread()) || !world.calls.isStarted()
                ? world.calls.ask(whom, allowanceNanos, question) : aside.ask(whom, allowanceNanos, question);
    }

    /** Has something done at the next driver exit; not at all when the VM has ended by then. Any thread. */
    void later(Runnable task) {
        vmThread.test(task);
    }

    /** Has something done at the next driver exit, and waits for it so long as is sensible. Any but the VM thread. */
    void now(String what, Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean accepted = vmThread.test(new VmTask<>(() -> {
            task.run();
            return null;
        }, done));
        try {
            if (accepted) {
                done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException stall) {
            LOG.log(Level.WARNING, "SW-SWAP-007 a VM has not come to a point where it can do without " + what + " for "
                    + PATIENCE_SECONDS + " seconds; it will as soon as it can");
        } catch (ExecutionException failure) {
            LOG.log(Level.ERROR, "SW-VM-001 a VM failed while it was to do without " + what, failure.getCause());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives back what tiers have taken. The world is closed by now. */
    @Override
    public void close() {
        tiers.forEach(ExchangeableTier::close);
    }
}
