package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import st.sendwright.gc.Collector;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm.Statistic;
import st.sendwright.vm.Vm.Tier;

/**
 * Exchanges the tiers of one VM and keeps the records of it.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit.
 */
final class TierExchanges implements AutoCloseable {

    static final String MEMORY_PLAN = "memory-plan";
    private static final Logger LOG = System.getLogger("st.sendwright.runtime");
    private static final int MOST_RECORDS = 1_000;

    private final World world;
    private final MemoryPlans plans;
    private final Deque<TierExchange> records = new ArrayDeque<>();
    private long tried;

    /** What an exchange is made of; the numbers are those of {@link TierExchange}. */
    private record Result(Optional<String> refusal, long prepareNanos, long movedBytes) {
        static Result refused(String why) {
            return new Result(Optional.of(why), 0, 0);
        }
    }

    /** @param plans where the world's collector was taken from */
    TierExchanges(World world, MemoryPlans plans) {
        this.world = world;
        this.plans = plans;
    }

    List<Tier> tiers() {
        return List.of(new Tier(MEMORY_PLAN, world.collector().name(), plans.names()));
    }

    List<TierExchange> records() {
        return List.copyOf(records);
    }

    /** Puts another provider in force, or records why not. */
    TierExchange exchange(String kind, String provider, String reason) {
        List<Statistic> before = KernelPrimitives.statistics(world);
        String from = kind.equals(MEMORY_PLAN) ? world.collector().name() : "";
        long started = System.nanoTime();
        Result result = kind.equals(MEMORY_PLAN) ? exchangePlan(provider)
                : Result.refused("SW-SWAP-001 there is no tier '" + kind + "' that can be exchanged. Such tiers: "
                        + MEMORY_PLAN);
        long pause = System.nanoTime() - started;
        TierExchange done = new TierExchange(++tried, kind, from, provider, reason, result.refusal,
                result.prepareNanos, pause, result.movedBytes, before, KernelPrimitives.statistics(world));
        if (records.size() == MOST_RECORDS) {
            records.removeFirst();
        }
        records.addLast(done);
        LOG.log(Level.INFO, () -> kind + " " + from + " -> " + provider + " (" + reason + "): "
                + result.refusal.orElse("paused " + pause / 1_000 + " us, moved " + result.movedBytes + " bytes"));
        return done;
    }

    private Result exchangePlan(String name) {
        long started = System.nanoTime();
        Optional<Collector> next = plans.take(name);
        if (next.isEmpty()) {
            return Result.refused("SW-SWAP-002 no bundle provides the memory plan '" + name
                    + "'. Plans that are installed: " + String.join(", ", plans.names()));
        }
        Collector previous = world.collector();
        List<st.sendwright.heap.Region> regions = previous.regions();
        try {
            next.get().attach(world.mutator, world.heapSettings());
        } catch (RuntimeException | OutOfMemoryError failure) {
            plans.giveBack(next.get());
            return Result.refused("SW-SWAP-003 the memory plan '" + name + "' cannot get its spaces: "
                    + failure.getMessage());
        }
        long prepared = System.nanoTime() - started;
        Collector.Report report = world.adopt(next.get(), regions);
        plans.giveBack(previous);
        return new Result(Optional.empty(), prepared, report.survivedBytes());
    }

    /** Gives the plan in force back. The world is closed by now. */
    @Override
    public void close() {
        plans.giveBack(world.collector());
    }
}
