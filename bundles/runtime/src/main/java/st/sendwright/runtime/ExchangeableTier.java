package st.sendwright.runtime;

import java.util.List;
import java.util.Optional;

/**
 * A kind of tier of one VM of which another provider can take the place while programs run.
 *
 * <p><b>Thread</b>: the VM thread, at a driver exit.
 */
interface ExchangeableTier extends AutoCloseable {

    /**
     * What came of an exchange.
     *
     * @param refusal why it was not done, with an error code; empty when it was
     * @param prepareNanos time until the new provider was ready to be put in force
     * @param movedBytes bytes of objects that it took over
     */
    record Outcome(Optional<String> refusal, long prepareNanos, long movedBytes) {

        static Outcome done(long prepareNanos) {
            return new Outcome(Optional.empty(), prepareNanos, 0);
        }

        static Outcome refused(String why) {
            return new Outcome(Optional.of(why), 0, 0);
        }
    }

    /** Such as {@code "memory-plan"}. */
    String kind();

    /** The name of the provider in force. */
    String active();

    /** The names that {@link #exchange} knows now, sorted. */
    List<String> installed();

    /**
     * Does ahead what can be done while programs run, so that they stand still for less long; nothing when there is no
     * such provider or it fails. Any thread.
     */
    default void prepare(String provider) {
        // Most have nothing to prepare.
    }

    /** Puts the provider of a name in force, or leaves everything as it is and says why. */
    Outcome exchange(String provider);

    /** The VM has ended: whatever was taken is given back. */
    @Override
    void close();
}
