package st.sendwright.gc.generational;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.gc.contract.TestHeap;
import st.sendwright.heap.Pinning;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.StringObjects;
import st.sendwright.model.WriteBarrier;

/** Cards whose first byte belongs to memory that is free, and that hold a live object behind it. */
@DisplayName("Small objects behind a large one")
class SharedGranuleTest {

    private static final long HEAP_BYTES = 64L << 20;
    /** A little more than a large object, and so that there is room for small ones in its last granule. */
    private static final int LARGE_SLOTS = (512 << 10) / 8 + 20;

    /** A tagged word that looks like the header of a String of some hundred bytes. */
    private static final long LIKE_A_HEADER = ObjectHeader.of(100, ObjectFormat.BYTES, 1);

    private final TestHeap heap = new TestHeap(new GenerationalCollector(), HEAP_BYTES, false);

    @AfterEach
    void isRight() {
        assertThat(heap.faults()).isEmpty();
        heap.close();
    }

    /** A large Array with a small one behind it. */
    private void allocatePair(int largeRoot, int smallRoot) {
        heap.collect(ObjectHeader.bytesFor(LARGE_SLOTS) + ObjectHeader.bytesFor(3));
        heap.putRoot(largeRoot, ArrayObjects.newArray(heap.mutator, LARGE_SLOTS));
        heap.putRoot(smallRoot, ArrayObjects.newArray(heap.mutator, 3));
        assertThat(heap.fixed.contains(heap.root(largeRoot)) && heap.fixed.contains(heap.root(smallRoot)))
                .as("both lie in the fixed space").isTrue();
    }

    /** Takes the memory of what has died for bytes that look like headers of nothing. */
    private void overwriteHole(int root) {
        long bytes = LARGE_SLOTS * 12L;
        heap.collect(bytes + 16);
        heap.putRoot(root, Allocation.allocateBytes(heap.mutator, KnownClass.BYTE_ARRAY.index(), (int) bytes));
        assertThat(heap.fixed.contains(heap.root(root))).isTrue();
        Memory.fillWords(heap.root(root) + ObjectHeader.BYTES, bytes / 8, 0x6867_6665_6463_6261L);
    }

    private void storeYoungInto(int root) {
        // The area is full that the large object has asked for.
        heap.collect(0);
        WriteBarrier.putSlot(heap.mutator, heap.root(root), 1, StringObjects.newString(heap.mutator, "young"));
    }

    private void assertThatItIsFound(int root) {
        heap.collect(0);
        assertThat(StringObjects.text(ObjectHeader.slot(heap.root(root), 1))).isEqualTo("young");
    }

    @Test
    void areScannedWhenTheMemoryBeforeThemIsUsedAnew() {
        allocatePair(0, 1);
        allocatePair(2, 3);
        heap.putRoot(0, heap.nil);
        heap.putRoot(1, heap.nil);
        heap.putRoot(2, heap.nil);
        heap.collectAll();
        overwriteHole(0);

        storeYoungInto(3);

        assertThatItIsFound(3);
    }

    /** {@code become:} makes free memory of objects that nothing refers to any more. */
    @Test
    void areScannedWhenWhatCoversTheirCardIsRetired() {
        allocatePair(0, 1);
        allocatePair(2, 3);
        long second = ObjectHeader.start(heap.root(2));
        for (int root = 0; root < 4; root++) {
            heap.putRoot(root, heap.nil);
        }
        heap.collectAll();
        heap.collect(LARGE_SLOTS * 16L);
        int found = 0;
        while (found < 40) {
            long oop = ArrayObjects.newArray(heap.mutator, 5);
            for (int slot = 0; slot < 5; slot++) {
                ObjectHeader.rawPutSlot(oop, slot, LIKE_A_HEADER);
            }
            assertThat(heap.fixed.contains(oop)).as("it lies in the fixed space").isTrue();
            long card = ObjectHeader.end(oop) - 1 & -CardTable.CARD_BYTES;
            if (card >= oop) {
                Pinning.retire(oop);
            } else if (oop > second + CardTable.CARD_BYTES) {
                heap.putRoot(found++, oop);
            }
        }

        for (int root = 0; root < found; root++) {
            storeYoungInto(root);
        }

        for (int root = 0; root < found; root++) {
            assertThatItIsFound(root);
        }
    }

    @Test
    void areScannedAfterAnotherPlanHasFollowed() {
        allocatePair(0, 1);
        heap.putRoot(0, heap.nil);
        heap.exchange(new GenerationalCollector());

        storeYoungInto(1);

        assertThatItIsFound(1);
    }
}
