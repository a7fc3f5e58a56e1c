package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/**
 * Watches the calls of providers that a VM makes, and has a {@link RunWatch} look at what runs the program. Its thread looks fifty times a
 * second while there is something to see, and once a second while there is nothing.
 *
 * <p>What is taken for a stall: waiting for a tenth of a second, or computing for so long. Time in which the thread neither
 * waits nor gets a processor counts little, as it is the machine that is slow then, or Java that collects.
 */
final class StallWatch implements AutoCloseable {

    private static final Logger LOG = System.getLogger("st.sendwright.runtime");

    /** So long a provider may wait, or compute. */
    static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** So long a call may last in which the thread neither waits nor computes. */
    private static final long MOST_STARVED_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** After so many ticks without a call it sleeps. */
    private static final int MOST_IDLE_TICKS = 25;
    private static final long ASLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Sight> sights = new CopyOnWriteArrayList<>();
    private Thread thread;
    private volatile boolean isAwake;
    private volatile boolean isClosed;
    private boolean isOff;
    private final LongPredicate runs;

    /** @param runs looks at what runs the program, at a time of the system's clock, and answers whether something does */
    StallWatch(LongPredicate runs) {
        this.runs = runs;
    }

    /** What is seen of the calls of one thread. */
    private static final class Sight {

        private final ProviderCalls calls;
        private final Grace grace = new Grace();
        private long number;
        private long firstNanos;
        private long firstProcessorNanos;
        private long waitedNanos;
        private long lookedNanos;
        private boolean isGivenUp;

        Sight(ProviderCalls calls) {
            this.calls = calls;
        }

        /** Answers whether there was a call since the last time. */
        boolean look(long nanos) {
            long now = calls.now();
            if (ProviderCalls.numberOf(now) != number) {
                number = ProviderCalls.numberOf(now);
                firstNanos = nanos;
                lookedNanos = nanos;
                firstProcessorNanos = -1;
                waitedNanos = 0;
                isGivenUp = false;
                return true;
            }
            switch (ProviderCalls.phaseOf(now)) {
                case IN -> {
                    measure(nanos);
                }
                case INTERRUPTED -> {
                    Thread asking = calls.thread();
                    if (!isGivenUp && grace.isOver(asking.getState(), WatchedThreads.processorNanos(asking))) {
                        giveUp();
                    }
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void measure(long nanos) {
            Thread asking = calls.thread();
            long processorNanos = WatchedThreads.processorNanos(asking);
            if (firstProcessorNanos < 0) {
                firstProcessorNanos = processorNanos;
            }
            long computed = processorNanos - firstProcessorNanos;
            waitedNanos += WatchedThreads.waits(asking) ? Math.min(nanos - lookedNanos, 2 * TICK_NANOS) : 0;
            lookedNanos = nanos;
            long most = MOST_NANOS + calls.allowanceNanos();
            long lasted = nanos - firstNanos;
            if (!isGivenUp && (waitedNanos >= most || computed >= most || lasted >= MOST_STARVED_NANOS + most)) {
                ProviderCalls.Asked asked = calls.asked();
                if (asked == null) {
                    // It has just answered.
                    return;
                }
                String what = "it has not answered for %d ms, of which it computed %d".formatted(lasted / 1_000_000,
                        computed / 1_000_000);
                String where = WatchedThreads.where(asking.getStackTrace());
                String whom = WatchedThreads.nameOf(asked);
                if (!asked.mayBeLeft()) {
                    isGivenUp = true;
                    LOG.log(Level.ERROR, "SW-SWAP-010 " + whom + " stalls: " + what + "; nothing can take its place while"
                            + " it is at work:" + where);
                } else if (calls.interrupt(number, what)) {
                    grace.begin(processorNanos);
                    LOG.log(Level.WARNING, "SW-SWAP-010 " + whom + " stalls: " + what + "; it is interrupted:" + where);
                }
            }
        }

        private void giveUp() {
            isGivenUp = true;
            String where = WatchedThreads.where(calls.thread().getStackTrace());
            ProviderCalls.Asked asked = calls.asked();
            String whom = WatchedThreads.nameOf(asked);
            if (calls.leaveBehind(number)) {
                LOG.log(Level.ERROR, "SW-SWAP-010 " + whom + " goes on although it was interrupted; another thread takes"
                        + " over, and this one cannot be ended:" + where);
            }
        }
    }

    /** Has no calls watched. Before there are any. */
    void turnOff() {
        isOff = true;
    }

    boolean isOff() {
        return isOff;
    }

    /** Watches some calls, too. */
    void add(ProviderCalls calls) {
        if (sights.stream().noneMatch(each -> each.calls == calls)) {
            sights.add(new Sight(calls));
        }
    }

    /** Watches some calls no more. */
    void remove(ProviderCalls calls) {
        sights.removeIf(each -> each.calls == calls);
    }

    /** There is a call, or a program runs, and its state says so already. */
    void wake() {
        if (!isAwake && !isOff) {
            begin();
        }
    }

    private synchronized void begin() {
        if (isClosed) {
            return;
        }
        isAwake = true;
        if (thread == null) {
            thread = Thread.ofPlatform().name("sendwright-watch").daemon().start(this::work);
        } else {
            LockSupport.unpark(thread);
        }
    }

    private void work() {
        int idleTicks = 0;
        while (!isClosed) {
            LockSupport.parkNanos(this, TICK_NANOS);
            boolean sawCalls = runs.test(System.nanoTime());
            for (Sight each : sights) {
                sawCalls |= each.look(System.nanoTime());
            }
            idleTicks = sawCalls ? 0 : idleTicks + 1;
            if (idleTicks > MOST_IDLE_TICKS) {
                sleep();
                idleTicks = 0;
            }
        }
    }

    /** Who asks says so before it looks whether this is awake; so one of the two is seen. */
    private void sleep() {
        isAwake = false;
        while (!isAwake && !isClosed) {
            for (Sight each : sights) {
                if (ProviderCalls.phaseOf(each.calls.now()) == ProviderCalls.Phase.IN) {
                    isAwake = true;
                    return;
                }
            }
            // A program that has just begun may have been missed: it says so by no atomic exchange.
            LockSupport.parkNanos(this, ASLEEP_NANOS);
            if (runs.test(System.nanoTime())) {
                isAwake = true;
            }
        }
    }

    /** Has its thread end, and waits for that. */
    @Override
    public void close() {
        EndingThreads.await(stop());
    }

    private synchronized Thread stop() {
        isClosed = true;
        LockSupport.unpark(thread);
        return thread;
    }
}
