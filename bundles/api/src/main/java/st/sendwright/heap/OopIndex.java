package st.sendwright.heap;

/**
 * A set of objects, each of which has a place in it, and the words that refer to them.
 *
 * <p>Before a word is looked for in the set, a bitmap is asked: it has a bit for each word of a part of memory, and addresses that
 * are as far apart as that part is long share one. Few bits are set, so nearly all words that refer to other objects end there.
 *
 * <p><b>Thread</b>: one.
 */
final class OopIndex implements WordPattern {

    /** Bits for each object at least, unless that were too many: the bitmap has to stay near the processor. */
    private static final int BITS_FOR_EACH = 16;
    private static final int MOST_BITS = 1 << 23;
    /** Addresses in as many bytes share a word of the bitmap. */
    private static final int BITMAP_SHIFT = 9;

    /** Open addressing, linear probing; 0 is a free place. The size is a power of two, at most half in use. */
    private final long[] oops;
    private final long[] bitmap;
    private int count;
    private long lowest = -1;
    private long highest;

    /** An empty set for so many objects at most. */
    OopIndex(int most) {
        int size = Integer.highestOneBit(Math.max(4, most)) * 4;
        oops = new long[size];
        bitmap = new long[(int) Math.min(MOST_BITS, (long) size * BITS_FOR_EACH) / Long.SIZE];
    }

    /** How many places there are. */
    int places() {
        return oops.length;
    }

    /** Enters an object, and answers its place, or -1 when it was there before. */
    int add(long oop) {
        int place = probe(oop);
        if (oops[place] != 0) {
            return -1;
        }
        oops[place] = oop;
        count++;
        bitmap[bitmapIndex(oop)] |= 1L << (oop >>> 3);
        lowest = Long.compareUnsigned(oop, lowest) < 0 ? oop : lowest;
        highest = Long.compareUnsigned(oop, highest) > 0 ? oop : highest;
        return place;
    }

    /** An object's place, or -1. Any word. */
    int place(long word) {
        int place = probe(word);
        return oops[place] != 0 && word != 0 ? place : -1;
    }

    private int probe(long oop) {
        int mask = oops.length - 1;
        int place = (int) (oop >>> 3 ^ oop >>> 17) & mask;
        while (oops[place] != 0 && oops[place] != oop) {
            place = place + 1 & mask;
        }
        return place;
    }

    private int bitmapIndex(long word) {
        return (int) (word >>> BITMAP_SHIFT) & bitmap.length - 1;
    }

    /** What finds words that refer to one of the objects. No more are added then. */
    WordPattern pattern() {
        return count == 0 || count > 2 ? this : FewWords.of(lowest, highest);
    }

    @Override
    public boolean matches(long word) {
        return place(word) >= 0;
    }

    @Override
    public int next(long[] words, int from, int end) {
        long least = lowest;
        long most = highest - least;
        long[] bits = bitmap;
        int mask = bits.length - 1;
        for (int index = from; index < end; index++) {
            long word = words[index];
            if (Long.compareUnsigned(word - least, most) <= 0
                    && (bits[(int) (word >>> BITMAP_SHIFT) & mask] >>> (word >>> 3) & 1) != 0 && place(word) >= 0) {
                return index;
            }
        }
        return end;
    }
}
