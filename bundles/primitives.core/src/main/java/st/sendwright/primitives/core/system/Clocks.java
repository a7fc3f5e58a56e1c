package st.sendwright.primitives.core.system;

import java.time.Instant;
import java.time.ZoneId;
import st.sendwright.model.Oop;
import st.sendwright.primitives.PrimitiveFrame;

/** Clocks that never go back, and the time of day. */
final class Clocks {

    private Clocks() {
    }

    /** Also what the deadlines of delays are measured by. */
    static long milliseconds(PrimitiveFrame frame) {
        return Answers.integer(frame, (System.nanoTime() & Long.MAX_VALUE) / 1_000_000);
    }

    static long microseconds(PrimitiveFrame frame) {
        return Answers.integer(frame, (System.nanoTime() & Long.MAX_VALUE) / 1_000);
    }

    static long nanoseconds(PrimitiveFrame frame) {
        return Answers.integer(frame, System.nanoTime() & Long.MAX_VALUE);
    }

    static long utcMilliseconds(PrimitiveFrame frame) {
        return Oop.smallInteger(System.currentTimeMillis());
    }

    /** Nanoseconds since the beginning of 1970 in UTC, as exact as the system's clock is. */
    static long utcNanoseconds(PrimitiveFrame frame) {
        Instant now = Instant.now();
        return Answers.integer(frame, now.getEpochSecond() * 1_000_000_000 + now.getNano());
    }

    /** By how many seconds the local time is ahead of UTC now. */
    static long localOffset(PrimitiveFrame frame) {
        return Oop.smallInteger(ZoneId.systemDefault().getRules().getOffset(Instant.now()).getTotalSeconds());
    }
}
