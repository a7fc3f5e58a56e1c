package st.sendwright.runtime;

import java.util.List;

/** What random programs stand on: their classes, and how they tell what they do. */
final class RandomProgramSupport {

    /** In the order in which they are defined. */
    static final List<String> CLASSES = List.of("FuzzRoot", "FuzzLeft", "FuzzRight", "FuzzDeep");

    /** Statements. */
    static final List<String> DEFINITIONS = List.of(
            "Object subclass: #FuzzRoot instanceVariableNames: 'a b c d' classVariableNames: 'Log Fuel Shared'"
                    + " poolDictionaries: '' category: 'Fuzz'",
            "FuzzRoot subclass: #FuzzLeft instanceVariableNames: 'e' classVariableNames: ''"
                    + " poolDictionaries: '' category: 'Fuzz'",
            "FuzzRoot subclass: #FuzzRight instanceVariableNames: '' classVariableNames: ''"
                    + " poolDictionaries: '' category: 'Fuzz'",
            "FuzzLeft subclass: #FuzzDeep instanceVariableNames: 'f g' classVariableNames: ''"
                    + " poolDictionaries: '' category: 'Fuzz'",
            """
            1 to: 9 do: [:i |
            	(Object subclass: ('FuzzKind' , i printString) asSymbol instanceVariableNames: 'x y'
            		classVariableNames: '' poolDictionaries: '' category: 'Fuzz')
            			compile: 'kind ^' , i printString;
            			compile: 'x ^x';
            			compile: 'x: anObject ' , (i even ifTrue: ['x := anObject'] ifFalse: ['^x := anObject']);
            			compile: 'kind: anObject ' , (i even ifTrue: ['^anObject'] ifFalse: ['y := anObject. ^y -> x']);
            			compile: '+ anObject ^anObject -> ' , i printString]""");

    /** A class, and a method of it. */
    record Method(String className, String source) {
    }

    static final List<Method> METHODS = List.of(
            new Method("FuzzRoot", """
                start: fuel
                	Fuel := fuel.
                	Shared := 2.5.
                	Log isNil ifTrue: [Log := WriteStream on: (String new: 1000)].
                	a := 3. b := #fuzz. c := Array new: 5. d := [:x | x]"""),
            new Method("FuzzLeft", "start: fuel super start: fuel. e := 'left'"),
            new Method("FuzzDeep", "start: fuel super start: fuel. f := 1/3. g := true"),
            new Method("FuzzRoot", "takeLog | text | text := Log contents. Log := nil. ^text"),
            new Method("FuzzRoot", "isSpent ^Fuel < 0"),
            new Method("FuzzRoot", """
                log: anObject
                	Log position > 20000 ifFalse: [self show: anObject depth: 2. Log nl].
                	^anObject"""),
            new Method("FuzzRoot", """
                show: anObject depth: depth
                	| text |
                	anObject == nil ifTrue: [^Log nextPutAll: 'nil'].
                	((anObject isKindOf: Number) or: [(anObject isKindOf: Boolean) or: [(anObject isKindOf: Character)
                			or: [anObject isKindOf: String]]]) ifTrue: [
                		text := anObject printString.
                		^Log nextPutAll: (text copyFrom: 1 to: (text size min: 80))].
                	Log nextPutAll: anObject class name.
                	(anObject isKindOf: BlockClosure) ifTrue: [^Log print: anObject numArgs].
                	depth < 1 ifTrue: [^self].
                	(anObject isKindOf: Association) ifTrue: [
                		self show: anObject key depth: depth - 1.
                		Log nextPutAll: '->'.
                		^self show: anObject value depth: depth - 1].
                	(anObject isKindOf: SequenceableCollection) ifTrue: [
                		Log nextPut: $(.
                		1 to: (anObject size min: 8) do: [:i | self show: (anObject at: i) depth: depth - 1. Log space].
                		Log nextPut: $)].
                	((anObject class name copyFrom: 1 to: (anObject class name size min: 4)) = 'Fuzz') ifTrue: [
                		Log nextPut: $[.
                		1 to: anObject class instSize do: [:i |
                			self show: (anObject instVarAt: i) depth: depth - 1. Log space].
                		Log nextPut: $]]"""),
            // The whole state of the activations below, as far as Contexts tell it.
            new Method("FuzzRoot", """
                probe: anInteger
                	| context left |
                	Log position > 20000 ifTrue: [^self].
                	context := thisContext sender.
                	left := anInteger.
                	[left > 0 and: [context notNil and: [context method selector ~~ #main]]] whileTrue: [
                		Log print: context method selector; space; print: context pc; space; print: context stackp.
                		Log nextPut: $(.
                		1 to: context stackp do: [:i | self show: (context tempAt: i) depth: 1. Log space].
                		Log nextPut: $); nl.
                		left := left - 1.
                		context := context sender]"""),
            // Keeps numbers and texts from growing without end.
            new Method("FuzzRoot", """
                tame: anObject
                	anObject class == SmallInteger ifTrue: [^anObject].
                	(anObject isKindOf: Integer) ifTrue: [
                		^anObject bitLength > 200 ifTrue: [anObject \\\\ (1 bitShift: 190)] ifFalse: [anObject]].
                	(anObject isKindOf: Fraction) ifTrue: [
                		^anObject numerator bitLength + anObject denominator bitLength > 200 ifTrue: [7] ifFalse: [anObject]].
                	((anObject isKindOf: ArrayedCollection) and: [anObject size > 40]) ifTrue: [
                		^anObject copyFrom: 1 to: 40].
                	^anObject"""),
            new Method("FuzzRoot", """
                guard: aBlock
                	^aBlock on: Error , Warning do: [:error |
                		self log: error class name.
                		self log: error messageText.
                		error return: nil]"""),
            new Method("FuzzRoot", """
                fork: aBlock
                	"Evaluates the block in a Process of its own and waits for that."
                	| done answer |
                	done := Semaphore new.
                	[[answer := self guard: aBlock] ensure: [done signal]] fork.
                	done wait.
                	^answer"""),
            new Method("FuzzRoot", """
                deep: n
                	^n = 0 ifTrue: [(self probe: 2) isNil ifTrue: [1] ifFalse: [a]] ifFalse: [self deep: n - 1. n]"""),
            new Method("FuzzRoot", "deep: n do: aBlock ^n < 1 ifTrue: [aBlock value] ifFalse: [self deep: n - 1 do: aBlock]"),
            new Method("FuzzRoot", "a ^a"),
            new Method("FuzzRoot", "a: x a := x"),
            new Method("FuzzRoot", "b ^b"),
            new Method("FuzzRoot", "b: x ^b := x"),
            new Method("FuzzRoot", "c ^c"),
            new Method("FuzzRoot", "d: x d := x"),
            new Method("FuzzRoot", "constant ^#(1 $a)"),
            new Method("FuzzRoot", "+ x self probe: 1. ^x"),
            new Method("FuzzRoot", "< x ^a < x"),
            new Method("FuzzRoot", "= x ^self == x"),
            new Method("FuzzRoot", "hash ^1"),
            new Method("FuzzRoot", "size ^a"),
            new Method("FuzzRoot", "at: x ^c at: x"),
            new Method("FuzzRoot", "at: x put: y ^c at: x put: y"),
            new Method("FuzzRoot", "value ^b"),
            new Method("FuzzRoot", "value: x self probe: 2. ^b := x"),
            new Method("FuzzRoot", "not ^self"),
            new Method("FuzzLeft", "a ^self constant"),
            new Method("FuzzLeft", "b ^super b"),
            new Method("FuzzLeft", "+ x ^[:y | y == 3 ifTrue: [^self]. y] value: x"),
            new Method("FuzzLeft", "isNil ^true"),
            new Method("FuzzLeft", "value: x e := x. ^super value: x"),
            new Method("FuzzRight", "b ^self log: b"),
            new Method("FuzzRight", "doesNotUnderstand: aMessage ^self log: aMessage selector"),
            new Method("FuzzRight", "< x ^x"),
            new Method("FuzzDeep", "constant f := 8. ^f -> super constant"),
            new Method("FuzzDeep", "size ^self error: 'no size'"));

    private RandomProgramSupport() {
    }
}
