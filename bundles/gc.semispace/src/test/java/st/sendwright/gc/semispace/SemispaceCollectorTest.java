package st.sendwright.gc.semispace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
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
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.StringObjects;

@DisplayName("The semispace collector")
class SemispaceCollectorTest extends CollectorContract {

    private static final long MIB = 1 << 20;

    @Override
    protected Collector newCollector() {
        return new SemispaceCollector();
    }

    @Test
    void growsUntilTheLimitAndThenSaysSo() {
        try (TestHeap heap = new TestHeap(new SemispaceCollector(), 64 * MIB, false)) {
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
        try (TestHeap heap = new TestHeap(new SemispaceCollector(), 16 * MIB, false)) {
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
        try (TestHeap heap = new TestHeap(new SemispaceCollector(), 16 * MIB, false)) {
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
    void placesImagesAndGrowsForThem() {
        long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
        SemispaceCollector collector = new SemispaceCollector();
        FixedSpace fixed = new FixedSpace(mutator, 64 * MIB);
        collector.attach(mutator, new HeapSettings(64 * MIB, HeapStress.NONE), fixed);

        long address = collector.place(40 * MIB);

        assertThat(address).isEqualTo(collector.regions().getFirst().start());
        assertThat(collector.regions().getFirst().usedBytes()).isEqualTo(40 * MIB);
        assertThat(collector.place(30 * MIB)).as("more than the limit").isZero();
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
}
