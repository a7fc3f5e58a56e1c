package st.sendwright.runtime;

/** What a provider has done on probation is not what the reference does. */
final class ProbationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ProbationException(String message) {
        super(message, null, false, false);
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
