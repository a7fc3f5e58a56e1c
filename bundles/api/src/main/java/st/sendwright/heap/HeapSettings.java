package st.sendwright.heap;

/**
 * Limits of a heap.
 *
 * @param maxBytes most bytes of one allocation space, at least 16 MiB
 * @param collectAlways stress: after each collection leave room for just the one allocation that asked
 */
public record HeapSettings(long maxBytes, boolean collectAlways) {
}
