package st.sendwright.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A clock that does something at each of its ticks, and is often told to start and to leave off: its thread is parked in between, as
 * making one takes milliseconds on a busy machine. It ends when it was not wanted for a second.
 *
 * <p><b>Thread</b>: that of the owner; ticks are on a thread of its own.
 */
final class ParkingTicker implements AutoCloseable {

    private static final long MOST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    /** Null for none. Guarded by this object. */
    private Thread thread;
    /** Null while it does not tick. */
    private volatile Beat beat;
    private volatile boolean isClosed;

    private record Beat(long everyNanos, Runnable tick) {
    }

    /** @param name of its thread */
    ParkingTicker(String name) {
        this.name = name;
    }

    /** Ticks from now on. */
    synchronized void start(long everyNanos, Runnable tick) {
        beat = new Beat(everyNanos, tick);
        if (thread == null) {
            thread = Thread.ofPlatform().name(name).daemon().start(this::work);
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** Ticks no more. It does not wait: one more tick may come. */
    void leave() {
        beat = null;
    }

    private void work() {
        while (!isClosed) {
            Beat now = beat;
            if (now != null) {
                LockSupport.parkNanos(this, now.everyNanos);
                if (beat == now && !isClosed) {
                    now.tick.run();
                }
            } else {
                LockSupport.parkNanos(this, MOST_IDLE_NANOS);
                if (ends()) {
                    return;
                }
            }
        }
    }

    /** Whether it is still not wanted, and so ends. */
    private synchronized boolean ends() {
        if (beat != null) {
            return false;
        }
        thread = null;
        return true;
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
