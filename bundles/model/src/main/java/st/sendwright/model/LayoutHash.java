package st.sendwright.model;

/**
 * One number over all layout constants: two builds with the same number understand each other's objects,
 * methods and images.
 *
 * <p>It is a constant because computing it takes longer than reading a small image. A test computes it and
 * says what to write here when a layout has changed.
 */
public final class LayoutHash {

    public static final long VALUE = 0x90DD01A65DA24FC0L;

    private LayoutHash() {
    }
}
