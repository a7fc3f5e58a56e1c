package st.sendwright.heap;

/**
 * Limits of a heap.
 *
 * @param maxBytes most bytes of one allocation space, at least 16 MiB
 */
public record HeapSettings(long maxBytes, HeapStress stress) {
}
