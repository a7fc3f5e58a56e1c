package st.sendwright.runtime;

import java.util.concurrent.TimeUnit;

/**
 * The time that a thread which was interrupted has to come back. It is counted in looks of the watch at it: few where the thread had a
 * processor since and goes on all the same, many where the machine has none for it.
 *
 * <p><b>Thread</b>: that of the watch.
 */
final class Grace {

    /** So many looks at a thread that goes on. */
    private static final int LOOKS = 2;
    /** So many at one that may not have had a processor: in three seconds any should. */
    private static final int MOST_LOOKS = 150;
    /** What a thread needs to throw from where it waited. */
    private static final long THROWING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private long firstProcessorNanos;
    private int looks;

    /** @param processorNanos time that the thread had a processor until it was interrupted */
    void begin(long processorNanos) {
        firstProcessorNanos = processorNanos;
        looks = 0;
    }

    /** Looks once more; answers whether it is over. One that waits for a monitor does not see an interrupt. */
    boolean isOver(Thread.State state, long processorNanos) {
        long since = processorNanos - firstProcessorNanos;
        boolean goesOn = switch (state) {
            case BLOCKED -> true;
            case WAITING, TIMED_WAITING -> since > 0;
            default -> since >= THROWING_NANOS;
        };
        looks += goesOn ? MOST_LOOKS / LOOKS : 1;
        return looks >= MOST_LOOKS;
    }
}
