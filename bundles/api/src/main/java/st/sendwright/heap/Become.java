package st.sendwright.heap;

import java.util.List;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;

/**
 * Identity changes: makes all references to some objects references to others, by one walk over the heap.
 *
 * <p>References lie in objects, class table, special objects, the exit value and the strong roots. The
 * objects themselves stay where they are with their contents and identity hashes. Weak words are left alone:
 * a send site's owner is the object that holds the site's address, whatever others call it. So the caller
 * unlinks all sites and empties the lookup cache afterwards, as dictionaries and classes may have changed.
 *
 * <p>Hashed collections that hold the objects are the caller's to rehash. <b>Called</b> F1. <b>Thread</b>:
 * the VM thread.
 */
public final class Become {

    private final long mutator;
    /**
     * Open addressing, linear probing; 0 is a free place. The size is a power of two, at most half in use.
     */
    private final long[] keys;
    private final long[] values;
    private long lowest = Long.MAX_VALUE;
    private long highest;

    private Become(long mutator, int pairs) {
        this.mutator = mutator;
        int size = Integer.highestOneBit(Math.max(4, pairs * 2)) * 2;
        keys = new long[size];
        values = new long[size];
    }

    /**
     * Exchanges references, pair by pair.
     *
     * @param regions all that hold objects, permanent ones included or not
     * @param from objects, each once, none of them permanent or immediate
     * @param to as many objects; with {@code twoWay} as in {@code from} and none of them there too
     * @param twoWay references to an object of {@code to} become references to that of {@code from}, too
     * @throws IllegalArgumentException when the arrays are not as said; nothing has changed then
     */
    public static void exchange(long mutator, List<Region> regions, Roots roots, long[] from, long[] to,
            boolean twoWay) {
        exchange(mutator, regions, roots, from, to, twoWay, false);
    }

    /** As {@link #exchange} in one direction; each object of {@code to} also gets the identity hash. */
    public static void forwardWithHash(long mutator, List<Region> regions, Roots roots, long[] from,
            long[] to) {
        exchange(mutator, regions, roots, from, to, false, true);
    }

    private static void exchange(long mutator, List<Region> regions, Roots roots, long[] from, long[] to,
            boolean twoWay, boolean copyHash) {
        if (from.length != to.length) {
            throw new IllegalArgumentException(from.length + " objects cannot become " + to.length);
        }
        Become become = new Become(mutator, twoWay ? from.length * 2 : from.length);
        for (int index = 0; index < from.length; index++) {
            become.enter(from[index], to[index]);
            if (twoWay) {
                become.enter(to[index], from[index]);
            }
        }
        become.run(regions, roots);
        if (copyHash) {
            for (int index = 0; index < from.length; index++) {
                if (Oop.isPointer(to[index])) {
                    ObjectHeader.setHash(to[index], ObjectHeader.hash(from[index]));
                }
            }
        }
    }

    private void enter(long from, long to) {
        if (Oop.isImmediate(from) || from == MutatorBlock.nil(mutator)
                || from == MutatorBlock.bool(mutator, true)
                || from == MutatorBlock.bool(mutator, false)) {
            throw new IllegalArgumentException("0x" + Long.toHexString(from)
                    + " is immediate or permanent and "
                    + "cannot become another object");
        }
        int place = place(from);
        if (keys[place] != 0) {
            throw new IllegalArgumentException("0x" + Long.toHexString(from) + " cannot become two objects");
        }
        keys[place] = from;
        values[place] = to;
        lowest = Math.min(lowest, from);
        highest = Math.max(highest, from);
    }

    private void run(List<Region> regions, Roots roots) {
        for (Region region : regions) {
            replaceInObjects(region);
        }
        replaceInRange(mutator + MutatorBlock.SPECIAL_OBJECTS, 1);
        replaceInRange(mutator + MutatorBlock.EXIT_VALUE, 1);
        roots.strong(this::replaceInRange);
        replaceInClassTable();
    }

    private void replaceInObjects(Region region) {
        for (long start = region.start(); start < region.end();) {
            long oop = ObjectHeader.objectAt(start);
            start = ObjectHeader.end(oop);
            if (ObjectHeader.classIndex(oop) == ObjectHeader.FREE_CLASS_INDEX) {
                continue;
            }
            long end = ObjectHeader.slotAddress(oop, ObjectFormat.pointerSlots(oop));
            for (long address = ObjectHeader.slotAddress(oop, 0); address < end; address += 8) {
                long old = Memory.longAt(address);
                if (old >= lowest && old <= highest && Oop.isPointer(old)) {
                    long now = replacement(old);
                    if (now != old) {
                        Memory.putLong(address, now);
                        WriteBarrier.mark(mutator, address);
                    }
                }
            }
        }
    }

    private void replaceInRange(long address, long words) {
        for (long each = address; each < address + words * 8; each += 8) {
            long old = Memory.longAt(each);
            if (old >= lowest && old <= highest && Oop.isPointer(old)) {
                Memory.putLong(each, replacement(old));
            }
        }
    }

    /**
     * Instances keep their class index, so the class at that index changes; where two classes change places,
     * so do their indices. A class that replaced another without being replaced keeps its own.
     */
    private void replaceInClassTable() {
        long table = Memory.longAt(mutator + MutatorBlock.CLASS_TABLE);
        int limit = (int) Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT);
        replaceInRange(table, limit);
        for (int index = 0; index < limit; index++) {
            long classOop = MutatorBlock.classAt(mutator, index);
            if (keys[place(classOop)] != 0 && index != Oop.FLOAT_TAG
                    && MutatorBlock.classAt(mutator, ObjectHeader.hash(classOop)) != classOop) {
                ObjectHeader.setHash(classOop, index);
            }
        }
    }

    private long replacement(long oop) {
        int place = place(oop);
        return keys[place] == 0 ? oop : values[place];
    }

    private int place(long oop) {
        int mask = keys.length - 1;
        int place = (int) (oop >>> 4 ^ oop >>> 17) & mask;
        while (keys[place] != 0 && keys[place] != oop) {
            place = place + 1 & mask;
        }
        return place;
    }
}
