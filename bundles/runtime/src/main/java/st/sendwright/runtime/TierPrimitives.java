package st.sendwright.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import st.sendwright.interpreter.Exit;
import st.sendwright.model.Allocation;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.DeferredPrimitive;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.runtime.TierExchanges.Ahead;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm.Tier;

/** Module {@code Tiers}: which providers are in force, and how a program puts others in their place. */
final class TierPrimitives implements PrimitiveSet {

    private final World world;
    private final KernelPaths paths;
    private final Driver driver;
    private final TierExchanges exchanges;
    /** What was done ahead, by {@code kind=provider}. */
    private final Map<String, Ahead> prepared = new ConcurrentHashMap<>();

    TierPrimitives(World world, KernelPaths paths, Driver driver, TierExchanges exchanges) {
        this.world = world;
        this.paths = paths;
        this.driver = driver;
        this.exchanges = exchanges;
    }

    @Override
    public String module() {
        return "Tiers";
    }

    @Override
    public List<Binding> bindings() {
        return DeferredPrimitive.bindings(this::code,
                "tiers 0", "prepare 3", "exchange 2", "exchanges 0");
    }

    private Primitive code(String name) {
        return switch (name) {
            case "tiers" -> this::tiers;
            case "prepare" -> this::prepare;
            case "exchange" -> this::exchange;
            case "exchanges" -> this::records;
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** An Array of Arrays (kind, name of the provider in force, Array of all names). */
    private long tiers(PrimitiveFrame frame) {
        return answer(exchanges.tiers().stream().map(TierPrimitives::fields).toList());
    }

    private static List<?> fields(Tier tier) {
        return List.of(tier.kind(), tier.provider(), tier.installed());
    }

    private boolean isText(PrimitiveFrame frame) {
        return StringObjects.isText(world.mutator, frame.argument(0))
                && StringObjects.isText(world.mutator, frame.argument(1));
    }

    /**
     * Arguments: kind, provider, and a Semaphore that is signalled when all is done for {@link #exchange} that can be done
     * while programs run.
     */
    private long prepare(PrimitiveFrame frame) {
        if (!isText(frame) || !world.scheduler.isSemaphore(frame.argument(2))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        String kind = world.text(frame.argument(0));
        String provider = world.text(frame.argument(1));
        world.services.background(world.services.handle(frame.argument(2)), () ->
                prepared.put(kind + "=" + provider, exchanges.prepare(kind, provider)));
        return frame.receiver();
    }

    /** Arguments: kind and provider. The exchange is done, or refused, when the program goes on. */
    private long exchange(PrimitiveFrame frame) {
        if (!isText(frame)) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        String kind = world.text(frame.argument(0));
        String provider = world.text(frame.argument(1));
        Ahead ahead = prepared.remove(kind + "=" + provider);
        driver.submit(() -> exchanges.exchange(kind, provider, "the program asked",
                ahead == null ? exchanges.nothingAhead() : ahead));
        paths.answer(frame.arguments(), frame.receiver());
        return paths.exit(Exit.POLL);
    }

    /** An Array of Arrays with what {@link TierExchange} holds, in its order, without the counters. */
    private long records(PrimitiveFrame frame) {
        return answer(exchanges.records().stream().map(TierPrimitives::fields).toList());
    }

    private static List<?> fields(TierExchange record) {
        return List.of(record.number(), record.kind(), record.from(), record.to(), record.reason(),
                record.refusal().orElse(""), record.prepareNanos(), record.pauseNanos(), record.movedBytes());
    }

    private long answer(List<?> values) {
        long array = NestedArrays.place(world.mutator, values);
        return array == Allocation.NO_ROOM ? Primitive.NEEDS_ROOM : array;
    }
}
