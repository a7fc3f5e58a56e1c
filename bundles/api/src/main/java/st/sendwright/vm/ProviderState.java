package st.sendwright.vm;

/**
 * What a VM knows of a provider of a tier.
 *
 * @param kind such as {@code "inline-cache"}
 * @param provider its name
 * @param reverts how often it has failed in this VM since it was installed
 */
public record ProviderState(String kind, String provider, State state, int reverts) {

    /** How far a provider has come. */
    public enum State {
        /** Its bundle is there; it was never in force. */
        INSTALLED,
        /** It has got through a trial, or was in force in some VM. */
        ADMITTED,
        /** It is in force. */
        ACTIVE,
        /** It is in force since a short time, and what it does is compared with the reference now and then. */
        PROBATION,
        /** It is in force and has got through its probation. */
        STABLE,
        /** It has failed, and may be tried again. */
        REVERTED,
        /** It has failed too often to be put in force until it is installed anew. */
        BARRED
    }
}
