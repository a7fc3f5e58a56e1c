package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
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
    private final List<ExchangeableTier> tiers = new ArrayList<>();
    /** By their numbers: what fails at once has its revert in the midst of the exchange. */
    private final TreeMap<Long, TierExchange> records = new TreeMap<>();
    private Predicate<Runnable> vmThread = task -> false;
    private long tried;

    /** @param plans where the world's collector was taken from */
    TierExchanges(World world, MemoryPlans plans) {
        this.world = world;
        add(new MemoryPlanTier(world, plans));
    }

    /** One more tier can be exchanged. Before the VM runs. */
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
                        + tiers.stream().map(ExchangeableTier::kind).collect(Collectors.joining(", "))));
    }

    /** Does an exchange and keeps the record of it. */
    TierExchange record(String kind, String from, String to, String reason, Supplier<Outcome> work) {
        long number = ++tried;
        long started = System.nanoTime();
        List<Statistic> before = KernelPrimitives.statistics(world);
        Outcome outcome = work.get();
        List<Statistic> after = KernelPrimitives.statistics(world);
        long pause = System.nanoTime() - started;
        TierExchange done = new TierExchange(number, kind, from, to, reason, outcome.refusal(),
                outcome.prepareNanos(), pause, outcome.movedBytes(), before, after);
        if (records.size() == MOST_RECORDS) {
            records.pollFirstEntry();
        }
        records.put(number, done);
        LOG.log(Level.INFO, () -> kind + " " + from + " -> " + to + " (" + reason + "): "
                + outcome.refusal().orElse("paused " + pause / 1_000 + " us, moved " + outcome.movedBytes() + " bytes"));
        return done;
    }

    /** Has something done at the next driver exit; not at all when the VM has ended by then. Any thread. */
    void later(Runnable task) {
        vmThread.test(task);
    }

    /** Has something done at the next driver exit, and waits for it so long as is sensible. Any but the VM thread. */
    void now(String what, Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean accepted = vmThread.test(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException | Error failure) {
                done.completeExceptionally(failure);
            }
        });
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
