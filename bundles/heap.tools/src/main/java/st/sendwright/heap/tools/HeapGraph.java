package st.sendwright.heap.tools;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import st.sendwright.heap.HeapInspector.Heap;
import st.sendwright.heap.HeapInspector.RootGroup;
import st.sendwright.heap.Region;
import st.sendwright.model.ClassObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;

/**
 * The objects of a heap as nodes 0 to n-1 in address order, and the references that keep objects alive as edges.
 *
 * <p>A reference is found by its slot; those of nil, immediates and permanent objects lead to no node. Good until the
 * next driver exit.
 */
final class HeapGraph {

    /** What a slot refers to that leads to no node. */
    static final int NONE = -1;

    /** A group of references into the heap from outside it. */
    record Root(String name, int[] targets) {
    }

    private final long mutator;
    private final List<Numbers> numbers = new ArrayList<>();
    private final long[] oops;
    private final List<Root> roots = new ArrayList<>();

    /** Which node begins at which address of one region: a bit for each 8 bytes, and sums of bits. */
    private static final class Numbers {
        final long start;
        final long bytes;
        final long[] bits;
        final int[] before;

        Numbers(Region region) {
            start = region.start();
            bytes = region.end() - region.start();
            int words = Math.toIntExact((bytes >> 9) + 1);
            bits = new long[words];
            before = new int[words];
        }

        boolean covers(long oop) {
            return Long.compareUnsigned(oop - start, bytes) < 0;
        }

        void note(long oop) {
            long index = oop - start >> 3;
            bits[(int) (index >> 6)] |= 1L << index;
        }

        int number(long oop) {
            long index = oop - start >> 3;
            int word = (int) (index >> 6);
            return before[word] + Long.bitCount(bits[word] & (1L << index) - 1);
        }
    }

    HeapGraph(Heap heap) {
        mutator = heap.mutator();
        int count = 0;
        for (Region region : heap.regions()) {
            count = Math.addExact(count, note(region, count));
        }
        oops = new long[count];
        int next = 0;
        for (Region region : heap.regions()) {
            for (long at = region.start(); at < region.end();) {
                long oop = ObjectHeader.objectAt(at);
                at = ObjectHeader.end(oop);
                if (ObjectHeader.classIndex(oop) != ObjectHeader.FREE_CLASS_INDEX) {
                    oops[next++] = oop;
                }
            }
        }
        noteRoots(heap);
    }

    private int note(Region region, int before) {
        Numbers own = new Numbers(region);
        int count = 0;
        for (long at = region.start(); at < region.end();) {
            long oop = ObjectHeader.objectAt(at);
            at = ObjectHeader.end(oop);
            if (ObjectHeader.classIndex(oop) != ObjectHeader.FREE_CLASS_INDEX) {
                own.note(oop);
                count++;
            }
        }
        int sum = before;
        for (int word = 0; word < own.bits.length; word++) {
            own.before[word] = sum;
            sum += Long.bitCount(own.bits[word]);
        }
        numbers.add(own);
        return count;
    }

    private void noteRoots(Heap heap) {
        Targets special = new Targets();
        special.add(mutator + MutatorBlock.SPECIAL_OBJECTS, 1);
        special.add(mutator + MutatorBlock.EXIT_VALUE, 1);
        roots.add(new Root("the special objects", special.toArray()));
        Targets classes = new Targets();
        classes.add(Memory.longAt(mutator + MutatorBlock.CLASS_TABLE),
                Memory.longAt(mutator + MutatorBlock.CLASS_TABLE_LIMIT));
        roots.add(new Root("the class table", classes.toArray()));
        for (RootGroup group : heap.roots()) {
            Targets targets = new Targets();
            group.words().accept(targets::add);
            roots.add(new Root(group.name(), targets.toArray()));
        }
    }

    /** Nodes that words outside the heap refer to. */
    private final class Targets {
        private int[] nodes = new int[16];
        private int count;

        void add(long address, long words) {
            for (long each = address; each < address + words * 8; each += 8) {
                int node = node(Memory.longAt(each));
                if (node != NONE) {
                    if (count == nodes.length) {
                        nodes = Arrays.copyOf(nodes, count * 2);
                    }
                    nodes[count++] = node;
                }
            }
        }

        int[] toArray() {
            return Arrays.copyOf(nodes, count);
        }
    }

    int size() {
        return oops.length;
    }

    long oop(int node) {
        return oops[node];
    }

    List<Root> roots() {
        return roots;
    }

    /** The node of an object, or {@link #NONE}. */
    int node(long oop) {
        if ((oop & Oop.TAG_MASK) == 0) {
            for (Numbers each : numbers) {
                if (each.covers(oop)) {
                    return each.number(oop);
                }
            }
        }
        return NONE;
    }

    /** How many of a node's first slots keep alive what they refer to. */
    int slots(int node) {
        long oop = oops[node];
        long slots = ObjectFormat.pointerSlots(oop);
        return (int) (ObjectHeader.format(oop) == ObjectFormat.WEAK
                ? Math.min(slots, ClassObjects.instanceSlots(MutatorBlock.classOf(mutator, oop))) : slots);
    }

    /** The node that a slot refers to, or {@link #NONE}. */
    int target(int node, int slot) {
        return node(ObjectHeader.slot(oops[node], slot));
    }

    /** Bytes of a node's object, headers included. */
    long bytes(int node) {
        return ObjectHeader.end(oops[node]) - ObjectHeader.start(oops[node]);
    }
}
