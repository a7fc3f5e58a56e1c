package st.sendwright.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a provider does that is asked something. */
enum InjectedFault {
    RUNTIME_EXCEPTION, CHECKED_EXCEPTION, STACK_OVERFLOW, LINKAGE_ERROR, ASSERTION_ERROR, OUT_OF_MEMORY, ERROR,
    /** Answers null, where that can be answered. */
    NOTHING,
    /** Answers what cannot be done. */
    MALFORMED,
    SLEEP, COMPUTE,
    /** Heeds no interrupt. */
    DEAF,
    /** Waits for a monitor that somebody holds. */
    LOCK,
    /** Takes memory until there is no more. */
    HOG;

    private static final Object MONITOR = new Object();
    private static volatile long counted;

    boolean isStall() {
        return switch (this) {
            case SLEEP, COMPUTE, DEAF, LOCK -> true;
            default -> false;
        };
    }

    /** Whether what is asked comes back with a throwable in any case. */
    boolean isThrown() {
        return !isStall() && this != NOTHING && this != MALFORMED;
    }

    /** Has a monitor held by a thread of its own until a test ends. */
    static void holdMonitor(CountDownLatch end) {
        CountDownLatch held = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> {
            synchronized (MONITOR) {
                held.countDown();
                await(end);
            }
        });
        await(held);
    }

    private static void await(CountDownLatch end) {
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException ignored) {
                counted++;
            }
        }
    }

    /** Does it; comes back only from what is neither thrown nor kept waiting. */
    void strike(CountDownLatch end) {
        switch (this) {
            case RUNTIME_EXCEPTION -> throw new IllegalStateException("as the test wants it");
            case CHECKED_EXCEPTION -> throw InjectedFault.<RuntimeException>unchecked(new IOException("as the test wants it"));
            case STACK_OVERFLOW -> recurse(1);
            case LINKAGE_ERROR -> throw new NoClassDefFoundError("as the test wants it");
            case ASSERTION_ERROR -> throw new AssertionError("as the test wants it");
            case OUT_OF_MEMORY -> throw new OutOfMemoryError("as the test wants it");
            case ERROR -> throw new Error("as the test wants it");
            case NOTHING, MALFORMED -> {
                // Its caller answers it.
            }
            case SLEEP -> {
                try {
                    TimeUnit.DAYS.sleep(1);
                } catch (InterruptedException interrupt) {
                    throw new IllegalStateException("it was interrupted", interrupt);
                }
            }
            case COMPUTE -> {
                while (end.getCount() > 0) {
                    counted++;
                }
            }
            case DEAF -> await(end);
            case LOCK -> {
                synchronized (MONITOR) {
                    counted++;
                }
            }
            case HOG -> hog();
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X unchecked(Throwable fault) throws X {
        throw (X) fault;
    }

    private static long recurse(long depth) {
        return depth + recurse(depth + 1);
    }

    private static void hog() {
        List<long[]> held = new ArrayList<>();
        held.add(new long[4 << 20]);
        for (;;) {
            // More than there is: it fails without touching it, so other tests keep their memory.
            held.add(new long[Integer.MAX_VALUE - 8]);
        }
    }
}
