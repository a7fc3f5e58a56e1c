package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import st.sendwright.gc.Collector;
import st.sendwright.heap.Region;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;

/**
 * The memory plan of one VM. A plan whose bundle stops stays in force, as its objects cannot be without one, until it is
 * exchanged.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit.
 */
final class MemoryPlanTier implements ExchangeableTier {

    static final String KIND = "memory-plan";

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");
    private static final String NOUN = "memory plan";
    /** What a plan sets in the mutator block when it is attached. */
    private static final List<Integer> ITS_WORDS = List.of(MutatorBlock.ALLOCATION_POINTER, MutatorBlock.ALLOCATION_LIMIT,
            MutatorBlock.APART_BYTES, MutatorBlock.CARD_TABLE);

    private final World world;
    private final MemoryPlans plans;
    private final TierExchanges exchanges;
    /** So often plans have failed, by their class: each VM has an instance of its own. */
    private final Map<Class<?>, Integer> reverts = new WeakHashMap<>();
    /** The plan before; empty for none. */
    private String before = "";

    /** @param plans where the world's collector was taken from */
    MemoryPlanTier(World world, MemoryPlans plans, TierExchanges exchanges) {
        this.world = world;
        this.plans = plans;
        this.exchanges = exchanges;
        world.tellOfPlanFaults(fault -> exchanges.later(() -> failed(world.collector(), fault)));
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
        return NOUN;
    }

    @Override
    public Optional<Object> service(String name) {
        try {
            return plans.take(name).map(plan -> {
                plans.giveBack(plan);
                return plan.getClass();
            });
        } catch (Throwable fault) {
            LOG.log(Level.DEBUG, "the exchange will say so, too", fault);
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> refusal(String name) {
        if (!plans.names().contains(name)) {
            return Optional.of("SW-SWAP-002 no bundle provides the memory plan '" + name + "'. Plans that are installed: "
                    + String.join(", ", plans.names()));
        }
        return reverts(name) < Candidates.MOST_REVERTS ? Optional.empty() : Optional.of(Candidates.barred(NOUN, name));
    }

    @Override
    public int reverts(String name) {
        return service(name).map(plan -> reverts.getOrDefault(plan, 0)).orElse(0);
    }

    @Override
    public Outcome exchange(String name) {
        long started = System.nanoTime();
        Collector next;
        try {
            next = plans.take(name).orElse(null);
        } catch (Throwable fault) {
            return Outcome.refused("SW-SWAP-003 the memory plan '" + name + "' cannot be started: " + fault);
        }
        if (next == null) {
            return Outcome.refused(refusal(name).orElse("SW-SWAP-002 the memory plan '" + name + "' has just gone"));
        }
        Collector previous = world.collector();
        List<Region> regions;
        try {
            regions = world.askPlan(previous, 0, () -> {
                previous.leaveFixedSpace();
                return Objects.requireNonNull(previous.regions(), "it answered nothing");
            });
        } catch (Throwable fault) {
            plans.giveBack(next);
            return Outcome.refused("SW-SWAP-003 the memory plan '" + previous.name() + "' in force does not say where its"
                    + " objects are: " + fault);
        }
        Optional<Throwable> lack = attach(next);
        if (lack.isPresent()) {
            plans.giveBack(next);
            return Outcome.refused("SW-SWAP-003 the memory plan '" + name + "' cannot get its spaces: "
                    + (lack.get() instanceof OutOfMemoryError ? lack.get().getMessage() : lack.get().toString()));
        }
        long prepared = System.nanoTime() - started;
        Collector.Report report = world.adopt(next, regions);
        long adopted = System.nanoTime();
        plans.giveBack(previous);
        if (previous.getClass() != next.getClass()) {
            before = previous.name();
        }
        return new Outcome(Optional.empty(), prepared, System.nanoTime() - adopted, report.survivedBytes());
    }

    /** Why a plan cannot be attached; the one in force allocates as before then. */
    private Optional<Throwable> attach(Collector next) {
        long[] words = ITS_WORDS.stream().mapToLong(word -> Memory.longAt(world.mutator + word)).toArray();
        try {
            world.askPlan(next, 0, () -> {
                next.attach(world.mutator, world.heapSettings(), world.fixed);
                return next;
            });
            return Optional.empty();
        } catch (Throwable fault) {
            for (int i = 0; i < words.length; i++) {
                Memory.putLong(world.mutator + ITS_WORDS.get(i), words[i]);
            }
            World.detach(next);
            return Optional.of(fault);
        }
    }

    /** A plan has failed in what leaves all objects as they are: another takes them over, if there is one. */
    private void failed(Collector bad, Throwable fault) {
        if (world.collector() != bad || reverts.getOrDefault(bad.getClass(), 0) >= Candidates.MOST_REVERTS) {
            return;
        }
        String name = bad.name();
        String reason = Candidates.failure(NOUN, name, reverts.merge(bad.getClass(), 1, Integer::sum), fault.toString());
        LOG.log(Level.ERROR, reason, fault);
        Stream.concat(Stream.of(before, plans.preferred()), plans.names().stream())
                .filter(each -> !each.equals(name) && plans.names().contains(each) && reverts(each) == 0).findFirst()
                .ifPresent(next -> exchanges.record(KIND, name, next, reason, () -> exchange(next)));
    }

    /** Gives the plan in force back. The world is closed by now. */
    @Override
    public void close() {
        plans.giveBack(world.collector());
    }
}
