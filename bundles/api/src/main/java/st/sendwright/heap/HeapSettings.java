package st.sendwright.heap;

/**
 * Limits of a heap.
 *
 * @param maxBytes most bytes of one allocation space, at least 16 MiB
 * @param stress modes for tests
 * @param isSingleThreaded whether only the VM thread may collect: where objects come to lie depends on nothing but the program then
 */
public record HeapSettings(long maxBytes, HeapStress stress, boolean isSingleThreaded) {

    /** As many threads may collect as the plan likes. */
    public HeapSettings(long maxBytes, HeapStress stress) {
        this(maxBytes, stress, false);
    }
}
