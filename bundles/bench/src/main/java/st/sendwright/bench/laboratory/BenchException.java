package st.sendwright.bench.laboratory;

/** A benchmark that cannot go on; the message is a sentence. */
final class BenchException extends Exception {

    private static final long serialVersionUID = 1L;

    BenchException(String message) {
        super(message);
    }
}
