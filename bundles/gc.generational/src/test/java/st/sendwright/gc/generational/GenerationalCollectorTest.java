package st.sendwright.gc.generational;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import st.sendwright.gc.Collector;
import st.sendwright.gc.contract.CollectorContract;
import st.sendwright.gc.contract.TestHeap;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.HeapSettings;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.Region;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.WriteBarrier;

@DisplayName("The generational collector")
class GenerationalCollectorTest extends CollectorContract {

    private static final long MIB = 1 << 20;
    private static final int OLD = 0;
    private static final int SURVIVORS = 1;
    private static final int EDEN = 2;

    @Override
    protected Collector newCollector() {
        return new GenerationalCollector();
    }

    private static TestHeap heap(long maxBytes) {
        return new TestHeap(new GenerationalCollector(), maxBytes, false);
    }

    private static Region region(TestHeap heap, int which) {
        return heap.collector.regions().get(which);
    }

    private static boolean isIn(Region region, long oop) {
        return oop >= region.start() && oop < region.end();
    }

    @Test
    void scavengesLeaveOldObjectsWhereTheyAre() {
        try (TestHeap heap = heap(16 * MIB)) {
            heap.putRoot(0, StringObjects.newString(heap.mutator, "old"));
            heap.collectAll();
            long old = heap.root(0);
            heap.putRoot(1, StringObjects.newString(heap.mutator, "young"));

            heap.collect(0);

            assertThat(heap.root(0)).isEqualTo(old);
            assertThat(isIn(region(heap, OLD), old)).isTrue();
            assertThat(isIn(region(heap, SURVIVORS), heap.root(1))).isTrue();
            assertThat(StringObjects.text(heap.root(1))).isEqualTo("young");
        }
    }

    @Test
    void findsYoungObjectsByTheCardsOfOldOnes() {
        try (TestHeap heap = heap(16 * MIB)) {
            heap.putRoot(0, ArrayObjects.newArray(heap.mutator, 1000));
            heap.collectAll();
            long array = heap.root(0);
            for (int index = 0; index < 1000; index += 97) {
                WriteBarrier.putSlot(heap.mutator, array, index, StringObjects.newString(heap.mutator, "n" + index));
            }

            for (int round = 0; round < 3; round++) {
                heap.collect(0);

                for (int index = 0; index < 1000; index += 97) {
                    assertThat(StringObjects.text(ObjectHeader.slot(array, index))).isEqualTo("n" + index);
                }
                assertThat(heap.faults()).isEmpty();
            }
        }
    }

    @Test
    void forgetsCardsThatReferToNothingYoung() {
        try (TestHeap heap = heap(16 * MIB)) {
            heap.putRoot(0, ArrayObjects.newArray(heap.mutator, 10));
            heap.collectAll();
            long array = heap.root(0);
            WriteBarrier.putSlot(heap.mutator, array, 3, StringObjects.newString(heap.mutator, "short-lived"));
            heap.collect(0);
            assertThat(WriteBarrier.isMarked(heap.mutator, array)).as("while it refers to a survivor").isTrue();

            WriteBarrier.putSlot(heap.mutator, array, 3, heap.nil);
            heap.collect(0);

            assertThat(WriteBarrier.isMarked(heap.mutator, array)).isFalse();
        }
    }

    @Test
    void tenuresWhatFillsTheSurvivorSpace() {
        try (TestHeap heap = heap(16 * MIB)) {
            heap.putRoot(0, Allocation.allocateBytes(heap.mutator, KnownClass.BYTE_ARRAY.index(), 300_000));
            heap.putRoot(1, Allocation.allocateBytes(heap.mutator, KnownClass.BYTE_ARRAY.index(), 100_000));

            heap.collect(0);
            assertThat(isIn(region(heap, SURVIVORS), heap.root(0))).as("once").isTrue();
            heap.collect(0);

            assertThat(isIn(region(heap, OLD), heap.root(0))).as("twice, in a space half full").isTrue();
            assertThat(isIn(region(heap, SURVIVORS), heap.root(1))).as("the younger half stays").isTrue();
        }
    }

    @Test
    void promotesWhatFindsNoRoomAmongTheSurvivors() {
        try (TestHeap heap = heap(16 * MIB)) {
            for (int index = 0; index < 12; index++) {
                heap.putRoot(index, Allocation.allocateBytes(heap.mutator, KnownClass.BYTE_ARRAY.index(), 100_000));
            }

            heap.collect(0);

            assertThat(isIn(region(heap, SURVIVORS), heap.root(0))).isTrue();
            assertThat(isIn(region(heap, OLD), heap.root(11))).isTrue();
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void givesLargeObjectsAPlaceThatTheyKeep() {
        try (TestHeap heap = heap(16 * MIB)) {
            heap.putRoot(1, StringObjects.newString(heap.mutator, "survivor"));
            long needed = ObjectHeader.bytesFor(600_000);
            assertThat(Allocation.hasRoom(heap.mutator, needed)).isFalse();
            assertThat(heap.collect(needed).satisfied()).isTrue();

            long array = ArrayObjects.newArray(heap.mutator, 600_000);
            ObjectHeader.rawPutSlot(array, 599_999, heap.root(1));
            heap.putRoot(0, array);
            assertThat(heap.collector.makeRoom(100)).as("back in eden").isTrue();
            long small = StringObjects.newString(heap.mutator, "beside it");
            assertThat(isIn(region(heap, EDEN), small)).isTrue();
            WriteBarrier.putSlot(heap.mutator, array, 0, small);

            assertThat(heap.faults()).isEmpty();
            heap.collect(0);
            assertThat(heap.root(0)).as("it stays").isEqualTo(array);
            assertThat(heap.fixed.contains(array)).isTrue();
            assertThat(StringObjects.text(ObjectHeader.slot(array, 599_999))).isEqualTo("survivor");
            assertThat(StringObjects.text(ObjectHeader.slot(array, 0))).isEqualTo("beside it");
            WriteBarrier.putSlot(heap.mutator, array, 300_000, StringObjects.newString(heap.mutator, "later"));
            heap.collect(0);
            assertThat(StringObjects.text(ObjectHeader.slot(array, 300_000))).isEqualTo("later");
            heap.collectAll();
            assertThat(heap.root(0)).as("full collections move it no more").isEqualTo(array);
            assertThat(StringObjects.text(ObjectHeader.slot(array, 300_000))).isEqualTo("later");
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void makesRoomForLargeObjectsWithoutACollection() {
        try (TestHeap heap = heap(256 * MIB)) {
            heap.putRoot(1, StringObjects.newString(heap.mutator, "young"));
            long young = heap.root(1);
            for (int index = 2; index < 12; index++) {
                assertThat(StringObjects.newBytes(heap.mutator, new byte[(int) MIB])).as("it is not for eden").isZero();
                assertThat(heap.collector.makeRoom(MIB + 16)).isTrue();
                heap.putRoot(index, StringObjects.newBytes(heap.mutator, new byte[(int) MIB]));
                assertThat(heap.fixed.contains(heap.root(index))).isTrue();
                assertThat(heap.collector.makeRoom(64)).isTrue();
                assertThat(StringObjects.newString(heap.mutator, "between")).isGreaterThan(young);
            }
            assertThat(heap.root(1)).as("nothing has moved").isEqualTo(young);
            assertThat(heap.faults()).isEmpty();

            heap.putRoot(5, 0);
            Collector.Report report = heap.collectAll();

            assertThat(report.freedBytes()).isBetween(MIB, MIB + 1000);
            assertThat(report.copiedBytes()).as("only small ones").isLessThan(100_000);
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void collectsWhenLargeObjectsAloneHaveFilledTheHeap() {
        try (TestHeap heap = heap(64 * MIB)) {
            int collections = 0;
            for (int index = 0; index < 300; index++) {
                if (!heap.collector.makeRoom(MIB + 16)) {
                    assertThat(heap.collect(MIB + 16).satisfied()).isTrue();
                    collections++;
                }
                heap.putRoot(0, Allocation.allocateBytes(heap.mutator, KnownClass.BYTE_ARRAY.index(), MIB));
                assertThat(heap.root(0)).isNotZero();
            }

            assertThat(collections).isBetween(4, 20);
            assertThat(heap.fixed.limit() - heap.fixed.start()).as("holes are used again").isLessThan(300 * MIB);
        }
    }

    @Test
    void clearsWeakReferencesOfOldObjects() {
        try (TestHeap heap = heap(16 * MIB)) {
            int weakIndex = heap.newClass(0, ObjectFormat.WEAK);
            heap.putRoot(0, Allocation.allocatePointers(heap.mutator, weakIndex, ObjectFormat.WEAK, 3));
            heap.collectAll();
            long weak = heap.root(0);
            heap.putRoot(1, StringObjects.newString(heap.mutator, "alive"));
            WriteBarrier.putSlot(heap.mutator, weak, 0, heap.root(1));
            WriteBarrier.putSlot(heap.mutator, weak, 1, StringObjects.newString(heap.mutator, "dead"));

            heap.collect(0);

            assertThat(ObjectHeader.slot(weak, 0)).isEqualTo(heap.root(1));
            assertThat(ObjectHeader.slot(weak, 1)).isEqualTo(heap.nil);
            heap.collect(0);
            assertThat(ObjectHeader.slot(weak, 0)).as("its card stayed marked").isEqualTo(heap.root(1));
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void givesBackWhatAFullCollectionFrees() {
        try (TestHeap heap = heap(256 * MIB)) {
            for (int index = 0; index < 20; index++) {
                heap.collect(5 * MIB + 16);
                heap.putRoot(0, Allocation.allocateBytes(heap.mutator, KnownClass.BYTE_ARRAY.index(), 5 * MIB));
            }
            heap.collect(0);
            long before = resident(heap);
            assertThat(before).isGreaterThan(5 * MIB);
            heap.putRoot(0, 0);

            heap.collectAll();

            assertThat(resident(heap)).isLessThan(MIB);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void givesBackTheEndOfTheOldSpace() {
        try (TestHeap heap = heap(256 * MIB)) {
            int kept = 0;
            while (region(heap, OLD).usedBytes() < 20 * MIB) {
                assertThat(keep(heap, 20_000)).isTrue();
                kept++;
            }
            assertThat(kept).isGreaterThan(1000);
            heap.putRoot(0, 0);
            long before = resident(heap);

            heap.collectAll();

            assertThat(resident(heap)).isLessThan(MIB).isLessThan(before / 2);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void keepsThePagesThatTheOldSpaceWillNeedAgain() {
        try (TestHeap heap = heap(256 * MIB)) {
            long most = 0;
            Collector.Report report = null;
            while (report == null || report.extent() != Collector.Extent.FULL) {
                most = Math.max(most, region(heap, OLD).usedBytes());
                if (region(heap, OLD).usedBytes() > 10 * MIB) {
                    heap.putRoot(0, 0);
                }
                while (Allocation.hasRoom(heap.mutator, 20_000)) {
                    keep(heap, 20_000);
                }
                report = heap.collect(0);
            }

            assertThat(region(heap, OLD).usedBytes()).isLessThan(most - 4 * MIB);
            assertThat(resident(heap)).isGreaterThan(most - MIB);
            heap.collectAll();
            assertThat(resident(heap)).as("who asks for a collection").isLessThan(region(heap, OLD).usedBytes() + MIB);
        }
    }

    private static long resident(TestHeap heap) {
        return NativeMemory.residentBytes(region(heap, OLD).start(), 256 * MIB).orElseThrow()
                + NativeMemory.residentBytes(heap.fixed.start(), 256 * MIB).orElseThrow();
    }

    @Test
    void compactsTheOldSpaceInItsOrder() {
        try (TestHeap heap = heap(16 * MIB)) {
            for (int index = 0; index < 60; index++) {
                heap.putRoot(index, StringObjects.newString(heap.mutator, "number " + (10 + index)));
            }
            heap.collectAll();
            for (int index = 0; index < 60; index += 2) {
                heap.putRoot(index, 0);
            }
            long before = region(heap, OLD).usedBytes();

            Collector.Report report = heap.collectAll();

            assertThat(report.freedBytes()).isEqualTo(30 * 24);
            assertThat(region(heap, OLD).usedBytes()).isEqualTo(before - 30 * 24);
            for (int index = 3; index < 60; index += 2) {
                assertThat(StringObjects.text(heap.root(index))).isEqualTo("number " + (10 + index));
                assertThat(heap.root(index)).as("order").isGreaterThan(heap.root(index - 2));
            }
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void fillsTheHeapUpToItsLimitAndThenSaysSo() {
        try (TestHeap heap = heap(64 * MIB)) {
            int kept = 0;
            while (keep(heap, MIB)) {
                kept++;
            }

            assertThat(kept).isBetween(61, 63);
            assertThat(heap.faults()).isEmpty();
            heap.putRoot(0, 0);
            assertThat(heap.collect(MIB).satisfied()).isTrue();
            assertThat(region(heap, OLD).usedBytes()).isLessThan(MIB);
        }
    }

    @Test
    void opensItsReserveOnceAndClosesItWhenThereIsRoom() {
        try (TestHeap heap = heap(16 * MIB)) {
            while (keep(heap, 1024)) {
                assertThat(heap.collector.regions()).hasSize(3);
            }
            long room = Allocation.room(heap.mutator);

            heap.collector.openReserve();

            assertThat(Allocation.room(heap.mutator)).isEqualTo(room + GenerationalCollector.RESERVE_BYTES);
            assertThat(heap.collect(1000).satisfied()).as("the reserve serves").isTrue();
            heap.putRoot(0, 0);
            assertThat(heap.collect(0).satisfied()).isTrue();
            assertThat(heap.collect(15 * MIB).satisfied()).isTrue();
            assertThat(heap.collect(16 * MIB - 1000).satisfied()).as("closed again").isFalse();
        }
    }

    @Test
    void placesImagesInTheOldSpace() {
        long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
        GenerationalCollector collector = new GenerationalCollector();
        FixedSpace fixed = new FixedSpace(mutator, 64 * MIB);
        collector.attach(mutator, new HeapSettings(64 * MIB, HeapStress.NONE), fixed);

        long address = collector.place(40 * MIB);

        assertThat(address).isEqualTo(collector.regions().getFirst().start());
        assertThat(collector.regions().getFirst().usedBytes()).isEqualTo(40 * MIB);
        assertThat(collector.place(30 * MIB)).as("more than the limit").isZero();
        assertThat(Memory.longAt(mutator + MutatorBlock.ALLOCATION_LIMIT))
                .isGreaterThan(Memory.longAt(mutator + MutatorBlock.ALLOCATION_POINTER));
        assertThat(collector.regions().get(EDEN).usedBytes()).isZero();
        collector.detach();
        fixed.close();
        NativeMemory.release(mutator);
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

    @Test
    void countsTaggedWordsAsNoReferences() {
        try (TestHeap heap = heap(16 * MIB)) {
            long array = ArrayObjects.newArray(heap.mutator, 2);
            ObjectHeader.rawPutSlot(array, 0, Oop.smallInteger(-1));
            ObjectHeader.rawPutSlot(array, 1, Oop.character('x'));
            heap.putRoot(0, array);

            heap.collect(0);
            heap.collectAll();

            assertThat(ObjectHeader.slot(heap.root(0), 0)).isEqualTo(Oop.smallInteger(-1));
            assertThat(ObjectHeader.slot(heap.root(0), 1)).isEqualTo(Oop.character('x'));
        }
    }
}
