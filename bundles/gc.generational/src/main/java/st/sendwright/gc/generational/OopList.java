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

    long removeLast() {
        return oops[--size];
    }

    long at(int index) {
        return oops[index];
    }

    int size() {
        return size;
    }
}
