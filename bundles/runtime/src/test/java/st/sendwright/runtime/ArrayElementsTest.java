package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

/** In loops they are in line; the interpreter says what they answer. */
@DisplayName("Elements of Arrays in loops")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ArrayElementsTest {

    private static final List<String> METHODS = List.of(
            // Two turns each: what is not in line may be linked in the first.
            "at: index of: things | n | n := 0. 1 to: 2 do: [:i | n := things at: index]. ^n",
            "at: index in: things put: thing | n | n := 0. 1 to: 2 do: [:i | n := things at: index put: thing]. ^n",
            "put7At: index in: things | n | n := 0. 1 to: 2 do: [:i | n := things at: index put: 7]. ^n",
            // The index is known to be a SmallInteger, and the sum behind relies on that of the counter.
            "sum: things from: start to: end | n | n := 0."
                    + " start to: end do: [:i | n := n + (things at: i). things at: i put: n + i. n := n + i]. ^n",
            "fill: things | i | i := 1. [i <= things size] whileTrue: [things at: i put: i printString. i := i + 3]."
                    + " ^things inject: 0 into: [:a :b | a + b hash \\\\ 1000003]",
            "try: block ^[block value printString] on: Error do: [:e | e class name , ' ' , e messageText]");

    private static final List<String> RECEIVERS = List.of("Array new: 3", "Array new", "Array new: 254", "Array new: 255",
            "Array new: 256", "Array new: 3000", "'abc' copy", "#[1 2 3] copy", "(1 to: 5) asOrderedCollection",
            "1 to: 5", "(Array new: 3) beReadOnly", "nil", "5", "$a", "2.5", "Array", "#sym", "Object new",
            "(1 bitShift: 70)", "WriteStream on: String new");
    private static final List<String> INDEXES = List.of("0", "1", "2", "3", "4", "-1", "254", "255", "256", "257", "3000",
            "3001", "nil", "1.0", "$a", "SmallInteger maximum", "SmallInteger minimum", "1 bitShift: 70", "1/2", "#at");
    private static final List<String> ELEMENTS = List.of("nil", "17", "$b", "$\u20ac", "255", "256", "'new' copy", "1.5");

    private static final List<String> PROGRAMS = Stream.of(
            RECEIVERS.stream().map(each -> tried("7 at: index of: it", each)),
            RECEIVERS.stream().map(each -> tried("7 put7At: index in: it", each)),
            RECEIVERS.stream().flatMap(each -> ELEMENTS.stream()
                    .map(element -> tried("7 at: index in: it put: " + element, each))),
            Stream.of("7 sum: (1 to: 10) asArray from: 1 to: 10",
                    "7 sum: (1 to: 600) asArray from: 250 to: 600",
                    "7 try: [7 sum: (1 to: 10) asArray from: 1 to: 11]",
                    "7 try: [7 sum: (1 to: 10) asArray from: 0 to: 1]",
                    "7 sum: (1 to: 10) asOrderedCollection from: 1 to: 10",
                    "7 sum: (Array new: 5 withAll: 2.5) from: 1 to: 5",
                    "7 sum: (Array new: 5 withAll: SmallInteger maximum) from: 1 to: 5",
                    "7 sum: #[1 2 3 4] copy from: 1 to: 3",
                    "7 fill: (Array new: 1000)", "7 fill: (OrderedCollection new: 40; add: 3; add: 4; yourself)"))
            .flatMap(each -> each).toList();

    private static List<String> expected;

    private static String tried(String send, String receiver) {
        return "{" + String.join(". ", INDEXES) + "} collect: [:index | | it | it := " + receiver
                + ". 7 try: [{" + send + ". it size < 9 ifTrue: [it copy] ifFalse: [it hash class]}]]";
    }

    private static Vm defined(VmOptions options) throws VmStartException {
        Vm vm = TestVms.factory().start(options);
        for (String source : METHODS) {
            vm.compileMethod("SmallInteger", Optional.of("test"), Optional.empty(), SourceText.of(source, "test"));
        }
        return vm;
    }

    @BeforeAll
    static void interpret() throws VmStartException {
        try (Vm vm = defined(TestVms.options())) {
            expected = PROGRAMS.stream().map(each -> TestVms.print(vm, each)).toList();
        }
        assertThat(expected).filteredOn(each -> each.contains("SubscriptOutOfBounds")).isNotEmpty();
        assertThat(expected).filteredOn(each -> each.contains("17 ")).isNotEmpty();
    }

    static Stream<JitWay> ways() throws VmStartException {
        return Stream.of(JitWay.eager(), JitWay.baseline(), JitWay.eagerCollectingEvery(50_000));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void areThoseOfTheInterpreter(JitWay way) throws VmStartException {
        try (Vm vm = defined(way.options())) {
            for (int i = 0; i < PROGRAMS.size(); i++) {
                assertThat(TestVms.print(vm, PROGRAMS.get(i))).as(PROGRAMS.get(i)).isEqualTo(expected.get(i));
            }
        }
    }
}
