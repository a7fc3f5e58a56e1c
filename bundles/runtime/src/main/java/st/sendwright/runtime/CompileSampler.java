package st.sendwright.runtime;

import java.util.HashMap;
import java.util.Map;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.model.FrameLayout;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock.Pending;
import st.sendwright.model.SiteTable;
import st.sendwright.vm.Profile.Activity;

/**
 * Looks for the compile policy which methods are at work, and has those that it wants compiled counted down: at their next
 * activation or backward jump they are. A {@link ParkingTicker} asks for a look only while an interpreter runs; the VM thread
 * looks at its own frames at the next poll.
 *
 * <p><b>Thread</b>: the VM thread, except {@link #tick}.
 */
final class CompileSampler implements AutoCloseable {

    /** Frames that are looked at, from the top: a loop whose body is calls of small methods is at work, too. */
    private static final int MOST_FRAMES = 4;
    /** After so many looks those before count half. */
    private static final int MEMORY = 512;
    /** A method without code is not tried again before it was found so often: it was refused, or there was no room. */
    private static final int PATIENCE = 64;

    private final World world;
    private final PolicyTier<CompilePolicy> policies;
    private final ParkingTicker ticker;
    /** How often each method was found, by the address of its table; less than 0 for one that was tried. */
    private final Map<Long, Integer> found = new HashMap<>();
    private long intervalNanos;
    private int looks;
    private volatile boolean isDue;
    /** The last look came too late: what had no code was left again. */
    private boolean isPending;

    CompileSampler(World world, PolicyTier<CompilePolicy> policies, ParkingTicker ticker) {
        this.world = world;
        this.ticker = ticker;
        this.policies = policies;
    }

    /** Looks from now on as often as the policy in force wants it. */
    void follow() {
        // Waiting for the thread would lengthen the pause; a tick too many has one look that finds nothing wanted.
        ticker.leave();
        found.clear();
        isDue = false;
        isPending = false;
        intervalNanos = policies.ask("SW-JIT-004", "how often to look", CompilePolicy::lookEveryNanos,
                nanos -> nanos == 0 || nanos >= CompilePolicy.LEAST_LOOK_NANOS ? "" : nanos + " ns");
        if (intervalNanos > 0) {
            ticker.start(intervalNanos, this::tick);
        }
    }

    /** The ticker's thread. */
    private void tick() {
        if (world.activity.now() == Activity.INTERPRETER) {
            isDue = true;
            world.polls.request(Pending.SAMPLE);
        }
    }

    /** Looks at the active Process, if it is time. Its frames must be complete. */
    void look() {
        if (!isDue) {
            return;
        }
        isDue = false;
        isPending = true;
        world.polls.withdraw(Pending.SAMPLE);
        if (world.stacks.hasActivePage()) {
            StackCursor cursor = new StackCursor(world.stacks, world.mutator);
            cursor.startAtTop();
            for (int i = 0; i < MOST_FRAMES && cursor.isFrame(); i++) {
                find(FrameLayout.method(cursor.fp()));
                cursor.next();
            }
        }
        looks++;
        if (looks % MEMORY == 0) {
            found.replaceAll((table, times) -> times / 2);
            found.values().removeIf(times -> times == 0);
        }
    }

    /**
     * A method without code is called from outside an interpreter. Machine code that calls short ones is where they are
     * left again before the next poll, so the call counts for a look that has found none.
     */
    void called(long method) {
        if (isPending) {
            find(method);
        }
    }

    private void find(long method) {
        long table = SiteTable.of(method);
        if (table == 0) {
            table = world.sites.make(method) - SiteTable.BYTES;
        }
        if (Memory.intAt(table + SiteTable.CODE_NUMBER) != 0) {
            return;
        }
        isPending = false;
        int times = found.merge(table, 1, Integer::sum);
        int bytecodes = MethodLayout.bytecodeCount(method);
        if (times > 0 && policies.ask("SW-JIT-004", bytecodes + " bytecodes",
                policy -> policy.compilesSeen(bytecodes, times), answer -> "")) {
            found.put(table, -PATIENCE);
            Memory.putInt(table + SiteTable.COUNTDOWN, 0);
        }
    }

    @Override
    public void close() {
        ticker.leave();
    }
}
