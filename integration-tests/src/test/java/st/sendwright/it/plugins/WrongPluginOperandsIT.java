package st.sendwright.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import st.sendwright.it.HeardLog;
import st.sendwright.it.SendwrightProcess;
import st.sendwright.it.VmHarness;
import st.sendwright.language.SourceText;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.PrimitiveSet.Binding;
import st.sendwright.vm.Permissions;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;

/**
 * Every primitive of every plugin of the distribution, as its set tells them, gets what it does not expect, in every place: other objects,
 * other numbers of them, and numbers of what is another plugin's, or closed. It fails for a reason, or does something after all; but no Java
 * exception comes of it. What the kernel brings is tested by {@code WrongOperandsTest}.
 */
@DisplayName("Primitives of the plugins of the distribution that get wrong operands")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WrongPluginOperandsIT {

    /** Blocks that make an operand anew. Texts that could be a host are numbers of one, as names would be asked for in the network. */
    private static final List<String> OPERANDS = List.of("nil", "true", "3", "-1", "0", "(1 bitShift: 60) - 1", "2 raisedTo: 70",
            "(2 raisedTo: 64) negated", "1.5", "Float infinity", "Float nan", "$a", "'127.0.0.1'", "#'127.0.0.1'", "''", "#[1 2 255]", "#()",
            "Array with: nil with: 3", "Array with: 'no such program'", "Array new: 4 withAll: false", "Object new", "Object",
            "Object class", "1/2", "thisContext method", "(Array new: 3) beReadOnly", "Set with: 3", "'%s/new'");
    /** Those that no host can be called. */
    private static final List<String> TEXTS = List.of("String with: 300 asCharacter", "String with: 0 asCharacter");
    private static final List<String> OTHERS = List.of("nil", "1", "'127.0.0.1'", "'%s'");
    private static final Set<String> WRONG = Set.of("#'wrong argument'", "#'wrong receiver'");
    private static final int MOST_ARGUMENTS = 6;
    private static final String THREW = "the primitive threw a Java exception";

    private static VmHarness harness;
    private static List<PrimitiveSet> sets;

    @TempDir
    Path root;

    private HeardLog log;
    private Vm vm;

    @BeforeAll
    static void startPlugins() throws Exception {
        harness = VmHarness.start();
        sets = new ArrayList<>();
        for (String name : ShippedPlugins.names()) {
            Bundle bundle = harness.install("reference:" + SendwrightProcess.DIST.resolve("plugins/" + name + ".jar").toUri());
            bundle.start();
            for (ServiceReference<?> each : bundle.getRegisteredServices()) {
                if (bundle.getBundleContext().getService(each) instanceof PrimitiveSet set) {
                    sets.add(set);
                }
            }
        }
    }

    @AfterAll
    static void stopPlugins() throws Exception {
        harness.close();
    }

    @BeforeEach
    void start() throws Exception {
        log = HeardLog.of("st.sendwright");
        vm = harness.vmFactory().start(VmOptions.defaults()
                .withStreams(InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream())
                .withPermissions(new Permissions(Set.of(), Optional.of(root))));
        // So that small numbers are of things of other plugins: none that a primitive could wait for.
        compile("Crypto", "begin", 1, "begin: a");
        assertThat(print("((1 to: 10) collect: [:each | nil begin: 'MD5']) last")).isEqualTo("10");
    }

    @AfterEach
    void stop() {
        assertThat(print("100 factorial printString size")).isEqualTo("158");
        assertThat(vm.verifyHeap()).isEmpty();
        vm.close();
        log.close();
        assertThat(log.lines()).isEmpty();
    }

    static Stream<String> modules() {
        return sets.stream().map(PrimitiveSet::module);
    }

    private static List<Binding> bindings(String module) {
        return sets.stream().filter(each -> each.module().equals(module)).findFirst().orElseThrow().bindings();
    }

    private String print(String source) {
        return VmHarness.print(vm, source);
    }

    private static String selector(int arguments) {
        return arguments == 0 ? "wrong" : "wrong:" + "with:".repeat(arguments - 1);
    }

    private void compile(String module, String name, int arguments) {
        StringBuilder header = new StringBuilder(arguments == 0 ? "wrong" : "wrong: a0");
        for (int i = 1; i < arguments; i++) {
            header.append(" with: a").append(i);
        }
        compile(module, name, arguments, header.toString());
    }

    private void compile(String module, String name, int arguments, String header) {
        String source = header + " <primitive: '" + name + "' module: '" + module + "' error: code> ^code";
        assertThat(vm.compileMethod("Object", Optional.of("test"), Optional.empty(), SourceText.of(source, "test")).selector())
                .as(source).isPresent();
    }

    /** What the primitive that was compiled last answers to operands that are all the same. */
    private String answer(int arguments, String operand) {
        return print("(" + operand + ") perform: #" + selector(arguments) + " withArguments: (Array new: " + arguments + " withAll: ("
                + operand + "))");
    }

    private String blocks(List<String> expressions) {
        return expressions.stream().map(each -> "[" + each.formatted(root) + "]").collect(Collectors.joining(". ", "{", "}"));
    }

    @Test
    void areThoseOfAllPlugins() throws IOException {
        assertThat(sets).hasSameSizeAs(ShippedPlugins.names());
    }

    /** Each operand in each place, with each of the others in the other places. */
    @ParameterizedTest
    @MethodSource("modules")
    void failWithoutHarm(String module) {
        List<String> operands = new ArrayList<>(OPERANDS);
        if (!module.equals("Network")) {
            operands.addAll(TEXTS);
        }
        for (Binding each : bindings(module)) {
            compile(module, each.name(), each.arguments());

            String threw = print("""
                    | threw |
                    threw := 0.
                    %s do: [:operand | %s do: [:other | 0 to: %d do: [:place |
                        | answer |
                        answer := (place = 0 ifTrue: [operand] ifFalse: [other]) value perform: #%s withArguments:
                            ((1 to: %3$d) collect: [:index | (index = place ifTrue: [operand] ifFalse: [other]) value]) asArray.
                        answer = #'%s' ifTrue: [threw := threw + 1]]]].
                    threw""".formatted(blocks(operands), blocks(OTHERS), each.arguments(), selector(each.arguments()), THREW));

            assertThat(threw).as("%s.%s, %s", module, each.name(), log.lines()).isEqualTo("0");
            assertThat(log.lines()).as("%s.%s", module, each.name()).isEmpty();
            if (each.arguments() > 0) {
                assertThat(WRONG).as("%s.%s", module, each.name()).contains(answer(each.arguments(), "Object new"),
                        answer(each.arguments(), "nil"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void failWhereTheyGetAnotherNumberOfThem(String module) {
        for (Binding each : bindings(module)) {
            for (int arguments = 0; arguments <= MOST_ARGUMENTS; arguments++) {
                if (arguments != each.arguments()) {
                    compile(module, each.name(), arguments);
                    assertThat(answer(arguments, "nil")).as("%s.%s", module, each.name()).isEqualTo("#'wrong argument count'");
                }
            }
        }
    }

    /** A primitive that takes a number of something open first says of any other that it is closed. */
    @ParameterizedTest
    @MethodSource("modules")
    void takeNoNumbersOfWhatIsNotTheirs(String module) {
        compile("Archives", "zipWriter", 0, "zipWriter");
        compile("Archives", "zipFinish", 1, "zipFinish: a");
        String foreign = module.equals("Crypto") ? print("nil zipWriter") : "2";
        String closed = print("| number | number := nil zipWriter. nil zipFinish: number. number");
        int handles = 0;
        for (Binding each : bindings(module)) {
            compile(module, each.name(), each.arguments());
            if (each.arguments() > 0 && answer(each.arguments(), "12345678").equals("#closed")) {
                handles++;
                for (String number : List.of(foreign, closed, "0", "-1", "(1 bitShift: 60) - 1", "1 bitShift: 60", "1 bitShift: 32")) {
                    String expected = number.equals("1 bitShift: 60") ? "#'wrong argument'" : "#closed";
                    assertThat(answer(each.arguments(), number)).as("%s.%s: %s", module, each.name(), number).isEqualTo(expected);
                }
            }
        }
        // What the others have is as it was.
        compile("Crypto", "finish", 1, "finish: a");
        assertThat(print("(nil finish: 2) size")).isEqualTo("16");
        assertThat(handles > 0).as("%d primitives with numbers", handles)
                .isEqualTo(Arrays.asList("Archives", "Crypto", "FileSystem", "Json", "Network", "OSProcesses").contains(module));
    }
}
