package st.sendwright.primitives;

/** Why a primitive failed: what {@code <primitive: ... error: code>} binds, as a Symbol named like these. */
public enum Failure {
    NONE("none"),
    WRONG_RECEIVER("wrong receiver"),
    WRONG_ARGUMENT("wrong argument"),
    INDEX_OUT_OF_BOUNDS("index out of bounds"),
    OUT_OF_RANGE("out of range"),
    WRONG_ARGUMENT_COUNT("wrong argument count"),
    IMMUTABLE("object is read-only"),
    UNBOUND("no such primitive"),
    NOT_FOUND("not found"),
    DENIED("permission denied"),
    IO_ERROR("input or output failed"),
    ALREADY_EXISTS("already exists"),
    UNSUPPORTED("not supported"),
    INTERRUPTED("interrupted"),
    CLOSED("closed"),
    FAULT("the primitive threw a Java exception");

    private final String symbol;

    Failure(String symbol) {
        this.symbol = symbol;
    }

    /** The Symbol that Smalltalk sees. */
    public String symbol() {
        return symbol;
    }
}
