package st.sendwright.memory.executable;

/** How memory is made both writable and executable. */
public enum Mode {

    /** Two mappings of the same pages, one to write and one to execute: no address is ever both. */
    DUAL_MAPPING("two mappings"),

    /** One mapping that is both at once: for debugging, and for systems that refuse two mappings. */
    READ_WRITE_EXECUTE("read-write-execute");

    private final String words;

    Mode(String words) {
        this.words = words;
    }

    /** What people are told. */
    @Override
    public String toString() {
        return words;
    }
}
