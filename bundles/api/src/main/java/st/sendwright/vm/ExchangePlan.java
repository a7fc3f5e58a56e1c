package st.sendwright.vm;

import java.util.List;

/**
 * A schedule of exchanges.
 *
 * @param steps in the order in which they were written; those that are due at the same moment are done in it
 */
public record ExchangePlan(List<Step> steps) {

    /** A plan in which nothing is exchanged. */
    public static final ExchangePlan NONE = new ExchangePlan(List.of());

    /** What is counted until an exchange is due. */
    public enum Unit {
        /** Nanoseconds of the clock. */
        NANOS,
        /** Exits of the driver loop: returns of an interpreter or of machine code to the kernel. */
        EXITS
    }

    /**
     * A provider that is to be in force.
     *
     * @param kind such as {@code "code-cache"}
     * @param provider such as {@code "aging"}
     */
    public record Choice(String kind, String provider) {
    }

    /**
     * Exchanges at some time.
     *
     * @param count after how many of the unit from the beginning, 1 or more; when it repeats, from the last time, too
     * @param repeats whether one of the choices is made each time, in turn; else all are made, once
     * @param choices at least one
     * @param reason who wants it, for people
     */
    public record Step(Unit unit, long count, boolean repeats, List<Choice> choices, String reason) {

        public Step {
            choices = List.copyOf(choices);
            if (count < 1 || choices.isEmpty()) {
                throw new IllegalArgumentException("a step after " + count + " with " + choices.size() + " choices");
            }
        }
    }

    public ExchangePlan {
        steps = List.copyOf(steps);
    }
}
