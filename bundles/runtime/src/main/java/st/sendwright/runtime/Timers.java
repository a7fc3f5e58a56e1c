package st.sendwright.runtime;

import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import st.sendwright.model.MutatorBlock;

/**
 * Semaphores to signal at a time. The queue is the VM thread's; a helper thread only asks for a poll when the
 * first one is due while Smalltalk runs.
 */
final class Timers implements AutoCloseable {

    /** Of those with the same deadline, the one that was added first comes first. */
    private record Timer(long deadlineNanos, long number, Handles.Handle semaphore, Future<?> call)
            implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byDeadline = Long.compare(deadlineNanos - other.deadlineNanos, 0);
            return byDeadline != 0 ? byDeadline : Long.compare(number, other.number);
        }
    }

    private final World world;
    private final PriorityQueue<Timer> queue = new PriorityQueue<>();
    private ScheduledThreadPoolExecutor alarm;
    private long added;

    Timers(World world) {
        this.world = world;
    }

    /** Asks for a poll in so many nanoseconds; nothing is signalled. */
    void pollIn(long nanos) {
        alarm().schedule(() -> world.polls.request(MutatorBlock.Pending.EVENT), nanos, TimeUnit.NANOSECONDS);
    }

    private ScheduledThreadPoolExecutor alarm() {
        if (alarm == null) {
            alarm = new ScheduledThreadPoolExecutor(1,
                    Thread.ofPlatform().daemon().name("sendwright-timer").factory());
            alarm.setRemoveOnCancelPolicy(true);
        }
        return alarm;
    }

    /** Signals the Semaphore at a time of {@link System#nanoTime}. */
    void add(long semaphore, long deadlineNanos) {
        Future<?> call = alarm().schedule(() -> world.polls.request(MutatorBlock.Pending.EVENT),
                Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        queue.add(new Timer(deadlineNanos, added++, world.handles.on(semaphore), call));
    }

    /** Forgets the timers of a Semaphore. */
    void cancel(long semaphore) {
        queue.removeIf(timer -> {
            boolean matches = timer.semaphore.oop() == semaphore;
            if (matches) {
                timer.call.cancel(false);
                timer.semaphore.close();
            }
            return matches;
        });
    }

    /** A Semaphore that will be signalled, and in how many nanoseconds; less than 0 when that is overdue. */
    record Due(Handles.Handle semaphore, long nanosLeft) {
    }

    /** All of them, those that are due first in front. */
    List<Due> inOrder() {
        long now = System.nanoTime();
        return queue.stream().sorted().map(timer -> new Due(timer.semaphore, timer.deadlineNanos - now)).toList();
    }

    int size() {
        return queue.size();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Signals what is due. */
    void signalDue() {
        while (!queue.isEmpty() && queue.peek().deadlineNanos - System.nanoTime() <= 0) {
            Timer timer = queue.poll();
            world.scheduler.signal(timer.semaphore.oop());
            timer.semaphore.close();
        }
    }

    /** Nanoseconds to the next deadline, at least 0; {@link Long#MAX_VALUE} when there is none. */
    long nanosToNext() {
        return queue.isEmpty() ? Long.MAX_VALUE : Math.max(0, queue.peek().deadlineNanos - System.nanoTime());
    }

    @Override
    public void close() {
        if (alarm != null) {
            alarm.shutdownNow();
        }
    }
}
