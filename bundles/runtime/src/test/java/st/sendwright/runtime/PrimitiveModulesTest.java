package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.model.Oop;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("Modules of primitives")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PrimitiveModulesTest {

    private static final String KIND = "primitives.Answers";

    /** A set of one module. */
    private record Answers(String module, List<Binding> bindings) implements PrimitiveSet {

        static Answers of(long number) {
            return of(frame -> Oop.smallInteger(number));
        }

        static Answers of(Primitive code) {
            return new Answers("Answers", List.of(new Binding("answer", 0, code)));
        }
    }

    private final Logger logger = Logger.getLogger("st.sendwright.primitives");
    private final Logger exchanges = Logger.getLogger("st.sendwright.runtime");
    private final InstalledPrimitiveSets sets = new InstalledPrimitiveSets(TestVms.primitiveSets());
    private Vm vm;

    @BeforeEach
    void start() throws VmStartException {
        logger.setLevel(Level.OFF);
        exchanges.setLevel(Level.OFF);
        vm = start(JitMode.OFF);
    }

    @AfterEach
    void close() {
        vm.close();
        logger.setLevel(null);
        exchanges.setLevel(null);
    }

    private Vm start(JitMode mode) throws VmStartException {
        Vm started = TestVms.factory(sets).start(TestVms.options().withJit(mode));
        compileAnswer(started);
        return started;
    }

    private static void compileAnswer(Vm started) {
        assertThat(started.compileMethod("Object", Optional.of("test"), Optional.empty(), SourceText.of(
                "answer <primitive: 'answer' module: 'Answers' error: code> ^code", "test")).selector()).isPresent();
    }

    private PrimitiveSet install(String name, int ranking, PrimitiveSet set) {
        sets.add(set, Map.of(TierChoice.NAME, name, Constants.SERVICE_RANKING, ranking));
        return set;
    }

    private String answer() throws VmStartException {
        return TestVms.print(vm, "3 answer");
    }

    private String active() {
        return vm.tiers().stream().filter(each -> each.kind().equals(KIND)).findFirst().orElseThrow().provider();
    }

    private List<String> done() {
        return vm.exchanges().stream().map(each -> each.from() + " -> " + each.to()).toList();
    }

    @Test
    void serveMethodsThatWereThereBefore() throws VmStartException {
        assertThat(answer()).isEqualTo("#'no such primitive'");

        PrimitiveSet set = install("one", 0, Answers.of(1));
        assertThat(answer()).isEqualTo("1");

        sets.remove(set);
        assertThat(answer()).isEqualTo("#'no such primitive'");
        assertThat(done()).containsExactly("none -> one", "one -> none");
    }

    @Test
    void areNotExchangedBeforeTheFirstSetOfANewModuleIsThere() throws VmStartException {
        sets.providers("Answers");
        assertThat(answer()).isEqualTo("#'no such primitive'");
        assertThat(done()).isEmpty();

        install("one", 0, Answers.of(1));
        assertThat(answer()).isEqualTo("1");
        assertThat(done()).containsExactly("none -> one");
    }

    @Test
    void areServedByTheSetWithTheHighestRankingUntilSomebodyChooses() throws VmStartException {
        install("one", 0, Answers.of(1));
        PrimitiveSet better = install("two", 5, Answers.of(2));
        install("three", 1, Answers.of(3));
        assertThat(answer()).isEqualTo("2");

        assertThat(vm.exchange(KIND, "three", "a test").isDone()).isTrue();
        install("four", 9, Answers.of(4));
        assertThat(answer()).isEqualTo("3");

        sets.remove(better);
        assertThat(answer()).isEqualTo("3");
        assertThat(vm.exchange(KIND, "two", "a test").refusal()).hasValue("SW-SWAP-002 no bundle provides the set of the"
                + " primitives Answers 'two'. Those that are installed: four, one, three");
    }

    @Test
    void goBackToTheSetBeforeWhenTheBundleOfOneStopsAndToItWhenItIsStartedAgain() throws VmStartException {
        install("one", 0, Answers.of(1));
        install("nine", 0, Answers.of(9));
        PrimitiveSet two = install("two", 0, Answers.of(2));
        vm.exchange(KIND, "one", "a test");
        vm.exchange(KIND, "two", "a test");

        sets.remove(two);
        assertThat(answer()).isEqualTo("1");

        install("two", 0, two);
        assertThat(answer()).isEqualTo("2");
    }

    @Test
    void doWithoutASetThatThrowsThreeTimesInARow() throws VmStartException {
        AtomicLong calls = new AtomicLong();
        install("one", 0, Answers.of(1));
        install("bad", 1, Answers.of(frame -> {
            if (calls.incrementAndGet() % 4 == 0) {
                return Oop.smallInteger(0);
            }
            throw new IllegalStateException("as the test wants it");
        }));

        assertThat(TestVms.print(vm, "(1 to: 5) collect: [:i | i answer]")).isEqualTo(
                "(#'the primitive threw a Java exception' #'the primitive threw a Java exception'"
                        + " #'the primitive threw a Java exception' 1 1 )");

        assertThat(active()).isEqualTo("one");
        assertThat(vm.exchanges().getLast().reason()).isEqualTo("SW-SWAP-006 the set of the primitives Answers 'bad' threw 3"
                + " times in a row and is barred: java.lang.IllegalStateException: as the test wants it");
        assertThat(vm.exchange(KIND, "bad", "a test").refusal()).hasValueSatisfying(
                why -> assertThat(why).startsWith("SW-SWAP-006 the set of the primitives Answers 'bad' has failed"));
    }

    @Test
    void keepASetThatThrowsNowAndThen() throws VmStartException {
        AtomicLong calls = new AtomicLong();
        install("odd", 0, Answers.of(frame -> {
            if (calls.incrementAndGet() % 3 == 0) {
                return Oop.smallInteger(0);
            }
            throw new IllegalStateException("as the test wants it");
        }));

        TestVms.print(vm, "(1 to: 100) collect: [:i | i answer]");

        assertThat(active()).isEqualTo("odd");
        assertThat(calls).hasValue(100);
    }

    @Test
    void areNotServedByMalformedSets() throws VmStartException {
        install("one", 0, Answers.of(1));
        Primitive code = frame -> Oop.smallInteger(0);
        PrimitiveSet.Binding good = new PrimitiveSet.Binding("answer", 0, code);
        install("twice", 0, new Answers("Answers", List.of(good, good)));
        install("no-code", 0, new Answers("Answers", List.of(new PrimitiveSet.Binding("answer", 0, null))));
        install("no-name", 0, new Answers("Answers", List.of(new PrimitiveSet.Binding(" ", 0, code))));
        install("arguments", 0, new Answers("Answers", List.of(new PrimitiveSet.Binding("answer", -2, code))));
        install("nothing", 0, new Answers("Answers", null));
        install("no-module", 0, new Answers(null, List.of(good)));

        String start = "SW-PRIM-002 the set of the primitives Answers '";
        assertThat(answer()).as("the good one").isEqualTo("1");
        assertThat(refusal("no-module")).startsWith("SW-SWAP-002 ");
        assertThat(refusals("twice")).contains(start + "twice' cannot be used: two primitives are called answer");
        assertThat(refusals("no-code")).contains(start + "no-code' cannot be used: answer has no code");
        assertThat(refusals("no-name")).contains(start + "no-name' cannot be used: a primitive has no name");
        assertThat(refusals("arguments")).contains(start + "arguments' cannot be used: answer takes -2 arguments");
        assertThat(refusals("nothing")).contains(start + "nothing' cannot be used: it does not say what its primitives are");
        assertThat(refusal("twice")).contains("barred");
        assertThat(answer()).isEqualTo("1");
    }

    /** Those of all attempts to use it. */
    private String refusals(String name) {
        refusal(name);
        return vm.exchanges().stream().filter(each -> each.to().equals(name)).map(each -> each.refusal().orElse(""))
                .toList().toString();
    }

    private String refusal(String name) {
        return vm.exchange(KIND, name, "a test").refusal().orElse("");
    }

    @Test
    void leaveTheKernelsOwnAlone() throws VmStartException {
        install("mine", 9, new Answers("Processes", List.of(new PrimitiveSet.Binding("yield", 0, frame -> Oop.smallInteger(0)))));

        assertThat(TestVms.print(vm, "Processor yield == Processor")).isEqualTo("true");
        assertThat(vm.exchange("primitives.Processes", "mine", "a test").refusal()).hasValueSatisfying(
                why -> assertThat(why).startsWith("SW-SWAP-001 there is no tier 'primitives.Processes'"));
    }

    @Test
    void keepACoreSetWhoseBundleHasStoppedUntilAnotherIsThere() throws VmStartException {
        PrimitiveSet strings = TestVms.primitiveSets().stream().filter(each -> each.module().equals("Strings")).findFirst()
                .orElseThrow();
        InstalledPrimitiveSets own = new InstalledPrimitiveSets(List.of(strings));
        TestVms.primitiveSets().stream().filter(each -> !each.module().equals("Strings"))
                .forEach(each -> own.add(each, Map.of(TierChoice.NAME, "core")));
        try (Vm other = TestVms.factory(own).start(TestVms.options())) {
            own.remove(strings);

            assertThat(TestVms.print(other, "('abc' , 'def') asSymbol")).isEqualTo("#abcdef");
            assertThat(other.exchanges()).isEmpty();
        }
    }

    @Test
    void areCalledByMachineCodeThatServedThemItselfBefore() throws VmStartException {
        PrimitiveSet core = TestVms.primitiveSets().stream().filter(each -> each.module().equals("Float")).findFirst()
                .orElseThrow();
        AtomicLong calls = new AtomicLong();
        PrimitiveSet counting = new Answers("Float", core.bindings().stream()
                .map(each -> new PrimitiveSet.Binding(each.name(), each.arguments(), frame -> {
                    calls.incrementAndGet();
                    return each.code().run(frame);
                })).toList());
        String program = "(1 to: 1000) inject: 0.0 into: [:sum :i | sum + i asFloat sqrt]";
        try (Vm other = start(JitMode.EAGER)) {
            String expected = TestVms.print(other, program);
            install("counting", -1, counting);
            assertThat(TestVms.print(other, program)).isEqualTo(expected);
            assertThat(calls).hasValue(0);

            assertThat(other.exchange("primitives.Float", "counting", "a test").isDone()).isTrue();
            assertThat(TestVms.print(other, program)).isEqualTo(expected);
            assertThat(calls).hasValueGreaterThanOrEqualTo(1000);

            TierExchange back = other.exchange("primitives.Float", "core", "a test");
            assertThat(back.isDone()).isTrue();
            calls.set(0);
            assertThat(TestVms.print(other, program)).isEqualTo(expected);
            assertThat(calls).hasValue(0);
        }
    }

    @Test
    void comeAndGoUnderAProgramThatCallsThemWithoutPause() throws VmStartException {
        TestVms.print(vm, "Smalltalk at: #Wrong put: 0. Smalltalk at: #Calls put: 0. Smalltalk at: #Stop put: false."
                + " [[Smalltalk at: #Stop] whileFalse: [| answer | answer := 3 answer."
                + " (#(1 2 #'no such primitive') includes: answer) ifFalse: [Smalltalk at: #Wrong put: answer]."
                + " Smalltalk at: #Calls put: (Smalltalk at: #Calls) + 1]."
                + " Smalltalk at: #Stop put: nil] forkAt: Processor userBackgroundPriority");

        for (int i = 0; i < 1000; i++) {
            PrimitiveSet one = install("one", 0, Answers.of(1));
            PrimitiveSet two = install("two", i % 3 - 1, Answers.of(2));
            sets.remove(i % 2 == 0 ? one : two);
            sets.remove(i % 2 == 0 ? two : one);
        }

        assertThat(TestVms.print(vm, "Smalltalk at: #Stop put: true. [(Smalltalk at: #Stop) isNil] whileFalse:"
                + " [(Delay forMilliseconds: 1) wait]. Smalltalk at: #Wrong")).isEqualTo("0");
        assertThat(Long.parseLong(TestVms.print(vm, "Smalltalk at: #Calls"))).isPositive();
        assertThat(answer()).isEqualTo("#'no such primitive'");
    }

    /** A busy VM hears of a module when all of its sets are there. */
    @Test
    void areServedByTheChosenSetHoweverLateTheVmHearsOfThem() throws Exception {
        BundleContext context = mock();
        when(context.getProperty("sendwright.tiers")).thenReturn("primitives.Late=chosen");
        InstalledPrimitiveSets chosen = new InstalledPrimitiveSets(context);
        TestVms.primitiveSets().forEach(each -> chosen.add(each, Map.of(TierChoice.NAME, "core")));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        chosen.add(Answers.of(_ -> {
            begun.countDown();
            StalledProviderTest.Stall.IGNORE.stall(end);
            return Oop.smallInteger(1);
        }), Map.of(TierChoice.NAME, "waits"));
        vm.close();
        vm = TestVms.factory(chosen).start(TestVms.options());
        compileAnswer(vm);
        CompletableFuture<String> program = CompletableFuture.supplyAsync(() -> TestVms.print(vm, "3 answer"));
        begun.await();

        chosen.add(new Answers("Late", List.of()), Map.of(TierChoice.NAME, "best", Constants.SERVICE_RANKING, 1));
        chosen.add(new Answers("Late", List.of()), Map.of(TierChoice.NAME, "chosen"));
        end.countDown();

        assertThat(program.join()).isEqualTo("1");
        assertThat(vm.exchanges()).extracting(each -> each.kind() + ": " + each.to()).containsExactly("primitives.Late: chosen");
    }
}
