package st.sendwright.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import st.sendwright.it.VmHarness;
import st.sendwright.language.SourceText;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;

@DisplayName("Memory plans, exchanged while a program runs")
class MemoryPlanExchangeIT {

    private static final String KIND = "memory-plan";
    private static final long SEED = 20_261_126;

    /**
     * Rounds of work over old and new objects of many shapes, Processes that wait for each other, deep recursion,
     * identity hashes and exceptions. Each round has the same answer; what differs is counted, and so are the rounds.
     */
    private static final String WORK = """
            | kept round rounds different expected deep |
            kept := Dictionary new.
            1 to: 3000 do: [:i | kept at: i printString put: (Array with: i with: i asFloat / 3 with: Object new)].
            deep := nil.
            deep := [:n | n = 0 ifTrue: [0] ifFalse: [1 + (deep value: n - 1)]].
            round := [
                | sum queue done identities |
                sum := 0.
                queue := SharedQueue new.
                done := Semaphore new.
                identities := IdentityDictionary new.
                [1 to: 300 do: [:i | queue nextPut: (1 to: i) asOrderedCollection]. done signal] fork.
                1 to: 300 do: [:i | sum := sum + (queue next inject: 0 into: [:a :b | a + b])].
                done wait.
                kept keysAndValuesDo: [:key :value |
                    sum := sum + (kept at: key) first + key size + ((value at: 2) * 3) rounded.
                    identities at: (value at: 3) put: key].
                kept do: [:value | sum := sum + (identities at: (value at: 3)) size].
                sum := sum + (deep value: 5000) + (200 factorial printString size).
                sum := sum + ([1/0] on: ZeroDivide do: [:e | e return: 7]).
                1 to: 50 do: [:i | kept at: (i * 31 \\\\ 3000 + 1) printString put:
                    (Array with: i * 31 \\\\ 3000 + 1 with: (i * 31 \\\\ 3000 + 1) asFloat / 3 with: Object new)].
                sum].
            expected := round value.
            different := 0.
            rounds := 0.
            [round value = expected ifFalse: [different := different + 1].
            rounds := rounds + 1.
            Smalltalk at: #Enough] whileFalse.
            Array with: expected with: different with: rounds
            """;

    /** A Process of higher priority that puts one plan after the other in force; arguments: seed and how many. */
    private static final String EXCHANGER = """
            | random plans |
            random := Random seed: %d.
            plans := Smalltalk providersOf: #memoryPlan.
            Smalltalk at: #Enough put: false.
            [%d timesRepeat: [
                (Delay forMilliseconds: (random between: 1 and: 5)) wait.
                Smalltalk exchange: #memoryPlan with: (plans at: (random between: 1 and: plans size))].
            Smalltalk at: #Enough put: true] forkAt: Processor userInterruptPriority
            """;

    private static VmHarness harness;

    @BeforeAll
    static void startFelix() throws Exception {
        harness = VmHarness.start();
    }

    @AfterAll
    static void stopFelix() throws Exception {
        harness.close();
    }

    @Test
    void loseNothing() throws Exception {
        exchangeUnderWork(60);
    }

    @Test
    @Tag("long")
    void loseNothingInTenThousandExchanges() throws Exception {
        exchangeUnderWork(10_000);
    }

    private void exchangeUnderWork(int exchanges) throws Exception {
        System.out.println("memory plan exchanges: seed " + SEED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VmOptions options = VmOptions.defaults().withStreams(InputStream.nullInputStream(), out, out);
        try (Vm vm = harness.vmFactory().start(options)) {
            String undisturbed = evaluate(vm, "Smalltalk at: #Enough put: true. (" + asBlock() + ") value");
            evaluate(vm, EXCHANGER.formatted(SEED, exchanges));
            String disturbed = evaluate(vm, "(" + asBlock() + ") value");

            assertThat(undisturbed).matches("\\([0-9]+ 0 1 \\)");
            assertThat(disturbed).startsWith(undisturbed.substring(0, undisturbed.length() - "1 )".length()));
            List<TierExchange> records = vm.exchanges();
            assertThat(records).hasSize(Math.min(exchanges, 1_000)).allMatch(TierExchange::isDone)
                    .last().extracting(TierExchange::number).isEqualTo((long) exchanges);
            assertThat(records.stream().map(each -> each.from() + " -> " + each.to()).distinct())
                    .as("every plan after every plan").hasSize(9);
            assertThat(vm.verifyHeap()).isEmpty();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /** Objects cannot be without one: it stays until somebody exchanges it. */
    @Test
    void stayInForceWhenTheirBundleIsStopped() throws Exception {
        Bundle bundle = harness.bundle("st.sendwright.gc.generational");
        try (Vm vm = harness.vmFactory().start(VmOptions.defaults())) {
            evaluate(vm, "Smalltalk at: #Kept put: (1 to: 1000) asOrderedCollection");
            bundle.stop();
            try {
                assertThat(evaluate(vm, "(1 to: 300) inject: 0 into: [:sum :i | sum + (Array new: 10000) size]"))
                        .isEqualTo("3000000");
                assertThat(vm.tiers()).contains(new Vm.Tier(KIND, "generational", List.of("none", "semispace")));
                assertThat(vm.exchange(KIND, "semispace", "a test").isDone()).isTrue();
                assertThat(vm.exchange(KIND, "generational", "a test").refusal()).isPresent();
            } finally {
                bundle.start();
            }
            assertThat(vm.exchange(KIND, "generational", "a test").isDone()).isTrue();
            assertThat(evaluate(vm, "(Smalltalk at: #Kept) inject: 0 into: [:a :b | a + b]")).isEqualTo("500500");
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    @Test
    void areExchangedFromJavaToo() throws Exception {
        try (Vm vm = harness.vmFactory().start(VmOptions.defaults())) {
            assertThat(vm.tiers()).contains(
                    new Vm.Tier(KIND, "generational", List.of("generational", "none", "semispace")));
            evaluate(vm, "Smalltalk at: #Kept put: (1 to: 1000) asOrderedCollection");

            TierExchange record = vm.exchange(KIND, "semispace", "a test");

            assertThat(record.refusal()).isEmpty();
            assertThat(evaluate(vm, "(Smalltalk at: #Kept) inject: 0 into: [:a :b | a + b]")).isEqualTo("500500");
            assertThat(vm.exchanges()).containsExactly(record);
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    private static String asBlock() {
        return "[" + WORK.strip() + "]";
    }

    private static String evaluate(Vm vm, String source) {
        return switch (vm.evaluate(SourceText.of(source, "test"))) {
            case Evaluation.Value value -> vm.sendForString(value.handle(), "printString");
            case Evaluation.Failed failed -> failed.walkback();
            case Evaluation.NotCompiled bad -> bad.diagnostics().toString();
            case Evaluation.Terminated ended -> "terminated: " + ended.reason();
            case Evaluation.Exited exited -> "exit " + exited.code();
        };
    }
}
