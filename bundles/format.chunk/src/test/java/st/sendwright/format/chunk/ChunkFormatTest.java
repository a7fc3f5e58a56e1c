package st.sendwright.format.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceItem;
import st.sendwright.language.SourceText;

@DisplayName("The chunk format")
class ChunkFormatTest {

    private final ChunkFormat format = new ChunkFormat();

    private List<SourceItem> read(String text) {
        return format.read(SourceText.of(text, "a.st"));
    }

    private static List<String> texts(List<SourceItem> items) {
        return items.stream().map(item -> item.source().text()).toList();
    }

    private static SourceItem.Method method(SourceItem item) {
        assertThat(item).isInstanceOf(SourceItem.Method.class);
        return (SourceItem.Method) item;
    }

    private static SourceItem.Unreadable unreadable(SourceItem item) {
        assertThat(item).isInstanceOf(SourceItem.Unreadable.class);
        return (SourceItem.Unreadable) item;
    }

    @Test
    void readsStatementsOfAChunkOneByOne() {
        List<SourceItem> items = read("""
                Foo one.
                  Foo two: '. !!' with: #(1 $. 2.5).
                Foo three!
                Foo four.
                Foo five!
                """.replace("!!", "x"));

        assertThat(texts(items)).containsExactly("Foo one", "Foo two: '. x' with: #(1 $. 2.5)", "Foo three",
                "Foo four", "Foo five");
        assertThat(items.get(1).source().line()).isEqualTo(2);
        assertThat(items.get(1).source().column()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"| a | a := 1. a foo", "\"why\" | a | a := 1. a foo", "x ifNil: [^nil]. x foo",
            "Foo one. | a | a := 2. a foo"})
    void keepsStatementsTogetherThatNeedEachOther(String chunk) {
        assertThat(texts(read(chunk + "!\n"))).containsExactly(chunk);
    }

    @Test
    void readsStatementsAndMethodsInFileOrder() {
        List<SourceItem> items = read("""
                Object subclass: #Foo
                    instanceVariableNames: ''!

                !Foo methodsFor: 'accessing'!
                one
                    ^1!

                two
                    ^2! !

                Foo new one!
                """);

        assertThat(texts(items)).containsExactly("Object subclass: #Foo\n    instanceVariableNames: ''",
                "one\n    ^1", "two\n    ^2", "Foo new one");
        assertThat(items).extracting(item -> item.getClass().getSimpleName())
                .containsExactly("Statements", "Method", "Method", "Statements");
    }

    @Test
    void placesEveryItemAtItsFirstCharacter() {
        List<SourceItem> items = read("""
                3 foo! 4 bar!
                !Foo methodsFor: 'x'!

                    one
                \t^1! !
                """);

        assertThat(items).extracting(item -> item.source().line()).containsExactly(1, 1, 4);
        assertThat(items).extracting(item -> item.source().column()).containsExactly(1, 8, 5);
    }

    @Test
    void countsFromWhereTheTextItselfStands() {
        List<SourceItem> items = format.read(new SourceText("3 foo!\n4 bar!", "a.st", 10, 5));

        assertThat(items).extracting(item -> item.source().line()).containsExactly(10, 11);
        assertThat(items).extracting(item -> item.source().column()).containsExactly(5, 1);
    }

    @ParameterizedTest(name = "{0} is about {1} in category {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "Foo methodsFor: 'cat'|Foo|cat",
            "Foo class methodsFor: 'x' stamp: 'ab 1/2/2003 10:20'|Foo class|x",
            "Foo  class  methodsFor: 'x' stamp: 'ab' prior: 12345|Foo class|x",
            "Foo methodsFor|Foo|",
            "Foo methodsFor |Foo|",
            "Foo class methodsFor|Foo class|",
            "Foo publicMethods|Foo|",
            "Foo class privateMethods|Foo class|",
            "Foo methods|Foo|",
            "Foo publicMethodsFor: 'x'|Foo|x",
            "Foo methodsFor: 'it''s'|Foo|it's",
            "Foo methodsFor: #accessing|Foo|accessing",
            "Foo methodsFor: nil|Foo|",
            "Foo methodsFor: ('a', 'b')|Foo|",
            "Foo methodsFor: 'c' ifTrue: true|Foo|c",
            "(Smalltalk at: #Foo) methodsFor: 'c'|Foo|c",
            "(Smalltalk classNamed: 'Foo') class methodsFor: 'c'|Foo class|c",
            "(Smalltalk at: #Foo ifAbsent: [Object]) methodsFor: 'c'|Foo|c",
            "(Foo class) methodsFor: 'c'|Foo class|c",
            "(Foo) methodsFor: 'c'|Foo|c",
            "Smalltalk.Foo methodsFor: 'c'|Foo|c",
            "Core.Foo methodsFor: 'c'|Core.Foo|c"})
    void understandsAnnouncementsOfMethods(String header, String className, String category) {
        List<SourceItem> items = read("!" + header + "!\nfoo ^1! !\n");

        assertThat(items).hasSize(1);
        assertThat(method(items.getFirst()).className()).isEqualTo(className);
        assertThat(method(items.getFirst()).category()).isEqualTo(Optional.ofNullable(category));
    }

    @Test
    void keepsTheStampOfMethods() {
        List<SourceItem> items = read("!Foo methodsFor: 'x' stamp: 'ab 1/2/2003 10:20' prior: 7!\nfoo! !\n");

        assertThat(method(items.getFirst()).stamp()).contains("ab 1/2/2003 10:20");
    }

    @Test
    void leavesOutMethodsUnderAConditionThatIsFalse() {
        List<SourceItem> items = read("!Foo methodsFor: 'c' ifTrue: false!\nfoo ^1! !\n3 bar!");

        assertThat(items.get(0)).isInstanceOf(SourceItem.Metadata.class);
        assertThat(items.get(1)).isInstanceOf(SourceItem.Statements.class);
    }

    @Test
    void warnsOfAConditionThatItCannotEvaluate() {
        List<SourceItem> items = read("!Foo methodsFor: 'c' ifTrue: (Smalltalk includesKey: #Bar)!\n"
                + "foo ^1! !\n");

        assertThat(unreadable(items.get(0)).diagnostic().isError()).isFalse();
        assertThat(unreadable(items.get(0)).diagnostic().code()).isEqualTo("SW-CHUNK-006");
        assertThat(method(items.get(1)).className()).isEqualTo("Foo");
    }

    @Test
    void refusesMethodsOfAReceiverThatOnlyARunKnows() {
        List<SourceItem> items = read("!(3 even: 4 odd: 5) methodsFor: 'c'!\nfoo ^1!\nbar ^2! !\n3 bar!");

        assertThat(unreadable(items.get(0)).diagnostic().code()).isEqualTo("SW-CHUNK-005");
        assertThat(texts(items).subList(1, items.size())).containsExactly("3 bar");
    }

    @Test
    void takesADoubledBangAsOne() {
        List<SourceItem> items = read("!Foo methodsFor: 'x'!\nfoo\n\t\"Hi!!\"\n"
                + "\t^'a!!b', $!! asString, (3 !! 4)! !\n");

        assertThat(texts(items)).containsExactly("foo\n\t\"Hi!\"\n\t^'a!b', $! asString, (3 ! 4)");
    }

    @Test
    void takesALoneBangInStringsAndCommentsAsText() {
        List<SourceItem> items = read("Foo say: 'Hello! you'!\n"
                + "\"odd! comment\" Foo run: $! with: $'!\n3 bar!");

        assertThat(texts(items)).containsExactly("Foo say: 'Hello! you'",
                "\"odd! comment\" Foo run: $! with: $'", "3 bar");
    }

    @Test
    void endsACategoryAtABangOnALineOfItsOwn() {
        List<SourceItem> items = read("!Foo methodsFor: 'x'!\nfoo\n\t^1!\nbar\n\t^2\n!\n!\n3 bar!\n");

        assertThat(texts(items)).containsExactly("foo\n\t^1", "bar\n\t^2", "3 bar");
        assertThat(items.getLast()).isInstanceOf(SourceItem.Statements.class);
    }

    @Test
    void acceptsACategoryThatEndsWithTheBangOfTheNext() {
        List<SourceItem> items = read("!Foo methodsFor: 'x'!\nfoo ^1!\n\n!Bar methodsFor: 'y'!\nbar ^2! !\n");

        assertThat(items).extracting(item -> method(item).className()).containsExactly("Foo", "Bar");
    }

    @Test
    void keepsCommentAssignmentsAsStatements() {
        assertThat(read("Foo comment: 'It is good!!'!")).singleElement()
                .isEqualTo(new SourceItem.Statements(SourceText.of("Foo comment: 'It is good!'", "a.st")));
    }

    @Test
    void readsStampedClassCommentsRaw() {
        List<SourceItem> items = read("""
                !Foo commentStamp: 'ab 1/2/2003' prior: 0!
                I don't mind "quotes" or 'strings, even!! bangs.

                Two paragraphs.!

                !Foo class commentStamp: '<historical>' prior: 0!
                Mine.! !
                3 bar!
                """);

        assertThat(items.get(0)).isEqualTo(new SourceItem.ClassComment("Foo", Optional.of("ab 1/2/2003"),
                new SourceText("I don't mind \"quotes\" or 'strings, even! bangs.\n\nTwo paragraphs.",
                "a.st", 2,
                        1)));
        assertThat(((SourceItem.ClassComment) items.get(1)).className()).isEqualTo("Foo class");
        assertThat(texts(items)).element(2).isEqualTo("3 bar");
        assertThat(items).hasSize(3);
    }

    @Test
    void readsClassCommentsWithoutStamp() {
        List<SourceItem> items = read("!Foo commentStamp!\nI don't say when.!\n3 bar!\n");

        assertThat(items.getFirst()).isEqualTo(new SourceItem.ClassComment("Foo", Optional.empty(),
                new SourceText("I don't say when.", "a.st", 2, 1)));
        assertThat(texts(items)).element(1).isEqualTo("3 bar");
    }

    @Test
    void passesOverTextStyles() {
        List<SourceItem> items = read("!Foo methodsFor: 'x'!\nfoo ^1! ]style[(3 2)f1b,f1! !\n"
                + "3 bar! ]style[(1)f1!\n");

        assertThat(texts(items)).containsExactly("foo ^1", "3 bar");
    }

    @Test
    void readsADolphinClassFile() {
        List<SourceItem> items = read("""
                "Filed out from Dolphin Smalltalk"!

                Object subclass: #Foo
                    instanceVariableNames: ''
                    classVariableNames: ''
                    poolDictionaries: ''
                    classInstanceVariableNames: ''!
                Foo guid: (GUID fromString: '{12345678-1234-1234-1234-123456789012}')!
                Foo comment: 'A foo.'!
                !Foo categoriesForClass!A-B!C! !
                !Foo methodsFor!

                bar
                    ^1! !
                !Foo categoriesFor: #bar:!private!don't! !

                !Foo class methodsFor!

                new
                    ^super new! !
                !Foo class categoriesFor: #new!public! !

                !Foo categoriesForMethods!
                bar!accessing!public! !
                baz!it's!public! !
                !

                Foo new bar!
                """);

        assertThat(items).extracting(item -> item.getClass().getSimpleName()).containsExactly("Metadata",
                "Statements", "Metadata", "Statements", "Metadata", "Method", "Metadata", "Method",
                "Metadata", "Metadata", "Metadata", "Statements");
        assertThat(items.get(2)).extracting("about", "key").containsExactly("Foo", "guid:");
        assertThat(items.get(2).source().text())
                .isEqualTo("(GUID fromString: '{12345678-1234-1234-1234-123456789012}')");
        assertThat(items.subList(9, 11)).extracting("about", "key")
                .containsExactly(tuple("Foo", "categoriesFor: #bar"), tuple("Foo", "categoriesFor: #baz"));
        assertThat(items.get(10).source().text()).isEqualTo("it's!public");
        assertThat(items.get(6)).extracting("about", "key").containsExactly("Foo", "categoriesFor: #bar:");
        assertThat(items.get(6).source().text()).isEqualTo("private!don't");
        assertThat(items.get(8)).extracting("about", "key")
                .containsExactly("Foo class", "categoriesFor: #new");
    }

    @Test
    void keepsWhatDolphinSaysOfAClassInOneMessage() {
        List<SourceItem> items = read("""
                Core.Foo isNonInstantiable: true!
                Core.Foo class isEgressOnly: false!
                Core.Foo methodProtocol: #'p' attributes: #(#ansi) selectors: #(#a #b:)!
                Foo isReady: true now!
                !Foo categoriesFor: #x !public! !
                Smalltalk at: #X put: (Object fromBinaryStoreBytes: (ByteArray fromBase64String: 'IVNU'))!
                """);

        assertThat(items).filteredOn(SourceItem.Metadata.class::isInstance).extracting("about", "key")
                .containsExactly(tuple("Core.Foo", "isNonInstantiable:"),
                        tuple("Core.Foo class", "isEgressOnly:"), tuple("Core.Foo", "methodProtocol:"),
                        tuple("Foo", "categoriesFor: #x"), tuple("", "binaryGlobal"));
        assertThat(texts(items)).contains("true", "false",
                "#'p' attributes: #(#ansi) selectors: #(#a #b:)", "Foo isReady: true now", "public");
    }

    @Test
    void readsADolphinPackageAsMetadata() {
        List<SourceItem> items = read("""
                | package |
                package := Package name: 'Foo'.
                package paxVersion: 1;
                    basicComment: ''!

                package classNames
                    add: #Foo;
                    yourself!
                package!
                """);

        assertThat(items).hasSize(3)
                .allSatisfy(item -> assertThat(item).extracting("key").isEqualTo("package"));
    }

    @Test
    void readsCuisHeaders() {
        List<SourceItem> items = read("""
                'From Cuis 6.0 [latest update: #1234] on 1 January 2024 at 1:00:00 pm'!
                'Description I am fine'!
                !provides: 'P' 1 2!
                !requires: 'Q' 1 2 nil!
                SystemOrganization addCategory: #X!

                !classDefinition: #C category: #X!
                Object subclass: #C
                    instanceVariableNames: ''!
                !classDefinition: 'C class' category: #X!
                C class
                    instanceVariableNames: 'a'!
                """);

        assertThat(items).filteredOn(SourceItem.Metadata.class::isInstance).extracting("key").containsExactly(
                "fileOutHeader", "fileOutHeader", "provides:", "requires:", "package", "classDefinition:",
                "classDefinition:");
        assertThat(items.get(5)).extracting("about").isEqualTo("C");
        assertThat(texts(items)).contains("C class\n    instanceVariableNames: 'a'");
    }

    @Test
    void readsReorganisationsRaw() {
        List<SourceItem> items = read("!Foo reorganize!\n('don''t' foo bar)\n('x' baz)\n! !\n3 bar!");

        assertThat(items.get(0)).extracting("about", "key").containsExactly("Foo", "reorganize");
        assertThat(texts(items)).element(1).isEqualTo("3 bar");
    }

    @Test
    void passesOverTheLineThatNamesTheInterpreter() {
        List<SourceItem> items = read("#!/usr/bin/env sendwright don't\n3 foo.\n4 bar");

        assertThat(texts(items)).containsExactly("3 foo", "4 bar");
        assertThat(items.getFirst().source().line()).isEqualTo(2);
    }

    @Test
    void splitsAFileWithoutBangsIntoStatements() {
        List<SourceItem> items = read("""
                "A script. With a comment"
                x := 3.5e2 foo.y := #(1 $. 'a.b') size.
                z := [:a | a. b] value: (1. 2).
                Smalltalk.Foo bar: 16r1F.AB.
                . ^{1. 2}. 'Hello!' displayNl. 2 foo""");

        assertThat(texts(items)).containsExactly("x := 3.5e2 foo", "y := #(1 $. 'a.b') size",
                "z := [:a | a. b] value: (1. 2)", "Smalltalk.Foo bar: 16r1F.AB", "^{1. 2}",
                "'Hello!' displayNl", "2 foo");
        assertThat(items).extracting(item -> item.source().line()).containsExactly(2, 2, 3, 4, 5, 5, 5);
        assertThat(items).extracting(item -> item.source().column()).containsExactly(1, 16, 1, 1, 3, 12, 32);
    }

    @Test
    void makesDeclarationsOfAScriptSharedNames() {
        List<SourceItem> items = read("| a b |\na := 1.\n| | | c | b := a | c");

        assertThat(texts(items)).containsExactly("a := b := nil", "a := 1", "c := nil", "b := a | c");
    }

    @Test
    void readsNothingFromAnEmptyFile() {
        assertThat(read("")).isEmpty();
        assertThat(read(" \n\t\"only a comment\"\n")).isEmpty();
        assertThat(read("!\n! !\n!")).isEmpty();
    }

    @Test
    void runsALastChunkWithoutBangAndSaysSo() {
        List<SourceItem> items = read("3 foo!\n4 bar\n");

        assertThat(texts(items)).startsWith("3 foo", "4 bar");
        assertThat(unreadable(items.get(2)).diagnostic()).returns(false, Diagnostic::isError)
                .returns(2, Diagnostic::line).returns("SW-CHUNK-004", Diagnostic::code);
    }

    @Test
    void leavesOutAMethodThatTheFileEndsIn() {
        List<SourceItem> items = read("!Foo methodsFor: 'x'!\nfoo ^1!\nbar ^2");

        assertThat(method(items.get(0)).source().text()).isEqualTo("foo ^1");
        assertThat(unreadable(items.get(1)).diagnostic()).returns(3, Diagnostic::line)
                .returns(1, Diagnostic::column).returns("SW-CHUNK-003", Diagnostic::code);
    }

    @Test
    void warnsOfACategoryThatTheFileEndsIn() {
        List<SourceItem> items = read("!Foo methodsFor: 'x'!\nfoo ^1!\n");

        assertThat(items).hasSize(2);
        assertThat(unreadable(items.get(1)).diagnostic().isError()).isFalse();
    }

    @Test
    void saysWhereAStringWithoutEndBeganAndReadsOn() {
        List<SourceItem> items = read("""
                3 foo!
                !Foo methodsFor: 'a'!
                foo
                    ^'abc!

                bar
                    ^'x'! !

                !Foo methodsFor: 'b'!
                baz
                    ^'y'! !
                """);

        assertThat(unreadable(items.get(1)).diagnostic()).returns(4, Diagnostic::line)
                .returns(6, Diagnostic::column).returns("SW-CHUNK-001", Diagnostic::code)
                .returns("    ^'abc!", Diagnostic::lineText).returns(5, Diagnostic::caret);
        assertThat(texts(items)).contains("3 foo", "bar\n    ^'x'", "baz\n    ^'y'");
        assertThat(items).hasSize(4);
    }

    @Test
    void saysWhereACommentWithoutEndBeganAndReadsOn() {
        List<SourceItem> items = read("""
                !Foo methodsFor: 'a'!
                foo
                    "never ends
                    ^1! !

                !Foo methodsFor: 'b'!
                baz
                    ^2! !
                """);

        assertThat(unreadable(items.get(0)).diagnostic()).returns(3, Diagnostic::line)
                .returns("SW-CHUNK-002", Diagnostic::code);
        assertThat(texts(items)).element(1).isEqualTo("baz\n    ^2");
        assertThat(items).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3 foo. 'abc", "'abc", "3 foo. 4 bar: 'x. y"})
    void saysWhereAStringOfAScriptBegan(String script) {
        List<SourceItem> items = read(script);

        assertThat(unreadable(items.getLast()).diagnostic())
                .returns(script.indexOf('\'') + 1, Diagnostic::column)
                .returns("SW-CHUNK-001", Diagnostic::code);
    }

    @Test
    void reportsACommentThatTheFileEndsIn() {
        List<SourceItem> items = read("3 foo!\n!Foo commentStamp: 'x' prior: 0!\nI am a");

        assertThat(unreadable(items.get(1)).diagnostic()).returns(2, Diagnostic::line)
                .returns("SW-CHUNK-003", Diagnostic::code);
    }

    @Test
    void isSureOfFilesWithMethodsAndTakesScriptsAsALastResort() {
        assertThat(format.confidence("a.st", "!Foo methodsFor: 'x'!"))
                .isGreaterThan(format.confidence("a.st", "3 foo!"));
        assertThat(format.confidence("a.st", "3 foo!")).isGreaterThan(format.confidence("a.st", "3 foo"));
        assertThat(format.confidence("a.st", "3 foo")).isPositive();
    }
}
