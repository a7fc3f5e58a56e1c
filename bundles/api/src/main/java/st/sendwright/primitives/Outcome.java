package st.sendwright.primitives;

/**
 * What came of work that a Process has waited for.
 *
 * @param value what the work answered; may be null
 * @param fault what it threw; null when it has answered
 */
public record Outcome(Object value, Throwable fault) {
}
