package st.sendwright.gc.generational;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.gc.contract.TestHeap;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.HeapStress.Tenuring;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.WriteBarrier;

@DisplayName("Slots of old objects that a scavenge remembers for the next")
class RememberedSlotsTest {

    private static final long HEAP_BYTES = 64L << 20;
    private static final int MORE_THAN_ARE_REMEMBERED = 300_000;

    private final TestHeap heap = new TestHeap(new GenerationalCollector(), HEAP_BYTES,
            HeapStress.NONE.withTenuring(Tenuring.LEAST));

    @AfterEach
    void isRight() {
        assertThat(heap.faults()).isEmpty();
        heap.close();
    }

    private long string(String text) {
        return StringObjects.newString(heap.mutator, text);
    }

    private long oldArray(int slots) {
        heap.collect(ObjectHeader.bytesFor(slots));
        heap.putRoot(0, ArrayObjects.newArray(heap.mutator, slots));
        heap.collectAll();
        return heap.root(0);
    }

    private void scavenge() {
        assertThat(heap.collect(0).promotedBytes()).isZero();
    }

    @Test
    void keepAliveWhatTheyReferTo() {
        long array = oldArray(100);
        WriteBarrier.putSlot(heap.mutator, array, 7, string("seventh"));
        for (int round = 0; round < 4; round++) {
            long before = ObjectHeader.slot(array, 7);
            scavenge();
            assertThat(ObjectHeader.slot(array, 7)).as("it has moved").isNotEqualTo(before);
            assertThat(StringObjects.text(ObjectHeader.slot(array, 7))).isEqualTo("seventh");
        }
    }

    @Test
    void areForgottenWhenAnImmediateIsStoredThereWithoutAMark() {
        long array = oldArray(10);
        WriteBarrier.putSlot(heap.mutator, array, 3, string("short-lived"));
        scavenge();
        heap.putWeakRoot(0, ObjectHeader.slot(array, 3));
        ObjectHeader.rawPutSlot(array, 3, Oop.smallInteger(ObjectHeader.slot(array, 3) >> Oop.TAG_BITS));

        scavenge();

        assertThat(heap.weakRoot(0)).as("what only that slot referred to").isZero();
        assertThat(WriteBarrier.isMarked(heap.mutator, array)).isFalse();
    }

    @Test
    void areLookedAtOnceIfTheirCardIsMarkedAgain() {
        long array = oldArray(10);
        WriteBarrier.putSlot(heap.mutator, array, 3, string("first"));
        scavenge();
        WriteBarrier.putSlot(heap.mutator, array, 4, string("second"));
        for (int round = 0; round < 3; round++) {
            scavenge();
            assertThat(StringObjects.text(ObjectHeader.slot(array, 3))).isEqualTo("first");
            assertThat(StringObjects.text(ObjectHeader.slot(array, 4))).isEqualTo("second");
        }
    }

    @Test
    void areNotThoseOfAnEphemeron() {
        int classIndex = heap.newClass(2, ObjectFormat.EPHEMERON);
        heap.putRoot(0, Allocation.allocatePointers(heap.mutator, classIndex, ObjectFormat.EPHEMERON, 2));
        heap.collectAll();
        heap.putRoot(1, string("key"));
        WriteBarrier.putSlot(heap.mutator, heap.root(0), 0, heap.root(1));
        WriteBarrier.putSlot(heap.mutator, heap.root(0), 1, string("value"));
        scavenge();
        assertThat(heap.mourned()).as("while the key is alive").isEmpty();
        heap.putRoot(1, heap.nil);

        scavenge();

        assertThat(heap.mourned()).containsExactly(heap.root(0));
    }

    @Test
    void ofAnEphemeronsNeighbourDoNotHideItsCard() {
        int classIndex = heap.newClass(2, ObjectFormat.EPHEMERON);
        heap.putRoot(0, Allocation.allocatePointers(heap.mutator, classIndex, ObjectFormat.EPHEMERON, 2));
        heap.putRoot(1, ArrayObjects.newArray(heap.mutator, 1));
        heap.collectAll();
        heap.putRoot(2, string("key"));
        WriteBarrier.putSlot(heap.mutator, heap.root(0), 0, heap.root(2));
        WriteBarrier.putSlot(heap.mutator, heap.root(1), 0, string("the neighbour's"));
        for (int round = 0; round < 3; round++) {
            scavenge();
            assertThat(ObjectHeader.slot(heap.root(0), 0)).isEqualTo(heap.root(2));
            assertThat(StringObjects.text(ObjectHeader.slot(heap.root(1), 0))).isEqualTo("the neighbour's");
        }
    }

    @Test
    void canBeMoreThanTheListHolds() {
        long array = oldArray(MORE_THAN_ARE_REMEMBERED);
        long young = string("of all");
        for (int index = 0; index < MORE_THAN_ARE_REMEMBERED; index++) {
            WriteBarrier.putSlot(heap.mutator, array, index, young);
        }
        for (int round = 0; round < 3; round++) {
            scavenge();
            long now = ObjectHeader.slot(array, 0);
            assertThat(StringObjects.text(now)).isEqualTo("of all");
            for (int index = 0; index < MORE_THAN_ARE_REMEMBERED; index++) {
                if (ObjectHeader.slot(array, index) != now) {
                    throw new AssertionError("slot " + index + " refers to what has moved");
                }
            }
        }
    }
}
