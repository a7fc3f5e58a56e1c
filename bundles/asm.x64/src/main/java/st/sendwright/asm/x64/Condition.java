package st.sendwright.asm.x64;

/**
 * What a conditional jump, set or move tests; {@link #ordinal} is the hardware's number, which is what is
 * encoded. {@code BELOW} and {@code ABOVE} compare without sign, {@code LESS} and {@code GREATER} with it.
 */
public enum Condition {
    OVERFLOW, NOT_OVERFLOW,
    BELOW, ABOVE_OR_EQUAL,
    EQUAL, NOT_EQUAL,
    BELOW_OR_EQUAL, ABOVE,
    SIGN, NOT_SIGN,
    PARITY, NOT_PARITY,
    LESS, GREATER_OR_EQUAL,
    LESS_OR_EQUAL, GREATER;

    private static final Condition[] BY_CODE = values();

    /** The condition that holds exactly when this one does not. */
    public Condition negated() {
        return BY_CODE[ordinal() ^ 1];
    }
}
