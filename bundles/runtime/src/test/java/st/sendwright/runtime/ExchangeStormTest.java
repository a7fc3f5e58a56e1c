package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.interpreter.Interpreter;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Tier;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

@DisplayName("Random exchanges of all tiers under a program")
@Timeout(value = 1_800)
class ExchangeStormTest {

    private static final long SEED = Long.getLong("sendwright.storm.seed", 20_261_127);
    /** Too few for all of the program's code, so that the code-cache policies have something to do. */
    private static final long CODE_BYTES = 40 << 10;
    private static final long MOST_WAIT_NANOS = 1_000_000;

    private static final List<String> METHODS = List.of(
            "deep: bottom ^self = 0 ifTrue: [bottom value] ifFalse: [((self - 1) deep: bottom) + 1]",
            "unwinding: log do: bottom ^self = 0 ifTrue: [bottom value]"
                    + " ifFalse: [[((self - 1) unwinding: log do: bottom) + 1] ensure: [log add: self]]",
            "leaving: aBlock (1 to: self) do: [:i | (1 to: i) do: [:j | (aBlock value: i value: j) ifTrue: [^i * j]]]. ^0",
            "stormed ^self", "sum: n | sum | sum := 0. 1 to: n do: [:i | sum := sum + (i \\\\ self)]. ^sum",
            "yielding: n ^(1 to: n) inject: 0 into: [:a :i | Processor yield. a + (i printString size)]");

    /** Each round has the same answer: an Array of what each part found. */
    private static final String ROUND = """
            | parts log kept queue done shapes tries |
            parts := OrderedCollection new.
            log := OrderedCollection new.
            parts add: (2000 deep: [0]).
            parts add: (60 unwinding: log do: [Processor yield. 5]).
            parts add: ([40 unwinding: log do: [Error signal: 'x']] on: Error do: [:e | e messageText size]).
            parts add: ([(Notification signal: 'n') + 1] on: Notification do: [:n | n resume: 4]).
            tries := 0.
            parts add: ([tries := tries + 1. tries < 3 ifTrue: [1/0]. tries] on: ZeroDivide do: [:e | e retry]).
            parts add: ([[1/0] ensure: [log add: 77]] on: ZeroDivide do: [:e | e return: 8]).
            parts add: (30 leaving: [:i :j | i * j = 204]).
            parts add: (7 sum: 20000).
            kept := Dictionary new.
            1 to: 200 do: [:i | kept at: i printString put: (Array with: i with: i asFloat / 3 with: Object new)].
            parts add: (kept inject: 0 into: [:sum :each | sum + (kept at: each first printString) first + ((each at: 2) * 3) rounded]).
            queue := SharedQueue new.
            done := Semaphore new.
            [1 to: 60 do: [:i | queue nextPut: (1 to: i) asOrderedCollection. Processor yield]. done signal] fork.
            parts add: ((1 to: 60) inject: 0 into: [:sum :i | sum + queue next size]).
            done wait.
            1 to: 3 do: [:each | [log add: (each * 20 yielding: 10). done signal] fork].
            3 timesRepeat: [done wait].
            shapes := {3. 4.5. $a. nil. 'ab'. #ab. 1/2. true. 3@4. Object new. 1->2. 2 raisedTo: 70. #(1 2). #[1 2]}.
            parts add: ((1 to: 400) inject: 0 into: [:sum :i |
                sum + (shapes at: i * i + (i // 7) \\\\ shapes size + 1) stormed printString size]).
            parts add: (log inject: 0 into: [:sum :each | sum * 31 + each \\\\ 1000003]).
            parts add: ((1 to: 100) collect: [:i | (i * 7919 \\\\ 1000) printString]) asSortedCollection asArray hash.
            parts add: 100 factorial printString size.
            """;

    private static final String PROGRAM = """
            | round expected rounds |
            round := [""" + ROUND + """
                parts asArray printString].
            expected := round value.
            Transcript showCr: expected.
            rounds := 0.
            [Smalltalk at: #Enough] whileFalse: [
                round value = expected ifFalse: [Transcript showCr: 'round ', rounds printString, ' differs: ', round value].
                rounds := rounds + 1.
                Smalltalk at: #Rounds put: rounds].
            Transcript showCr: 'the end'; flush.
            rounds
            """;

    private final JitTier.Installed installed = TestVms.installed();
    private final InstalledProviders<Interpreter> interpreters = TestVms.interpreters();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Vm start(VmOptions options) throws VmStartException {
        Vm vm = TestVms.factory(interpreters, installed).start(options.withStreams(InputStream.nullInputStream(), out, out));
        for (String source : METHODS) {
            assertThat(vm.compileMethod(source.startsWith("stormed") ? "Object" : "Integer", Optional.of("test"),
                    Optional.empty(), SourceText.of(source, "test")).diagnostics()).isEmpty();
        }
        TestVms.print(vm, "Smalltalk at: #Enough put: false; at: #Rounds put: 0");
        return vm;
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What the program prints in a VM of its own in which nothing is exchanged. */
    private String undisturbed() throws VmStartException {
        try (Vm vm = start(TestVms.options())) {
            TestVms.print(vm, "Smalltalk at: #Enough put: true");
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo("0");
            return printed();
        } finally {
            out.reset();
        }
    }

    @Test
    void leavesTheProgramsOutputAsItIs() throws Exception {
        storm(300, Where.SYNCHRONOUS);
    }

    @Test
    void leavesItSoWhileAThreadCompiles() throws Exception {
        storm(200, Where.BACKGROUND);
    }

    @Test
    @Tag("long")
    void leavesItSoTenThousandTimes() throws Exception {
        storm(Integer.getInteger("sendwright.storm.exchanges", 10_000), Where.SYNCHRONOUS);
        storm(2_000, Where.BACKGROUND);
    }

    /** Without machine code, so that it is interpreters which stand in the midst of everything. */
    @Test
    void leavesItSoWhileInterpretersTakeTurns() throws Exception {
        stormOfInterpreters(300);
    }

    @Test
    @Tag("long")
    void leavesItSoWhileInterpretersTakeTenThousandTurns() throws Exception {
        stormOfInterpreters(Integer.getInteger("sendwright.storm.exchanges", 10_000));
    }

    private void storm(int exchanges, Where where) throws Exception {
        storm(exchanges, where.toString(), TestVms.options().withJit(JitMode.EAGER).withCompileWhere(where)
                .withCodeCacheBytes(CODE_BYTES), tier -> true, code -> {
                    assertThat(code.methods()).as("methods that were compiled, again and again").isGreaterThan(exchanges);
                    assertThat(code.cache().sweeps()).as("times that code had no room").isPositive();
                });
    }

    private void stormOfInterpreters(int exchanges) throws Exception {
        storm(exchanges, "interpreters", TestVms.options(), tier -> tier.kind().equals(InstalledInterpreters.KIND),
                code -> { });
    }

    /**
     * @param name of the storm, for people
     * @param some which tiers are exchanged
     * @param check what is to be so with machine code, where the options want any
     */
    private void storm(int exchanges, String name, VmOptions options, Predicate<Tier> some,
            Consumer<JitReport.Code> check) throws Exception {
        System.out.println("storm of exchanges: seed " + SEED);
        String expected = undisturbed();
        Random random = new Random(SEED);
        PauseHistogram pauses = new PauseHistogram();
        try (Vm vm = start(options)) {
            List<Tier> tiers = vm.tiers().stream().filter(some).toList();
            TestVms.print(vm, "Smalltalk at: #Enough put: true. [" + PROGRAM + "] value. Smalltalk at: #Enough put: false");
            long usedBefore = usedBytes(vm);
            out.reset();
            CompletableFuture<String> program = CompletableFuture.supplyAsync(() -> TestVms.print(vm, PROGRAM));
            awaitRounds(vm, program, 1);
            for (int i = 0; i < exchanges; i++) {
                LockSupport.parkNanos(random.nextLong(MOST_WAIT_NANOS));
                Tier tier = tiers.get(random.nextInt(tiers.size()));
                String provider = tier.installed().get(random.nextInt(tier.installed().size()));
                TierExchange record = vm.exchange(tier.kind(), provider, "exchange " + i);
                assertThat(record.refusal()).as("exchange %d of seed %d", i, SEED).isEmpty();
                pauses.add(record);
                pauses.add("- reached from " + record.phases().askedDuring().title(), record.phases().waitNanos());
                if (tier.kind().equals("memory-plan")) {
                    pauses.add("- from " + record.from(), record.pauseNanos() - copyingNanos(vm));
                }
            }
            tiers.forEach(tier -> vm.exchange(tier.kind(), tier.provider(), "as it was"));
            long rounds = Long.parseLong(TestVms.print(vm, "Smalltalk at: #Rounds"));
            awaitRounds(vm, program, rounds + 2);
            TestVms.print(vm, "Smalltalk at: #Enough put: true");

            assertThat(program.join()).matches("[0-9]+");
            assertThat(printed()).as("what the program printed, seed %d", SEED).isEqualTo(expected);
            assertThat(vm.tiers()).containsAll(tiers);
            assertThat(vm.providerStates()).as("false alarms of probation and watches").allMatch(each -> each.reverts() == 0);
            assertThat(usedBytes(vm)).as("bytes of living objects").isCloseTo(usedBefore, withinPercentage(5));
            assertThat(vm.jit(0).code().isPresent()).isEqualTo(options.jit() != JitMode.OFF);
            vm.jit(0).code().ifPresent(check);
            System.out.printf("%d exchanges during %s rounds, %s%n%s", exchanges, program.join(), name, pauses);
        }
        out.reset();
        while (Thread.getAllStackTraces().keySet().stream().anyMatch(each -> each.getName().equals("sendwright-compiler"))) {
            Thread.yield();
        }
    }

    /** How long the last exchange of memory plans copied objects. */
    private static long copyingNanos(Vm vm) {
        return vm.collections().reversed().stream().map(Vm.Collection::report)
                .filter(each -> each.reason() == Reason.EXCHANGE).findFirst().orElseThrow().nanos();
    }

    /** Bytes of all living objects; the heap is sound. */
    private static long usedBytes(Vm vm) {
        assertThat(vm.verifyHeap()).isEmpty();
        return vm.statistics().stream().filter(each -> each.name().matches("heap-.*-used"))
                .mapToLong(Vm.Statistic::value).sum();
    }

    private static void awaitRounds(Vm vm, CompletableFuture<String> program, long enough) {
        while (Long.parseLong(TestVms.print(vm, "Smalltalk at: #Rounds")) < enough) {
            assertThat(program).as("the program that is to run").isNotDone();
            assertThat(Thread.interrupted()).as("whether it makes no rounds any more").isFalse();
            LockSupport.parkNanos(MOST_WAIT_NANOS);
        }
    }

    /** Bundles come and go while what they provide is in force or not. */
    @Test
    void leavesItSoWhileProvidersComeAndGo() throws Exception {
        System.out.println("storm of bundles: seed " + SEED);
        String expected = undisturbed();
        Random random = new Random(SEED);
        try (Vm vm = start(TestVms.options().withJit(JitMode.EAGER).withCodeCacheBytes(CODE_BYTES))) {
            CompletableFuture<String> program = CompletableFuture.supplyAsync(() -> TestVms.print(vm, PROGRAM));
            awaitRounds(vm, program, 1);
            List<Runnable> comeAndGo = new ArrayList<>();
            comeAndGo.addAll(comeAndGo(installed.backEnds()));
            comeAndGo.addAll(comeAndGo(installed.sends()));
            comeAndGo.addAll(comeAndGo(installed.caches()));
            comeAndGo.addAll(comeAndGo(installed.policies()));
            comeAndGo.addAll(comeAndGo(interpreters));
            for (int i = 0; i < 200; i++) {
                comeAndGo.get(random.nextInt(comeAndGo.size())).run();
            }
            TestVms.print(vm, "Smalltalk at: #Enough put: true");

            assertThat(program.join()).matches("[0-9]+");
            assertThat(printed()).as("what the program printed, seed %d", SEED).isEqualTo(expected);
            assertThat(vm.exchanges()).isNotEmpty().allMatch(TierExchange::isDone);
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    /** For each provider what removes it where it is there, and adds it where it is not. */
    private static <T> List<Runnable> comeAndGo(InstalledProviders<T> providers) {
        List<Runnable> all = new ArrayList<>();
        for (String name : providers.names()) {
            Provider<T> provider = providers.named(name).orElseThrow();
            all.add(() -> {
                if (providers.named(name).isPresent()) {
                    providers.remove(provider.service());
                } else {
                    providers.add(provider);
                }
            });
        }
        return all;
    }
}
