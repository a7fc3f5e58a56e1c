package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.language.SourceText;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.PrimitiveSet.Binding;
import st.sendwright.vm.Permissions;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmStartException;

/**
 * Every primitive of every module gets what it does not expect, in every place. It may fail, or do something after all; but no Java
 * exception comes of it, and the heap is as it should be.
 */
@DisplayName("Primitives that get wrong operands")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class WrongOperandsTest {

    /** They end what the test runs in, or say that it has failed. */
    private static final Set<String> LEFT_OUT = Set.of("Kernel.exit", "Kernel.reportFailure");

    /** What no primitive can count on. Smalltalk expressions that make it anew. */
    private static final List<String> OPERANDS = List.of("nil", "true", "3", "-1", "0", "(1 bitShift: 60) - 1", "(2 raisedTo: 70)",
            "(2 raisedTo: 64) negated", "1.5", "Float infinity", "Float nan", "$a", "'text'", "#symbol", "''", "#[1 2 255]", "#()",
            "(Array with: nil with: 3)", "Object new", "Object", "Object class", "(1/2)", "(String with: 300 asCharacter)",
            "(String with: 0 asCharacter)", "thisContext method", "(Array new: 3) beReadOnly", "(Set with: 3)");
    private static final int MOST_ARGUMENTS = 4;

    @TempDir
    Path root;

    private final List<String> log = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                log.add(record.getMessage() + (record.getThrown() == null ? "" : ": " + record.getThrown()));
            }
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
    private final Logger logger = Logger.getLogger("st.sendwright");
    private Vm vm;

    static Stream<String> modules() throws VmStartException {
        try (TestWorld world = new TestWorld()) {
            List<String> all = new ArrayList<>(TestVms.primitiveSets().stream().map(PrimitiveSet::module).toList());
            all.addAll(world.world.primitives.kernelSets().stream().map(PrimitiveSet::module).toList());
            return all.stream();
        }
    }

    @BeforeEach
    void start() throws VmStartException {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        vm = TestVms.factory().start(TestVms.options().withPermissions(new Permissions(Set.of(), Optional.of(root))));
    }

    @AfterEach
    void stop() {
        vm.close();
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private static List<Binding> bindings(String module) {
        Optional<PrimitiveSet> core = TestVms.primitiveSets().stream().filter(each -> each.module().equals(module)).findFirst();
        if (core.isPresent()) {
            return core.get().bindings();
        }
        try (TestWorld world = new TestWorld()) {
            return world.world.primitives.kernelSet(module).bindings();
        }
    }

    private static String selector(int arguments) {
        return arguments == 0 ? "wrong" : "wrong:" + "with:".repeat(arguments - 1);
    }

    private void compile(String module, String name, int arguments) {
        StringBuilder header = new StringBuilder(arguments == 0 ? "wrong" : "wrong: a0");
        for (int i = 1; i < arguments; i++) {
            header.append(" with: a").append(i);
        }
        String source = header + " <primitive: '" + name + "' module: '" + module + "' error: code> ^code";
        for (String className : List.of("Object", "Object class")) {
            assertThat(vm.compileMethod(className, Optional.empty(), Optional.empty(), SourceText.of(source, "test")).selector())
                    .isPresent();
        }
    }

    /** Each operand in each place, with nil and then with a SmallInteger in the others. */
    private void call(String primitive, int arguments) {
        List<String> expressions = new ArrayList<>();
        for (String operand : OPERANDS) {
            for (String other : List.of("nil", "1", "'x'")) {
                for (int place = 0; place <= arguments; place++) {
                    StringBuilder call = new StringBuilder(place == 0 ? operand : other);
                    String[] keywords = selector(arguments).split("(?<=:)");
                    for (int i = 0; i < keywords.length; i++) {
                        call.append(' ').append(keywords[i]);
                        if (arguments > 0) {
                            call.append(' ').append(place == i + 1 ? "(" + operand + ")" : other);
                        }
                    }
                    expressions.add(call.toString());
                }
            }
        }
        Set<String> ended = new TreeSet<>();
        for (String each : expressions) {
            Evaluation end = vm.evaluate(SourceText.of("[" + each + "] on: Exception do: [:e | e return: nil]", "test"));
            if (end instanceof Evaluation.Value value) {
                value.handle().close();
            } else {
                ended.add(each + " -> " + end);
            }
            assertThat(log).as("%s: %s", primitive, each).isEmpty();
        }
        assertThat(ended).as(primitive).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void failWithoutHarm(String module) {
        for (Binding each : bindings(module)) {
            String primitive = module + "." + each.name();
            if (!LEFT_OUT.contains(primitive)) {
                int arguments = Math.max(each.arguments(), 0);
                compile(module, each.name(), arguments);
                call(primitive, arguments);
            }
        }

        assertThat(TestVms.print(vm, "100 factorial printString size")).isEqualTo("158");
        assertThat(vm.verifyHeap()).isEmpty();
    }

    @Test
    void failWhereTheyGetAnotherNumberOfThem() throws VmStartException {
        for (String module : modules().toList()) {
            for (Binding each : bindings(module)) {
                for (int arguments = 0; each.arguments() >= 0 && arguments <= MOST_ARGUMENTS; arguments++) {
                    if (arguments != each.arguments()) {
                        compile(module, each.name(), arguments);
                        String call = "nil " + selector(arguments).replace(":", ": nil ");
                        assertThat(TestVms.print(vm, call)).as("%s.%s", module, each.name()).isEqualTo("#'wrong argument count'");
                    }
                }
            }
        }
        assertThat(log).isEmpty();
    }
}
