package st.sendwright.format.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

/** What the loader's decoder leaves in the text, and terminators that are not where they belong. */
@DisplayName("A chunk file written elsewhere")
class ForeignChunkFileTest {

    private final ChunkFormat format = new ChunkFormat();

    private List<SourceItem> read(String text) {
        return format.read(SourceText.of(text, "a.st"));
    }

    private static List<String> texts(List<SourceItem> items) {
        return items.stream().map(item -> item.source().text()).toList();
    }

    private static List<String> codes(List<SourceItem> items) {
        return items.stream().filter(SourceItem.Unreadable.class::isInstance)
                .map(item -> ((SourceItem.Unreadable) item).diagnostic().code()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void hasTheSameItemsWhateverItsLinesEndWith(String lineEnd) {
        String text = "3 bar!\n\n!Foo methodsFor: 'x'!\nfoo ^1!\n\nbar ^2!\n!\n\n4 baz!\n";

        List<SourceItem> items = read(text.replace("\n", lineEnd));

        assertThat(texts(items)).containsExactly("3 bar", "foo ^1", "bar ^2", "4 baz");
        assertThat(items).extracting(item -> item.getClass().getSimpleName())
                .containsExactly("Statements", "Method", "Method", "Statements");
    }

    @Test
    void takesNulCharactersAsSpaceAroundItemsAndKeepsThemInside() {
        List<SourceItem> items = read("3 bar!\0\n!Foo methodsFor: 'x'!\n\0foo ^1\0!\n\nbar ^'\0'! !\n"
                + "4\0 baz!\n5 last!");

        assertThat(texts(items)).containsExactly("3 bar", "foo ^1", "bar ^'\0'", "4\0 baz", "5 last");
    }

    @Test
    void takesLettersOfLatin1AsTheyAre() {
        List<SourceItem> items = read("!Foo methodsFor: 'Größe'!\nname ^'café ÿ'! !\n");

        assertThat(items).singleElement().isInstanceOf(SourceItem.Method.class);
        assertThat(((SourceItem.Method) items.getFirst()).category()).contains("Größe");
        assertThat(texts(items)).containsExactly("name ^'café ÿ'");
    }

    @Test
    void readsOnAfterACategoryThatEndsAtOnce() {
        List<SourceItem> items = read("!Foo methodsFor: 'x'! !\nfoo ^1! !\n"
                + "!Foo methodsFor: 'y'!\nbar ^2! !\n");

        assertThat(texts(items)).containsExactly("foo ^1", "bar ^2");
        assertThat(items.getFirst()).isInstanceOf(SourceItem.Statements.class);
        assertThat(items.getLast()).isInstanceOf(SourceItem.Method.class);
    }

    @Test
    void takesWhatFollowsACategoryWithoutEndAsItsMethods() {
        List<SourceItem> items = read("!Foo methodsFor: 'x'!\nfoo ^1!\nFoo new foo!\n");

        assertThat(items.subList(0, 2)).hasOnlyElementsOfType(SourceItem.Method.class);
        assertThat(codes(items)).containsExactly("SW-CHUNK-004");
    }

    @Test
    void endsACategoryOnceHoweverOftenItIsEnded() {
        List<SourceItem> items = read("!Foo methodsFor: 'x'!\nfoo ^1! ! !\n! !\n\n3 bar! !\n"
                + "!Foo methodsFor: 'y'!\nbar ^2! !");

        assertThat(texts(items)).containsExactly("foo ^1", "3 bar", "bar ^2");
        assertThat(codes(items)).isEmpty();
    }

    @Test
    void isNoMethodWhenItsBangIsDoubledByMistake() {
        List<SourceItem> items = read("3 foo!!\n4 bar!\n5 baz!");

        assertThat(texts(items)).containsExactly("3 foo!\n4 bar", "5 baz");
    }
}
