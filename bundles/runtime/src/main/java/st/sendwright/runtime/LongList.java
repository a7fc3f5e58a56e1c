package st.sendwright.runtime;

import java.util.Arrays;

/** A growing list of longs without boxing. */
final class LongList {

    private long[] values = new long[4];
    private int size;

    int size() {
        return size;
    }

    long get(int index) {
        return values[index];
    }

    void set(int index, long value) {
        values[index] = value;
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    void truncate(int newSize) {
        size = newSize;
    }
}
