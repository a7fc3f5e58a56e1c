package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import st.sendwright.model.MutatorBlock.Pending;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.Vm.Evaluation;

/**
 * Notices an interpreter, or machine code, that has the program and neither comes back nor polls. What runs for two looks of the
 * {@link StallWatch} is asked for a poll; one that does not come within a fifth of a second in which the thread computes, or waits, is a
 * stall.
 *
 * <p>Nothing can take its place meanwhile, as it may change frames and objects at any time. So all that can be done is to
 * interrupt it if it waits, to tell whoever waits for the VM that it does not answer, and, should it come back, to put another
 * in its place.
 *
 * <p><b>Thread</b>: {@link #look} that of the watch; {@link #settle} and {@link #polled} the VM thread; the rest any.
 */
final class RunWatch {

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");
    /** So long it may compute, or wait, without a poll. The longest loop of machine code copies the largest objects. */
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long MOST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final World world;
    private final Map<Activity, Supplier<ProviderCalls.Asked>> runners = new EnumMap<>(Activity.class);
    /** What is waited for, and who waits. */
    private final Map<CompletableFuture<?>, Thread> waiting = new ConcurrentHashMap<>();
    private final Grace grace = new Grace();
    private volatile ProviderCalls.Stall stall;
    /** What waits is told; empty while nothing stalls, or may still come back. */
    private volatile String told = "";
    private boolean hasRun;
    private boolean isMeasuring;
    private long lookedNanos;
    private long firstProcessorNanos;
    private long waitedNanos;

    RunWatch(World world) {
        this.world = world;
    }

    /**
     * Says who has the program when the VM thread is at something. Before the VM runs.
     *
     * @param runner whose {@link ProviderCalls.Asked#stalled} puts another in its place
     */
    void use(Activity activity, Supplier<ProviderCalls.Asked> runner) {
        runners.put(activity, runner);
    }

    // The watch

    /** Answers whether an interpreter or machine code runs. */
    boolean look(long nanos) {
        Supplier<ProviderCalls.Asked> runner = runners.get(world.activity.now());
        Thread thread = world.calls.thread();
        if (runner == null || thread == null) {
            hasRun = false;
            isMeasuring = false;
            return false;
        }
        boolean isAsked = world.polls.isAsked(Pending.WATCH);
        if (!isAsked || !isMeasuring) {
            isMeasuring = isAsked || hasRun;
            hasRun = true;
            if (isMeasuring) {
                measureFromNowOn(thread, nanos);
                world.polls.request(Pending.WATCH);
            }
            return true;
        }
        boolean waits = WatchedThreads.waits(thread);
        waitedNanos += waits ? Math.min(nanos - lookedNanos, MOST_TICK_NANOS) : 0;
        lookedNanos = nanos;
        if (stall != null) {
            // What waited was interrupted.
            if (!isStalled() && grace.isOver(thread.getState(), WatchedThreads.processorNanos(thread))) {
                giveUp(thread);
            }
        } else if (waitedNanos >= MOST_NANOS || WatchedThreads.processorNanos(thread) - firstProcessorNanos >= MOST_NANOS) {
            stalls(runner.get(), thread, waits, nanos);
        }
        return true;
    }

    private void measureFromNowOn(Thread thread, long nanos) {
        firstProcessorNanos = WatchedThreads.processorNanos(thread);
        waitedNanos = 0;
        lookedNanos = nanos;
    }

    private void stalls(ProviderCalls.Asked runner, Thread thread, boolean waits, long nanos) {
        StackTraceElement[] stack = thread.getStackTrace();
        if (isInKernel(stack)) {
            measureFromNowOn(thread, nanos);
            return;
        }
        // What is known here: the VM thread may come back at any time, and take it away.
        ProviderCalls.Stall found = new ProviderCalls.Stall(runner, "it has the program and has not polled for %d ms".formatted(
                (waits ? waitedNanos : WatchedThreads.processorNanos(thread) - firstProcessorNanos) / 1_000_000));
        stall = found;
        measureFromNowOn(thread, nanos);
        grace.begin(firstProcessorNanos);
        if (waits && thread.getState() != Thread.State.BLOCKED) {
            LOG.log(Level.WARNING, "SW-SWAP-011 " + WatchedThreads.nameOf(runner) + " stalls: " + found.fault()
                    + "; it waits, and is interrupted:" + WatchedThreads.where(stack));
            interrupt(thread);
        } else {
            // What computes, or waits for a monitor, does not see an interrupt.
            giveUp(thread);
        }
    }

    /** Unless it has come back: the VM thread would take the interrupt for its own, and not sleep any more. */
    private synchronized void interrupt(Thread thread) {
        if (stall != null) {
            thread.interrupt();
        }
    }

    /** Whether what runs has called the kernel, which is at work then. */
    private static boolean isInKernel(StackTraceElement[] stack) {
        return Stream.of(stack).map(StackTraceElement::getClassName)
                .takeWhile(each -> !each.equals(Driver.class.getName()) && !each.equals(MachineRunner.class.getName()))
                .anyMatch(KernelPaths.class.getName()::equals);
    }

    private void giveUp(Thread thread) {
        String message;
        List<CompletableFuture<?>> waitInVain;
        synchronized (this) {
            if (stall == null) {
                // It has just come back.
                return;
            }
            message = "SW-SWAP-011 " + WatchedThreads.nameOf(stall.asked()) + " stalls: " + stall.fault()
                    + ". Nothing can take its place before it comes back,"
                    + " and the VM does not answer meanwhile; see docs/errors/SW-SWAP-011.md.";
            told = message;
            // Who comes later sees what is told, and may come so late that the VM answers again.
            waitInVain = List.copyOf(waiting.keySet());
        }
        LOG.log(Level.ERROR, message + WatchedThreads.where(thread.getStackTrace()));
        waitInVain.forEach(each -> tell(each, message));
    }

    private static void tell(CompletableFuture<?> result, String message) {
        result.completeExceptionally(new SilentVmException(message));
    }

    // Who waits for the VM

    /**
     * Waits for something that the VM thread does, as {@link CompletableFuture#join} does.
     *
     * @throws java.util.concurrent.CompletionException of a {@link SilentVmException}, too, when the VM does not answer: what
     *         was to be done is done if it ever does
     */
    <T> T await(CompletableFuture<T> result) {
        waiting.put(result, Thread.currentThread());
        try {
            String message = told;
            if (!message.isEmpty()) {
                tell(result, message);
            }
            return result.join();
        } finally {
            waiting.remove(result);
        }
    }

    /** The same for an evaluation, which counts as ended when the VM does not answer. */
    Evaluation awaitEnd(CompletableFuture<Evaluation> result) {
        try {
            return await(result);
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof StalledProviderException silence) {
                return new Evaluation.Terminated(silence.getMessage());
            }
            throw failure;
        }
    }

    /** What a thread waits for now. */
    Optional<CompletableFuture<?>> awaitedBy(Thread thread) {
        for (Map.Entry<CompletableFuture<?>, Thread> each : waiting.entrySet()) {
            if (each.getValue() == thread) {
                return Optional.of(each.getKey());
            }
        }
        return Optional.empty();
    }

    /** Whether the VM thread is in a provider that does not come back. */
    boolean isStalled() {
        return !told.isEmpty();
    }

    // The VM thread

    /** A poll has come. Answers whether nobody wants more than that. */
    boolean polled() {
        if (stall == null) {
            world.polls.withdraw(Pending.WATCH);
        }
        return !world.polls.isPending();
    }

    /** Puts another in the place of what has come back too late; answers whether something has. At a driver exit. */
    boolean settle() {
        // What threw has not said that it ended; what is done about it is not its work.
        world.activity.begin(Activity.KERNEL);
        ProviderCalls.Stall late = stall;
        if (late == null) {
            return false;
        }
        synchronized (this) {
            stall = null;
            told = "";
        }
        Thread.interrupted();
        late.asked().stalled(late.fault());
        return true;
    }
}
