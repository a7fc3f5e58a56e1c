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
     * @param releaseNanos time to let the provider before go
     * @param movedBytes bytes of objects that it took over
     */
    record Outcome(Optional<String> refusal, long prepareNanos, long releaseNanos, long movedBytes) {

        static Outcome done(long prepareNanos) {
            return new Outcome(Optional.empty(), prepareNanos, 0, 0);
        }

        static Outcome refused(String why) {
            return new Outcome(Optional.of(why), 0, 0, 0);
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
     * such provider. Any thread but the VM's.
     *
     * @return why the provider cannot be made ready, with an error code; empty when it can
     */
    default Optional<String> prepare(String provider) {
        // Most have nothing to prepare.
        return Optional.empty();
    }

    /** Such as {@code "inline-cache policy"}. */
    default String noun() {
        return kind();
    }

    /**
     * What stands for the provider of a name as long as that is installed, and for no other: the service, or its class where
     * each VM has one of its own. Empty when there is nothing to try. Any thread.
     */
    default Optional<Object> service(String provider) {
        return Optional.empty();
    }

    /** Why the provider of a name would not be put in force; empty when it would be tried. */
    default Optional<String> refusal(String provider) {
        return Optional.empty();
    }

    /** So often the provider of a name has failed in this VM since it was installed. */
    default int reverts(String provider) {
        return 0;
    }

    /** Puts a provider in force for which there is no {@link #refusal}, or leaves everything as it is and says why. */
    Outcome exchange(String provider);

    /** The VM has ended: whatever was taken is given back. */
    @Override
    void close();
}
