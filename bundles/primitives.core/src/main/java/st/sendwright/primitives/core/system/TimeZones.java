package st.sendwright.primitives.core.system;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.PrimitiveFrame;

/**
 * What the JDK's time zone data say. A zone is named by its identifier, such as {@code Europe/Berlin}; nil is
 * the zone of this computer. Times are in seconds since the beginning of 1970; beyond the years that the JDK
 * counts, the rules of its first or last year hold.
 */
final class TimeZones {

    private TimeZones() {
    }

    /** The identifier of the zone of this computer. */
    static long localZone(PrimitiveFrame frame) {
        return Answers.text(frame, ZoneId.systemDefault().getId());
    }

    /** Arguments: zone, UTC seconds. By how many seconds the zone is ahead of UTC then. */
    static long offsetAtUtc(PrimitiveFrame frame) {
        Optional<ZoneId> zone = zone(frame);
        if (zone.isEmpty() || !Oop.isSmallInteger(frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        Instant instant = Instant.ofEpochSecond(clamped(Oop.integerValue(frame.argument(1))));
        return Oop.smallInteger(zone.get().getRules().getOffset(instant).getTotalSeconds());
    }

    /**
     * Arguments: zone, seconds on the zone's own clock. The offset that makes the earliest UTC of them; where
     * the clock skips that time, the offset before the skip.
     */
    static long offsetAtLocal(PrimitiveFrame frame) {
        Optional<ZoneId> zone = zone(frame);
        if (zone.isEmpty() || !Oop.isSmallInteger(frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(
                clamped(Oop.integerValue(frame.argument(1))), 0, ZoneOffset.UTC);
        // ZoneRules answer the offset before a transition for what is skipped and for what comes twice.
        return Oop.smallInteger(zone.get().getRules().getOffset(local).getTotalSeconds());
    }

    /** Arguments: zone, UTC seconds, whether the abbreviation is wanted. How the zone is called then. */
    static long name(PrimitiveFrame frame) {
        Optional<ZoneId> zone = zone(frame);
        if (zone.isEmpty() || !Oop.isSmallInteger(frame.argument(1))) {
            return frame.fail(Failure.WRONG_ARGUMENT);
        }
        ZoneRules rules = zone.get().getRules();
        Instant instant = Instant.ofEpochSecond(clamped(Oop.integerValue(frame.argument(1))));
        boolean isShort = frame.argument(2) == MutatorBlock.bool(frame.mutator(), true);
        String name = TimeZone.getTimeZone(zone.get()).getDisplayName(rules.isDaylightSavings(instant),
                isShort ? TimeZone.SHORT : TimeZone.LONG, Locale.ENGLISH);
        return Answers.text(frame, name);
    }

    private static Optional<ZoneId> zone(PrimitiveFrame frame) {
        long argument = frame.argument(0);
        if (argument == MutatorBlock.nil(frame.mutator())) {
            return Optional.of(ZoneId.systemDefault());
        }
        if (!StringObjects.isText(frame.mutator(), argument)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(StringObjects.text(argument)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static long clamped(long seconds) {
        // LocalDateTime and Instant have different ends, and rules look into the year that follows.
        long limit = 31_556_889_864_403_199L - 2 * 366 * 86_400;
        return Math.clamp(seconds, -limit, limit);
    }
}
