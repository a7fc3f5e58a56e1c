package st.sendwright.runtime;

import java.util.concurrent.locks.LockSupport;

/** A clock that does something at each of its ticks. Thread: {@link #start} and {@link #stop} that of the owner. */
interface Ticker {

    /** What the time is. */
    long nanos();

    /** Ticks from now on, on a thread of its own. */
    void start(long everyNanos, Runnable tick);

    /** Ticks no more, and waits for a tick that is going on. Does nothing when it does not tick. */
    void stop();

    /** The same without waiting: one more tick may come. */
    void leave();

    /** One with a thread of a name. */
    static Ticker thread(String name) {
        return new Ticker() {
            private volatile Thread thread;

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void start(long everyNanos, Runnable tick) {
                thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
                    while (Thread.currentThread() == thread) {
                        LockSupport.parkNanos(everyNanos);
                        tick.run();
                    }
                });
                thread.start();
            }

            @Override
            public void leave() {
                Thread ticking = thread;
                thread = null;
                LockSupport.unpark(ticking);
            }

            @Override
            public void stop() {
                Thread ticking = thread;
                thread = null;
                boolean interrupted = false;
                while (ticking != null && ticking.isAlive()) {
                    LockSupport.unpark(ticking);
                    try {
                        ticking.join();
                    } catch (InterruptedException again) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
