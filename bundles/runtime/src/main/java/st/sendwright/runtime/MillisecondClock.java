package st.sendwright.runtime;

/**
 * The clock that delays are measured by, never set back. It goes on in a VM that starts from an image where it
 * stood when the image was written: the time in between does not count.
 */
final class MillisecondClock {

    private static final long NANOS_PER_MILLISECOND = 1_000_000;

    /** What to add to the JVM's own clock. */
    private long advance;

    /** Nanoseconds since an arbitrary moment. */
    long nanos() {
        return (System.nanoTime() & Long.MAX_VALUE) + advance;
    }

    long milliseconds() {
        return nanos() / NANOS_PER_MILLISECOND;
    }

    /** Goes on from a time of the clock in the VM that wrote the image. */
    void goOnFrom(long milliseconds) {
        advance = 0;
        advance = milliseconds * NANOS_PER_MILLISECOND - nanos();
    }
}
