package st.sendwright.runtime;

import java.util.concurrent.TimeUnit;

/**
 * Waits for threads that were told to end. Their bundle may stop next, and what they come to use for the first time then is not there.
 */
final class EndingThreads {

    /** A thread that a provider holds is not waited for longer. */
    private static final long MOST_MILLIS = TimeUnit.SECONDS.toMillis(1) / 2;

    private EndingThreads() {
    }

    /** @param thread may be null, or the caller's: it is not waited for then */
    static void await(Thread thread) {
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(MOST_MILLIS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
