package st.sendwright.runtime;

import java.util.List;

/**
 * What a provider that is tried has to run: each program has one answer, whatever runs it. They are many ways to leave
 * code, to send to many classes, to fill the heap and the room for code, and to wait.
 */
final class TrialPrograms {

    /** A method for a class. */
    record Method(String className, String source) {
    }

    static final List<Method> METHODS = List.of(
            new Method("Integer", "trialDeep: bottom ^self = 0 ifTrue: [bottom value] ifFalse:"
                    + " [((self - 1) trialDeep: bottom) + 1]"),
            new Method("Integer", "trialUnwind: log do: bottom ^self = 0 ifTrue: [bottom value] ifFalse:"
                    + " [[((self - 1) trialUnwind: log do: bottom) + 1] ensure: [log add: self]]"),
            new Method("Integer", "trialLeave: aBlock (1 to: self) do: [:i | (1 to: i) do: [:j |"
                    + " (aBlock value: i value: j) ifTrue: [^i * j]]]. ^0"),
            new Method("Integer", "trialFibonacci ^self < 2 ifTrue: [1] ifFalse:"
                    + " [(self - 1) trialFibonacci + (self - 2) trialFibonacci]"),
            new Method("Integer", "trialMix: n | a | a := self. 1 to: n do: [:i | a := (a * 31 + (i bitXor: a // 7)"
                    + " bitAnd: 16r3FFFFFFF) \\\\ 1000003 - (i \\\\ 3)]. ^a"),
            new Method("Object", "trialKind ^1"), new Method("Integer", "trialKind ^2"),
            new Method("Float", "trialKind ^3"), new Method("Character", "trialKind ^4"),
            new Method("UndefinedObject", "trialKind ^5"), new Method("String", "trialKind ^6"),
            new Method("Symbol", "trialKind ^super trialKind + 7"), new Method("Fraction", "trialKind ^8"));

    static final List<String> PROGRAMS = List.of(
            "16 trialFibonacci",
            "(1 to: 20) inject: 0 into: [:sum :i | sum + (i trialMix: 400)]",
            "400 trialDeep: [0]",
            "| log | log := OrderedCollection new. {50 trialUnwind: log do: [7]. log size. [40 trialUnwind: log do:"
                    + " [Error signal: 'x']] on: Error do: [:e | e messageText]. log inject: 0 into: [:a :b | a * 31 + b"
                    + " \\\\ 9973]}",
            "{30 trialLeave: [:i :j | i * j = 204]. 9 trialLeave: [:i :j | i + j = 99]}",
            "| shapes | shapes := {3. 4.5. $a. nil. 'ab'. #ab. 1/2. true. 3@4. Object new. 2 raisedTo: 70. #(1 2)}."
                    + " (1 to: 480) inject: 0 into: [:sum :i | sum + (shapes at: i * i + (i // 7) \\\\ 12 + 1) trialKind]",
            "| tries | tries := 0. [tries := tries + 1. tries < 4 ifTrue: [1/0]. tries] on: ZeroDivide do: [:e | e retry]",
            "[(Notification signal: 'n') + 1] on: Notification do: [:n | n resume: 4]",
            "[nil trialUnknown: 3 with: 4] on: MessageNotUnderstood do: [:e | e return: e message arguments asArray]",
            "| queue done sum | queue := SharedQueue new. done := Semaphore new. sum := 0. [1 to: 40 do: [:i | queue nextPut:"
                    + " (1 to: i) asOrderedCollection. Processor yield]. done signal] fork. 40 timesRepeat: [sum := sum +"
                    + " (queue next inject: 0 into: [:a :b | a + b])]. done wait. sum",
            "| kept | kept := Dictionary new. 1 to: 600 do: [:i | kept at: i printString put: (Array with: i with: i asFloat"
                    + " / 4 with: (String new: i \\\\ 50))]. Smalltalk garbageCollect. (kept inject: 0 into: [:sum :each |"
                    + " sum + (kept at: each first printString) first + ((each at: 2) * 4) rounded + each last size])",
            "| map keys | keys := (1 to: 200) collect: [:i | Object new]. map := IdentityDictionary new. keys doWithIndex:"
                    + " [:each :i | map at: each put: i]. Smalltalk garbageCollect. keys inject: 0 into: [:a :b | a + (map"
                    + " at: b)]",
            "((1 to: 100) collect: [:i | (i * 7919 \\\\ 1000) printString]) asSortedCollection asArray hash",
            "{60 factorial printString. (2 raisedTo: 100) \\\\ 97. 17 sqrt printString. (1/3) + (1/6). -7 // 2. -7 \\\\ 2}",
            "(1 to: 30) inject: 0 into: [:sum :i | sum + (String streamContents: [:s | (1 to: i) do: [:j | s print: j;"
                    + " nextPut: $ ]]) size + ((1 to: i) asBag occurrencesOf: 3) + (i printString: 7) size]");

    private TrialPrograms() {
    }
}
