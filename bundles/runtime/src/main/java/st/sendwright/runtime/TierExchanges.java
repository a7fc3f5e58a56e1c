package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import st.sendwright.runtime.ExchangeableTier.Outcome;
import st.sendwright.vm.TierExchange;
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
    private final List<ExchangeableTier> tiers = new CopyOnWriteArrayList<>();
    /** By their numbers: what fails at once has its revert in the midst of the exchange. */
    private final TreeMap<Long, TierExchange> records = new TreeMap<>();
    private Predicate<Runnable> vmThread = task -> false;
    private long tried;
    /** Exchanges that have begun, the last first. */
    private final ArrayDeque<Attempt> open = new ArrayDeque<>();
    private TierExchange lastLeftBehind;

    /** An exchange that has begun. */
    private record Attempt(long number, String kind, String from, String to, String reason, long started,
            List<Statistic> before) {
    }

    /** @param plans where the world's collector was taken from */
    TierExchanges(World world, MemoryPlans plans) {
        this.world = world;
        add(new MemoryPlanTier(world, plans));
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

    List<TierExchange> records() {
        return List.copyOf(records.values());
    }

    /** Has what is going to be exchanged made ready as far as it can be while programs run. Any thread. */
    void prepare(String kind, String provider) {
        tiers.stream().filter(each -> each.kind().equals(kind)).forEach(each -> each.prepare(provider));
    }

    /** Puts another provider in force, or records why not. */
    TierExchange exchange(String kind, String provider, String reason) {
        Optional<ExchangeableTier> tier = tiers.stream().filter(each -> each.kind().equals(kind)).findFirst();
        return record(kind, tier.map(ExchangeableTier::active).orElse(""), provider, reason, () -> tier.isPresent()
                ? tier.get().exchange(provider)
                : Outcome.refused("SW-SWAP-001 there is no tier '" + kind + "' that can be exchanged. Such tiers: "
                        + kinds()));
    }

    /** Those that can be exchanged, modules of primitives as one. */
    private String kinds() {
        return tiers.stream().map(ExchangeableTier::kind)
                .map(kind -> kind.startsWith(InstalledPrimitiveSets.KIND) ? InstalledPrimitiveSets.KIND + "MODULE" : kind)
                .distinct().collect(Collectors.joining(", "));
    }

    /** Does an exchange and keeps the record of it. */
    TierExchange record(String kind, String from, String to, String reason, Supplier<Outcome> work) {
        Attempt attempt = new Attempt(++tried, kind, from, to, reason, System.nanoTime(),
                KernelPrimitives.statistics(world));
        open.push(attempt);
        Outcome outcome;
        try {
            outcome = work.get();
        } catch (LeftBehindError end) {
            throw end;
        } catch (RuntimeException | Error failure) {
            open.pop();
            throw failure;
        }
        open.pop();
        return keep(attempt, outcome);
    }

    private TierExchange keep(Attempt attempt, Outcome outcome) {
        List<Statistic> after = KernelPrimitives.statistics(world);
        long pause = System.nanoTime() - attempt.started;
        TierExchange done = new TierExchange(attempt.number, attempt.kind, attempt.from, attempt.to, attempt.reason,
                outcome.refusal(), outcome.prepareNanos(), pause, outcome.movedBytes(), attempt.before, after);
        if (records.size() == MOST_RECORDS) {
            records.pollFirstEntry();
        }
        records.put(attempt.number, done);
        LOG.log(Level.INFO, () -> attempt.kind + " " + attempt.from + " -> " + attempt.to + " (" + attempt.reason + "): "
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
