package st.sendwright.runtime;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import st.sendwright.heap.Become;
import st.sendwright.model.KernelLayout.Closure;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

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

    /**
     * The name of an activation or a block that would use variables which its new receiver does not have; null
     * when all is well.
     */
    String misfit() {
        String[] found = new String[1];
        VariableUse use = new VariableUse(world);
        VariableUse.Visitor visitor = (code, receiver) -> {
            Long other = found[0] == null ? replacement.get(receiver) : null;
            if (other != null && !use.fits(code, other)) {
                found[0] = world.codeName(code);
            }
        };
        use.forEachActivation(visitor);
        use.forEachClosure(closure -> visitor.code(ObjectHeader.slot(closure, Closure.COMPILED_BLOCK),
                ObjectHeader.slot(closure, Closure.RECEIVER)));
        return found[0];
    }

    /** Carries all replacements out and unlinks all sends, as any class or method may have changed. */
    void commit() {
        long[] from = replacement.keySet().stream().mapToLong(Long::longValue).toArray();
        long[] to = replacement.values().stream().mapToLong(Long::longValue).toArray();
        Become.exchange(world.mutator, world.collector().regions(), world.roots(), from, to, false);
        Set<Long> kept = new HashSet<>(replacement.values());
        for (long old : from) {
            if (!kept.contains(old)) {
                free(old);
            }
        }
        world.lookup.everythingChanged();
    }

    /**
     * What nobody refers to any more may lie in memory for a while, and its class may have other variables by then: it
     * becomes a piece of free memory. Code is left alone, for its send sites belong to it.
     */
    private static void free(long old) {
        if (ObjectFormat.isPointers(ObjectHeader.format(old))) {
            Memory.putLong(old, Memory.longAt(old) & -1L << ObjectHeader.SLOTS_SHIFT
                    | ObjectHeader.of(0, ObjectFormat.WORDS_64, ObjectHeader.FREE_CLASS_INDEX));
        }
    }
}
