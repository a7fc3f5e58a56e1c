package st.sendwright.gc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import st.sendwright.gc.Collector;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.HeapSettings;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.Region;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.PreferredAddresses;
import st.sendwright.model.StringObjects;
import st.sendwright.model.WriteBarrier;

/** What every memory plan that moves objects must do; each has a test that extends this. */
public abstract class CollectorContract {

    private static final long MIB = 1 << 20;

    /** A collector that is not attached. */
    protected abstract Collector newCollector();

    private TestHeap newHeap(boolean collectAlways) {
        return new TestHeap(newCollector(), 16 * MIB, collectAlways);
    }

    @Test
    void keepsWhatIsReachableAndFreesTheRest() {
        try (TestHeap heap = newHeap(false)) {
            long array = ArrayObjects.newArray(heap.mutator, 3);
            ObjectHeader.rawPutSlot(array, 0, StringObjects.newString(heap.mutator, "kept"));
            ObjectHeader.rawPutSlot(array, 1, Oop.smallInteger(42));
            ObjectHeader.rawPutSlot(array, 2, array);
            heap.putRoot(5, array);
            heap.putRoot(6, Oop.character('x'));
            StringObjects.newBytes(heap.mutator, new byte[100_000]);

            Collector.Report report = heap.collect(0);

            long moved = heap.root(5);
            assertThat(moved).isNotEqualTo(array);
            assertThat(StringObjects.text(ObjectHeader.slot(moved, 0))).isEqualTo("kept");
            assertThat(ObjectHeader.slot(moved, 1)).isEqualTo(Oop.smallInteger(42));
            assertThat(ObjectHeader.slot(moved, 2)).as("the cycle").isEqualTo(moved);
            assertThat(heap.root(6)).isEqualTo(Oop.character('x'));
            assertThat(heap.root(7)).isZero();
            assertThat(report.moved()).isTrue();
            assertThat(report.copiedBytes()).isBetween(100L, report.survivedBytes());
            assertThat(report.satisfied()).isTrue();
            assertThat(report.freedBytes()).isBetween(100_000L, 100_100L);
            assertThat(report.survivedBytes()).isEqualTo(
                    heap.collector.regions().stream().mapToLong(Region::usedBytes).sum());
            assertThat(heap.faults()).isEmpty();
            assertThat(report.nanos()).isPositive();
        }
    }

    @Test
    void copiesObjectsWithOverflowWordsAndWithoutSlots() {
        try (TestHeap heap = newHeap(false)) {
            long large = ArrayObjects.newArray(heap.mutator, 300);
            long empty = ArrayObjects.newArray(heap.mutator, 0);
            ObjectHeader.rawPutSlot(large, 299, empty);
            ObjectHeader.setHash(large, 77);
            heap.putRoot(0, large);

            heap.collect(0);

            assertThat(ObjectHeader.slots(heap.root(0))).isEqualTo(300);
            assertThat(ObjectHeader.hash(heap.root(0))).isEqualTo(77);
            assertThat(ObjectHeader.slots(ObjectHeader.slot(heap.root(0), 299))).isZero();
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void followsTheLiteralsOfMethodsButNotTheirBytecodes() {
        try (TestHeap heap = newHeap(false)) {
            int methodIndex = heap.newClass(0, ObjectFormat.METHOD);
            long literal = StringObjects.newString(heap.mutator, "literal");
            long method = Allocation.allocateRaw(heap.mutator, methodIndex, ObjectFormat.METHOD, 5);
            ObjectHeader.rawPutSlot(method, MethodLayout.HEADER,
                    MethodLayout.header(0, 0, 2, 4, false, false));
            ObjectHeader.rawPutSlot(method, MethodLayout.SITES, Oop.smallInteger(0));
            ObjectHeader.rawPutSlot(method, 2, literal);
            ObjectHeader.rawPutSlot(method, 3, heap.nil);
            ObjectHeader.rawPutSlot(method, 4, literal);
            heap.putRoot(0, method);

            heap.collect(0);

            assertThat(StringObjects.text(MethodLayout.literal(heap.root(0), 0))).isEqualTo("literal");
            assertThat(ObjectHeader.slot(heap.root(0), 4)).as("bytes that look like the literal's address")
                    .isEqualTo(literal);
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void clearsWeakReferencesToTheDeadOnly() {
        try (TestHeap heap = newHeap(false)) {
            int weakIndex = heap.newClass(1, ObjectFormat.WEAK);
            long weak = Allocation.allocatePointers(heap.mutator, weakIndex, ObjectFormat.WEAK, 5);
            long strong = StringObjects.newString(heap.mutator, "strong");
            long dead = StringObjects.newString(heap.mutator, "dead");
            ObjectHeader.rawPutSlot(weak, 0, StringObjects.newString(heap.mutator, "named"));
            ObjectHeader.rawPutSlot(weak, 1, strong);
            ObjectHeader.rawPutSlot(weak, 2, dead);
            ObjectHeader.rawPutSlot(weak, 3, Oop.smallInteger(3));
            heap.putRoot(0, weak);
            heap.putRoot(1, strong);
            heap.putWeakRoot(0, strong);
            heap.putWeakRoot(1, dead);
            heap.putWeakRoot(2, heap.nil);

            heap.collect(0);

            long moved = heap.root(0);
            assertThat(StringObjects.text(ObjectHeader.slot(moved, 0))).isEqualTo("named");
            assertThat(ObjectHeader.slot(moved, 1)).isEqualTo(heap.root(1));
            assertThat(ObjectHeader.slot(moved, 2)).isEqualTo(heap.nil);
            assertThat(ObjectHeader.slot(moved, 3)).isEqualTo(Oop.smallInteger(3));
            assertThat(heap.weakRoot(0)).isEqualTo(heap.root(1));
            assertThat(heap.weakRoot(1)).isZero();
            assertThat(heap.weakRoot(2)).isEqualTo(heap.nil);
        }
    }

    @Test
    void movesClassesSpecialObjectsAndTheExitValue() {
        try (TestHeap heap = newHeap(false)) {
            long value = StringObjects.newString(heap.mutator, "exit");
            Memory.putLong(heap.mutator + MutatorBlock.EXIT_VALUE, value);
            long special = Memory.longAt(heap.mutator + MutatorBlock.SPECIAL_OBJECTS);
            int index = heap.newClass(2, ObjectFormat.FIXED);
            long classOop = MutatorBlock.classAt(heap.mutator, index);

            heap.collect(0);

            assertThat(MutatorBlock.classAt(heap.mutator, index)).isNotEqualTo(classOop);
            assertThat(ObjectHeader.hash(MutatorBlock.classAt(heap.mutator, index))).isEqualTo(index);
            assertThat(Memory.longAt(heap.mutator + MutatorBlock.SPECIAL_OBJECTS)).isNotEqualTo(special);
            assertThat(StringObjects.text(Memory.longAt(heap.mutator + MutatorBlock.EXIT_VALUE)))
                    .isEqualTo("exit");
            assertThat(MutatorBlock.nil(heap.mutator)).as("permanent objects stay").isEqualTo(heap.nil);
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void refusesRequestsNoHeapCouldServe() {
        try (TestHeap heap = newHeap(false)) {
            assertThat(heap.collect(Long.MAX_VALUE).satisfied()).isFalse();
            assertThat(heap.collect(17 * MIB).satisfied()).isFalse();
            assertThat(heap.collect(15 * MIB).satisfied()).isTrue();
        }
    }

    @Test
    void leavesRoomForOneAllocationOnlyUnderStress() {
        try (TestHeap heap = newHeap(true)) {
            heap.collect(48);

            assertThat(Allocation.room(heap.mutator)).isEqualTo(48);
            assertThat(StringObjects.newBytes(heap.mutator, new byte[40])).isNotZero();
            assertThat(StringObjects.newBytes(heap.mutator, new byte[1])).isZero();
            assertThat(Memory.longAt(heap.mutator + MutatorBlock.REQUESTED_BYTES)).isEqualTo(16);
        }
    }

    @Test
    void placesAnImageWhereItNeedNotBeChanged() {
        long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
        Collector collector = newCollector();
        FixedSpace fixed = new FixedSpace(mutator, 16 * MIB);
        collector.attach(mutator, new HeapSettings(16 * MIB, HeapStress.NONE), fixed);

        assertThat(collector.place(17 * MIB)).as("more than the limit").isZero();
        assertThat(collector.place(3 * 4096)).isEqualTo(PreferredAddresses.HEAP);
        assertThat(collector.regions().getFirst().start()).isEqualTo(PreferredAddresses.HEAP);

        collector.detach();
        fixed.close();
        NativeMemory.release(mutator);
    }

    @Test
    void givesItsSpacesBack() {
        long before = NativeMemory.reservedBytes();
        TestHeap heap = newHeap(false);
        heap.collector.detach();

        heap.close();

        assertThat(NativeMemory.reservedBytes()).isEqualTo(before);
    }

    @Test
    void leavesPinnedObjectsWhereTheyAre() {
        try (TestHeap heap = newHeap(false)) {
            long array = ArrayObjects.newArray(heap.mutator, 2);
            ObjectHeader.rawPutSlot(array, 0, StringObjects.newString(heap.mutator, "kept by it"));
            ObjectHeader.rawPutSlot(array, 1, array);
            ObjectHeader.setHash(array, 99);
            heap.putRoot(0, array);
            heap.putRoot(1, array);

            long pinned = heap.pin(array, false);

            assertThat(heap.root(0)).isEqualTo(pinned).isEqualTo(heap.root(1));
            assertThat(ObjectHeader.hash(pinned)).isEqualTo(99);
            assertThat(ObjectHeader.slot(pinned, 1)).as("its reference to itself").isEqualTo(pinned);
            assertThat(heap.faults()).isEmpty();
            heap.putRoot(1, 0);
            for (int round = 0; round < 3; round++) {
                WriteBarrier.putSlot(heap.mutator, pinned, 1, StringObjects.newString(heap.mutator, "round " + round));
                heap.collect(0);
                heap.collectAll();
                assertThat(heap.root(0)).isEqualTo(pinned);
                assertThat(StringObjects.text(ObjectHeader.slot(pinned, 0))).isEqualTo("kept by it");
                assertThat(StringObjects.text(ObjectHeader.slot(pinned, 1))).isEqualTo("round " + round);
                assertThat(heap.faults()).isEmpty();
            }
        }
    }

    @Test
    void handsPinnedObjectsToTheNextPlan() {
        try (TestHeap heap = newHeap(false)) {
            heap.putRoot(0, heap.pin(StringObjects.newString(heap.mutator, "pinned"), false));
            long pinned = heap.root(0);
            heap.putRoot(1, heap.pin(ArrayObjects.newArray(heap.mutator, new long[] {pinned}), false));

            heap.exchange(newCollector());
            heap.exchange(newCollector());

            assertThat(heap.root(0)).isEqualTo(pinned);
            assertThat(ObjectHeader.slot(heap.root(1), 0)).isEqualTo(pinned);
            assertThat(StringObjects.text(pinned)).isEqualTo("pinned");
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void freesPinnedObjectsThatNothingRefersTo() {
        try (TestHeap heap = newHeap(false)) {
            heap.putRoot(0, heap.pin(StringObjects.newString(heap.mutator, "soon dead"), false));
            heap.putWeakRoot(0, heap.root(0));
            long used = heap.fixed.usedBytes();
            heap.putRoot(0, 0);

            heap.collectAll();

            assertThat(heap.weakRoot(0)).isZero();
            assertThat(heap.fixed.usedBytes()).isLessThan(used);
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void countsPinnedObjectsAgainstTheLimit() {
        try (TestHeap heap = newHeap(false)) {
            assertThat(heap.collect(9 * MIB).satisfied()).isTrue();
            heap.putRoot(0, heap.pin(StringObjects.newBytes(heap.mutator, new byte[(int) (4 * MIB)]), false));

            assertThat(heap.collect(13 * MIB).satisfied()).isFalse();
            assertThat(heap.collect(11 * MIB).satisfied()).isTrue();
            heap.putRoot(0, 0);
            heap.collectAll();
            assertThat(heap.collect(15 * MIB).satisfied()).isTrue();
        }
    }

    @Test
    void doesNotTakeNumbersForReferences() {
        try (TestHeap heap = newHeap(false)) {
            long boxed = Allocation.allocateWords64(heap.mutator, KnownClass.BYTE_ARRAY.index(), 1);
            Memory.putLong(boxed + 8, boxed);
            heap.putRoot(0, boxed);

            heap.collect(0);

            assertThat(Memory.longAt(heap.root(0) + 8)).as("the bits of a number").isEqualTo(boxed);
        }
    }
}
