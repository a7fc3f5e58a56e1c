package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.jit.JitMode;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("An exchange that is asked for in an odd way")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ExchangeBadInputTest {

    private static final String PROGRAM = "(1 to: 40) inject: 0 into: [:a :b | a + b printString size]";

    private final Logger logger = Logger.getLogger("st.sendwright.runtime");

    @BeforeEach
    void quieten() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void quietenNoMore() {
        logger.setLevel(null);
    }

    private static Vm start() throws VmStartException {
        return TestVms.factory(TestVms.installed()).start(TestVms.options().withJit(JitMode.EAGER));
    }

    @ParameterizedTest
    @CsvSource({"inline-cache, oracle", "code-cache, oracle", "compile-policy, oracle", "interpreter, oracle", "jit, oracle",
            "memory-plan, oracle"})
    void isRefusedWithTheNamesThatThereAre(String kind, String provider) throws VmStartException {
        try (Vm vm = start()) {
            String before = vm.tiers().toString();

            TierExchange record = vm.exchange(kind, provider, "a test");

            assertThat(record.refusal()).hasValueSatisfying(why -> assertThat(why).startsWith("SW-SWAP-002 no bundle provides the ")
                    .contains("'oracle'", "that are installed: "));
            assertThat(vm.tiers()).hasToString(before);
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo("71");
        }
    }

    /** For what is in force it starts that anew. */
    @ParameterizedTest
    @CsvSource({"inline-cache, polymorphic", "code-cache, flushall", "compile-policy, eager", "interpreter, switching",
            "jit, baseline", "memory-plan, generational", "primitives.Float, core"})
    void mayBeForWhatIsInForce(String kind, String provider) throws VmStartException {
        try (Vm vm = start()) {
            TestVms.print(vm, PROGRAM);

            TierExchange record = vm.exchange(kind, provider, "a test");

            assertThat(record.refusal()).isEmpty();
            assertThat(record.from()).isEqualTo(record.to());
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo("71");
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    /** They are done one after the other, each with a record. */
    @Test
    void isDoneAfterOthersThatAreAskedForAtOnce() throws VmStartException {
        try (Vm vm = start()) {
            List<CompletableFuture<Void>> askers = new ArrayList<>();
            for (List<String> each : List.of(List.of("inline-cache", "adaptive", "polymorphic"),
                    List.of("code-cache", "aging", "flushall"), List.of("jit", "none", "baseline"),
                    List.of("memory-plan", "semispace", "generational"))) {
                askers.add(CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 20; i++) {
                        assertThat(vm.exchange(each.getFirst(), each.get(1 + i % 2), "a test").refusal()).isEmpty();
                    }
                }, task -> Thread.ofPlatform().start(task)));
            }
            while (askers.stream().anyMatch(each -> !each.isDone())) {
                assertThat(TestVms.print(vm, PROGRAM)).isEqualTo("71");
            }
            askers.forEach(CompletableFuture::join);

            assertThat(vm.exchanges()).hasSize(80).allMatch(TierExchange::isDone).extracting(TierExchange::number)
                    .doesNotHaveDuplicates().isSorted();
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    /** Who asks hears that the VM is closed, or that it was done; nobody waits for ever. */
    @Test
    void isRefusedWhileTheVmStops() throws Exception {
        for (int i = 0; i < 10; i++) {
            Vm vm = start();
            AtomicBoolean isClosed = new AtomicBoolean();
            CompletableFuture<Integer> asker = CompletableFuture.supplyAsync(() -> {
                int done = 0;
                try {
                    for (;;) {
                        assertThat(vm.exchange("inline-cache", done % 2 == 0 ? "adaptive" : "polymorphic", "a test").refusal())
                                .isEmpty();
                        done++;
                    }
                } catch (IllegalStateException closed) {
                    assertThat(closed).hasMessage("the VM is closed");
                    assertThat(isClosed).isTrue();
                    return done;
                }
            }, task -> Thread.ofPlatform().start(task));
            TestVms.print(vm, PROGRAM);
            isClosed.set(true);
            vm.close();

            assertThat(asker.get(30, TimeUnit.SECONDS)).isNotNegative();
            assertThatIllegalStateException().isThrownBy(() -> vm.exchange("jit", "none", "a test")).withMessage("the VM is closed");
        }
    }
}
