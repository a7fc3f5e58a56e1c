package st.sendwright.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import st.sendwright.model.MutatorBlock.Pending;
import st.sendwright.vm.Profile;
import st.sendwright.vm.Profile.Activity;

/**
 * Finds where the time of programs goes. A {@link Ticker} notes from time to time what the VM is at, and has the VM look
 * at its own stack at the next poll; no other thread ever reads a frame. So the activity is that of the tick, while
 * the path of calls is that of a moment a little later: the next activation or backward jump. Behind a primitive and a
 * collection it is looked at once, so theirs are exact.
 *
 * <p><b>Thread</b>: the VM thread, except {@link #tick}.
 */
final class Profiler implements AutoCloseable {

    /** Frames that are looked at, from the top; those below count as one. */
    static final int MOST_FRAMES = 500;
    static final String LEFT_OUT = "(deeper calls)";
    /** Code that is in no method. */
    private static final String STATEMENTS = "(statements)";
    private static final int MOST_CALLS = 100_000;
    private static final int ACTIVITIES = Activity.values().length;

    private final World world;
    private final AtomicLongArray pendingNanos = new AtomicLongArray(ACTIVITIES);
    private final AtomicLong samples = new AtomicLong();
    private final Map<Long, String> names = new HashMap<>();
    private Ticker ticker = Ticker.thread("sendwright-profiler");
    private volatile boolean isDue;
    private long lastTick;
    private long intervalNanos;
    /** The path that was looked at last could not be told apart. */
    private boolean isCrowded;
    /** Null while nobody wants to know. */
    private CallTree tree;

    Profiler(World world) {
        this.world = world;
    }

    /** Has another clock tick. Before anybody profiles. */
    void useTicker(Ticker other) {
        ticker = other;
    }

    /** Begins, unless it has begun already. */
    boolean start(long everyNanos) {
        if (tree != null) {
            return false;
        }
        tree = new CallTree(MOST_CALLS);
        intervalNanos = everyNanos;
        samples.set(0);
        lastTick = ticker.nanos();
        ticker.start(everyNanos, this::tick);
        return true;
    }

    boolean isOn() {
        return tree != null;
    }

    /** Ends it. */
    Profile stop() {
        sample();
        ticker.stop();
        drain(tree.root(), tree.root());
        Profile profile = tree.profile(intervalNanos, samples.get());
        forget();
        return profile;
    }

    private void forget() {
        tree = null;
        isDue = false;
        names.clear();
        world.polls.withdraw(Pending.SAMPLE);
    }

    /** The time since the last tick was spent on what the VM is at now. The ticker's thread. */
    private void tick() {
        long now = ticker.nanos();
        Activity activity = world.activity.now();
        pendingNanos.addAndGet(activity.ordinal(), now - lastTick);
        lastTick = now;
        samples.incrementAndGet();
        if (activity != Activity.IDLE) {
            isDue = true;
            world.polls.request(Pending.SAMPLE);
        }
    }

    /** Whether {@link #sample} has something to do. */
    boolean isDue() {
        return isDue;
    }

    /** Looks at the stack of the active Process. Its frames must be complete. */
    void sample() {
        if (begins()) {
            CallTree.Node top = path();
            drain(top, top);
        }
    }

    /** The same right behind a primitive, whose method has no frame. */
    void sampleBehind(long method) {
        if (begins()) {
            CallTree.Node top = path();
            drain(top, called(top, name(method)));
        }
    }

    private boolean begins() {
        if (!isDue || tree == null) {
            return false;
        }
        isDue = false;
        world.polls.withdraw(Pending.SAMPLE);
        return true;
    }

    private CallTree.Node path() {
        List<String> frames = new ArrayList<>();
        if (world.stacks.hasActivePage()) {
            StackCursor cursor = new StackCursor(world.stacks, world.mutator);
            for (cursor.startAtTop(); !cursor.atEnd() && frames.size() < MOST_FRAMES; cursor.next()) {
                frames.add(name(cursor.method()));
            }
            if (!cursor.atEnd()) {
                frames.add(LEFT_OUT);
            }
        }
        CallTree.Node node = tree.root();
        for (int i = frames.size() - 1; i >= 0; i--) {
            node = called(node, frames.get(i));
        }
        return node;
    }

    private CallTree.Node called(CallTree.Node caller, String name) {
        CallTree.Node call = tree.callee(caller, name);
        isCrowded |= call == caller;
        return call;
    }

    private String name(long method) {
        return names.computeIfAbsent(method, code -> {
            String name = world.codeName(code);
            return !name.endsWith(">>") ? name : name.startsWith("[]") ? "[] in " + STATEMENTS : STATEMENTS;
        });
    }

    /** Counts what has come together since the last look. */
    private void drain(CallTree.Node top, CallTree.Node primitive) {
        for (Activity activity : Activity.values()) {
            long nanos = pendingNanos.getAndSet(activity.ordinal(), 0);
            CallTree.Node call = activity == Activity.IDLE ? tree.root()
                    : activity == Activity.PRIMITIVE ? primitive : top;
            tree.add(call, activity, nanos);
            if (isCrowded) {
                tree.crowded(nanos);
            }
        }
        isCrowded = false;
    }

    /** Objects have moved. */
    void forgetAddresses() {
        names.clear();
    }

    @Override
    public void close() {
        if (tree != null) {
            ticker.stop();
            forget();
        }
    }
}
