package st.sendwright.launcher;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What one bundle may write to the log: a bucket of characters that fills slowly. Whoever has emptied it is left out until there is
 * something in it again; now and then that is said, ever more rarely while it goes on, up to once a minute.
 *
 * <p><b>Thread</b>: any. Times are those of {@link System#nanoTime()}.
 */
final class LogBudget {

    /** What the bucket holds at most: some hundred lines, or the traces of ten exceptions. */
    static final int MOST_CHARACTERS = 32 << 10;
    /** What comes in each second: a few lines. */
    static final int CHARACTERS_A_SECOND = 512;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private double characters = MOST_CHARACTERS;
    private long filledNanos;
    private long leftOut;
    private long firstLeftOutNanos;
    private long silenceNanos = SECOND_NANOS;

    /**
     * What was not written.
     *
     * @param messages how many
     * @param nanos in how long a time, up to now
     */
    record LeftOut(long messages, long nanos) {
    }

    LogBudget(long now) {
        filledNanos = now;
    }

    /** Whether a message may be written; one that may not counts as left out. */
    synchronized boolean admits(long now) {
        characters = Math.min(MOST_CHARACTERS,
                characters + (double) (now - filledNanos) * CHARACTERS_A_SECOND / SECOND_NANOS);
        filledNanos = now;
        if (characters > MOST_CHARACTERS / 2.0) {
            silenceNanos = SECOND_NANOS;
        }
        if (characters > 0) {
            return true;
        }
        if (leftOut == 0) {
            firstLeftOutNanos = now;
        }
        leftOut++;
        return false;
    }

    /** A message of so many characters was written; the last one may be longer than what was left. */
    synchronized void spend(int written) {
        characters -= written;
    }

    /** What is to be said now of what was left out since this was answered last. */
    synchronized Optional<LeftOut> due(long now) {
        return leftOut > 0 && now - firstLeftOutNanos >= silenceNanos ? whatWasLeftOut(now) : Optional.empty();
    }

    /** The same without waiting until it is time. */
    synchronized Optional<LeftOut> whatWasLeftOut(long now) {
        if (leftOut == 0) {
            return Optional.empty();
        }
        LeftOut all = new LeftOut(leftOut, now - firstLeftOutNanos);
        leftOut = 0;
        silenceNanos = Math.min(2 * silenceNanos, MOST_SILENCE_NANOS);
        return Optional.of(all);
    }

    /** Whether there is something to be said sooner or later. */
    synchronized boolean isOwing() {
        return leftOut > 0;
    }
}
