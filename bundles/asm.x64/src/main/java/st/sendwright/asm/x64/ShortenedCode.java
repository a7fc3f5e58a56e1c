package st.sendwright.asm.x64;

import java.util.Arrays;

/**
 * Code whose jumps are as short as they can be, and where in it things are that were somewhere else before.
 *
 * <p><b>Thread</b>: any; the arrays are not to be changed.
 */
public final class ShortenedCode {

    private final byte[] bytes;
    /** Where the shortened jumps began, in rising order, and how many bytes are gone up to the end of each. */
    private final int[] starts;
    private final int[] gone;

    ShortenedCode(byte[] bytes, int[] starts, int[] gone) {
        this.bytes = bytes;
        this.starts = starts;
        this.gone = gone;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Where in this code a place is that was the beginning or end of an instruction, or in one that is no jump. */
    public int position(int before) {
        return position(before, starts, gone);
    }

    static int position(int before, int[] starts, int[] gone) {
        int found = Arrays.binarySearch(starts, before);
        int shorter = found >= 0 ? found : ~found;
        return shorter == 0 ? before : before - gone[shorter - 1];
    }
}
