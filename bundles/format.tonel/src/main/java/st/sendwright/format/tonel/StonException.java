package st.sendwright.format.tonel;

/** Says that a text is not Smalltalk Object Notation, and where. */
final class StonException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    StonException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /** Where in the text. */
    int offset() {
        return offset;
    }
}
