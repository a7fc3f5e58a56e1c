package st.sendwright.gc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.gc.Collector;
import st.sendwright.heap.Become;
import st.sendwright.heap.HeapSearch;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.Pinning;
import st.sendwright.heap.Region;
import st.sendwright.model.Allocation;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.WriteBarrier;

/**
 * Compares searches of the heap and identity changes with walks over all objects, on random heaps of all formats whose raw data
 * looks like references and headers.
 */
@DisplayName("A search of the heap finds what a walk over it finds")
public abstract class HeapSearchContract {

    private static final int TABLE_SLOTS = 30;
    private static final int STEPS = 120;

    private final Random random = new Random();
    private TestHeap heap;
    private final Map<Integer, Integer> classIndices = new HashMap<>();

    /** A collector that is not attached. */
    protected abstract Collector newCollector();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void withRoomToSpare(long seed) {
        run(seed, 25, HeapStress.NONE);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6, 7, 8})
    void whenCollectionsAreFrequent(long seed) {
        run(seed, 25, HeapStress.NONE.withCollectEveryBytes(4_000));
    }

    /** Heap after heap, from a seed of this moment or {@code -Dsendwright.graph.seed}, for {@code -Dsendwright.graph.seconds}. */
    @Tag("long")
    @Test
    void forMinutes() {
        long end = System.nanoTime() + Long.getLong("sendwright.graph.seconds", 60) * 1_000_000_000L;
        HeapStress often = HeapStress.NONE.withCollectEveryBytes(4_000);
        List<HeapStress> kinds = List.of(HeapStress.NONE, often, often.withCompact(), often.withTenuring(HeapStress.Tenuring.ALL),
                often.withTenuring(HeapStress.Tenuring.LEAST));
        for (long seed = Long.getLong("sendwright.graph.seed", System.nanoTime() >>> 10); System.nanoTime() < end; seed++) {
            HeapStress kind = kinds.get((int) Math.floorMod(seed, (long) kinds.size()));
            try {
                run(seed, 30, kind);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + ", " + kind, failure);
            }
        }
    }

    private void run(long seed, int rounds, HeapStress stress) {
        random.setSeed(seed);
        classIndices.clear();
        try (TestHeap opened = new TestHeap(newCollector(), 32 << 20, stress)) {
            heap = opened;
            for (int format : new int[] {ObjectFormat.FIXED_AND_VARIABLE, ObjectFormat.WEAK, ObjectFormat.EPHEMERON,
                    ObjectFormat.BYTES, ObjectFormat.WORDS_64, ObjectFormat.METHOD}) {
                classIndices.put(format, heap.newClass(format == ObjectFormat.EPHEMERON ? 2 : 0, format));
            }
            for (int round = 0; round < rounds; round++) {
                for (int step = 0; step < STEPS; step++) {
                    change();
                }
                String when = "seed " + seed + ", round " + round;
                long[] targets = targets();
                disguise(targets);
                compareSearches(targets, when);
                compareExchange(targets, when);
                assertThat(heap.faults()).as(when).isEmpty();
            }
        }
    }

    // Heaps

    private void change() {
        int root = random.nextInt(TestHeap.ROOTS);
        if (!isTable(heap.root(root)) || random.nextInt(60) == 0) {
            heap.putRoot(root, newPointers(ObjectFormat.FIXED_AND_VARIABLE, TABLE_SLOTS));
        }
        switch (random.nextInt(50)) {
            case 0 -> heap.collect(0);
            case 1 -> {
                switch (random.nextInt(8)) {
                    case 0 -> heap.collectAll();
                    case 1 -> heap.exchange(newCollector());
                    default -> { }
                }
            }
            case 2 -> pin(any());
            default -> {
                long made = make();
                WriteBarrier.putSlot(heap.mutator, heap.root(root), random.nextInt(TABLE_SLOTS), made);
            }
        }
    }

    private boolean isTable(long oop) {
        return oop != 0 && ObjectFormat.isPointers(ObjectHeader.format(oop)) && ObjectHeader.slots(oop) >= TABLE_SLOTS;
    }

    private void pin(long oop) {
        boolean isMethod = ObjectFormat.isMethod(ObjectHeader.format(oop));
        if (oop != heap.nil && !isMethod && Allocation.hasRoom(heap.mutator, Pinning.bytesFor(heap.fixed, oop))) {
            heap.pin(oop, false);
        }
    }

    /** One that a root's elements or theirs are, or nil. */
    private long any() {
        long oop = heap.root(random.nextInt(TestHeap.ROOTS));
        for (int steps = random.nextInt(3) + 1; steps > 0 && oop != 0; steps--) {
            long slots = ObjectFormat.isPointers(ObjectHeader.format(oop)) ? ObjectHeader.slots(oop) : 0;
            long next = slots == 0 ? oop : ObjectHeader.slot(oop, random.nextLong(slots));
            oop = Oop.isPointer(next) ? next : oop;
        }
        return oop == 0 ? heap.nil : oop;
    }

    /** A new object whose slots are those of the table that it will be in, or raw data. */
    private long make() {
        List<Integer> formats = List.copyOf(classIndices.keySet());
        int format = formats.get(random.nextInt(formats.size()));
        long slots = 1 + switch (random.nextInt(300)) {
            case 0 -> 66_000;
            case 1, 2, 3, 4, 5, 6, 7, 8 -> 240 + random.nextInt(40);
            default -> random.nextInt(12);
        };
        if (ObjectFormat.isPointers(format)) {
            long made = newPointers(format, format == ObjectFormat.EPHEMERON ? 2 : slots);
            for (long slot = 0; slot < Math.min(8, ObjectHeader.slots(made)); slot++) {
                ObjectHeader.rawPutSlot(made, slot, any());
            }
            return made;
        }
        makeRoom(ObjectHeader.bytesFor(slots + MethodLayout.FIRST_LITERAL));
        if (format == ObjectFormat.METHOD) {
            long made = Allocation.allocateRaw(heap.mutator, classIndices.get(format), format, slots + MethodLayout.FIRST_LITERAL);
            int literals = random.nextInt((int) Math.min(slots + 1, 50));
            ObjectHeader.rawPutSlot(made, MethodLayout.HEADER, MethodLayout.header(0, 0, literals, 0, false, false));
            ObjectHeader.rawPutSlot(made, MethodLayout.SITES, Oop.smallInteger(0));
            for (int literal = 0; literal < literals; literal++) {
                ObjectHeader.rawPutSlot(made, MethodLayout.FIRST_LITERAL + literal, any());
            }
            return made;
        }
        return format == ObjectFormat.BYTES ? Allocation.allocateBytes(heap.mutator, classIndices.get(format), slots * 8 - 3)
                : Allocation.allocateWords64(heap.mutator, classIndices.get(format), slots);
    }

    private long newPointers(int format, long slots) {
        makeRoom(ObjectHeader.bytesFor(slots));
        return Allocation.allocatePointers(heap.mutator, classIndices.get(format), format, slots);
    }

    private void makeRoom(long bytes) {
        if (!Allocation.hasRoom(heap.mutator, bytes) && !heap.collector.makeRoom(bytes)) {
            assertThat(heap.collect(bytes).satisfied()).isTrue();
        }
    }

    /** One, two or many objects that can be exchanged, dead ones among them. */
    private long[] targets() {
        Set<Long> classes = new HashSet<>();
        for (int index = 0; index < Memory.longAt(heap.mutator + MutatorBlock.CLASS_TABLE_LIMIT); index++) {
            classes.add(MutatorBlock.classAt(heap.mutator, index));
        }
        long special = Memory.longAt(heap.mutator + MutatorBlock.SPECIAL_OBJECTS);
        List<Long> all = new ArrayList<>();
        forEachObject(heap.regions(), oop -> {
            if (!classes.contains(oop) && oop != special) {
                all.add(oop);
            }
        });
        Set<Long> chosen = new HashSet<>();
        int count = switch (random.nextInt(3)) {
            case 0 -> 1;
            case 1 -> 2;
            default -> 3 + random.nextInt(60);
        };
        while (chosen.size() < count) {
            chosen.add(all.get(random.nextInt(all.size())));
        }
        return chosen.stream().mapToLong(Long::longValue).toArray();
    }

    /** Stores targets and what looks like headers wherever there is raw data, and targets into some slots. */
    private void disguise(long[] targets) {
        long[] lures = {heap.nil, ObjectHeader.of(3, ObjectFormat.VARIABLE, classIndices.get(ObjectFormat.FIXED_AND_VARIABLE)),
            classIndices.get(ObjectFormat.BYTES), -1, 0};
        forEachObject(heap.regions(), oop -> {
            for (long slot = ObjectFormat.pointerSlots(oop); slot < ObjectHeader.slots(oop); slot += 1 + random.nextInt(4)) {
                ObjectHeader.rawPutSlot(oop, slot, random.nextInt(3) == 0 ? lures[random.nextInt(lures.length)]
                        : targets[random.nextInt(targets.length)]);
            }
        });
        for (int count = 0; count < 200; count++) {
            long oop = any();
            if (classIndices.containsValue(ObjectHeader.classIndex(oop)) && ObjectFormat.isPointers(ObjectHeader.format(oop))) {
                long slot = random.nextLong(ObjectHeader.slots(oop));
                WriteBarrier.putSlot(heap.mutator, oop, slot, targets[random.nextInt(targets.length)]);
            }
        }
    }

    // Comparisons

    private void compareSearches(long[] targets, String when) {
        List<Region> regions = heap.regions();
        for (int index : classIndices.values()) {
            assertThat(HeapSearch.instances(regions, index)).as("%s, instances of %d", when, index)
                    .isEqualTo(walk(regions, oop -> ObjectHeader.classIndex(oop) == index));
        }
        assertThat(HeapSearch.allReferencesTo(regions, targets[0])).as("%s, references to 0x%x", when, targets[0])
                .isEqualTo(walk(regions, oop -> refersTo(oop, Set.of(targets[0]))));
        assertThat(HeapSearch.allReferencesTo(regions, heap.nil)).as("%s, references to nil", when)
                .isEqualTo(walk(regions, oop -> refersTo(oop, Set.of(heap.nil))));
        Set<Long> sought = new HashSet<>();
        for (long target : targets) {
            sought.add(target);
        }
        List<Long> found = new ArrayList<>();
        HeapSearch.forEachReferrer(regions, targets, found::add);
        assertThat(found.stream().mapToLong(Long::longValue).toArray()).as("%s, references to %d objects", when, targets.length)
                .isEqualTo(walk(regions, oop -> refersTo(oop, sought)));
    }

    private static boolean refersTo(long oop, Set<Long> targets) {
        for (long slot = 0; slot < ObjectFormat.pointerSlots(oop); slot++) {
            if (targets.contains(ObjectHeader.slot(oop, slot))) {
                return true;
            }
        }
        return false;
    }

    private void compareExchange(long[] targets, String when) {
        boolean twoWay = targets.length % 2 == 0 && random.nextBoolean();
        int pairs = twoWay ? targets.length / 2 : targets.length;
        long[] from = new long[pairs];
        long[] to = new long[pairs];
        Map<Long, Long> replacements = new HashMap<>();
        for (int index = 0; index < pairs; index++) {
            from[index] = targets[index];
            to[index] = twoWay ? targets[pairs + index] : any();
            replacements.put(from[index], to[index]);
            if (twoWay) {
                replacements.put(to[index], from[index]);
            }
        }
        List<Region> regions = heap.regions();
        List<Long> addresses = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        List<Boolean> areReplaced = new ArrayList<>();
        forEachObject(regions, oop -> {
            long references = ObjectHeader.slotAddress(oop, ObjectFormat.pointerSlots(oop));
            for (long at = ObjectHeader.start(oop); at < ObjectHeader.end(oop); at += 8) {
                long word = Memory.longAt(at);
                boolean isReplaced = at > oop && at < references && replacements.containsKey(word);
                addresses.add(at);
                expected.add(isReplaced ? replacements.get(word) : (Long) word);
                areReplaced.add(isReplaced);
            }
        });
        long[] roots = new long[TestHeap.ROOTS];
        for (int root = 0; root < roots.length; root++) {
            roots[root] = replacements.getOrDefault(heap.root(root), heap.root(root));
        }

        Become.exchange(heap.mutator, regions, heap, from, to, twoWay);

        for (int index = 0; index < addresses.size(); index++) {
            long address = addresses.get(index);
            if (Memory.longAt(address) != expected.get(index)) {
                assertThat(Memory.longAt(address)).as("%s, %s, word at 0x%x", when, replacements, address)
                        .isEqualTo(expected.get(index));
            }
            if (areReplaced.get(index) && !WriteBarrier.isMarked(heap.mutator, address)) {
                throw new AssertionError(when + ", the card of 0x" + Long.toHexString(address) + " is not marked");
            }
        }
        for (int root = 0; root < roots.length; root++) {
            assertThat(heap.root(root)).as("%s, root %d", when, root).isEqualTo(roots[root]);
        }
        retire(replacements);
    }

    /** As the VM does with what nothing refers to any more. */
    private static void retire(Map<Long, Long> replacements) {
        for (long old : replacements.keySet()) {
            if (!replacements.containsValue(old) && ObjectFormat.isPointers(ObjectHeader.format(old))) {
                Pinning.retire(old);
            }
        }
    }

    private static long[] walk(List<Region> regions, LongPredicate test) {
        List<Long> found = new ArrayList<>();
        forEachObject(regions, oop -> {
            if (test.test(oop)) {
                found.add(oop);
            }
        });
        return found.stream().mapToLong(Long::longValue).toArray();
    }

    private static void forEachObject(List<Region> regions, LongConsumer action) {
        for (Region region : regions) {
            for (long start = region.start(); start < region.end();) {
                long oop = ObjectHeader.objectAt(start);
                start = ObjectHeader.end(oop);
                if (ObjectHeader.classIndex(oop) != ObjectHeader.FREE_CLASS_INDEX) {
                    action.accept(oop);
                }
            }
        }
    }
}
