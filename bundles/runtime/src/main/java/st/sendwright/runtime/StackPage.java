package st.sendwright.runtime;

/** One page of the stack zone; holds the frames of a part of one Process's call chain. */
final class StackPage {

    /** Lowest address a new frame may start from without a poll. */
    final long limit;
    /** Address after the highest word. */
    final long high;

    boolean used;
    /** Top frame and stack pointer while the page is not the active one. */
    long headFp;
    long headSp;
    /** Frames of the same call chain below this page. */
    int baseDepth;
    /** When the page was last active, for choosing one to evict. */
    long lastUse;

    StackPage(long limit, long high) {
        this.limit = limit;
        this.high = high;
    }
}
