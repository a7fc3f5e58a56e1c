package st.sendwright.gc.semispace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.gc.Collector;
import st.sendwright.heap.HeapSettings;
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
import st.sendwright.model.StringObjects;

@DisplayName("The semispace collector")
class SemispaceCollectorTest {

    private static final long MIB = 1 << 20;

    @Test
    void keepsWhatIsReachableAndFreesTheRest() {
        try (TestHeap heap = new TestHeap(16 * MIB, false)) {
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
            assertThat(report.satisfied()).isTrue();
            assertThat(report.freedBytes()).isBetween(100_000L, 100_100L);
            assertThat(report.survivedBytes()).isEqualTo(heap.collector.regions().getFirst().usedBytes());
            assertThat(heap.faults()).isEmpty();
            assertThat(report.nanos()).isPositive();
        }
    }

    @Test
    void copiesObjectsWithOverflowWordsAndWithoutSlots() {
        try (TestHeap heap = new TestHeap(16 * MIB, false)) {
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
        try (TestHeap heap = new TestHeap(16 * MIB, false)) {
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
        try (TestHeap heap = new TestHeap(16 * MIB, false)) {
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
        try (TestHeap heap = new TestHeap(16 * MIB, false)) {
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
    void growsUntilTheLimitAndThenSaysSo() {
        try (TestHeap heap = new TestHeap(64 * MIB, false)) {
            Region first = heap.collector.regions().getFirst();
            long initial = first.limit() - first.start();
            int kept = 0;
            while (keep(heap, MIB)) {
                kept++;
            }

            Region region = heap.collector.regions().getFirst();
            assertThat(initial).isEqualTo(16 * MIB);
            assertThat(kept).as("all of the limit but the reserve").isEqualTo(63);
            assertThat(region.limit() - region.start()).isEqualTo(64 * MIB);
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void servesAFullHeapFromTheReserveUntilThereIsRoomAgain() {
        try (TestHeap heap = new TestHeap(16 * MIB, false)) {
            while (keep(heap, 16_384 - 16)) {
                // Fills the heap up to the reserve.
            }
            assertThat(heap.collect(32_768).satisfied()).isFalse();

            heap.collector.openReserve();
            assertThat(StringObjects.newBytes(heap.mutator, new byte[100_000])).as("from the reserve")
                    .isNotZero();

            assertThat(heap.collect(100_000).satisfied()).as("the reserve is still open").isTrue();
            heap.putRoot(0, 0);
            assertThat(heap.collect(100_000).satisfied()).isTrue();
            Region region = heap.collector.regions().getFirst();
            assertThat(region.limit() - Memory.longAt(heap.mutator + MutatorBlock.ALLOCATION_LIMIT))
                    .as("the reserve is closed again").isEqualTo(SemispaceCollector.RESERVE_BYTES);
        }
    }

    @Test
    void takesAHeapForFullBeforeCollectionsEatAllTime() {
        try (TestHeap heap = new TestHeap(16 * MIB, false)) {
            int kept = 0;
            while (keep(heap, 1024)) {
                StringObjects.newBytes(heap.mutator, new byte[64_000]);
                kept++;
            }

            long free = 16 * MIB - heap.collect(0).survivedBytes() - SemispaceCollector.RESERVE_BYTES;
            assertThat(free).isBetween(200_000L, 16 * MIB / 64);
            assertThat(kept).isGreaterThan(10_000);
            assertThat(heap.collect(64).satisfied()).isFalse();
            assertThat(heap.collect(0).satisfied()).as("nothing was needed").isTrue();
        }
    }

    @Test
    void refusesRequestsNoHeapCouldServe() {
        try (TestHeap heap = new TestHeap(16 * MIB, false)) {
            assertThat(heap.collect(Long.MAX_VALUE).satisfied()).isFalse();
            assertThat(heap.collect(17 * MIB).satisfied()).isFalse();
            assertThat(heap.collect(15 * MIB).satisfied()).isTrue();
        }
    }

    @Test
    void leavesRoomForOneAllocationOnlyUnderStress() {
        try (TestHeap heap = new TestHeap(16 * MIB, true)) {
            heap.collect(48);

            assertThat(Allocation.room(heap.mutator)).isEqualTo(48);
            assertThat(StringObjects.newBytes(heap.mutator, new byte[40])).isNotZero();
            assertThat(StringObjects.newBytes(heap.mutator, new byte[1])).isZero();
            assertThat(Memory.longAt(heap.mutator + MutatorBlock.REQUESTED_BYTES)).isEqualTo(16);
        }
    }

    @Test
    void placesImagesAndGrowsForThem() {
        long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
        SemispaceCollector collector = new SemispaceCollector();
        collector.attach(mutator, new HeapSettings(64 * MIB, -1));

        long address = collector.place(40 * MIB);

        assertThat(address).isEqualTo(collector.regions().getFirst().start());
        assertThat(collector.regions().getFirst().usedBytes()).isEqualTo(40 * MIB);
        assertThat(collector.place(30 * MIB)).as("more than the limit").isZero();
        collector.detach();
        NativeMemory.release(mutator);
    }

    @Test
    void givesItsSpacesBack() {
        long before = NativeMemory.reservedBytes();
        TestHeap heap = new TestHeap(16 * MIB, false);
        heap.collector.detach();

        heap.close();

        assertThat(NativeMemory.reservedBytes()).isEqualTo(before);
    }

    @Test
    void doesNotTakeNumbersForReferences() {
        try (TestHeap heap = new TestHeap(16 * MIB, false)) {
            long boxed = Allocation.allocateWords64(heap.mutator, KnownClass.BYTE_ARRAY.index(), 1);
            Memory.putLong(boxed + 8, boxed);
            heap.putRoot(0, boxed);

            heap.collect(0);

            assertThat(Memory.longAt(heap.root(0) + 8)).as("the bits of a number").isEqualTo(boxed);
        }
    }

    /** Adds a ByteArray to the list at root 0; false when the heap is full. */
    private static boolean keep(TestHeap heap, long bytes) {
        long size = bytes - 8 - 8 - 32;
        long needed = ObjectHeader.bytesFor(size >> 3) + ObjectHeader.bytesFor(2);
        if (!Allocation.hasRoom(heap.mutator, needed) && !heap.collect(needed).satisfied()) {
            return false;
        }
        long link = ArrayObjects.newArray(heap.mutator, 2);
        ObjectHeader.rawPutSlot(link, 0,
                Allocation.allocateBytes(heap.mutator, KnownClass.BYTE_ARRAY.index(), size));
        ObjectHeader.rawPutSlot(link, 1, heap.root(0) == 0 ? heap.nil : heap.root(0));
        heap.putRoot(0, link);
        return true;
    }
}
