package st.sendwright.gc.generational;

import java.util.Arrays;

/** A growing list of addresses, used as a stack too. */
final class OopList {

    private long[] oops = new long[64];
    private int size;

    void add(long oop) {
        if (size == oops.length) {
            oops = Arrays.copyOf(oops, size * 2);
        }
        oops[size++] = oop;
    }

    void addAll(long[] added, int count) {
        if (size + count > oops.length) {
            oops = Arrays.copyOf(oops, Math.max(size * 2, size + count));
        }
        System.arraycopy(added, 0, oops, size, count);
        size += count;
    }

    long removeLast() {
        return oops[--size];
    }

    long at(int index) {
        return oops[index];
    }

    /** The list itself; what lies beyond its size is of no meaning. */
    long[] elements() {
        return oops;
    }

    int size() {
        return size;
    }
}
