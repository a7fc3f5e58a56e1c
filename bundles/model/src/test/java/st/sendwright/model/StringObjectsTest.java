package st.sendwright.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("String objects")
class StringObjectsTest {

    private final TinyHeap heap = new TinyHeap();

    @AfterEach
    void release() {
        heap.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "12345678", "123456789", "\u00FF\u0000", "\u0100", "grün → 𝄞", "𝄞𝄞𝄞"})
    void giveBackTheTextTheyWereMadeOf(String text) {
        long before = heap.pointer();

        long oop = StringObjects.newString(heap.mutator, text);

        assertThat(StringObjects.text(oop)).isEqualTo(text);
        assertThat(StringObjects.size(oop)).isEqualTo(text.codePointCount(0, text.length()));
        assertThat(StringObjects.hasText(oop, text)).isTrue();
        assertThat(StringObjects.hasText(oop, text + "x")).isFalse();
        assertThat(StringObjects.isText(heap.mutator, oop)).isTrue();
        assertThat(StringObjects.isSymbol(heap.mutator, oop)).isFalse();
        assertThat(heap.pointer() - before).isEqualTo(StringObjects.byteSizeOfString(text));
    }

    @Test
    void areWideOnlyWhenACodePointNeedsIt() {
        assertThat(Oop.classIndex(StringObjects.newString(heap.mutator, "\u00FF")))
                .isEqualTo(KnownClass.STRING.index());
        assertThat(Oop.classIndex(StringObjects.newString(heap.mutator, "\u0100")))
                .isEqualTo(KnownClass.WIDE_STRING.index());
    }

    @Test
    void differFromATextThatIsLongerShorterOrOther() {
        long oop = StringObjects.newString(heap.mutator, "ab");

        assertThat(StringObjects.hasText(oop, "a")).isFalse();
        assertThat(StringObjects.hasText(oop, "ac")).isFalse();
        assertThat(StringObjects.hasText(oop, "")).isFalse();
    }

    @Test
    void leaveTheHeapAloneWhenThereIsNoRoom() {
        heap.leave(8);
        long before = heap.pointer();

        assertThat(StringObjects.newString(heap.mutator, "narrow")).isEqualTo(Allocation.NO_ROOM);
        assertThat(StringObjects.newString(heap.mutator, "wide →")).isEqualTo(Allocation.NO_ROOM);
        assertThat(StringObjects.newBytes(heap.mutator, new byte[3])).isEqualTo(Allocation.NO_ROOM);
        assertThat(heap.pointer()).isEqualTo(before);
        assertThat(Memory.longAt(heap.mutator + MutatorBlock.REQUESTED_BYTES)).isEqualTo(16);
    }

    @Test
    void areToldFromBytesAndFromInstancesOfSubclasses() {
        long string = heap.newClass(KnownClass.STRING.index(), "String", heap.nil, 0, ObjectFormat.BYTES);
        long path = heap.newClass("Path", string, 0, ObjectFormat.BYTES);

        assertThat(StringObjects.isText(heap.mutator, ClassObjects.newInstance(heap.mutator, path, 3)))
                .isTrue();
        assertThat(StringObjects.isText(heap.mutator, StringObjects.newBytes(heap.mutator, new byte[] {1})))
                .isFalse();
        assertThat(StringObjects.isText(heap.mutator, heap.nil)).isFalse();
        assertThat(StringObjects.isText(heap.mutator, Oop.smallInteger(4))).isFalse();
        assertThat(StringObjects.isSymbol(heap.mutator, heap.symbol("s"))).isTrue();
        assertThat(StringObjects.isSymbol(heap.mutator, heap.symbol("→"))).isTrue();
    }

    @Test
    void areNotReadFromOtherObjects() {
        assertThatIllegalArgumentException().isThrownBy(() -> StringObjects.text(heap.nil))
                .withMessageContaining("holds no text");
        assertThatIllegalArgumentException().isThrownBy(() -> StringObjects.text(Oop.smallInteger(1)))
                .withMessageContaining("holds no text");
    }
}
