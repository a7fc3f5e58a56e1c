package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.Stub;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock.Counter;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.JitReport.Block;
import st.sendwright.vm.JitReport.Exits;
import st.sendwright.vm.JitReport.Sends;
import st.sendwright.vm.JitReport.Space;
import st.sendwright.vm.Vm.Statistic;

/**
 * What compiling has cost and brought, since the VM's start.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class CompilationFigures {

    private final long[] exits = new long[Stub.values().length];
    private long methods;
    private long refused;
    private long misses;
    private long siteMisses;
    private long bytecodes;
    private long bytes;
    private long nanos;
    private long again;
    private long againBytes;

    /** @param wasDropped whether it had code before */
    void compiled(int itsBytecodes, int itsBytes, boolean wasDropped) {
        if (wasDropped) {
            again++;
            againBytes += itsBytes;
        }
        methods++;
        bytecodes += itsBytecodes;
        bytes += itsBytes;
    }

    /** How often a method was compiled whose code had been dropped. */
    long again() {
        return again;
    }

    long againBytes() {
        return againBytes;
    }

    void refused() {
        refused++;
    }

    void took(long itsNanos) {
        nanos += itsNanos;
    }

    /**
     * A send of machine code has met a class that its site's record did not have.
     *
     * @param itsSiteMisses how many site misses it was counted for; none when the message was not understood
     */
    void missed(long itsSiteMisses) {
        misses++;
        siteMisses += itsSiteMisses;
    }

    /** Machine code has left through a stub. */
    void left(Stub stub) {
        exits[stub.ordinal()]++;
    }

    /** For people. */
    JitReport.Code report(String backEnd, String policy, Where where, CodeSpace space, long flushes,
            JitReport.Links links, JitReport.Cache cache, int mostBlocks, Optional<World> counted) {
        List<Block> biggest = space.blocks().stream()
                .sorted(Comparator.comparingInt(CodeBlock::bytes).reversed().thenComparing(CodeBlock::name))
                .limit(mostBlocks)
                .map(each -> new Block(each.name(), each.start(), each.bytes())).toList();
        return new JitReport.Code(backEnd, policy, where, methods, refused, bytecodes, bytes, nanos,
                new Space(space.kind(), space.usedBytes(), space.size(), space.blocks().size(), flushes),
                links, cache, exits(), biggest, counted.map(world -> sends(world.mutator)));
    }

    private Sends sends(long mutator) {
        long all = count(mutator, Counter.COMPILED_SENDS);
        long polymorphic = count(mutator, Counter.POLYMORPHIC_SENDS);
        long megamorphic = count(mutator, Counter.MEGAMORPHIC_SENDS);
        long unserved = exits[Stub.SEND_MISS.ordinal()];
        return new Sends(all, all - polymorphic - megamorphic - unserved, polymorphic, megamorphic, unserved - misses,
                misses, count(mutator, Counter.SITE_MISSES) - siteMisses, count(mutator, Counter.LOOKUPS));
    }

    private static long count(long mutator, Counter counter) {
        return Memory.longAt(mutator + counter.offset());
    }

    private List<Exits> exits() {
        List<Exits> all = new ArrayList<>();
        for (Stub stub : Stub.values()) {
            if (stub.isExit()) {
                all.add(new Exits(stub.name(), exits[stub.ordinal()]));
            }
        }
        return all;
    }

    /** The same as counters. */
    List<Statistic> statistics(CodeSpace space, long flushes, JitReport.Links links, JitReport.Cache cache) {
        List<Statistic> all = new ArrayList<>(List.of(
                new Statistic("jit-methods", methods, "count"),
                new Statistic("jit-refused", refused, "count"),
                new Statistic("jit-bytecodes", bytecodes, "bytes"),
                new Statistic("jit-code", bytes, "bytes"),
                new Statistic("jit-nanos", nanos, "ns"),
                new Statistic("jit-send-misses", misses, "count"),
                new Statistic("jit-flushes", flushes, "count"),
                new Statistic("jit-space-used", space.usedBytes(), "bytes"),
                new Statistic("jit-space-size", space.size(), "bytes"),
                new Statistic("jit-links-monomorphic", links.monomorphic(), "count"),
                new Statistic("jit-links-polymorphic", links.polymorphic(), "count"),
                new Statistic("jit-links-megamorphic", links.megamorphic(), "count"),
                new Statistic("jit-links-none", links.unlinked(), "count"),
                new Statistic("jit-send-stubs", links.stubs(), "count"),
                new Statistic("jit-sweeps", cache.sweeps(), "count"),
                new Statistic("jit-sweep-nanos", cache.nanos(), "ns"),
                new Statistic("jit-sweep-longest-nanos", cache.longestNanos(), "ns"),
                new Statistic("jit-evicted", cache.evicted(), "count"),
                new Statistic("jit-evicted-bytes", cache.evictedBytes(), "bytes"),
                new Statistic("jit-compactions", cache.compactions(), "count"),
                new Statistic("jit-moved-bytes", cache.movedBytes(), "bytes"),
                new Statistic("jit-compiled-again", cache.again(), "count"),
                new Statistic("jit-compiled-again-bytes", cache.againBytes(), "bytes"),
                new Statistic("jit-space-largest-gap", cache.largestGap(), "bytes")));
        for (Exits each : exits()) {
            all.add(new Statistic("jit-exits-" + each.stub().toLowerCase(Locale.ROOT).replace('_', '-'),
                    each.count(), "count"));
        }
        return all;
    }
}
