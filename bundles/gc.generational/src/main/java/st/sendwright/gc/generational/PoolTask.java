package st.sendwright.gc.generational;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that a thread of the JVM's common pool does beside the VM's thread, if it comes to it in time. Such a thread belongs to
 * nobody, and ends when it has had nothing to do for a while. All threads of that pool may be waiting for this VM, so what has not begun
 * when it is needed is not waited for.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class PoolTask {

    private final AtomicBoolean isTaken = new AtomicBoolean();
    private final ForkJoinTask<?> asked;

    private PoolTask(Runnable work) {
        asked = ForkJoinPool.commonPool().submit(() -> {
            if (isTaken.compareAndSet(false, true)) {
                work.run();
            }
        });
    }

    /** Has a thread do something as soon as it can. */
    static PoolTask start(Runnable work) {
        return new PoolTask(work);
    }

    /** Whether the pool has done with it. */
    boolean isDone() {
        return asked.isDone();
    }

    /** Waits until the work is done, and answers whether any is: what has not begun never will. */
    boolean end() {
        if (isTaken.compareAndSet(false, true)) {
            return false;
        }
        asked.join();
        return true;
    }
}
