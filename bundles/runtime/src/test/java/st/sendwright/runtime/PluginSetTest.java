package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.heap.HeapStress;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.PrimitiveFailedException;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Permission;
import st.sendwright.vm.Permissions;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

@DisplayName("Primitives in plain Java")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PluginSetTest {

    private static final class Sample extends PluginSet {

        private final AtomicLong calls = new AtomicLong();

        Sample() {
            super("Sample");
            primitive("seven", Kind.INTEGER, () -> 7L);
            primitive("integer", Kind.INTEGER, Kind.INTEGER, value -> value);
            primitive("float", Kind.FLOAT, Kind.FLOAT, value -> value);
            primitive("not", Kind.BOOLEAN, Kind.BOOLEAN, value -> !value);
            primitive("text", Kind.TEXT, Kind.TEXT, value -> value + value);
            primitive("bytes", Kind.BYTES, Kind.BYTES, value -> value);
            primitive("size", Kind.INTEGER.orNil(), Kind.TEXT.orNil(), value -> value.map(text -> (long) text.length()));
            primitive("nothing", Kind.NOTHING, Kind.INTEGER, value -> null);
            primitive("two", Kind.INTEGER, Kind.INTEGER, Kind.INTEGER, (a, b) -> a - b);
            primitive("three", Kind.TEXT, Kind.TEXT, Kind.INTEGER, Kind.BOOLEAN, (a, b, c) -> a + b + c);
            primitive("list", Kind.LIST, Kind.LIST, value -> value);
            primitive("made", Kind.LIST, () -> Arrays.asList(1, null, 1L << 62, BigInteger.TWO.pow(70), 1.0e300, "Ĭ",
                    new byte[] {1}, List.of(true, List.of())));
            primitive("foreign", Kind.LIST, () -> List.of(Optional.empty()));
            primitive("four", Kind.TEXT, Kind.TEXT, Kind.INTEGER, Kind.INTEGER, Kind.INTEGER,
                    (a, b, c, d) -> a + b + c + d);
            primitive("five", Kind.TEXT, Kind.TEXT, Kind.INTEGER, Kind.INTEGER, Kind.INTEGER, Kind.INTEGER,
                    (a, b, c, d, e) -> a + b + c + d + e);
            method("then", Kind.TEXT, Kind.TEXT, Kind.INTEGER, Kind.INTEGER, Kind.INTEGER, (a, b, c, d) -> a + b + c + d);
            method("thens", Kind.TEXT, Kind.TEXT, Kind.INTEGER, Kind.INTEGER, Kind.INTEGER, Kind.INTEGER,
                    (a, b, c, d, e) -> a + b + c + d + e);
            primitive("exists", Kind.BOOLEAN, Kind.FILE.orNil(), file -> file.map(Files::exists).orElse(false));
            primitive("walk", Kind.TEXT, Kind.FILE, file -> (Thread.currentThread().isVirtual() ? "waits" : "at once") + isWaiting()).waits();
            primitive("reach", Kind.INTEGER, () -> 1L).needs(Permission.NETWORK).needs(Permission.PROCESSES);
            method("plus", Kind.INTEGER, Kind.INTEGER, Kind.INTEGER, Long::sum);
            method("half", Kind.FLOAT, Kind.INTEGER, value -> value / 2.0);
            primitive("counted", Kind.TEXT, () -> "x".repeat(1000) + calls.incrementAndGet());
            primitive("missing", Kind.NOTHING, () -> {
                throw new NoSuchFileException("x");
            });
            primitive("denied", Kind.NOTHING, () -> {
                throw new AccessDeniedException("x");
            });
            primitive("broken", Kind.NOTHING, () -> {
                throw new IOException("x");
            });
            primitive("failing", Kind.NOTHING, () -> {
                throw new PrimitiveFailedException(Failure.OUT_OF_RANGE);
            });
            primitive("unsupported", Kind.NOTHING, () -> {
                throw new UnsupportedOperationException("x");
            });
            primitive("throwing", Kind.NOTHING, () -> {
                throw new Exception("x");
            });
            primitive("null", Kind.TEXT, () -> null);
        }
    }

    private final Logger logger = Logger.getLogger("st.sendwright.primitives");
    private final Sample sample = new Sample();
    private final InstalledPrimitiveSets sets = new InstalledPrimitiveSets(TestVms.primitiveSets());
    private Vm vm;

    @BeforeEach
    void start() throws VmStartException {
        logger.setLevel(Level.OFF);
        sets.add(sample, Map.of(TierChoice.NAME, "sample"));
        vm = start(TestVms.options());
    }

    @AfterEach
    void close() {
        vm.close();
        logger.setLevel(null);
    }

    private Vm start(VmOptions options) throws VmStartException {
        Vm started = TestVms.factory(sets).start(options);
        for (String header : new String[] {"seven", "counted", "missing", "denied", "broken", "failing", "unsupported",
            "throwing", "null", "half", "integer: a", "float: a", "not: a", "text: a", "bytes: a", "size: a", "nothing: a", "plus: a",
            "list: a", "exists: a", "walk: a", "reach", "made", "foreign", "four: a b: b c: c d: d", "five: a b: b c: c d: d e: e", "then: a b: b c: c",
            "thens: a b: b c: c d: d", "two: a with: b", "three: a with: b with: c"}) {
            String name = header.replaceAll("[: ].*", "");
            String source = "p" + header + " <primitive: '" + name + "' module: 'Sample' error: code> ^code";
            assertThat(started.compileMethod("Object", Optional.of("test"), Optional.empty(), SourceText.of(source, "test"))
                    .selector()).as(source).isPresent();
        }
        return started;
    }

    @Test
    void sayWhatTheyNeed() {
        assertThat(sample.permissions()).containsExactly(Permission.FILES, Permission.NETWORK, Permission.PROCESSES);
    }

    @ParameterizedTest
    @CsvSource({"FILES, #'permission denied', 1", "NETWORK, true, #'permission denied'", "PROCESSES, true, #'permission denied'",
        "NATIVE, true, 1"})
    void failWhereTheUserForbidsWhatTheyNeed(Permission denied, String exists, String reach) throws VmStartException {
        try (Vm confined = start(TestVms.options().withPermissions(new Permissions(Set.of(denied), Optional.empty())))) {
            assertThat(TestVms.print(confined, "nil pexists: '.'")).isEqualTo(exists);
            assertThat(TestVms.print(confined, "nil preach")).isEqualTo(reach);
        }
    }

    @Test
    void reachNoFileOutsideOfTheRoot(@TempDir Path folder) throws VmStartException, IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.createSymbolicLink(root.resolve("link"), folder);
        assertThat(TestVms.print(vm, "nil pwalk: '" + root + "'")).isEqualTo("'waitstrue'");
        try (Vm confined = start(TestVms.options().withPermissions(new Permissions(Set.of(), Optional.of(root))))) {
            assertThat(TestVms.print(confined, "nil pwalk: '" + root + "'")).as("nothing else runs meanwhile").isEqualTo("'at oncetrue'");
            assertThat(TestVms.print(confined, "nil pexists: '" + root + "'")).isEqualTo("true");
            assertThat(TestVms.print(confined, "nil pexists: '" + folder + "'")).isEqualTo("#'permission denied'");
            assertThat(TestVms.print(confined, "nil pexists: '" + root + "/link'")).isEqualTo("#'permission denied'");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "nil pseven | 7",
        "nil pinteger: -3 | -3",
        "nil pinteger: (1 bitShift: 62) | 4611686018427387904",
        "nil pinteger: (1 bitShift: 63) | #'wrong argument'",
        "nil pinteger: 3.0 | #'wrong argument'",
        "nil pfloat: 1.5 | 1.5",
        "nil pfloat: 3 | 3.0",
        "nil pfloat: 1.0e300 | 1.0e300",
        "nil pfloat: 1/2 | #'wrong argument'",
        "nil pnot: true | false",
        "nil pnot: nil | #'wrong argument'",
        "nil ptext: 'aß' | 'aßaß'",
        "nil ptext: #ab | 'abab'",
        "nil ptext: (String with: 300 asCharacter) | 'ĬĬ'",
        "nil ptext: $a | #'wrong argument'",
        "nil pbytes: #[1 2 255] | (1 2 255 )",
        "nil pbytes: 'abc' | #'wrong argument'",
        "nil psize: nil | nil",
        "nil psize: 'abc' | 3",
        "nil psize: 3 | #'wrong argument'",
        "3 pnothing: 4 | nil",
        "nil ptwo: 5 with: 7 | -2",
        "nil ptwo: 5 with: nil | #'wrong argument'",
        "nil pthree: 'a' with: 2 with: true | 'a2true'",
        "nil pfour: 'a' b: 1 c: 2 d: 3 | 'a123'",
        "nil pfour: 'a' b: 1 c: 2 d: nil | #'wrong argument'",
        "nil pfive: 'a' b: 1 c: 2 d: 3 e: 4 | 'a1234'",
        "'a' pthen: 1 b: 2 c: 3 | 'a123'",
        "'a' pthens: 1 b: 2 c: 3 d: 4 | 'a1234'",
        "nil pthens: 1 b: 2 c: 3 d: 4 | #'wrong receiver'",
        "nil plist: #(1 -2 nil true false 'ab' #ab 1.5 1.0e300 #[1 2] #(3 #())) | "
            + "(1 -2 nil true false 'ab' 'ab' 1.5 1.0e300 (1 2 ) (3 () ) )",
        "nil plist: {2 raisedTo: 70. (2 raisedTo: 70) negated. 1 bitShift: 63} | "
            + "(1180591620717411303424 -1180591620717411303424 9223372036854775808 )",
        "nil plist: (Array with: 300 asCharacter asString) | ('Ĭ' )",
        "nil plist: #() | ()",
        "nil plist: #($a) | #'wrong argument'",
        "nil plist: (Array with: 1/2) | #'wrong argument'",
        "nil plist: (OrderedCollection with: 1) | #'wrong argument'",
        "nil plist: nil | #'wrong argument'",
        "(nil plist: (Array new: 100000)) size | 100000",
        "nil plist: ([:loop ~ loop at: 1 put: loop. loop] value: (Array new: 1)) | #'wrong argument'",
        "nil pexists: '.' | true",
        "nil pexists: 'no/such' | false",
        "nil pexists: nil | false",
        "nil pexists: 3 | #'wrong argument'",
        "nil pexists: (String with: 0 asCharacter) | #'wrong argument'",
        "nil preach | 1",
        "nil pmade | (1 nil 4611686018427387904 1180591620717411303424 1.0e300 'Ĭ' (1 ) (true () ) )",
        "nil pforeign | #'the primitive threw a Java exception'",
        "3 pplus: 4 | 7",
        "nil pplus: 4 | #'wrong receiver'",
        "3 phalf | 1.5",
        "nil pmissing | #'not found'",
        "nil pdenied | #'permission denied'",
        "nil pbroken | #'input or output failed'",
        "nil pfailing | #'out of range'",
        "nil punsupported | #'not supported'",
        "nil pthrowing | #'the primitive threw a Java exception'",
        "nil pnull | #'the primitive threw a Java exception'"})
    void takeAndAnswerValues(String expression, String expected) throws VmStartException {
        // A bar divides the columns here.
        assertThat(TestVms.print(vm, expression.replace('~', '|'))).isEqualTo(expected);
    }

    @Test
    void answerListsForWhichThereIsNoRoomAtFirst() throws VmStartException {
        try (Vm other = start(TestVms.options().withStress(HeapStress.NONE.withCollectEveryBytes(0)))) {
            assertThat(TestVms.print(other, "nil plist: (nil plist: #(1.0e300 'ab' #(#[1] nil)))"))
                    .isEqualTo("(1.0e300 'ab' ((1 ) nil ) )");
        }
    }

    @Test
    void failWhereAMethodHasAnotherNumberOfArguments() throws VmStartException {
        vm.compileMethod("Object", Optional.of("test"), Optional.empty(),
                SourceText.of("other: a <primitive: 'seven' module: 'Sample' error: code> ^code", "test"));

        assertThat(TestVms.print(vm, "nil other: 3")).isEqualTo("#'wrong argument count'");
    }

    /** Although there is never room for the answer at once. */
    @Test
    void areRunOnceForEachSend() throws VmStartException {
        for (JitMode mode : new JitMode[] {JitMode.OFF, JitMode.EAGER}) {
            sample.calls.set(0);
            try (Vm other = start(TestVms.options().withJit(mode).withStress(HeapStress.NONE.withCollectEveryBytes(0)))) {
                assertThat(TestVms.print(other, "(1 to: 100) inject: true into: [:good :i |"
                        + " good & ((nil pcounted allButFirst: 1000) = i printString)]")).isEqualTo("true");
                assertThat(sample.calls).hasValue(100);
            }
        }
    }
}
