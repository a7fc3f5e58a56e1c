package st.sendwright.heap.spur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.heap.Region;
import st.sendwright.heap.Roots;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.LookupCache;
import st.sendwright.model.Memory;
import st.sendwright.model.MethodLayout;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;

@DisplayName("Spur memory")
class SpurMemoryTest {

    private final TestMemory test = new TestMemory(16 << 20);
    private final long mutator = test.mutator;

    @AfterEach
    void release() {
        test.close();
    }

    @Test
    void opensWithItsPermanentObjects() {
        long nil = MutatorBlock.nil(mutator);

        assertThat(nil).isEqualTo(test.memory.permanent().start())
                .isLessThan(MutatorBlock.bool(mutator, true));
        assertThat(Oop.classIndex(nil)).isEqualTo(KnownClass.UNDEFINED_OBJECT.index());
        assertThat(Oop.classIndex(MutatorBlock.bool(mutator, true))).isEqualTo(KnownClass.TRUE.index());
        assertThat(Oop.classIndex(MutatorBlock.bool(mutator, false))).isEqualTo(KnownClass.FALSE.index());
        assertThat(test.memory.permanent().usedBytes()).isEqualTo(48);
        assertThat(MutatorBlock.classAt(mutator, 50)).isEqualTo(nil);
        assertThat(Memory.longAt(Memory.longAt(mutator + MutatorBlock.LOOKUP_CACHE) + LookupCache.BYTES - 8))
                .isZero();
        assertThat(Memory.longAt(mutator + MutatorBlock.HASH_SEED)).isNotZero();
        assertThat(test.faults()).isEmpty();
    }

    @Test
    void givesClassesIndicesFromTheFirstFreeOneOn() {
        long classOop = test.newClass(0, ObjectFormat.FIXED);

        assertThat(ObjectHeader.hash(classOop)).isEqualTo(KnownClass.FIRST_FREE_INDEX);
        assertThat(ObjectHeader.hash(test.newClass(0, ObjectFormat.FIXED)))
                .isEqualTo(KnownClass.FIRST_FREE_INDEX + 1);
        assertThat(MutatorBlock.classAt(mutator, KnownClass.FIRST_FREE_INDEX)).isEqualTo(classOop);
    }

    @Test
    void findsTheClassOfImmediateFloats() {
        long classOop = test.newClass(0, ObjectFormat.WORDS_64);

        test.memory.putClass(mutator, KnownClass.FLOAT.index(), classOop);

        assertThat(MutatorBlock.classOf(mutator, Oop.immediateFloat(1.5))).isEqualTo(classOop);
    }

    @Test
    void refusesClassesWhenAllIndicesAreInUse() {
        long classOop = test.newClass(0, ObjectFormat.FIXED);
        test.memory.putClass(mutator, ObjectHeader.CLASS_INDEX_MASK, classOop);

        assertThatIllegalStateException().isThrownBy(() -> test.memory.addClass(mutator, classOop))
                .withMessageContaining("SW-HEAP-020").withMessageContaining("4194303");
        assertThatIllegalArgumentException().isThrownBy(() ->
                test.memory.putClass(mutator, 1 << 22, classOop));
        assertThatIllegalArgumentException().isThrownBy(() -> test.memory.putClass(mutator, 0, classOop));
        assertThat(MutatorBlock.classAt(mutator, 4_000_000)).as("entries between")
                .isEqualTo(MutatorBlock.nil(mutator));
    }

    @Test
    void walksObjectsInAddressOrder() {
        long small = ArrayObjects.newArray(mutator, 2);
        long large = ArrayObjects.newArray(mutator, 255);
        long empty = ArrayObjects.newArray(mutator, 0);
        long text = StringObjects.newString(mutator, "text");
        List<Long> seen = new ArrayList<>();

        test.memory.forEachObject(test.regions(), seen::add);

        assertThat(seen).containsExactly(small, large, empty, text);
    }

    @Test
    void findsNoFaultInAHealthyHeap() {
        test.populated(1000);

        assertThat(test.faults()).isEmpty();
    }

    @Test
    void findsReferencesThatLeadNowhere() {
        test.populated(0);
        long text = StringObjects.newString(mutator, "0123456789");
        ObjectHeader.rawPutSlot(test.objects(), 20, text + 8);
        ObjectHeader.rawPutSlot(test.objects(), 21, 0xDEAD_BEE0L);
        ObjectHeader.rawPutSlot(test.objects(), 22, 0x7777_7777L);
        ObjectHeader.rawPutSlot(test.objects(), 23, Oop.character(0x110000));

        assertThat(test.faults()).hasSize(4)
                .anySatisfy(fault -> assertThat(fault).startsWith("slot 20 of ")
                        .endsWith("which is no object's start"))
                .anySatisfy(fault -> assertThat(fault).contains("slot 21 of ").contains("0xdeadbee0"))
                .anySatisfy(fault -> assertThat(fault).contains("slot 22 of ")
                        .endsWith("tagged as nothing there is"))
                .anySatisfy(fault -> assertThat(fault).contains("slot 23 of ").endsWith("no code point"));
    }

    @Test
    void findsHeadersThatCannotBe() {
        test.populated(0);
        long forwarder = ArrayObjects.newArray(mutator, 1);
        ObjectHeader.setClassIndex(forwarder, ObjectHeader.FORWARDER_CLASS_INDEX);
        ObjectHeader.setClassIndex(ArrayObjects.newArray(mutator, 1), 5000);
        Allocation.allocatePointers(mutator, KnownClass.ARRAY.index(), 7, 1);
        ObjectHeader.set(ArrayObjects.newArray(mutator, 1), ObjectHeader.MARKED);
        ObjectHeader.set(ArrayObjects.newArray(mutator, 1), ObjectHeader.PINNED);
        long method = test.method();
        ObjectHeader.rawPutSlot(method, MethodLayout.HEADER, MethodLayout.header(0, 0, 60, 0, false, false));

        assertThat(test.faults()).hasSize(6)
                .anySatisfy(fault -> assertThat(fault).endsWith("is pinned, but lies in arena, where objects move"))
                .anySatisfy(fault -> assertThat(fault).endsWith("is a forwarder"))
                .anySatisfy(fault -> assertThat(fault).contains("class index 5000"))
                .anySatisfy(fault -> assertThat(fault).contains("format 7, which is none"))
                .anySatisfy(fault -> assertThat(fault).contains("collector's mark"))
                .anySatisfy(fault -> assertThat(fault).contains("method header"));
    }

    @Test
    void findsInstancesThatAreNotAsTheirClassSays() {
        long classOop = test.newClass(3, ObjectFormat.FIXED);
        int index = ObjectHeader.hash(classOop);
        assertThat(test.newInstance(classOop, 0)).isNotZero();

        Allocation.allocatePointers(mutator, index, ObjectFormat.FIXED, 2);

        assertThat(test.faults()).singleElement().asString().endsWith("has 2 slots, its class says 3");
    }

    @Test
    void findsObjectsThatReachPastTheEnd() {
        ArrayObjects.newArray(mutator, 10);
        long last = ArrayObjects.newArray(mutator, 10);
        Memory.putByte(last + 7, (byte) 200);

        assertThat(test.faults()).singleElement().asString()
                .contains("200 slots reaches past the end of arena");
    }

    @Test
    void findsFaultsOfRootsAndTables() {
        test.populated(0);
        long array = ArrayObjects.newArray(mutator, 4);
        ObjectHeader.setHash(MutatorBlock.classAt(mutator, 40), 4711);
        long range = ObjectHeader.slotAddress(array, 0);
        ObjectHeader.rawPutSlot(array, 0, 0);
        ObjectHeader.rawPutSlot(array, 1, Oop.smallInteger(8));
        Roots roots = new Roots() {
            @Override
            public void strong(StrongVisitor visitor) {
                visitor.range(range, 2);
            }

            @Override
            public void weak(WeakVisitor visitor) {
                visitor.words(mutator + MutatorBlock.BYTES - 8, 1, 8);
            }
        };
        Memory.putLong(mutator + MutatorBlock.BYTES - 8, array + 16);

        List<String> faults = test.memory.verify(mutator, test.regions(), roots);

        assertThat(faults).anySatisfy(fault -> assertThat(fault)
                .contains("class index 40 has identity hash 4711"))
                .anySatisfy(fault -> assertThat(fault).startsWith("the weak reference at "));
    }

    @Test
    void stopsAtAHundredFaults() {
        test.populated(0);
        for (int slot = 10; slot < 250; slot++) {
            ObjectHeader.rawPutSlot(test.objects(), slot, 0x1238);
        }

        assertThat(test.faults()).hasSize(100);
    }

    @Test
    void countsThePermanentRegionOnce() {
        List<Region> regions = List.of(test.memory.permanent(), test.regions().getFirst());

        assertThat(test.memory.verify(mutator, regions, TestMemory.NO_ROOTS)).isEmpty();
    }
}
