package st.sendwright.runtime;

import java.util.List;
import java.util.Optional;
import st.sendwright.gc.Collector;
import st.sendwright.heap.Region;

/**
 * The memory plan of one VM. A plan whose bundle stops stays in force, as its objects cannot be without one, until it is
 * exchanged.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit.
 */
final class MemoryPlanTier implements ExchangeableTier {

    static final String KIND = "memory-plan";

    private final World world;
    private final MemoryPlans plans;

    /** @param plans where the world's collector was taken from */
    MemoryPlanTier(World world, MemoryPlans plans) {
        this.world = world;
        this.plans = plans;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String active() {
        return world.collector().name();
    }

    @Override
    public List<String> installed() {
        return plans.names();
    }

    @Override
    public String noun() {
        return "memory plan";
    }

    @Override
    public Optional<Object> service(String name) {
        return plans.take(name).map(plan -> {
            plans.giveBack(plan);
            return plan.getClass();
        });
    }

    @Override
    public Optional<String> refusal(String name) {
        return plans.names().contains(name) ? Optional.empty() : Optional.of("SW-SWAP-002 no bundle provides the memory plan '"
                + name + "'. Plans that are installed: " + String.join(", ", plans.names()));
    }

    @Override
    public Outcome exchange(String name) {
        long started = System.nanoTime();
        Optional<Collector> next = plans.take(name);
        if (next.isEmpty()) {
            return Outcome.refused(refusal(name).orElse("SW-SWAP-002 the memory plan '" + name + "' has just gone"));
        }
        Collector previous = world.collector();
        previous.leaveFixedSpace();
        List<Region> regions = previous.regions();
        try {
            next.get().attach(world.mutator, world.heapSettings(), world.fixed);
        } catch (RuntimeException | OutOfMemoryError failure) {
            plans.giveBack(next.get());
            return Outcome.refused("SW-SWAP-003 the memory plan '" + name + "' cannot get its spaces: "
                    + failure.getMessage());
        }
        long prepared = System.nanoTime() - started;
        Collector.Report report = world.adopt(next.get(), regions);
        long adopted = System.nanoTime();
        plans.giveBack(previous);
        return new Outcome(Optional.empty(), prepared, System.nanoTime() - adopted, report.survivedBytes());
    }

    /** Gives the plan in force back. The world is closed by now. */
    @Override
    public void close() {
        plans.giveBack(world.collector());
    }
}
