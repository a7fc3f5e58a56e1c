package st.sendwright.heap;

import java.util.List;
import java.util.function.Consumer;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;

/**
 * Identity changes: makes all references to some objects references to others, by one search of the heap, or of
 * that part of it where the references can be. Where two objects of one size exchange their identities, they exchange
 * their contents instead, which comes to the same.
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
    private final OopIndex replaced;
    /** By the places of {@link #replaced}. */
    private final long[] replacements;
    private final WordPattern pattern;

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

    /**
     * As {@link #exchange} for objects that are young, all of {@code from} and with {@code twoWay} those of {@code to}
     * too: {@code references} shows all words in the heap that may refer to a young object, and no others are read.
     */
    public static void exchangeYoung(long mutator, Consumer<Roots.StrongVisitor> references, Roots roots, long[] from,
            long[] to, boolean twoWay) {
        Become become = new Become(mutator, from, to, twoWay);
        references.accept(become::replaceInSlots);
        become.replaceInRoots(roots);
    }

    /**
     * Whether {@link #swap} can exchange two objects: they are different ones, of one size, not pinned, and no code, whose
     * send sites know their addresses.
     */
    public static boolean canSwap(long one, long other) {
        return one != other && Oop.isPointer(one) && Oop.isPointer(other)
                && ObjectHeader.slots(one) == ObjectHeader.slots(other)
                && !Pinning.isPinned(one) && !Pinning.isPinned(other)
                && !ObjectFormat.isMethod(ObjectHeader.format(one))
                && !ObjectFormat.isMethod(ObjectHeader.format(other));
    }

    /**
     * Exchanges two objects with all they are, identity hash and class included: references to one lead to what the
     * other was, and the other way round.
     */
    public static void swap(long mutator, long one, long other) {
        long words = (ObjectHeader.end(one) - one) / 8;
        for (long index = 0; index < words; index++) {
            long kept = Memory.longAt(one + index * 8);
            Memory.putLong(one + index * 8, Memory.longAt(other + index * 8));
            Memory.putLong(other + index * 8, kept);
        }
        markCards(mutator, one);
        markCards(mutator, other);
    }

    static void markCards(long mutator, long oop) {
        if (ObjectFormat.isPointers(ObjectHeader.format(oop))) {
            long end = ObjectHeader.end(oop);
            for (long address = oop; address < end; address += 1L << WriteBarrier.CARD_SHIFT) {
                WriteBarrier.mark(mutator, address);
            }
            WriteBarrier.mark(mutator, end - 8);
        }
    }

    private static void exchange(long mutator, List<Region> regions, Roots roots, long[] from, long[] to,
            boolean twoWay, boolean copyHash) {
        new Become(mutator, from, to, twoWay).run(regions, roots);
        if (copyHash) {
            for (int index = 0; index < from.length; index++) {
                if (Oop.isPointer(to[index])) {
                    ObjectHeader.setHash(to[index], ObjectHeader.hash(from[index]));
                }
            }
        }
    }

    private Become(long mutator, long[] from, long[] to, boolean twoWay) {
        if (from.length != to.length) {
            throw new IllegalArgumentException(from.length + " objects cannot become " + to.length);
        }
        this.mutator = mutator;
        replaced = new OopIndex(twoWay ? from.length * 2 : from.length);
        replacements = new long[replaced.places()];
        for (int index = 0; index < from.length; index++) {
            enter(from[index], to[index]);
            if (twoWay) {
                enter(to[index], from[index]);
            }
        }
        pattern = replaced.pattern();
    }

    private void enter(long from, long to) {
        if (Oop.isImmediate(from) || from == MutatorBlock.nil(mutator)
                || from == MutatorBlock.bool(mutator, true)
                || from == MutatorBlock.bool(mutator, false)) {
            throw new IllegalArgumentException("0x" + Long.toHexString(from)
                    + " is immediate or permanent and "
                    + "cannot become another object");
        }
        int place = replaced.add(from);
        if (place < 0) {
            throw new IllegalArgumentException("0x" + Long.toHexString(from) + " cannot become two objects");
        }
        replacements[place] = to;
    }

    private void run(List<Region> regions, Roots roots) {
        WordSearch.references(regions, pattern, (address, oop) -> replaceInObject(address));
        replaceInRoots(roots);
    }

    private void replaceInRoots(Roots roots) {
        replaceInRange(mutator + MutatorBlock.SPECIAL_OBJECTS, 1);
        replaceInRange(mutator + MutatorBlock.EXIT_VALUE, 1);
        roots.strong(this::replaceInRange);
        replaceInClassTable();
    }

    private void replaceInSlots(long start, long words) {
        for (long address = start; address < start + words * 8; address += 8) {
            if (pattern.matches(Memory.longAt(address))) {
                replaceInObject(address);
            }
        }
    }

    private void replaceInObject(long address) {
        replace(address);
        WriteBarrier.mark(mutator, address);
    }

    private void replaceInRange(long start, long words) {
        for (long address = start; address < start + words * 8; address += 8) {
            if (pattern.matches(Memory.longAt(address))) {
                replace(address);
            }
        }
    }

    private void replace(long address) {
        Memory.putLong(address, replacements[replaced.place(Memory.longAt(address))]);
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
            if (replaced.place(classOop) >= 0 && index != Oop.FLOAT_TAG
                    && MutatorBlock.classAt(mutator, ObjectHeader.hash(classOop)) != classOop) {
                ObjectHeader.setHash(classOop, index);
            }
        }
    }
}
