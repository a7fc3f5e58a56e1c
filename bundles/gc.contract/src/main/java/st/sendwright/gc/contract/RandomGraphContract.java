package st.sendwright.gc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.gc.Collector;
import st.sendwright.heap.Become;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.HeapStress.Tenuring;
import st.sendwright.heap.Pinning;
import st.sendwright.heap.Region;
import st.sendwright.model.Allocation;
import st.sendwright.model.IdentityHash;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;

/** Changes a random graph on the heap and in Java alike, collects, and compares the two. */
@DisplayName("Random object graphs survive collections unchanged")
public abstract class RandomGraphContract {

    private static final int ROOTS = 16;

    /**
     * What an object shall be: its slots hold Nodes or nulls. Its number stands in front of them, in an ephemeron behind
     * them, where the first slot is the key.
     */
    private static final class Node {
        final int number;
        final Shape shape;
        final Node[] slots;
        final int bytes;
        int hash;
        /** Where it lies while it is pinned, else 0. */
        long pinnedAddress;
        /** Of an ephemeron: an ordinary object from now on. */
        boolean isFired;

        Node(int number, Shape shape, int slots, int bytes) {
            this.number = number;
            this.shape = shape;
            this.slots = new Node[slots];
            this.bytes = bytes;
        }

        int numberSlot() {
            return shape == Shape.EPHEMERON ? slots.length : 0;
        }

        int heapSlot(int slot) {
            return shape == Shape.EPHEMERON ? slot : slot + 1;
        }

        boolean isEphemeron() {
            return shape == Shape.EPHEMERON && !isFired && slots[0] != null;
        }
    }

    private enum Shape { POINTERS, WEAK, EPHEMERON, BYTES }

    private final Random random = new Random();
    private TestHeap heap;
    private int pointersIndex;
    private int weakIndex;
    private int ephemeronIndex;
    private int bytesIndex;
    private final Node[] roots = new Node[ROOTS];
    private int numbers;
    /** Ephemerons and weak objects by their numbers. */
    private final Map<Integer, Node> special = new HashMap<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void withRoomToSpare(long seed) {
        run(seed, 3_000, HeapStress.NONE);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5})
    void whenEachAllocationCollects(long seed) {
        run(seed, 300, HeapStress.ALWAYS);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {16, 17})
    void whenEachCollectionCompacts(long seed) {
        run(seed, 1_000, HeapStress.NONE.withCollectEveryBytes(2_000).withCompact());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {18, 19})
    void whenAllSurvivorsBecomeOld(long seed) {
        run(seed, 1_000, HeapStress.NONE.withCollectEveryBytes(2_000).withTenuring(Tenuring.ALL));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {20, 21})
    void whenTheLeastBecomesOld(long seed) {
        run(seed, 1_000, HeapStress.NONE.withCollectEveryBytes(2_000).withTenuring(Tenuring.LEAST));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {22, 23, 24, 25})
    void whenTheGraphIsLargerThanAStepOfMarking(long seed) {
        run(seed, 5_000, HeapStress.NONE.withCollectEveryBytes(2_000), 100);
    }

    @Tag("long")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {6, 7, 8, 9, 10, 11, 12, 13})
    void forLong(long seed) {
        run(seed, 100_000, HeapStress.NONE);
    }

    /**
     * Graph after graph under all kinds of stress by turns, from a seed of this moment or {@code -Dsendwright.graph.seed}, for
     * {@code -Dsendwright.graph.seconds}. A failure names the seed of its graph.
     */
    @Tag("long")
    @Test
    void forMinutes() {
        long first = Long.getLong("sendwright.graph.seed", System.nanoTime() >>> 10);
        long end = System.nanoTime() + Long.getLong("sendwright.graph.seconds", 120) * 1_000_000_000L;
        HeapStress often = HeapStress.NONE.withCollectEveryBytes(2_000);
        List<HeapStress> kinds = List.of(HeapStress.NONE, often, often.withCompact(), often.withTenuring(Tenuring.ALL),
                often.withTenuring(Tenuring.LEAST), HeapStress.NONE.withTenuring(Tenuring.LEAST), HeapStress.ALWAYS);
        for (long seed = first; System.nanoTime() < end; seed++) {
            HeapStress kind = kinds.get((int) Math.floorMod(seed, (long) kinds.size()));
            try {
                run(seed, kind == HeapStress.ALWAYS ? 500 : 5_000, kind, seed % 2 == 0 ? 0 : 100);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + ", " + kind, failure);
            }
        }
    }

    /** A collector that is not attached. */
    protected abstract Collector newCollector();

    private void run(long seed, int steps, HeapStress stress) {
        run(seed, steps, stress, 0);
    }

    /** @param links how many objects each root has in a chain at first */
    private void run(long seed, int steps, HeapStress stress, int links) {
        random.setSeed(seed);
        Arrays.fill(roots, null);
        special.clear();
        numbers = 0;
        try (TestHeap opened = new TestHeap(newCollector(), 32 << 20, stress)) {
            heap = opened;
            pointersIndex = heap.newClass(1, ObjectFormat.FIXED_AND_VARIABLE);
            weakIndex = heap.newClass(1, ObjectFormat.WEAK);
            ephemeronIndex = heap.newClass(3, ObjectFormat.EPHEMERON);
            bytesIndex = heap.newClass(0, ObjectFormat.BYTES);
            for (int each = 0; each < links * ROOTS; each++) {
                allocate(each % ROOTS, Shape.POINTERS);
            }
            for (int step = 0; step < steps; step++) {
                change();
                if (random.nextInt(200) == 0) {
                    collect(0);
                    compare("seed " + seed + ", step " + step);
                }
            }
            collect(0);
            compare("seed " + seed + ", end");
        }
    }

    private void change() {
        int root = random.nextInt(ROOTS);
        if (random.nextInt(100) == 0) {
            become();
            return;
        }
        if (random.nextInt(60) == 0) {
            pinOrUnpin();
            return;
        }
        switch (random.nextInt(40)) {
            case 0 -> {
                roots[root] = null;
                heap.putRoot(root, 0);
            }
            case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24 ->
                    allocate(root, Shape.values()[random.nextInt(Shape.values().length)]);
            default -> connect();
        }
    }

    private void allocate(int root, Shape shape) {
        int slots = switch (shape) {
            case POINTERS, WEAK -> mostSlots();
            case EPHEMERON -> 2;
            case BYTES -> 0;
        };
        int bytes = shape == Shape.BYTES ? 8 + random.nextInt(mostBytes()) : 0;
        Node node = new Node(++numbers, shape, slots, bytes);
        if (shape == Shape.WEAK || shape == Shape.EPHEMERON) {
            special.put(node.number, node);
        }
        long needed = ObjectHeader.bytesFor(shape == Shape.BYTES ? bytes + 7 >> 3 : slots + 1);
        if (!Allocation.hasRoom(heap.mutator, needed)
                && (random.nextInt(4) == 0 || !heap.collector.makeRoom(needed))) {
            assertThat(collect(needed)).isTrue();
        }
        long oop = switch (shape) {
            case POINTERS -> Allocation.allocatePointers(heap.mutator, pointersIndex,
                    ObjectFormat.FIXED_AND_VARIABLE, slots + 1);
            case WEAK -> Allocation.allocatePointers(heap.mutator, weakIndex, ObjectFormat.WEAK, slots + 1);
            case EPHEMERON -> Allocation.allocatePointers(heap.mutator, ephemeronIndex,
                    ObjectFormat.EPHEMERON,
                    slots + 1);
            case BYTES -> Allocation.allocateBytes(heap.mutator, bytesIndex, bytes);
        };
        assertThat(oop).isNotZero();
        ObjectHeader.rawPutSlot(oop, node.numberSlot(), Oop.smallInteger(node.number));
        for (int index = 8; index < bytes; index++) {
            Memory.putByte(oop + 8 + index, (byte) (node.number + index));
        }
        if (random.nextInt(4) == 0) {
            node.hash = IdentityHash.of(heap.mutator, oop);
        }
        // Most new objects refer to the old root or are referred to by it, so that the graph grows.
        Node old = roots[root];
        if (slots > 0 && shape != Shape.WEAK && old != null && random.nextInt(50) != 0) {
            node.slots[0] = old;
            ObjectHeader.rawPutSlot(oop, node.heapSlot(0), heap.root(root));
        } else if (old != null && old.slots.length > 0 && random.nextInt(50) != 0) {
            int slot = random.nextInt(old.slots.length);
            if (old.slots[slot] != null && random.nextInt(4) != 0) {
                return;
            }
            old.slots[slot] = node;
            WriteBarrier.putSlot(heap.mutator, heap.root(root), old.heapSlot(slot), oop);
            return;
        }
        roots[root] = node;
        heap.putRoot(root, oop);
    }

    /** Most objects are small, a few larger than an allocation area is at times. */
    private int mostBytes() {
        return switch (random.nextInt(100)) {
            case 0 -> 2_000_000;
            case 1, 2, 3, 4, 5, 6, 7, 8, 9 -> 5000;
            default -> 30;
        };
    }

    /** Few objects are so large that a plan may have them lie apart. */
    private int mostSlots() {
        return switch (random.nextInt(600)) {
            case 0 -> 66_000 + random.nextInt(1000);
            case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 -> 250 + random.nextInt(20);
            default -> random.nextInt(6);
        };
    }

    /** Pins an object found by a random walk, or lets a pinned one be moved again. */
    private void pinOrUnpin() {
        long[] oops = new long[1];
        Node node = walk(random.nextInt(ROOTS), oops);
        if (node == null) {
            return;
        }
        if (node.pinnedAddress != 0) {
            Pinning.unpin(oops[0]);
            node.pinnedAddress = 0;
            return;
        }
        if (Allocation.hasRoom(heap.mutator, Pinning.bytesFor(heap.fixed, oops[0]))) {
            node.pinnedAddress = heap.pin(oops[0], isYoung(oops[0], heap.regions()) && random.nextBoolean());
        }
    }

    /** Has two objects exchange their identities, or one become the other, on the heap and here. */
    private void become() {
        long[] oops = new long[1];
        Node one = walk(random.nextInt(ROOTS), oops);
        long oneOop = oops[0];
        Node other = walk(random.nextInt(ROOTS), oops);
        if (one == null || other == null || one == other) {
            return;
        }
        boolean twoWay = random.nextBoolean();
        exchangeOnHeap(oneOop, oops[0], twoWay);
        // Dead ones too: they are on the heap as long as they are old, and a scavenge may find that their keys are dead.
        Set<Node> all = allNodes();
        all.addAll(special.values());
        for (Node node : all) {
            exchange(node.slots, one, other, twoWay);
        }
        exchange(roots, one, other, twoWay);
    }

    /** By one of the ways that are possible for these two. */
    private void exchangeOnHeap(long one, long other, boolean twoWay) {
        List<Region> regions = heap.regions();
        boolean areYoung = isYoung(one, regions) && (!twoWay || isYoung(other, regions));
        if (twoWay && random.nextBoolean() && Become.canSwap(one, other)) {
            Become.swap(heap.mutator, one, other);
        } else if (areYoung && random.nextBoolean()) {
            Become.exchangeYoung(heap.mutator, heap.collector::referencesToYoung, heap, new long[] {one},
                    new long[] {other}, twoWay);
        } else {
            Become.exchange(heap.mutator, regions, heap, new long[] {one}, new long[] {other}, twoWay);
        }
    }

    private static boolean isYoung(long oop, List<Region> regions) {
        return regions.stream().anyMatch(region -> region.isYoung() && oop >= region.start() && oop < region.end());
    }

    private static void exchange(Node[] references, Node one, Node other, boolean twoWay) {
        for (int index = 0; index < references.length; index++) {
            if (references[index] == one) {
                references[index] = other;
            } else if (twoWay && references[index] == other) {
                references[index] = one;
            }
        }
    }

    private Set<Node> allNodes() {
        Set<Node> all = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Node> open = new ArrayDeque<>();
        reach(Arrays.asList(roots), all, open);
        while (!open.isEmpty()) {
            reach(Arrays.asList(open.remove().slots), all, open);
        }
        return all;
    }

    /** Stores an object found by a random walk into a slot of another. */
    private void connect() {
        int fromRoot = random.nextInt(ROOTS);
        int toRoot = random.nextInt(ROOTS);
        long[] oops = new long[1];
        Node holder = walk(fromRoot, oops);
        long holderOop = oops[0];
        Node value = walk(toRoot, oops);
        if (holder == null || holder.slots.length == 0) {
            return;
        }
        int slot = random.nextInt(holder.slots.length);
        if (holder.slots[slot] != null && random.nextInt(6) != 0) {
            return;
        }
        boolean clear = value == null || random.nextInt(5) == 0;
        holder.slots[slot] = clear ? null : value;
        WriteBarrier.putSlot(heap.mutator, holderOop, holder.heapSlot(slot), clear ? heap.nil : oops[0]);
    }

    private Node walk(int root, long[] oop) {
        Node node = roots[root];
        oop[0] = heap.root(root);
        for (int steps = random.nextInt(random.nextInt(8) == 0 ? 60 : 6); node != null && steps > 0; steps--) {
            if (node.slots.length == 0) {
                return node;
            }
            int slot = random.nextInt(node.slots.length);
            if (node.slots[slot] == null) {
                return node;
            }
            long value = ObjectHeader.slot(oop[0], node.heapSlot(slot));
            oop[0] = value;
            node = node.slots[slot];
        }
        return node;
    }

    private boolean collect(long needed) {
        if (needed > 0 || random.nextInt(4) != 0) {
            boolean satisfied = heap.collect(needed).satisfied();
            fireSome();
            return satisfied;
        }
        boolean satisfied = random.nextBoolean() ? heap.collectAll().satisfied()
                : heap.exchange(newCollector()).satisfied();
        Set<Node> fired = fireAll();
        assertThat(numbersOf(heap.mourned(), 2)).as("ephemerons fired").doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(fired.stream().map(node -> node.number).toList());
        clearWeakSlots();
        return satisfied;
    }

    /** A collection that is not a full one may fire what a full one would, or not. */
    private void fireSome() {
        Set<Node> alive = alive();
        for (int number : numbersOf(heap.mourned(), 2)) {
            Node node = special.get(number);
            assertThat(alive.contains(node.slots[0])).as("the key of ephemeron %d is alive", number).isFalse();
            node.isFired = true;
        }
        for (long oop : heap.losers()) {
            Node node = special.get((int) Oop.integerValue(ObjectHeader.slot(oop, 0)));
            boolean lost = false;
            for (int slot = 0; slot < node.slots.length; slot++) {
                if (node.slots[slot] != null && ObjectHeader.slot(oop, node.heapSlot(slot)) == heap.nil) {
                    assertThat(alive.contains(node.slots[slot])).as("the lost slot %d of %d is alive", slot, node.number)
                            .isFalse();
                    node.slots[slot] = null;
                    lost = true;
                }
            }
            assertThat(lost).as("the weak object %d lost a reference", node.number).isTrue();
        }
    }

    /** Fires the ephemerons that are reachable when their keys are not otherwise, and answers them. */
    private Set<Node> fireAll() {
        Set<Node> fired = Collections.newSetFromMap(new IdentityHashMap<>());
        for (;;) {
            Set<Node> alive = alive();
            List<Node> dead = alive.stream().filter(node -> node.isEphemeron() && !alive.contains(node.slots[0]))
                    .toList();
            if (dead.isEmpty()) {
                return fired;
            }
            dead.forEach(node -> node.isFired = true);
            fired.addAll(dead);
        }
    }

    private void clearWeakSlots() {
        Set<Node> alive = alive();
        List<Integer> losers = new ArrayList<>();
        for (Node node : alive) {
            if (node.shape == Shape.WEAK) {
                boolean lost = false;
                for (int slot = 0; slot < node.slots.length; slot++) {
                    if (node.slots[slot] != null && !alive.contains(node.slots[slot])) {
                        node.slots[slot] = null;
                        lost = true;
                    }
                }
                if (lost) {
                    losers.add(node.number);
                }
            }
        }
        assertThat(numbersOf(heap.losers(), 0)).as("weak objects that lost a reference").doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(losers);
    }

    private static List<Integer> numbersOf(List<Long> oops, int slot) {
        return oops.stream().map(oop -> (int) Oop.integerValue(ObjectHeader.slot(oop, slot))).toList();
    }

    /** What is reachable. An ephemeron's slots count when its key is reachable, so what fires them does not. */
    private Set<Node> alive() {
        Set<Node> alive = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Node> open = new ArrayDeque<>();
        List<Node> waiting = new ArrayList<>();
        reach(Arrays.asList(roots), alive, open);
        do {
            while (!open.isEmpty()) {
                Node node = open.remove();
                if (node.isEphemeron() && !alive.contains(node.slots[0])) {
                    waiting.add(node);
                } else if (node.shape != Shape.WEAK) {
                    reach(Arrays.asList(node.slots), alive, open);
                }
            }
            waiting.removeIf(node -> alive.contains(node.slots[0]) && open.add(node));
        } while (!open.isEmpty());
        return alive;
    }

    private static void reach(List<Node> nodes, Set<Node> reached, Deque<Node> open) {
        for (Node each : nodes) {
            if (each != null && reached.add(each)) {
                open.add(each);
            }
        }
    }

    private void compare(String when) {
        Map<Node, Long> seen = new IdentityHashMap<>();
        Map<Long, Node> owners = new HashMap<>();
        List<Node> open = new ArrayList<>();
        for (int index = 0; index < ROOTS; index++) {
            if (roots[index] == null) {
                assertThat(heap.root(index)).as(when).isZero();
            } else {
                match(roots[index], heap.root(index), seen, owners, open, when);
            }
        }
        for (int next = 0; next < open.size(); next++) {
            Node node = open.get(next);
            long oop = seen.get(node);
            if (node.pinnedAddress != 0) {
                assertThat(oop).as("%s: address of the pinned object %d", when, node.number).isEqualTo(node.pinnedAddress);
            }
            assertThat(Pinning.isPinned(oop)).as("%s: %d is pinned", when, node.number)
                    .isEqualTo(node.pinnedAddress != 0);
            checkContents(node, oop, when);
            for (int slot = 0; slot < node.slots.length; slot++) {
                long value = ObjectHeader.slot(oop, node.heapSlot(slot));
                if (node.slots[slot] == null) {
                    assertThat(value).as("%s: object %d, slot %d", when, node.number, slot)
                            .isEqualTo(heap.nil);
                } else {
                    match(node.slots[slot], value, seen, owners, open, when);
                }
            }
        }
        assertThat(heap.faults()).as(when).isEmpty();
    }

    private static void match(Node node, long oop, Map<Node, Long> seen, Map<Long, Node> owners,
            List<Node> open,
            String when) {
        Long known = seen.putIfAbsent(node, oop);
        if (known == null) {
            assertThat(owners.put(oop, node)).as("%s: two objects at one address", when).isNull();
            open.add(node);
        } else {
            assertThat(oop).as("%s: one object %d at two addresses", when, node.number).isEqualTo(known);
        }
    }

    private static void checkContents(Node node, long oop, String when) {
        assertThat(ObjectHeader.slot(oop, node.numberSlot())).as(when).isEqualTo(Oop.smallInteger(node.number));
        assertThat(ObjectHeader.hash(oop)).as(when).isEqualTo(node.hash);
        if (node.shape == Shape.BYTES) {
            assertThat(ObjectFormat.byteCount(oop)).as(when).isEqualTo(node.bytes);
            for (int index = 8; index < node.bytes; index += 1 + node.bytes / 5000) {
                assertThat(Memory.byteAt(oop + 8 + index)).as(when).isEqualTo((byte) (node.number + index));
            }
        } else {
            assertThat(ObjectHeader.slots(oop)).as(when).isEqualTo(node.slots.length + 1);
        }
    }
}
