package st.sendwright.vm;

import java.util.List;
import java.util.Optional;
import st.sendwright.vm.Profile.Activity;
import st.sendwright.vm.Vm.Statistic;

/**
 * The record of one exchange of a tier, or of the attempt.
 *
 * @param number from 1, in the order in which they were tried
 * @param kind such as {@code "memory-plan"}
 * @param from the provider before
 * @param to the provider that was asked for
 * @param reason who wanted it, for people, such as {@code "the program asked"}
 * @param refusal why nothing was exchanged, with an error code; empty when it was
 * @param prepareNanos time to make the new provider ready; the program stands still meanwhile, too
 * @param pauseNanos how long the program stood still in all
 * @param movedBytes bytes of objects that the new provider took over; 0 for tiers that hold none
 * @param before the VM's counters before
 * @param after the VM's counters afterwards
 * @param phases what went on while programs ran, and the last part of the pause
 */
public record TierExchange(long number, String kind, String from, String to, String reason,
        Optional<String> refusal, long prepareNanos, long pauseNanos, long movedBytes, List<Statistic> before,
        List<Statistic> after, Phases phases) {

    /**
     * The parts of an exchange beside the making ready and putting in force that {@code prepareNanos} and
     * {@code pauseNanos} tell.
     *
     * @param admissionNanos time for the trial of the provider, while programs ran; 0 when it had one before
     * @param preparationNanos time for what could be made ready while programs ran
     * @param waitNanos time until the VM came to a point where an exchange can be made
     * @param askedDuring what the VM was at when that time began
     * @param releaseNanos time within the pause to let the provider before go
     */
    public record Phases(long admissionNanos, long preparationNanos, long waitNanos, Activity askedDuring,
            long releaseNanos) {

        /** Nothing took time. */
        public static final Phases NONE = new Phases(0, 0, 0, Activity.KERNEL, 0);
    }

    public TierExchange {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** Without phases of its own. */
    public TierExchange(long number, String kind, String from, String to, String reason, Optional<String> refusal,
            long prepareNanos, long pauseNanos, long movedBytes, List<Statistic> before, List<Statistic> after) {
        this(number, kind, from, to, reason, refusal, prepareNanos, pauseNanos, movedBytes, before, after, Phases.NONE);
    }

    /** Whether the new provider is in force. */
    public boolean isDone() {
        return refusal.isEmpty();
    }
}
