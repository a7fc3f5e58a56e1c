package st.sendwright.gc.generational;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** A growing set of addresses: open addressing, linear probing, 0 in free places. */
final class OopSet {

    private long[] places = new long[32];
    private int size;

    void add(long oop) {
        int place = place(places, oop);
        if (places[place] != 0) {
            return;
        }
        places[place] = oop;
        if (++size * 2 > places.length) {
            long[] more = new long[places.length * 2];
            Arrays.stream(places).filter(each -> each != 0).forEach(each -> more[place(more, each)] = each);
            places = more;
        }
    }

    private static int place(long[] places, long oop) {
        int mask = places.length - 1;
        int place = (int) ((oop >>> 3) * 0x9E37_79B9_7F4A_7C15L >>> 32) & mask;
        while (places[place] != 0 && places[place] != oop) {
            place = place + 1 & mask;
        }
        return place;
    }

    void forEach(LongConsumer action) {
        for (long each : places) {
            if (each != 0) {
                action.accept(each);
            }
        }
    }
}
