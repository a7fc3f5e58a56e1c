package st.sendwright.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Class objects")
class ClassObjectsTest {

    private final TinyHeap heap = new TinyHeap();

    @AfterEach
    void release() {
        heap.close();
    }

    @Test
    void knowTheirNamesAndMetaclasses() {
        long foo = heap.newClass("Foo", heap.nil, 2, ObjectFormat.FIXED);
        long metaclass = MutatorBlock.classOf(heap.mutator, foo);

        assertThat(ClassObjects.name(heap.mutator, foo)).isEqualTo("Foo");
        assertThat(ClassObjects.name(heap.mutator, metaclass)).isEqualTo("Foo class");
        assertThat(ClassObjects.isMetaclass(heap.mutator, metaclass)).isTrue();
        assertThat(ClassObjects.isMetaclass(heap.mutator, foo)).isFalse();
        assertThat(ClassObjects.isClass(heap.mutator, foo)).isTrue();
        assertThat(ClassObjects.isClass(heap.mutator, metaclass)).isTrue();
        assertThat(ClassObjects.isClass(heap.mutator, heap.nil)).isFalse();
        assertThat(ClassObjects.isClass(heap.mutator, Oop.smallInteger(1))).isFalse();
    }

    @Test
    void lookMethodsUpAlongTheSuperclasses() {
        long top = heap.newClass("Top", heap.nil, 0, ObjectFormat.FIXED);
        long bottom = heap.newClass("Bottom", top, 0, ObjectFormat.FIXED);
        long selector = heap.symbol("run");
        long method = heap.method();
        MethodDictionaries.put(heap.mutator, ClassObjects.methodDictionary(top), selector, method);

        assertThat(ClassObjects.lookupMethod(heap.mutator, bottom, selector)).isEqualTo(method);
        assertThat(ClassObjects.lookupHolder(heap.mutator, bottom, selector)).isEqualTo(top);
        assertThat(ClassObjects.lookupMethod(heap.mutator, bottom, heap.symbol("walk"))).isZero();
        assertThat(ClassObjects.inheritsFrom(heap.mutator, bottom, top)).isTrue();
        assertThat(ClassObjects.inheritsFrom(heap.mutator, bottom, bottom)).isTrue();
        assertThat(ClassObjects.inheritsFrom(heap.mutator, top, bottom)).isFalse();
    }

    @ParameterizedTest(name = "format {0}, {1} variables, {2} elements: {3} slots, format {4}")
    @CsvSource({
        "0, 0, -1, 0, 0", "1, 3, 0, 3, 1", "2, 0, 300, 300, 2", "3, 2, 5, 7, 3", "4, 1, 4, 5, 4",
        "5, 2, 0, 2, 5",
        "9, 0, 3, 3, 9", "10, 0, 3, 2, 11", "12, 0, 5, 2, 15", "16, 0, 9, 2, 23", "16, 0, 0, 0, 16"})
    void makeInstancesOfAllFormats(int format, int variables, long elements, long slots, int instanceFormat) {
        long classOop = heap.newClass("Foo", heap.nil, variables, format);

        long oop = ClassObjects.newInstance(heap.mutator, classOop, elements);

        assertThat(MutatorBlock.classOf(heap.mutator, oop)).isEqualTo(classOop);
        assertThat(ObjectHeader.slots(oop)).isEqualTo(slots);
        assertThat(ObjectHeader.format(oop)).isEqualTo(instanceFormat);
        for (long slot = 0; slot < slots; slot++) {
            assertThat(ObjectHeader.slot(oop, slot)).isEqualTo(format < 9 ? heap.nil : 0);
        }
    }

    @Test
    void refuseInstancesThatCannotBe() {
        long fixed = heap.newClass("Fixed", heap.nil, 1, ObjectFormat.FIXED);
        long stranger = heap.newClass("Stranger", heap.nil, 1, ObjectFormat.FIXED);
        ObjectHeader.setHash(stranger, 0);

        assertThatIllegalArgumentException().isThrownBy(() ->
                ClassObjects.newInstance(heap.mutator, fixed, 1))
                .withMessageContaining("Fixed have no indexable elements");
        assertThatIllegalStateException().isThrownBy(() ->
                ClassObjects.newInstance(heap.mutator, stranger, 0))
                .withMessageContaining("Stranger is not in the class table");
    }

    @Test
    void answerThatThereIsNoRoomForHugeInstances() {
        long bytes = heap.newClass("Bytes", heap.nil, 0, ObjectFormat.BYTES);

        assertThat(ClassObjects.newInstance(heap.mutator, bytes, 1L << 30)).isEqualTo(Allocation.NO_ROOM);
        assertThat(ClassObjects.newInstance(heap.mutator, bytes, Long.MAX_VALUE))
                .isEqualTo(Allocation.NO_ROOM);
    }

    @Test
    void giveEachObjectOneLastingHash() {
        long seen = 0;
        for (int index = 0; index < 1000; index++) {
            long object = ArrayObjects.newArray(heap.mutator, 1);
            int hash = IdentityHash.of(heap.mutator, object);
            assertThat(hash).isBetween(1, ObjectHeader.HASH_MASK);
            assertThat(IdentityHash.of(heap.mutator, object)).isEqualTo(hash);
            seen |= hash;
        }
        assertThat(seen).as("all bits are in use").isEqualTo(ObjectHeader.HASH_MASK);
        assertThat(IdentityHash.of(heap.mutator, Oop.smallInteger(5)))
                .isNotEqualTo(IdentityHash.of(heap.mutator, Oop.smallInteger(6)));
    }
}
