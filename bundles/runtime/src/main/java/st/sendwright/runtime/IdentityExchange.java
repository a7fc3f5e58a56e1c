package st.sendwright.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import st.sendwright.heap.Become;

/**
 * {@code become:} and its kin: gathers what shall become what, then has all references replaced in one walk.
 */
final class IdentityExchange {

    private final World world;
    private final Map<Long, Long> replacement = new LinkedHashMap<>();

    IdentityExchange(World world) {
        this.world = world;
    }

    /** References to {@code from} will lead to {@code to}; the last of several wins. */
    void forward(long from, long to) {
        replacement.put(from, to);
    }

    /** Carries all replacements out and unlinks all sends, as any class or method may have changed. */
    void commit() {
        long[] from = replacement.keySet().stream().mapToLong(Long::longValue).toArray();
        long[] to = replacement.values().stream().mapToLong(Long::longValue).toArray();
        Become.exchange(world.mutator, world.collector.regions(), world.roots(), from, to, false);
        world.lookup.everythingChanged();
    }
}
