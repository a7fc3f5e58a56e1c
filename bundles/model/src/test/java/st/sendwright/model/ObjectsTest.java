package st.sendwright.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Objects in memory")
class ObjectsTest {

    private final TinyHeap heap = new TinyHeap();

    @AfterEach
    void release() {
        heap.close();
    }

    @ParameterizedTest(name = "{0} slots")
    @ValueSource(longs = {0, 1, 2, 253, 254, 255, 256, 70_000})
    void knowTheirExtent(long slots) {
        long before = heap.pointer();

        long oop = ArrayObjects.newArray(heap.mutator, slots);

        assertThat(ObjectHeader.slots(oop)).isEqualTo(slots);
        assertThat(ObjectHeader.start(oop)).isEqualTo(before);
        assertThat(ObjectHeader.objectAt(before)).isEqualTo(oop);
        assertThat(ObjectHeader.end(oop)).isEqualTo(heap.pointer());
        assertThat(heap.pointer() - before).isEqualTo(ObjectHeader.bytesFor(slots))
                .isGreaterThanOrEqualTo(16);
        assertThat(ObjectHeader.hasOverflowSlots(oop)).isEqualTo(slots > 254);
        assertThat(ObjectHeader.classIndex(oop)).isEqualTo(KnownClass.ARRAY.index());
        assertThat(ObjectHeader.format(oop)).isEqualTo(ObjectFormat.VARIABLE);
        assertThat(ObjectFormat.pointerSlots(oop)).isEqualTo(slots);
    }

    @Test
    void keepHeaderFieldsApart() {
        long oop = ArrayObjects.newArray(heap.mutator, 254);

        ObjectHeader.setHash(oop, ObjectHeader.HASH_MASK);
        ObjectHeader.setClassIndex(oop, ObjectHeader.CLASS_INDEX_MASK);
        for (long flag : new long[] {ObjectHeader.IMMUTABLE, ObjectHeader.REMEMBERED, ObjectHeader.PINNED,
            ObjectHeader.GREY, ObjectHeader.MARKED}) {
            assertThat(ObjectHeader.has(oop, flag)).isFalse();
            ObjectHeader.set(oop, flag);
            assertThat(ObjectHeader.has(oop, flag)).isTrue();
        }
        ObjectHeader.setHash(oop, 0);

        assertThat(ObjectHeader.slots(oop)).isEqualTo(254);
        assertThat(ObjectHeader.format(oop)).isEqualTo(ObjectFormat.VARIABLE);
        assertThat(ObjectHeader.classIndex(oop)).isEqualTo(ObjectHeader.CLASS_INDEX_MASK);
        assertThat(ObjectHeader.hash(oop)).isZero();
        ObjectHeader.clear(oop, ObjectHeader.IMMUTABLE);
        assertThat(ObjectHeader.has(oop, ObjectHeader.IMMUTABLE)).isFalse();
        assertThat(ObjectHeader.has(oop, ObjectHeader.MARKED)).isTrue();
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 7, 8, 9, 2039, 2040, 2041})
    void countTheirElements(long count) {
        long bytes = Allocation.allocateBytes(heap.mutator, KnownClass.BYTE_ARRAY.index(), count);
        long shorts = Allocation.allocateWords16(heap.mutator, 100, count);
        long ints = Allocation.allocateWords32(heap.mutator, 101, count);
        long longs = Allocation.allocateWords64(heap.mutator, 102, count);

        assertThat(ObjectFormat.byteCount(bytes)).isEqualTo(count);
        assertThat(ObjectFormat.isBytes(ObjectHeader.format(bytes))).isTrue();
        assertThat(ObjectFormat.words16Count(shorts)).isEqualTo(count);
        assertThat(ObjectFormat.isWords16(ObjectHeader.format(shorts))).isTrue();
        assertThat(ObjectFormat.words32Count(ints)).isEqualTo(count);
        assertThat(ObjectFormat.isWords32(ObjectHeader.format(ints))).isTrue();
        assertThat(ObjectHeader.slots(longs)).isEqualTo(count);
        assertThat(ObjectFormat.pointerSlots(bytes) + ObjectFormat.pointerSlots(shorts)
                + ObjectFormat.pointerSlots(ints) + ObjectFormat.pointerSlots(longs)).isZero();
    }

    @Test
    void fallIntoOneFormatEach() {
        for (int format = 0; format < 32; format++) {
            int kinds = (ObjectFormat.isPointers(format) ? 1 : 0) + (format == ObjectFormat.WORDS_64 ? 1 : 0)
                    + (ObjectFormat.isWords32(format) ? 1 : 0) + (ObjectFormat.isWords16(format) ? 1 : 0)
                    + (ObjectFormat.isBytes(format) ? 1 : 0) + (ObjectFormat.isMethod(format) ? 1 : 0);

            assertThat(kinds).as("format %d", format).isEqualTo(format >= 6 && format <= 8 ? 0 : 1);
        }
    }

    @Test
    void areNotAllocatedWithoutRoom() {
        heap.leave(24);

        assertThat(Allocation.room(heap.mutator)).isEqualTo(24);
        assertThat(ArrayObjects.newArray(heap.mutator, 3)).isEqualTo(Allocation.NO_ROOM);
        assertThat(Memory.longAt(heap.mutator + MutatorBlock.REQUESTED_BYTES)).isEqualTo(32);
        assertThat(Allocation.hasRoom(heap.mutator, 25)).isFalse();
        assertThat(Memory.longAt(heap.mutator + MutatorBlock.REQUESTED_BYTES)).isEqualTo(25);
        assertThat(Allocation.hasRoom(heap.mutator, 24)).isTrue();
        assertThat(ArrayObjects.newArray(heap.mutator, 2)).isNotZero();
        assertThat(Allocation.room(heap.mutator)).isZero();
    }

    @Test
    void markTheCardOfAStoreWhereThereAreCards() {
        long array = ArrayObjects.newArray(heap.mutator, 2);
        WriteBarrier.putSlot(heap.mutator, array, 1, Oop.smallInteger(3));
        long cards = NativeMemory.reserve(TinyHeap.ARENA_BYTES >> WriteBarrier.CARD_SHIFT);
        Memory.putLong(heap.mutator + MutatorBlock.CARD_TABLE,
                cards - (heap.arena >>> WriteBarrier.CARD_SHIFT));

        WriteBarrier.putSlot(heap.mutator, array, 0, heap.nil);

        long card = cards + (array + 8 - heap.arena >>> WriteBarrier.CARD_SHIFT);
        assertThat(Memory.byteAt(card)).isEqualTo((byte) 1);
        assertThat(Memory.byteAt(card + 1)).isZero();
        assertThat(ObjectHeader.slot(array, 0)).isEqualTo(heap.nil);
        assertThat(ObjectHeader.slot(array, 1)).isEqualTo(Oop.smallInteger(3));
        NativeMemory.release(cards);
    }

    @Test
    void countWhatHappens() {
        MutatorBlock.count(heap.mutator, MutatorBlock.Counter.LOOKUPS);
        MutatorBlock.count(heap.mutator, MutatorBlock.Counter.LOOKUPS);

        assertThat(Memory.longAt(heap.mutator + MutatorBlock.Counter.LOOKUPS.offset())).isEqualTo(2);
        assertThat(Memory.longAt(heap.mutator + MutatorBlock.Counter.POLLS.offset())).isZero();
        assertThat(MutatorBlock.Counter.values()[MutatorBlock.Counter.values().length - 1].offset())
                .isLessThan(MutatorBlock.BYTES);
    }
}
