package st.sendwright.gc.none;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.gc.Collector;
import st.sendwright.gc.contract.TestHeap;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.StringObjects;

@DisplayName("The plan that collects nothing")
class NoneCollectorTest {

    private static final long MIB = 1 << 20;

    @Test
    void leavesEverythingWhereItIs() {
        try (TestHeap heap = new TestHeap(new NoneCollector(), 16 * MIB, false)) {
            long kept = StringObjects.newString(heap.mutator, "kept");
            long dropped = StringObjects.newString(heap.mutator, "dropped");
            heap.putRoot(0, kept);
            heap.putWeakRoot(0, dropped);

            Collector.Report report = heap.collectAll();

            assertThat(report.moved()).isFalse();
            assertThat(report.freedBytes()).isZero();
            assertThat(report.survivedBytes()).isEqualTo(heap.collector.regions().getFirst().usedBytes());
            assertThat(heap.root(0)).isEqualTo(kept);
            assertThat(StringObjects.text(heap.weakRoot(0))).isEqualTo("dropped");
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void saysWhenItIsFullAndThenServesFromTheReserve() {
        try (TestHeap heap = new TestHeap(new NoneCollector(), 16 * MIB, false)) {
            while (StringObjects.newBytes(heap.mutator, new byte[16_000]) != 0) {
                // Fills the heap up to the reserve.
            }
            assertThat(heap.collect(16_016).satisfied()).isFalse();
            assertThat(heap.collect(Long.MAX_VALUE).satisfied()).isFalse();

            heap.collector.openReserve();

            assertThat(Allocation.room(heap.mutator)).isBetween(NoneCollector.RESERVE_BYTES,
                    NoneCollector.RESERVE_BYTES + 16_016);
            assertThat(heap.collect(100_000).satisfied()).isTrue();
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void leavesRoomForOneAllocationOnlyUnderStress() {
        try (TestHeap heap = new TestHeap(new NoneCollector(), 16 * MIB, true)) {
            heap.collect(48);

            assertThat(Allocation.room(heap.mutator)).isEqualTo(48);
        }
    }

    @Test
    void takesOverOnlyWhatIsAliveInAnotherPlan() {
        try (TestHeap heap = new TestHeap(new NoneCollector(), 16 * MIB, false)) {
            long array = ArrayObjects.newArray(heap.mutator, 2);
            ObjectHeader.rawPutSlot(array, 0, StringObjects.newString(heap.mutator, "kept"));
            ObjectHeader.rawPutSlot(array, 1, array);
            heap.putRoot(0, array);
            heap.putWeakRoot(0, StringObjects.newBytes(heap.mutator, new byte[100_000]));

            Collector.Report report = heap.exchange(new NoneCollector());

            assertThat(report.freedBytes()).isBetween(100_000L, 100_100L);
            assertThat(heap.root(0)).isNotEqualTo(array);
            assertThat(StringObjects.text(ObjectHeader.slot(heap.root(0), 0))).isEqualTo("kept");
            assertThat(ObjectHeader.slot(heap.root(0), 1)).isEqualTo(heap.root(0));
            assertThat(heap.weakRoot(0)).isZero();
            assertThat(heap.faults()).isEmpty();
        }
    }

    @Test
    void givesItsSpaceBack() {
        long before = NativeMemory.reservedBytes();
        TestHeap heap = new TestHeap(new NoneCollector(), 16 * MIB, false);
        heap.exchange(new NoneCollector());

        heap.close();

        assertThat(NativeMemory.reservedBytes()).isEqualTo(before);
    }
}
