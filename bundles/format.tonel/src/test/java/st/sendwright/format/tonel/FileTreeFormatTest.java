package st.sendwright.format.tonel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

@DisplayName("The FileTree format")
class FileTreeFormatTest {

    private static final String PROPERTIES = """
            {
            	"category" : "My-Core",
            	"classinstvars" : [ "unique" ],
            	"classtraitcomposition" : "{}",
            	"classvars" : [ "Shared" ],
            	"commentStamp" : "",
            	"instvars" : [ "a", "b" ],
            	"name" : "Foo",
            	"pools" : [ ],
            	"super" : "Object",
            	"traitcomposition" : "TBar",
            	"type" : "normal" }
            """;

    private final FileTreeFormat format = new FileTreeFormat();

    private List<String> lines(String path, String text) {
        return format.read(SourceText.of(text, path)).stream().map(Shown::line).toList();
    }

    @Test
    void definesAClassByItsProperties() {
        assertThat(lines("My.package/Foo.class/properties.json", PROPERTIES)).containsExactly(
                "1:1 run Object subclass: #Foo uses: 'TBar' instanceVariableNames: 'a b'"
                        + " classVariableNames: 'Shared' poolDictionaries: '' category: 'My-Core'",
                "1:1 run Foo class instanceVariableNames: 'unique'");
        assertThat(lines("My.package/TBar.trait/properties.json",
                "{ \"name\" : \"TBar\", \"category\" : \"x\" }"))
                .containsExactly("1:1 run Trait named: #TBar uses: '' instanceVariableNames: '' category: 'x'");
    }

    @Test
    void takesTheCategoryOfAMethodFromItsFirstLine() {
        assertThat(lines("/x/My.package/Foo.class/instance/at.put..st", "accessing\nat: x put: y\n\t^y"))
                .containsExactly("2:1 Foo >> at: x put: y ^y {accessing}");
        assertThat(lines("My.package\\Foo.class\\class\\new.st",
                "\"\nnotice with class Foo\n\"\ninstance creation\n"
                + "new\n\t^super new")).containsExactly("5:1 Foo class >> new ^super new {instance creation}");
        assertThat(lines("My.package/Object.extension/instance/foo.st", "*my\nfoo\n"))
                .containsExactly("2:1 Object >> foo  {*my}");
    }

    @Test
    void takesTheCommentFromTheReadMe() {
        assertThat(lines("My.package/Foo.class/README.md", "I am."))
                .containsExactly("1:1 comment of Foo: I am.");
        assertThat(lines("My.package/Foo.class/README.md", "\n")).first().asString().contains("package of");
    }

    @Test
    void keepsEverythingElseAsMetadata() {
        assertThat(lines("My.package/.filetree/x.json", "{}"))
                .containsExactly("1:1 package of : {}");
        assertThat(lines("My.package/Foo.class/methodProperties.json", "{}"))
                .containsExactly("1:1 package of : {}");
        assertThat(lines("My.package/Foo.extension/properties.json", "{}"))
                .containsExactly("1:1 package of : {}");
    }

    @Test
    void saysWhatItCannotRead() {
        assertThat(lines("My.package/Foo.class/properties.json", "{ \"name\" : \"Foo\" }"))
                .first().asString().startsWith("1:1 SW-FILETREE-001");
        assertThat(lines("My.package/Foo.class/instance/foo.st", "accessing"))
                .first().asString().startsWith("1:1 SW-FILETREE-002");
        for (int end = 0; end < PROPERTIES.length() - 2; end++) {
            List<SourceItem> items = format.read(SourceText.of(PROPERTIES.substring(0, end),
                    "My.package/Foo.class/properties.json"));
            assertThat(items).singleElement().isInstanceOf(SourceItem.Unreadable.class);
        }
    }

    @Test
    void isSureByThePathAlone() {
        assertThat(format.confidence("a/My.package/Foo.class/instance/x.st", "")).isPositive();
        assertThat(format.confidence("a/My.package/Foo.class/properties.json", "")).isPositive();
        assertThat(format.confidence("a/Foo.class.st", "")).isZero();
        assertThat(format.confidence("a/instance/x.st", "")).isZero();
    }
}
