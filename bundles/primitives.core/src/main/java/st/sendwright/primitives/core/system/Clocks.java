package st.sendwright.primitives.core.system;

import java.time.Instant;
import java.time.ZoneId;
import st.sendwright.model.Oop;
import st.sendwright.primitives.PrimitiveFrame;

/** Clocks that never go back, and the time of day. */
final class Clocks {

    /** 69 years with 17 leap days. */
    private static final long SECONDS_FROM_1901_TO_1970 = (69L * 365 + 17) * 86_400;

    private Clocks() {
    }

    /** Also what the deadlines of delays are measured by. */
    static long milliseconds(PrimitiveFrame frame) {
        return Answers.integer(frame, frame.services().clockNanos() / 1_000_000);
    }

    static long microseconds(PrimitiveFrame frame) {
        return Answers.integer(frame, frame.services().clockNanos() / 1_000);
    }

    static long nanoseconds(PrimitiveFrame frame) {
        return Answers.integer(frame, frame.services().clockNanos());
    }

    static long utcMilliseconds(PrimitiveFrame frame) {
        return Oop.smallInteger(System.currentTimeMillis());
    }

    /** Nanoseconds since the beginning of 1970 in UTC, as exact as the system's clock is. */
    static long utcNanoseconds(PrimitiveFrame frame) {
        Instant now = Instant.now();
        return Answers.integer(frame, now.getEpochSecond() * 1_000_000_000 + now.getNano());
    }

    /** Microseconds since the beginning of 1901 in UTC, which other systems count from. */
    static long utcMicrosecondsSince1901(PrimitiveFrame frame) {
        return Answers.integer(frame, microsecondsSince1901(0));
    }

    /** The same by the local clock. */
    static long localMicrosecondsSince1901(PrimitiveFrame frame) {
        return Answers.integer(frame, microsecondsSince1901(localOffsetSeconds()));
    }

    /** Seconds since the beginning of 1901 by the local clock. */
    static long localSecondsSince1901(PrimitiveFrame frame) {
        return Oop.smallInteger(Math.floorDiv(microsecondsSince1901(localOffsetSeconds()), 1_000_000));
    }

    private static long microsecondsSince1901(int offsetSeconds) {
        Instant now = Instant.now();
        return (now.getEpochSecond() + SECONDS_FROM_1901_TO_1970 + offsetSeconds) * 1_000_000
                + now.getNano() / 1_000;
    }

    private static int localOffsetSeconds() {
        return ZoneId.systemDefault().getRules().getOffset(Instant.now()).getTotalSeconds();
    }

    /** By how many seconds the local time is ahead of UTC now. */
    static long localOffset(PrimitiveFrame frame) {
        return Oop.smallInteger(localOffsetSeconds());
    }
}
