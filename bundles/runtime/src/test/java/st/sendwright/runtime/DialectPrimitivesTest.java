package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.dialect.dolphin.DolphinDialect;
import st.sendwright.dialect.gnu.GnuDialect;
import st.sendwright.dialect.smalltalk80.Smalltalk80Dialect;
import st.sendwright.dialect.squeak.SqueakDialect;
import st.sendwright.language.Dialect;
import st.sendwright.language.PrimitiveName;
import st.sendwright.language.PrimitiveNumbering;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

@DisplayName("Methods with primitives of other systems")
class DialectPrimitivesTest {

    static final List<Dialect> DIALECTS = List.of(new Smalltalk80Dialect(), new SqueakDialect(),
            new DolphinDialect(), new GnuDialect());

    @TempDir
    private Path directory;

    private Vm vm;

    @AfterEach
    void close() {
        if (vm != null) {
            vm.close();
        }
    }

    private static VmOptions options() throws VmStartException {
        return TestVms.options().withStreams(InputStream.nullInputStream(), OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream());
    }

    private static Dialect dialect(String name) {
        return DIALECTS.stream().filter(dialect -> dialect.isCalled(name)).findFirst().orElseThrow();
    }

    private void start() throws VmStartException {
        vm = TestVms.factory(DIALECTS).start(options());
    }

    private Vm.Installation compile(String className, String source, String dialect) {
        return vm.compileMethod(className, Optional.of("test"), Optional.empty(), SourceText.of(source, "test"),
                dialect(dialect));
    }

    private String print(String expression) {
        return switch (vm.evaluate(SourceText.of(expression, "test"))) {
            case Vm.Evaluation.Value(var handle, var _) -> {
                try (handle) {
                    yield vm.sendForString(handle, "printString");
                }
            }
            case Vm.Evaluation other -> other.toString();
        };
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("DIALECTS")
    void everyLineOfATableNamesAPrimitiveThatTakesSoManyArguments(Dialect dialect) {
        try (TestWorld world = new TestWorld()) {
            for (Map.Entry<PrimitiveNumbering.Entry, PrimitiveName> line : dialect.primitives().entries()
                    .entrySet()) {
                assertThat(world.world.primitives.serves(line.getValue(), line.getKey().arguments()))
                        .as(dialect.name() + ": " + line).isTrue();
            }
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3} is {4}")
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
            "squeak ~ SmallInteger ~ 1 x: a ~ 3 x: 4 ~ 7",
            "squeak ~ SmallInteger ~ 1 x: a ~ SmallInteger maxVal x: 1 ~ 1152921504606846976",
            "squeak ~ SmallInteger ~ 1 x: a ~ 3 x: nil ~ #own",
            "squeak ~ SmallInteger ~ 10 x: a ~ 7 x: 2 ~ #own",
            "squeak ~ SmallInteger ~ 12 x: a ~ -7 x: 2 ~ -4",
            "squeak ~ SmallInteger ~ 13 x: a ~ -7 x: 2 ~ -3",
            "squeak ~ Integer ~ 20 x: a ~ -7 x: 2 ~ -1",
            "squeak ~ Integer ~ 29 x: a ~ (1 bitShift: 70) x: 100 ~ 118059162071741130342400",
            "squeak ~ Float ~ 41 x: a ~ 1.5 x: 2 ~ 3.5",
            "squeak ~ Float ~ 541 x: a ~ 1.5 x: 2 ~ 3.5",
            "squeak ~ Float ~ 51 x ~ 2.7 x ~ 2",
            "squeak ~ Object ~ 60 x: a ~ #(7 8) x: 2 ~ 8",
            "squeak ~ Object ~ 60 x: a ~ 'ab' x: 2 ~ 98",
            "squeak ~ String ~ 63 x: a ~ 'ab' x: 2 ~ $b",
            "squeak ~ Object ~ 62 x ~ #(7 8) x ~ 2",
            "squeak ~ Behavior ~ 71 x: a ~ (Array x: 2) ~ (nil nil )",
            "squeak ~ Object ~ 83 x: a y: b ~ 3 x: #+ y: 4 ~ 7",
            "squeak ~ Object ~ 100 x: a y: b z: c ~ 3 x: #printString y: #() z: Object ~ '3'",
            "squeak ~ BlockClosure ~ 207 x: a ~ [:n | n + 1] x: 3 ~ 4",
            "squeak ~ Object ~ 110 x: a ~ 3 x: 3 ~ true",
            "squeak ~ Object ~ 170 x: a ~ 3 x: 65 ~ $A",
            "squeak ~ Object ~ 240 x ~ (3 x // 31557600000000) between: 120 and: 300 ~ true",
            "pharo ~ SmallInteger ~ 2 x: a ~ 3 x: 4 ~ -1",
            "dolphin ~ SmallInteger ~ 2 x: a ~ 3 x: 4 ~ #own",
            "dolphin ~ SmallInteger ~ 15 x: a ~ 3 x: 4 ~ 7",
            "dolphin ~ SmallInteger ~ 9 x: a ~ 3 x: 4 ~ 12",
            "dolphin ~ SmallInteger ~ 43 x: a ~ 3 x: 4 ~ 48",
            "dolphin ~ Integer ~ 38 x ~ (1 bitShift: 70) x + (1 bitShift: 70) ~ -1",
            "dolphin ~ Integer ~ 39 x ~ SmallInteger minVal x ~ 1152921504606846976",
            "dolphin ~ Integer ~ 44 x ~ -12 x ~ '-12'",
            "dolphin ~ Float ~ 160 x: a ~ 1.5 x: 2 ~ 3.5",
            "dolphin ~ Float ~ 199 x: a ~ 0.0 x: 1 ~ 0.0",
            "dolphin ~ Object ~ 72 x: a ~ | v w | v := 'v' copy. w := 'w' copy. (Array with: v) x: (Array with: w). v ~ "
                    + "'v'",
            "gnu ~ SmallInteger ~ VMpr_SmallInteger_plus x: a ~ 3 x: 4 ~ 7",
            "gnu ~ Object ~ VMpr_Object_basicAtPut x: a y: b ~ #(1 2) copy x: 1 y: 7; yourself ~ (7 2 )",
            "gnu ~ SmallInteger ~ 1 x: a ~ 3 x: 4 ~ #own",
            "smalltalk80 ~ SmallInteger ~ 1 x: a ~ 3 x: 4 ~ 7",
            "squeak ~ Object ~ 128 x: a ~ | v w | v := 'v' copy. w := 'w' copy. (Array with: v) x: (Array with: w). v ~ "
                    + "'w'"})
    void answerWhatTheyAnswerThere(String dialect, String className, String method, String expression,
            String answer) throws VmStartException {
        start();
        String[] parts = method.split(" ", 2);

        compile(className, parts[1] + " <primitive: " + parts[0] + "> ^#own", dialect);

        assertThat(print(expression)).isEqualTo(answer);
    }

    @ParameterizedTest(name = "{0} on a receiver of another kind")
    @ValueSource(strings = {"21", "37", "41", "51", "59", "60", "62", "63", "70", "71", "73", "81", "85", "87", "88",
            "110", "111", "171", "177", "201"})
    void runTheirOwnCodeForAReceiverThatThePrimitiveDoesNotKnow(String number) throws VmStartException {
        start();
        compile("Object", "x <primitive: " + number + "> ^#own", "squeak");
        compile("Object", "x: a <primitive: " + number + "> ^#own", "squeak");

        for (String receiver : List.of("3", "$a", "nil", "Object new", "2.5", "'abc'", "#abc", "#[1 2]", "Object",
                "1 bitShift: 70", "[3]", "thisContext")) {
            assertThat(print("[(" + receiver + ") x] on: Error do: [:e | e return: #error]")).isNotEmpty();
            for (String argument : List.of("0", "1", "nil", "2.5", "'x'")) {
                assertThat(print("[(" + receiver + ") x: " + argument + "] on: Error do: [:e | e return: #error]"))
                        .isNotEmpty();
            }
        }
        assertThat(vm.verifyHeap()).isEmpty();
    }

    @Test
    void sayWhatTheyAskForWhenNothingDoesIt() throws VmStartException {
        start();

        assertThat(compile("Object", "x <primitive: 9999> ^1", "squeak").unboundPrimitive()).contains("9999");
        assertThat(compile("Object", "x: a y: b <primitive: 1> ^1", "squeak").unboundPrimitive()).contains("1");
        assertThat(compile("Object", "x <primitive: 'a' module: 'B'> ^1", "squeak").unboundPrimitive())
                .contains("B.a");
        assertThat(compile("Object", "x: a <primitive: 1> ^1", "squeak").unboundPrimitive()).isEmpty();
        assertThat(vm.compileMethod("Object", Optional.empty(), Optional.empty(),
                SourceText.of("x: a <primitive: 1> ^1", "test")).unboundPrimitive()).contains("1");
    }

    @Test
    void keepTheFailureCodeTheyAskFor() throws VmStartException {
        start();

        compile("Object", "x: a <primitive: 60 error: ec> ^ec", "squeak");

        assertThat(print("#(1 2) x: 7")).isEqualTo("#'index out of bounds'");
    }

    @Test
    void keepTheirPrimitiveWhenTheirClassChanges() throws VmStartException {
        start();
        print("Object subclass: #Shape instanceVariableNames: 'a' classVariableNames: '' poolDictionaries: ''"
                + " category: 'T'");
        compile("Shape", "x: other <primitive: 110> ^#own", "squeak");

        print("Object subclass: #Shape instanceVariableNames: 'z a' classVariableNames: '' poolDictionaries: ''"
                + " category: 'T'");

        assertThat(print("Shape new x: 3")).isEqualTo("false");
        assertThat(print("(Shape compiledMethodAt: #x:) info dialect")).isEqualTo("#squeak");
    }

    @Test
    void keepTheirDialectWhenTheyAreEdited() throws VmStartException {
        start();
        compile("Object", "x: other <primitive: 15> ^#own", "dolphin");

        print("Object compile: 'x: other <primitive: 15> ^#edited'");

        assertThat(print("3 x: 4")).isEqualTo("7");
        assertThat(print("nil x: 4")).isEqualTo("#edited");
    }

    @Test
    void keepTheirPrimitiveInAnImageThatIsLoadedWithoutTheDialect() throws Exception {
        start();
        print("Object subclass: #Shape instanceVariableNames: 'a' classVariableNames: '' poolDictionaries: ''"
                + " category: 'T'");
        compile("Shape", "x: other <primitive: 110> ^#own", "squeak");
        Path image = directory.resolve("with-methods.image");
        vm.saveImage(image);
        vm.close();

        vm = TestVms.factory(List.of()).start(options().withImage(image));

        assertThat(print("Shape new x: 3")).isEqualTo("false");
        print("Object subclass: #Shape instanceVariableNames: 'z a' classVariableNames: '' poolDictionaries: ''"
                + " category: 'T'");
        assertThat(print("Shape new x: 3")).as("after its class has changed").isEqualTo("false");
    }

    @Test
    void leaveTheMethodsThatUnwindingReliesOn() throws VmStartException {
        start();

        Vm.Installation kept = compile("BlockClosure", "on: a do: b | flag | <primitive: 199> flag := true. ^self value",
                "squeak");

        assertThat(kept.diagnostics()).singleElement().returns("SW-VM-055", d -> d.code());
        assertThat(print("[1/0] on: ZeroDivide do: [:e | e retryUsing: [7]]")).isEqualTo("7");
        assertThat(compile("BlockClosure", "own: a do: b <primitive: 199> ^self value", "squeak")
                .unboundPrimitive()).contains("199");
    }
}
