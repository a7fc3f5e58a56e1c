package st.sendwright.heap;

/**
 * Limits of a heap.
 *
 * @param maxBytes most bytes of one allocation space, at least 16 MiB
 * @param collectEveryBytes stress: after each collection leave room for the allocation that asked and so many bytes
 *        more; -1 for no stress
 */
public record HeapSettings(long maxBytes, long collectEveryBytes) {
}
