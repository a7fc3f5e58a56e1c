package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import st.sendwright.codecache.CacheView;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;
import st.sendwright.jit.Stub;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.SiteTable;
import st.sendwright.vm.JitReport;

/**
 * Makes room for code as the {@link CodeCache} wants it: drops blocks and moves those that stay. Frames are canonical, so
 * that a frame whose code goes is continued by an interpreter: its return IP leads to the driver from then on.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit.
 */
final class CodeSweeper {

    private static final Logger LOG = System.getLogger("st.sendwright.jit");

    /** What is asked when there is no other policy that works: it needs to know nothing. */
    static final class DropAll implements CodeCache {

        @Override
        public String name() {
            return PolicyTier.LAST_RESORT;
        }

        @Override
        public Sweep sweep(CacheView view) {
            return Sweep.ofFirst(view.blocks(), Long.MAX_VALUE, false);
        }
    }

    /** Has a frame return elsewhere. */
    private interface ReturnIpChange {

        void apply(long fp, long returnIp);
    }

    /** Where a block lay, and how far it was moved. */
    private record Move(long end, long distance) {
    }

    private final World world;
    private final CodeSpace space;
    private final SendLinks links;
    private final LongToIntFunction countdown;
    private final Supplier<LongToIntFunction> countdowns;
    private final PolicyTier<CodeCache> policies;
    private final SweepFigures figures;

    /**
     * @param countdown of a method whose code goes
     * @param countdowns of all methods
     */
    CodeSweeper(World world, CodeSpace space, SendLinks links, PolicyTier<CodeCache> policies, SweepFigures figures,
            LongToIntFunction countdown, Supplier<LongToIntFunction> countdowns) {
        this.world = world;
        this.space = space;
        this.links = links;
        this.policies = policies;
        this.figures = figures;
        this.countdown = countdown;
        this.countdowns = countdowns;
    }

    /** Makes room for code of so many bytes, which is less than there is for all. */
    void sweep(int needed) {
        long started = System.nanoTime();
        world.stacks.machine.forget();
        evict(space.blocks().stream().filter(this::isDead).collect(Collectors.toSet()));
        do {
            CacheView view = view(needed);
            Sweep sweep = policies.ask("SW-CODE-001", view.blocks().size() + " blocks", policy -> policy.sweep(view),
                    answer -> faultOf(answer, view));
            if (sweep.evicted().size() == view.blocks().size()) {
                flush();
            } else {
                evict(sweep.evicted().stream().map(space::block).collect(Collectors.toSet()));
                if (sweep.compacts()) {
                    compact();
                }
            }
        } while (space.largestGap() < needed);
        space.blocks().forEach(CodeBlock::age);
        figures.swept(System.nanoTime() - started);
    }

    /** Whether it is the code of a method that nobody can reach any more. */
    private boolean isDead(CodeBlock block) {
        return block.isMethod() && space.method(block) == 0;
    }

    private CacheView view(int needed) {
        Set<CodeBlock> onStack = new HashSet<>();
        world.stacks.forEachFrame(fp -> {
            CodeBlock block = space.blockAt(Memory.longAt(fp + FrameLayout.RETURN_IP));
            if (block != null) {
                onStack.add(block);
            }
        });
        List<CacheView.Block> blocks = space.blocks().stream().filter(CodeBlock::isMethod)
                .sorted(Comparator.comparingLong(CodeBlock::order))
                .map(each -> new CacheView.Block(each.number(), each.bytes() + SendLinks.stubBytes(each), each.uses(),
                        onStack.contains(each), each.sweeps())).toList();
        return new CacheView(space.size(), space.freeBytes(), space.largestGap(), needed, blocks);
    }

    /** What a sweep does wrong; empty when it is one that can be done. */
    private static String faultOf(Sweep sweep, CacheView view) {
        if (sweep == null) {
            return "nothing";
        }
        Set<Integer> known = view.blocks().stream().map(CacheView.Block::number).collect(Collectors.toSet());
        for (int each : sweep.evicted()) {
            if (!known.contains(each)) {
                return "a block " + each + " that there is none of";
            }
        }
        boolean changesNothing = sweep.evicted().isEmpty() && (!sweep.compacts() || view.largestGap() == view.free());
        return changesNothing && !known.isEmpty() ? "what frees nothing" : "";
    }

    // Dropping

    /** Drops all code. */
    void flush() {
        world.stacks.machine.forget();
        LongToIntFunction countingDown = countdowns.get();
        world.stacks.forEachFrame(fp -> {
            if (space.isInBlock(Memory.longAt(fp + FrameLayout.RETURN_IP))) {
                world.stacks.machine.redirect(fp, space.stub(Stub.RETURN_TO_DRIVER));
            }
        });
        world.sites.forgetCode(countingDown);
        links.clear();
        space.blocks().forEach(each -> figures.evicted(each.bytes()));
        figures.flushed();
        LOG.log(Level.DEBUG, () -> "dropped %,d pieces of code, %,d bytes".formatted(space.blocks().size(),
                space.usedBytes()));
        space.clear();
    }

    private void evict(Set<CodeBlock> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        Map<CodeBlock, Integer> countingDown = new HashMap<>();
        for (CodeBlock block : blocks) {
            long method = space.method(block);
            countingDown.put(block, method == 0 ? SiteTable.NEVER : countdown.applyAsInt(method));
        }
        forEachReturnIp(ip -> blocks.contains(space.blockAt(ip)) ? space.stub(Stub.RETURN_TO_DRIVER) : ip,
                world.stacks.machine::redirect);
        for (CodeBlock block : blocks) {
            figures.evicted(block.bytes());
            links.evict(block);
            long method = space.method(block);
            if (method != 0) {
                world.sites.forgetCode(method, block.number(), countingDown.get(block));
            }
            space.free(block);
        }
        LOG.log(Level.DEBUG, () -> "dropped %,d pieces of code; %,d bytes are free, %,d of them together".formatted(
                blocks.size(), space.freeBytes(), space.largestGap()));
    }

    /**
     * Return IPs repeat, in recursion and between Processes.
     *
     * @param change is told of each frame whose return IP is to be another, and which
     */
    private void forEachReturnIp(LongUnaryOperator replacement, ReturnIpChange change) {
        Map<Long, Long> known = new TreeMap<>();
        world.stacks.forEachFrame(fp -> {
            long ip = Memory.longAt(fp + FrameLayout.RETURN_IP);
            long wanted = known.computeIfAbsent(ip, replacement::applyAsLong);
            if (wanted != ip) {
                change.apply(fp, wanted);
            }
        });
    }

    // Moving

    private void compact() {
        TreeMap<Long, Move> moves = new TreeMap<>();
        List<CodeBlock> moved = new ArrayList<>();
        space.compact((block, distance) -> {
            moves.put(block.start(), new Move(block.end(), distance));
            moved.add(block);
            links.move(block, distance);
        });
        figures.compacted(moved.stream().mapToLong(CodeBlock::bytes).sum());
        for (CodeBlock block : moved) {
            long method = space.method(block);
            if (method != 0) {
                world.sites.codeMoved(method, block);
            }
        }
        forEachReturnIp(ip -> {
            Map.Entry<Long, Move> move = moves.lowerEntry(ip);
            return move == null || ip > move.getValue().end() ? ip : ip + move.getValue().distance();
        }, (fp, ip) -> Memory.putLong(fp + FrameLayout.RETURN_IP, ip));
    }

    // Figures

    /** @param again what was compiled again after it was dropped */
    JitReport.Cache report(long again, long againBytes) {
        return figures.report(policies.active(), again, againBytes, space);
    }
}
