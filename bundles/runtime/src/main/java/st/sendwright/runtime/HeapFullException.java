package st.sendwright.runtime;

/** The heap's limit does not allow an allocation that the VM itself needs. */
final class HeapFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HeapFullException(long bytes) {
        super("SW-HEAP-900 no room for " + bytes + " bytes within the heap's limit; raise --heap-max");
    }
}
