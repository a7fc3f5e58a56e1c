package st.sendwright.primitives.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.model.Allocation;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.SymbolTable;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.core.PrimitiveFixture;

@DisplayName("The Strings primitives")
class TextPrimitivesTest {

    private static final String WIDE = "αβγ";

    private final PrimitiveFixture fixture = new PrimitiveFixture(new TextPrimitives());

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void haveNamesOfTheirOwn() {
        assertThat(new TextPrimitives().bindings()).extracting(PrimitiveSet.Binding::name)
                .doesNotHaveDuplicates();
        assertThat(new TextPrimitives().module()).isEqualTo("Strings");
    }

    private List<Long> places(String text, String expression, int first, int last) {
        long array = fixture.run("searchRegex", fixture.oop(text), fixture.oop(expression),
                Oop.smallInteger(first), Oop.smallInteger(last));
        return LongStream.range(0, ObjectHeader.slots(array))
                .mapToObj(index -> Oop.integerValue(ObjectHeader.slot(array, index))).toList();
    }

    @Test
    void findTheFirstAndLastIndexOfAMatchAndItsGroups() {
        assertThat(places("xabcb", "a(b)(z)?", 1, 5)).containsExactly(2L, 3L, 3L, 3L, 0L, -1L);
        assertThat(places("xabcb", "b", 4, 5)).containsExactly(5L, 5L);
        assertThat(places("abc", "", 4, 3)).containsExactly(4L, 3L);
        assertThat(places("a".repeat(60_000) + "b", "b", 1, 60_001)).as("more looks than on the VM thread").containsExactly(60_001L, 60_001L);
        assertThat(places("\uD83D\uDE00\uD83D\uDE00b", "b", 2, 3)).containsExactly(3L, 3L);
    }

    @Test
    void refuseSearchesThatMakeNoSense() {
        assertThat(fixture.answer("searchRegex", "abc", "b", 0, 3)).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("searchRegex", "abc", "b", 1, 4)).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("searchRegex", "abc", "b", 3, 1)).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("searchRegex", "abc", "(b", 1, 3)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("searchRegex", "abc", 3, 1, 3)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("searchRegex", 3, "b", 1, 3)).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.answer("searchRegex", "a".repeat(60), "(.*a){20}b", 1, 60))
                .isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("searchRegex", "a".repeat(1_000_000), "(a|b)*", 1, 1_000_000))
                .as("a search that needs more stack than there is").isEqualTo(Failure.OUT_OF_RANGE);
    }

    @Test
    void readCharactersByIndexFromOne() {
        assertThat(fixture.answer("at", "abc", 1)).isEqualTo('a');
        assertThat(fixture.answer("at", "abc", 3)).isEqualTo('c');
        assertThat(fixture.answer("at", WIDE, 2)).isEqualTo('β');
        assertThat(fixture.answer("at", "ä", 1)).isEqualTo('ä');
    }

    @Test
    void refuseToReadWhatIsNotThere() {
        assertThat(fixture.answer("at", "abc", 0)).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("at", "abc", 4)).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("at", "abc", 'a')).isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        assertThat(fixture.answer("at", 3, 1)).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.answer("at", new byte[] {1}, 1)).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @Test
    void refuseAWordThatIsNoCodePoint() {
        long text = fixture.oop(WIDE);
        Memory.putInt(text + ObjectHeader.BYTES, 0x110000);

        assertThat(fixture.value(fixture.run("at", text, Oop.smallInteger(1))))
                .isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.value(fixture.run("utf8Encoded", text))).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @Test
    void replaceCharactersInPlace() {
        long narrow = fixture.oop("abc");
        long wide = fixture.oop(WIDE);

        assertThat(fixture.value(fixture.run("atPut", narrow, Oop.smallInteger(2), Oop.character('x'))))
                .isEqualTo('x');
        assertThat(fixture.run("atPut", wide, Oop.smallInteger(3), Oop.character('x')))
                .isEqualTo(Oop.character('x'));

        assertThat(StringObjects.text(narrow)).isEqualTo("axc");
        assertThat(StringObjects.text(wide)).isEqualTo("αβx");
    }

    @Test
    void leaveATextAloneWhenACharacterDoesNotGoIn() {
        long narrow = fixture.oop("abc");

        assertThat(fixture.value(fixture.run("atPut", narrow, Oop.smallInteger(2), Oop.character('α'))))
                .isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.value(fixture.run("atPut", narrow, Oop.smallInteger(2), Oop.smallInteger(65))))
                .isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.value(fixture.run("atPut", narrow, Oop.smallInteger(4), Oop.character('x'))))
                .isEqualTo(Failure.INDEX_OUT_OF_BOUNDS);
        ObjectHeader.set(narrow, ObjectHeader.IMMUTABLE);
        assertThat(fixture.value(fixture.run("atPut", narrow, Oop.smallInteger(1), Oop.character('x'))))
                .isEqualTo(Failure.IMMUTABLE);
        assertThat(StringObjects.text(narrow)).isEqualTo("abc");
    }

    @Test
    void neverChangeASymbol() {
        long symbol = SymbolTable.intern(fixture.mutator(), "abc");

        assertThat(fixture.value(fixture.run("atPut", symbol, Oop.smallInteger(1), Oop.character('x'))))
                .isEqualTo(Failure.IMMUTABLE);
        assertThat(fixture.answer("atPut", 3, 1, 'x')).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @Test
    void joinTextsOfEitherWidth() {
        assertThat(fixture.answer("concatenate", "abc", "de")).isEqualTo("abcde");
        assertThat(fixture.answer("concatenate", "", "")).isEqualTo("");
        assertThat(fixture.answer("concatenate", "ab", WIDE)).isEqualTo("abαβγ");
        assertThat(fixture.answer("concatenate", WIDE, "ab")).isEqualTo("αβγab");
        assertThat(fixture.answer("concatenate", WIDE, WIDE)).isEqualTo("αβγαβγ");
        assertThat(fixture.answer("concatenate", "abc", 3)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("concatenate", "abc", List.of('d'))).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("concatenate", 3, "abc")).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @Test
    void joinASymbolAndAStringToAString() {
        long joined = fixture.run("concatenate", SymbolTable.intern(fixture.mutator(), "abc"),
                fixture.oop("d"));

        assertThat(Oop.classIndex(joined)).isEqualTo(KnownClass.STRING.index());
    }

    @Test
    void makeTextsOfCharacters() {
        assertThat(fixture.answer("fromCharacters", List.of('a', 'b'))).isEqualTo("ab");
        assertThat(fixture.answer("fromCharacters", List.of('a', 'β'))).isEqualTo("aβ");
        assertThat(fixture.answer("fromCharacters", List.of())).isEqualTo("");
        assertThat(fixture.answer("fromCharacters", List.of('a', 1))).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.answer("fromCharacters", "ab")).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "abcdefgh", "abcdefghi", "äöü", "αβγ", "😀x"})
    void findEqualWhatHasTheSameCharacters(String text) {
        assertThat(fixture.answer("equal", text, text)).isEqualTo(true);
        assertThat(fixture.answer("equal", text, text + "x")).isEqualTo(false);
        assertThat(fixture.answer("equal", text + "x", text + "y")).isEqualTo(false);
        assertThat(fixture.answer("equal", text, 3)).isEqualTo(false);
        assertThat(fixture.answer("hash", text)).isEqualTo(BigInteger.valueOf(SymbolTable.hash(text)));
    }

    @Test
    void compareAcrossWidthsAndClasses() {
        long wide = widened("abc");
        long symbol = SymbolTable.intern(fixture.mutator(), "abc");

        assertThat(fixture.value(fixture.run("equal", wide, fixture.oop("abc")))).isEqualTo(true);
        assertThat(fixture.value(fixture.run("equal", fixture.oop("abc"), wide))).isEqualTo(true);
        assertThat(fixture.value(fixture.run("equal", fixture.oop("abd"), wide))).isEqualTo(false);
        assertThat(fixture.value(fixture.run("equal", symbol, wide))).isEqualTo(true);
        assertThat(fixture.run("hash", wide)).isEqualTo(fixture.run("hash", symbol));
        assertThat(fixture.run("asSymbol", wide)).isEqualTo(symbol);
        assertThat(fixture.answer("equal", "a", new byte[] {'a'})).isEqualTo(false);
        assertThat(fixture.answer("equal", new byte[] {'a'}, "a")).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.answer("hash", new byte[] {'a'})).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @ParameterizedTest(name = "{0} and {1}: {2}, case aside {3}")
    @CsvSource({"abc, abd, -1, -1", "abd, abc, 1, 1", "abc, abc, 0, 0", "ab, abc, -1, -1", "abc, ab, 1, 1",
            "ABC, abc, -1, 0", "a, Z, 1, -1", "β, Β, 1, 0", "a, β, -1, -1", "é, É, 1, 0"})
    void order(String first, String second, int expected, int expectedIgnoringCase) {
        assertThat(fixture.answer("compare", first, second)).isEqualTo(BigInteger.valueOf(expected));
        assertThat(fixture.answer("compareIgnoringCase", first, second))
                .isEqualTo(BigInteger.valueOf(expectedIgnoringCase));
    }

    @Test
    void orderTextsOnly() {
        assertThat(fixture.answer("compare", "a", 3)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("compare", 3, "a")).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.answer("compareIgnoringCase", "a", 'a')).isEqualTo(Failure.WRONG_ARGUMENT);
    }

    @Test
    void findCharacters() {
        assertThat(fixture.answer("indexOfCharacter", "hello", 'l', 1)).isEqualTo(BigInteger.valueOf(3));
        assertThat(fixture.answer("indexOfCharacter", "hello", 'l', 4)).isEqualTo(BigInteger.valueOf(4));
        assertThat(fixture.answer("indexOfCharacter", "hello", 'l', 5)).isEqualTo(BigInteger.ZERO);
        assertThat(fixture.answer("indexOfCharacter", "hello", 'h', -5)).isEqualTo(BigInteger.ONE);
        assertThat(fixture.answer("indexOfCharacter", WIDE, 'γ', 1)).isEqualTo(BigInteger.valueOf(3));
        assertThat(fixture.answer("indexOfCharacter", "hello", 3, 1)).isEqualTo(BigInteger.ZERO);
        assertThat(fixture.answer("indexOfCharacter", "hello", 'l', 'x')).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("indexOfCharacter", 3, 'l', 1)).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @Test
    void findTexts() {
        assertThat(fixture.answer("indexOfString", "abcabd", "abd", 1)).isEqualTo(BigInteger.valueOf(4));
        assertThat(fixture.answer("indexOfString", "abcabd", "ab", 2)).isEqualTo(BigInteger.valueOf(4));
        assertThat(fixture.answer("indexOfString", "abc", "abcd", 1)).isEqualTo(BigInteger.ZERO);
        assertThat(fixture.answer("indexOfString", "abc", "", 1)).isEqualTo(BigInteger.ZERO);
        assertThat(fixture.answer("indexOfString", "xαβγ", WIDE, 1)).isEqualTo(BigInteger.TWO);
        assertThat(fixture.answer("indexOfString", "αab", "ab", 1)).isEqualTo(BigInteger.TWO);
        assertThat(fixture.answer("indexOfString", "abc", 3, 1)).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("indexOfString", "abc", "a", 'x')).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("indexOfString", 3, "a", 1)).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @CsvSource({"Hello, HELLO, hello", "straße, STRAßE, straße", "Äöü, ÄÖÜ, äöü", "ÿ, Ÿ, ÿ", "αΒ, ΑΒ, αβ"})
    void changeCaseCharacterByCharacter(String text, String upper, String lower) {
        assertThat(fixture.answer("asUppercase", text)).isEqualTo(upper);
        assertThat(fixture.answer("asLowercase", text)).isEqualTo(lower);
    }

    @Test
    void makeSymbolsThatAreUnique() {
        long symbol = fixture.run("asSymbol", fixture.oop("foo:bar:"));

        assertThat(fixture.run("asSymbol", fixture.oop("foo:bar:"))).isEqualTo(symbol);
        assertThat(Oop.classIndex(symbol)).isEqualTo(KnownClass.SYMBOL.index());
        assertThat(Oop.classIndex(fixture.run("asSymbol", fixture.oop(WIDE))))
                .isEqualTo(KnownClass.WIDE_SYMBOL.index());
        assertThat(fixture.answer("asSymbol", 3)).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "äöü", "αβγ", "a😀"})
    void encodeAndDecodeUtf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(fixture.answer("utf8Encoded", text)).isEqualTo(bytes);
        assertThat(fixture.answer("utf8Decoded", bytes)).isEqualTo(text);
        assertThat(fixture.answer("utf8Decoded", new String(bytes, StandardCharsets.ISO_8859_1)))
                .isEqualTo(text);
    }

    @Test
    void refuseWhatIsNoUtf8() {
        assertThat(fixture.answer("utf8Decoded", new byte[] {(byte) 0xC3})).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("utf8Decoded", new byte[] {(byte) 0xFF, 0}))
                .isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("utf8Decoded", WIDE)).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.answer("utf8Decoded", 3)).isEqualTo(Failure.WRONG_RECEIVER);
        assertThat(fixture.answer("utf8Encoded", "\uD800")).isEqualTo(Failure.OUT_OF_RANGE);
    }

    @Test
    void askForACollectionWhenThereIsNoRoom() {
        long text = fixture.oop("some text");
        long array = fixture.oop(List.of('a'));
        fixture.fill();

        for (String name : List.of("asSymbol", "asUppercase", "asLowercase", "utf8Encoded", "utf8Decoded")) {
            assertThat(fixture.run(name, text)).as(name).isEqualTo(Primitive.NEEDS_ROOM);
        }
        assertThat(fixture.run("concatenate", text, text)).isEqualTo(Primitive.NEEDS_ROOM);
        assertThat(fixture.run("fromCharacters", array)).isEqualTo(Primitive.NEEDS_ROOM);
    }

    @Test
    void makeCharacters() {
        assertThat(fixture.answer("character", 0, 97)).isEqualTo('a');
        assertThat(fixture.run("character", 0, Oop.smallInteger(0x10FFFF)))
                .isEqualTo(Oop.character(0x10FFFF));
        assertThat(fixture.answer("character", 0, 0x110000)).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("character", 0, -1)).isEqualTo(Failure.OUT_OF_RANGE);
        assertThat(fixture.answer("character", 0, "a")).isEqualTo(Failure.WRONG_ARGUMENT);
        assertThat(fixture.answer("characterValue", 'a')).isEqualTo(BigInteger.valueOf(97));
        assertThat(fixture.answer("characterValue", "a")).isEqualTo(Failure.WRONG_RECEIVER);
    }

    @ParameterizedTest(name = "character {index}: ''{0}''")
    @CsvSource({"a, true, true, true, false, false", "A, true, true, false, true, false",
            "1, false, true, false, false, false", "ß, true, true, true, false, false",
            "Ω, true, true, false, true, false", "'\t', false, false, false, false, true",
            "'\u00a0', false, false, false, false, true", "_, false, false, false, false, false"})
    void knowThePropertiesOfCharacters(char character, boolean letter, boolean alphaNumeric, boolean lower,
            boolean upper, boolean separator) {
        assertThat(fixture.answer("characterIsLetter", character)).isEqualTo(letter);
        assertThat(fixture.answer("characterIsAlphaNumeric", character)).isEqualTo(alphaNumeric);
        assertThat(fixture.answer("characterIsLowercase", character)).isEqualTo(lower);
        assertThat(fixture.answer("characterIsUppercase", character)).isEqualTo(upper);
        assertThat(fixture.answer("characterIsSeparator", character)).isEqualTo(separator);
        assertThat(fixture.answer("characterCategory", character))
                .isEqualTo(BigInteger.valueOf(Character.getType(character)));
        assertThat(fixture.answer("characterAsUppercase", character))
                .isEqualTo(Character.toUpperCase(character));
        assertThat(fixture.answer("characterAsLowercase", character))
                .isEqualTo(Character.toLowerCase(character));
    }

    @ParameterizedTest
    @ValueSource(strings = {"characterIsLetter", "characterIsAlphaNumeric", "characterIsLowercase",
            "characterIsUppercase", "characterIsSeparator", "characterAsLowercase", "characterAsUppercase",
            "characterCategory"})
    void askOnlyCharactersForTheirProperties(String name) {
        assertThat(fixture.answer(name, 97)).isEqualTo(Failure.WRONG_RECEIVER);
    }

    private long widened(String text) {
        long wide = Allocation.allocateWords32(fixture.mutator(), KnownClass.WIDE_STRING.index(),
                text.length());
        for (int index = 0; index < text.length(); index++) {
            Memory.putInt(wide + ObjectHeader.BYTES + index * 4L, text.charAt(index));
        }
        return wide;
    }
}
