package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.jit.JitMode;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;

@DisplayName("Strings in machine code: hash, order, copies")
class TextsInMachineCodeTest {

    /** Of lengths around those of words, with one Character changed in turn at each place, and a longer String. */
    private static final String COMPARED = """
            | random answers |
            random := Random seed: 42.
            answers := WriteStream on: Array new.
            0 to: 40 do: [:size |
                | text |
                text := String new: size.
                1 to: size do: [:i | text at: i put: (Character value: (random between: 0 and: 255))].
                answers nextPut: text hash; nextPut: text = text copy; nextPut: text = (text , 'x').
                1 to: size do: [:i |
                    | other |
                    other := text copy.
                    other at: i put: (Character value: ((text at: i) value bitXor: 128)).
                    answers nextPut: text = other; nextPut: other = text; nextPut: other hash]].
            answers contents printString""";

    /** What machine code leaves to the kernel: Symbols, wide Strings, long ones, and what is no text. */
    private static final String OTHERS = """
            | long |
            long := String new: 5000 withAll: $a.
            (Array with: long hash with: long = long copy with: 'abc' = #abc with: 'abc' = 3) , (Array
                with: 'abc' = nil with: 'abc' = (String with: (Character value: 955))
                with: (String with: (Character value: 955)) hash with: '' hash) , (Array
                with: '' = '' with: #abc hash = 'abc' hash with: (long = (long copyFrom: 2)))""";

    /** Joining, order, and replacement in every range of two short Strings, with those that there are not. */
    private static final String COPIED = """
            | texts answers |
            texts := #('' 'a' 'abcdefg' 'abcdefgh' 'abcdefghi' #symbol #abcdefghij 'b') , (Array
                with: (String new: 100 withAll: $z) with: (String with: (Character value: 233)) with: #(1 2 3) copy).
            answers := WriteStream on: String new.
            texts do: [:each |
                answers print: each copy; print: each copy == each.
                texts do: [:other |
                    answers print: ([each , other] on: Error do: [:error | error class]).
                    answers print: ([each < other] on: Error do: [:error | error class]).
                    answers print: ([each caseSensitiveCompareTo: other] on: Error do: [:error | error class]).
                    answers print: each = other; print: (each == other); print: (Object new = other)]].
            0 to: 10 do: [:from | -1 to: 10 do: [:to | 0 to: 10 do: [:start |
                #('0123456789' #abcdefghi) do: [:source |
                    | target |
                    target := 'ABCDEFGHI' copy.
                    answers print: ([target replaceFrom: from to: to with: source startingAt: start]
                        on: Error do: [:error | error class]); print: target.
                    from > to ifFalse: [
                        answers print: ([target replaceFrom: from to: to with: target startingAt: start]
                            on: Error do: [:error | error class])]]]]].
            answers contents hash printString , ' ' , answers contents size printString""";

    @Test
    void areThoseOfThePrimitives() throws Exception {
        assertThat(answers(JitMode.EAGER)).isEqualTo(answers(JitMode.OFF));
    }

    private static String answers(JitMode mode) throws Exception {
        VmOptions options = VmOptions.defaults().withFromSource(true).withJit(mode);
        try (Vm vm = TestVms.factory().start(options)) {
            String answers = TestVms.print(vm, COMPARED) + TestVms.print(vm, OTHERS) + TestVms.print(vm, COPIED);
            assertThat(answers).doesNotContain("DoesNotUnderstand").contains("true", "false");
            return answers;
        }
    }
}
