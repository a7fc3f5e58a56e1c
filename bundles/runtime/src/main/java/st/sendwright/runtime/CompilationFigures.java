package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import st.sendwright.jit.Stub;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.JitReport.Block;
import st.sendwright.vm.JitReport.Exits;
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
    private long bytecodes;
    private long bytes;
    private long nanos;

    void compiled(int itsBytecodes, int itsBytes) {
        methods++;
        bytecodes += itsBytecodes;
        bytes += itsBytes;
    }

    void refused() {
        refused++;
    }

    void took(long itsNanos) {
        nanos += itsNanos;
    }

    /** Machine code has left through a stub. */
    void left(Stub stub) {
        exits[stub.ordinal()]++;
    }

    /** For people. */
    JitReport.Code report(String backEnd, String policy, CodeSpace space, int mostBlocks) {
        List<Block> biggest = space.blocks().stream()
                .sorted(Comparator.comparingInt(CodeBlock::bytes).reversed().thenComparing(CodeBlock::name))
                .limit(mostBlocks)
                .map(each -> new Block(each.name(), each.start(), each.bytes())).toList();
        return new JitReport.Code(backEnd, policy, methods, refused, bytecodes, bytes, nanos,
                new Space(space.kind(), space.usedBytes(), space.size(), space.blocks().size(), space.flushes()),
                exits(), biggest);
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
    List<Statistic> statistics(CodeSpace space) {
        List<Statistic> all = new ArrayList<>(List.of(
                new Statistic("jit-methods", methods, "count"),
                new Statistic("jit-refused", refused, "count"),
                new Statistic("jit-bytecodes", bytecodes, "bytes"),
                new Statistic("jit-code", bytes, "bytes"),
                new Statistic("jit-nanos", nanos, "ns"),
                new Statistic("jit-flushes", space.flushes(), "count"),
                new Statistic("jit-space-used", space.usedBytes(), "bytes"),
                new Statistic("jit-space-size", space.size(), "bytes")));
        for (Exits each : exits()) {
            all.add(new Statistic("jit-exits-" + each.stub().toLowerCase(Locale.ROOT).replace('_', '-'),
                    each.count(), "count"));
        }
        return all;
    }
}
