package st.sendwright.format.tonel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.language.SourceItem;

@DisplayName("The Tonel format")
class TonelFormatTest {

    private final TonelFormat format = new TonelFormat();

    @Test
    void readsAClassOfVersionThree() {
        assertThat(Shown.lines("""
                "
                I say ""hello"".
                "
                Class {
                	#name : 'Foo',
                	#superclass : 'Object',
                	#instVars : [
                		'a',
                		'b'
                	],
                	#classVars : [
                		'Shared'
                	],
                	#pools : [
                		'Pool'
                	],
                	#classInstVars : [
                		'unique'
                	],
                	#category : 'My-Core',
                	#package : 'My',
                	#tag : 'Core'
                }

                { #category : 'instance creation' }
                Foo class >> new [

                	^super new
                ]

                { #category : 'accessing' }
                Foo >> at: x put: y [
                	^x
                ]
                """)).containsExactly(
                "4:1 run Object subclass: #Foo instanceVariableNames: 'a b' classVariableNames: 'Shared'"
                        + " poolDictionaries: 'Pool' category: 'My-Core'",
                "4:1 run Foo class instanceVariableNames: 'unique'",
                "2:1 comment of Foo: I say \"hello\".",
                "26:14 Foo class >> new ^super new {instance creation}",
                "32:8 Foo >> at: x put: y ^x {accessing}");
    }

    @Test
    void readsAClassOfVersionOne() {
        assertThat(Shown.lines("""
                Class {
                	#name : #Foo,
                	#superclass : #'Bar',
                	#category : #'My-Core'
                }

                { #category : #accessing }
                Foo >> bar [ ^#bar ]

                { #category : #'as yet unclassified' }
                Foo >> + other [
                	<primitive: 1>
                	^other
                ]
                """)).containsExactly(
                "1:1 run Bar subclass: #Foo instanceVariableNames: '' classVariableNames: ''"
                        + " poolDictionaries: '' category: 'My-Core'",
                "8:8 Foo >> bar ^#bar {accessing}",
                "11:8 Foo >> + other <primitive: 1> ^other {as yet unclassified}");
    }

    @Test
    void readsTraitsAndWhatUsesThem() {
        assertThat(Shown.lines("""
                Trait {
                	#name : 'TFoo',
                	#instVars : [ 'x' ],
                	#traits : 'TBar + TBaz',
                	#classTraits : 'TBar classTrait',
                	#category : 'My'
                }

                { #category : 'x' }
                TFoo classTrait >> make [ ^self new ]
                """)).containsExactly(
                "1:1 run Trait named: #TFoo uses: 'TBar + TBaz' instanceVariableNames: 'x' category: 'My'",
                "1:1 run TFoo class uses: 'TBar classTrait'",
                "10:20 TFoo class >> make ^self new {x}");
        assertThat(Shown.lines("Class { #name : 'A', #superclass : 'Object', #traits : 'TA - {#x}',"
                + " #classTraits : '{}', #category : 'C' }"))
                .containsExactly("1:1 run Object subclass: #A uses: 'TA - {#x}' instanceVariableNames: ''"
                        + " classVariableNames: '' poolDictionaries: '' category: 'C'");
    }

    @Test
    void makesEachKindOfClass() {
        assertThat(kind("variable")).startsWith("Object variableSubclass: #A");
        assertThat(kind("bytes")).startsWith("Object variableByteSubclass: #A");
        assertThat(kind("words")).startsWith("Object variableWordSubclass: #A");
        assertThat(kind("DoubleByteLayout")).startsWith("Object variableDoubleByteSubclass: #A");
        assertThat(kind("doubleWords")).startsWith("Object variable64Subclass: #A");
        assertThat(kind("weak")).startsWith("Object weakSubclass: #A");
        assertThat(kind("ephemeron")).startsWith("Object ephemeronSubclass: #A");
        assertThat(kind("immediate")).startsWith("Object immediateSubclass: #A");
        assertThat(kind("compiledMethod")).startsWith("Object variableByteSubclass: #A");
    }

    private static String kind(String type) {
        return Shown.items("Class { #name : 'A', #superclass : 'Object', #type : '" + type + "' }")
                .getFirst().source().text();
    }

    @Test
    void saysThatItDoesNotKnowAKind() {
        assertThat(Shown.lines("Class { #name : 'A', #superclass : 'Object', #type : 'odd' }")).hasSize(2)
                .first().asString().startsWith("1:1 SW-TONEL-004 at 1:1");
    }

    @Test
    void takesTheNamesOfVariablesThatHaveATypeAndOfClassesInNamespaces() {
        assertThat(Shown.lines("Class { #name : 'My.Foo', #superclass : 'Core.Object',"
                + " #instVars : [ 'a => WeakSlot', '#b => InitializedSlot default: 3' ],"
                + " #classConstants : { 'Limit' : 16r10, 'Word' : 'it''s' }, #category : 'X' }"
                + "\n{ #category : 'x' }\nMy.Foo >> a [ ^a ]")).containsExactly(
                "1:1 run Object subclass: #Foo instanceVariableNames: 'a b' classVariableNames: ''"
                        + " poolDictionaries: '' category: 'X'",
                "1:1 run Foo addClassConstant: 'Limit' value: 16r10",
                "1:1 run Foo addClassConstant: 'Word' value: 'it''s'",
                "3:11 Foo >> a ^a {x}");
    }

    @Test
    void makesRootClasses() {
        assertThat(Shown.lines("Class { #name : 'Root', #superclass : 'nil', #category : 'X' }"))
                .first().asString().startsWith("1:1 run nil subclass: #Root");
    }

    @Test
    void findsTheEndOfAMethodBehindBracketsThatAreNone() {
        assertThat(Shown.lines("""
                Extension { #name : 'Foo' }

                { #category : '*My' }
                Foo >> odd [
                	"it's ] a comment"
                	^{ $]. $'. $". ']'. #(a $[ [ ]). [ [ 3 ] value ]. #']' }
                ]

                { #category : '*My' }
                Foo >> blank [
                	^$\s
                ]
                """)).containsExactly(
                "4:8 Foo >> odd \"it's ] a comment\" ^{ $]. $'. $\". ']'. #(a $[ [ ]). [ [ 3 ] value ]. #']' }"
                        + " {*My}",
                "10:8 Foo >> blank ^$  {*My}");
        assertThat(Shown.items("Extension { #name : 'Foo' }\nFoo >> c [ ^$  ]").getFirst().source().text())
                .isEqualTo("c   ^$ ");
    }

    @Test
    void keepsCodeWhereItStandsInTheFile() {
        SourceItem method = Shown.items("Extension { #name : 'Foo' }\n\n{ #category : 'x' }\nFoo >> a: b [\n\t^b\n]\n")
                .getFirst();

        assertThat(method.source().text()).isEqualTo("a: b  \n\t^b");
        assertThat(method.source().line()).isEqualTo(4);
        assertThat(method.source().column()).isEqualTo(8);
    }

    @Test
    void readsPackagesPropertiesAndEmptyMaps() {
        assertThat(Shown.lines("Package { #name : 'My' }")).containsExactly(
                "1:1 package of : Package { #name : 'My' }");
        assertThat(format.confidence("a/properties.st", "{\n\t#format : #tonel\n}")).isPositive();
        assertThat(Shown.lines("{ #format : #tonel }")).containsExactly("1:1 package of : { #format : #tonel }");
        assertThat(Shown.lines("Extension { #name : 'A' }\n{ }\nA >> b [ ^1 ]"))
                .containsExactly("3:6 A >> b ^1");
    }

    @Test
    void readsWhatOurFileOutKeeps() {
        assertThat(Shown.lines("\"I am.\"\nClass { #name : 'A', #superclass : 'Object', #guid : '(GUID x)',"
                + " #commentStamp : 'ab 1', #classCategories : [ 'X', 'Y' ], #category : 'C' }\n"
                + "{ #category : 'x', #stamp : 'ab 2', #categories : [ 'x', 'y' ] }\nA >> at: i put: v [ ^v ]"))
                .contains("1:2 comment of A: I am.", "2:1 guid: of A: (GUID x)",
                        "2:1 categoriesForClass of A: X!Y",
                        "4:6 A >> at: i put: v ^v {x} at ab 2", "3:1 categoriesFor: #at:put: of A: x!y");
    }

    @Test
    void isSureOfItsFilesOnly() {
        assertThat(format.confidence("Foo.class.st", "Class {")).isEqualTo(97);
        assertThat(format.confidence("x", "\"comment\" Trait { #name : 'T' }")).isEqualTo(97);
        assertThat(format.confidence("x.st", "Object subclass: #Foo")).isZero();
        assertThat(format.confidence("x.st", "{ 1. 2 }")).isZero();
        assertThat(format.confidence("x.st", "")).isZero();
        assertThat(format.isDeclarative()).isTrue();
    }
}
