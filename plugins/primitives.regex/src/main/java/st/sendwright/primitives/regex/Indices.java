package st.sendwright.primitives.regex;

/** Indices of Characters, from 1, and offsets of UTF-16, from 0, in one text. They are asked for in rising order mostly. */
final class Indices {

    private final String text;
    private final int size;
    private final boolean isEven;
    /** A place that is known: the offset, and how many Characters are before it. */
    private int knownOffset;
    private int knownCount;

    Indices(String text) {
        this.text = text;
        this.size = text.codePointCount(0, text.length());
        this.isEven = size == text.length();
    }

    /** How many Characters there are. */
    int size() {
        return size;
    }

    /** @param index 1 to one more than the size */
    int offset(long index) {
        return isEven ? (int) index - 1 : text.offsetByCodePoints(0, (int) index - 1);
    }

    /** @param offset 0 to the length */
    int index(int offset) {
        if (isEven) {
            return offset + 1;
        }
        knownCount += offset >= knownOffset ? text.codePointCount(knownOffset, offset)
                : -text.codePointCount(offset, knownOffset);
        knownOffset = offset;
        return knownCount + 1;
    }
}
