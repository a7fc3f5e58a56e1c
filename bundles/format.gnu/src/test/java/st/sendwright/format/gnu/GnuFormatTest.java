package st.sendwright.format.gnu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.language.SourceItem;

@DisplayName("The GNU format")
class GnuFormatTest {

    private final GnuFormat format = new GnuFormat();

    private static List<String> lines(String text) {
        return Shown.lines(text);
    }

    @Nested
    @DisplayName("reads a class body:")
    class ClassBody {

        @Test
        void variablesCommentAndCategoryGoIntoTheDefinition() {
            assertThat(lines("""
                    Object subclass: Foo [
                        | a b |
                        <category: 'Examples-Foo'>
                        <comment: 'It''s a Foo'>
                        |c|
                    ]
                    """)).containsExactly(
                    "1:1 run Object subclass: #Foo instanceVariableNames: 'a b c' classVariableNames: ''"
                            + " poolDictionaries: '' category: 'Examples-Foo'",
                    "4:15 comment of Foo: It's a Foo");
        }

        @Test
        void aClassThatDeclaresNothingIsTakenAsItIs() {
            assertThat(lines("Smalltalk.Object subclass: NS.Foo [ <category: 'x'> ]")).containsExactly(
                    "1:1 run Object subclass: #Foo", "1:1 run Foo category: 'x'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"pointer variableSubclass:", "byte variableByteSubclass:",
                "character variableByteSubclass:", "ushort variableDoubleByteSubclass:",
                "uint variableWordSubclass:", "int64 variable64Subclass:"})
        void theShapeChoosesTheMessage(String shapeAndMessage) {
            String[] words = shapeAndMessage.split(" ");

            assertThat(lines("Object subclass: Foo [ <shape: #" + words[0] + "> ]")).containsExactly(
                    "1:1 run Object " + words[1] + " #Foo instanceVariableNames: '' classVariableNames: ''"
                            + " poolDictionaries: '' category: nil");
        }

        @Test
        void anUnknownShapeIsLeftToTheLibrary() {
            assertThat(lines("A subclass: Foo [ <shape: #inherit> ]").getFirst())
                    .startsWith("1:1 run A variable: #inherit subclass: #Foo");
        }

        @Test
        void classVariablesAreDeclaredAndSetInTheScopeOfTheClass() {
            assertThat(lines("""
                    Object subclass: Foo [
                        K := 3.
                        L := Array new: K
                    ]
                    """)).containsExactly(
                    "1:1 run Object subclass: #Foo instanceVariableNames: '' classVariableNames: 'K L'"
                            + " poolDictionaries: '' category: nil",
                    "2:5 run in Foo: K := 3", "3:5 run in Foo: L := Array new: K");
        }

        @Test
        void otherAttributesAreSentToTheClass() {
            assertThat(lines("Object subclass: Foo [ <import: 'A'> <pool: 1 + (2 > 1) size> ]"))
                    .containsExactly(
                    "1:1 run Object subclass: #Foo", "1:24 run in Foo: self import: 'A'",
                    "1:38 run in Foo: self pool: 1 + (2 > 1) size");
        }

        @Test
        void methodsOfEveryForm() {
            assertThat(lines("""
                    Object subclass: Foo [
                        bar [ <category: 'one'> ^1 ]
                        at: x put: y [ | a | <category: 'two'> ^[:b | #(] $] '] ' "]" 1) ] ]
                        + other [ ^self ]
                        < other [ ^true ]
                        | other [ ^other ]
                        , other [ <primitive: 60> ^other ]
                        Foo class >> new [ ^super new ]
                        Foo >> baz [ ]
                    ]
                    """)).containsExactly(
                    "1:1 run Object subclass: #Foo",
                    "2:5 Foo >> bar ^1 {one}",
                    "3:5 Foo >> at: x put: y | a | ^[:b | #(] $] '] ' \"]\" 1) ] {two}",
                    "4:5 Foo >> + other ^self",
                    "5:5 Foo >> < other ^true",
                    "6:5 Foo >> | other ^other",
                    "7:5 Foo >> , other <primitive: 60> ^other",
                    "8:18 Foo class >> new ^super new",
                    "9:12 Foo >> baz");
        }

        @Test
        void aMethodKeepsTheLinesAndColumnsOfTheFile() {
            SourceItem.Method method = (SourceItem.Method) Shown.items("""
                    Foo extend [
                        bar [
                            <category: 'x'>

                            ^1
                        ]
                    ]
                    """).getFirst();

            assertThat(method.source().text()).isEqualTo("bar  \n                       \n\n        ^1");
            assertThat(method.source().lineAt(method.source().text().indexOf('^'))).isEqualTo(5);
        }

        @Test
        void aBlankCharacterAtTheEndOfAMethodIsNoWhiteSpace() {
            assertThat(Shown.items("Foo extend [ bar [ ^$ ] ]").getFirst().source().text()).isEqualTo("bar   ^$ ");
        }

        @Test
        void theClassSideHasAPartOfItsOwn() {
            assertThat(lines("Object subclass: Foo [ Foo class [ | x y | <comment: nil> make [ ^x ] ] bar [ ] ]"))
                    .containsExactly("1:1 run Object subclass: #Foo",
                            "1:36 run Foo class addInstVarName: 'x'", "1:36 run Foo class addInstVarName: 'y'",
                            "1:44 comment of Foo class: <comment: nil>",
                            "1:59 Foo class >> make ^x", "1:73 Foo >> bar");
        }

        @Test
        void twoBarsDeclareNothing() {
            assertThat(lines("Object subclass: Foo [ || bar [ ] ]"))
                    .containsExactly("1:1 run Object subclass: #Foo", "1:27 Foo >> bar");
        }
    }

    @Nested
    @DisplayName("reads, outside of class bodies,")
    class Outside {

        @Test
        void extensions() {
            assertThat(lines("""
                    Foo extend [ | a | K := 1. bar [ ^a ] ]
                    NS.Foo class extend [ | b | bar [ ^b ] ]
                    Foo class [ | c | ].
                    """)).containsExactly(
                    "1:14 run Foo addInstVarName: 'a'", "1:20 run Foo addClassVarName: 'K'",
                    "1:20 run in Foo: K := 1", "1:28 Foo >> bar ^a",
                    "2:23 run Foo class addInstVarName: 'b'", "2:29 Foo class >> bar ^b",
                    "3:13 run Foo class addInstVarName: 'c'");
        }

        @Test
        void methodsThatNameTheirClass() {
            assertThat(lines("Foo >> bar [ ^1 ] Foo class >> at: x put: y [ <category: 'z'> ^x ]"))
                    .containsExactly(
                    "1:8 Foo >> bar ^1", "1:32 Foo class >> at: x put: y ^x {z}");
        }

        @Test
        void evaluationsAsOneItemEach() {
            assertThat(lines("Eval [ | a | a := [3] value. a printNl ] Eval [ ] Eval [ ^4 ]"))
                    .containsExactly(
                    "1:8 run | a | a := [3] value. a printNl", "1:58 run ^4");
        }

        @Test
        void statementsOneByOne() {
            assertThat(lines("""
                    #! /usr/bin/gst -f
                    | a b | a := 3. b := #(1 2. 3) , {4. 5}.
                    (a > 2) ifTrue: [ 'x. y' printNl. 'z' printNl ]
                    Foo extend [ bar [ ] ]
                    'a' printNl 'b' printNl. ..
                    ^a ! b foo ! b; bar
                    """)).containsExactly(
                    "2:1 run a := b := nil", "2:9 run a := 3", "2:17 run b := #(1 2. 3) , {4. 5}",
                    "3:1 run (a > 2) ifTrue: [ 'x. y' printNl. 'z' printNl ]", "4:14 Foo >> bar",
                    "5:1 run 'a' printNl", "5:13 run 'b' printNl", "6:1 run ^a", "6:6 run b foo",
                    "6:14 run b; bar");
        }

        @Test
        void classDefinitionMessagesAreStatements() {
            assertThat(lines("Object subclass: #Foo.\nFoo extend [ bar [ ] ]\nFoo instanceVariableNames: 'a' !"))
                    .containsExactly("1:1 run Object subclass: #Foo", "2:14 Foo >> bar",
                            "3:1 run Foo instanceVariableNames: 'a'");
        }

        @Test
        void namespacesWhoseNamesAreNotKeptApart() {
            assertThat(lines("""
                    Namespace current: Smalltalk.A [
                        <comment: 'x'>
                        Namespace current: B [ Object subclass: Foo [ ] ]
                        Foo new bar
                    ]
                    """)).containsExactly(
                    "1:1 run Smalltalk addSubspace: #A", "2:5 comment of : <comment: 'x'>",
                    "3:5 run Smalltalk addSubspace: #B", "3:28 run Object subclass: #Foo",
                    "4:5 run Foo new bar");
        }

        @Test
        void methodsBetweenBangs() {
            assertThat(lines("""
                    Eval [ 1 ]
                    !NS.Foo methodsFor: 'it''s'!
                    "First."
                    bar
                        ^'a ! b'
                    !

                    baz: x
                        ^$! , x
                    ! !
                    !Foo class methodsFor: 'new' stamp: 'ab 1/2/2003'!
                    make ^1! !
                    Foo make printNl!
                    """)).containsExactly(
                    "1:8 run 1",
                    "3:1 Foo >> \"First.\" bar ^'a ! b' {it's}",
                    "8:1 Foo >> baz: x ^$! , x {it's}",
                    "12:1 Foo class >> make ^1 {new} at ab 1/2/2003",
                    "13:1 run Foo make printNl");
        }
    }

    @Nested
    @DisplayName("is sure of")
    class Confidence {

        @ParameterizedTest
        @ValueSource(strings = {"Object subclass: Foo [ ]", "Eval [ 1 ]", "\"Foo!\" Foo extend [ a [ ] ]",
                "#! /bin/gst\n'a' printNl. Foo class extend [ ]", "Foo >> a: b [ ^'!' ]",
                "Foo class >> new [ ^super new ]", "Namespace current: A [ ]",
                "!Foo methodsFor: 'a'!\na\n  ^1! !\nEval [ Foo new a ]"})
        void filesWithADefinitionInBrackets(String text) {
            assertThat(format.confidence("a.st", text)).isGreaterThan(90);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "3 + 4", "#(1 2 3) do: [:each | each printNl]",
                "!Foo methodsFor: 'x'!\nbar\n  ^self class [ ^3 ]! !",
                "!Foo commentStamp: 'ab' prior: 0!\nIt's an example:\nFoo extend [ a [ ] ]!\n",
                "!Foo methodsFor: 'x'!\nbar\n  \"Eval [ 3 ]\"\n  ^'Foo extend [ ]'! !",
                "!Foo methodsFor: 'x'!\nfoo: a\n  [a bar] ensure: [^'>>x'.\n  [a]]!\n\nbar\n  [self] value! !",
                "Class { #name : #Foo, #superclass : #Object }\nFoo >> bar [\n^1\n]",
                "\"A comment\"\nExtension { #name : #Foo }\nFoo class >> bar [\n^1\n]"})
        void noOtherFiles(String text) {
            assertThat(format.confidence("a.st", text)).isZero();
        }
    }
}
