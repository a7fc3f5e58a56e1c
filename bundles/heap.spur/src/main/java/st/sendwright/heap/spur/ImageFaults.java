package st.sendwright.heap.spur;

import st.sendwright.heap.ImageFormatException;

/** What is said of images that cannot be loaded. */
final class ImageFaults {

    private ImageFaults() {
    }

    static ImageFormatException truncated(String where) {
        return new ImageFormatException("SW-HEAP-003 the image was not loaded: the file is cut off, " + where
                + ". Use a whole copy; see docs/errors/SW-HEAP-003.md.");
    }

    static ImageFormatException damaged(String part, long found, long expected) {
        return new ImageFormatException("SW-HEAP-004 the image was not loaded: its " + part
                + " is damaged, the checksum is 0x" + Long.toHexString(found) + " instead of 0x"
                + Long.toHexString(expected) + ". Use an undamaged copy; see docs/errors/SW-HEAP-004.md.");
    }

    static ImageFormatException inconsistent(String what) {
        return new ImageFormatException("SW-HEAP-008 the image was not loaded: " + what
                + ". The checksum is right, so its writer is at fault; see docs/errors/SW-HEAP-008.md.");
    }
}
