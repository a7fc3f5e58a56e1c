package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.gc.Collector;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.Vm.Tier;

@DisplayName("Exchanges of tiers")
class TierExchangesTest {

    private final TestWorld vm = new TestWorld();
    private final TierExchanges exchanges = vm.exchanges;

    @AfterEach
    void close() {
        vm.close();
    }

    @Test
    void putAnotherPlanInForceAndGoOn() {
        assertThat(vm.print("Smalltalk at: #Kept put: (1 to: 1000) asOrderedCollection. 1")).isEqualTo("1");

        TierExchange record = exchanges.exchange("memory-plan", "none", "a test");

        assertThat(record.isDone()).isTrue();
        assertThat(record.from()).isEqualTo("semispace");
        assertThat(record.number()).isEqualTo(1);
        assertThat(record.movedBytes()).isGreaterThan(1_000_000);
        assertThat(record.pauseNanos()).isGreaterThanOrEqualTo(record.prepareNanos()).isPositive();
        assertThat(record.before()).extracting("name").contains("heap-to-space-used");
        assertThat(record.after()).extracting("name").contains("heap-everything-used");
        assertThat(exchanges.tiers()).contains(
                new Tier("memory-plan", "none", List.of("none", "semispace")));
        assertThat(vm.print("(Smalltalk at: #Kept) inject: 0 into: [:a :b | a + b]")).isEqualTo("500500");
        assertThat(vm.collectAndVerify()).isEmpty();
        assertThat(exchanges.exchange("memory-plan", "semispace", "a test").isDone()).isTrue();
        assertThat(vm.print("(Smalltalk at: #Kept) size")).isEqualTo("1000");
        assertThat(vm.collectAndVerify()).isEmpty();
        assertThat(vm.plans.outstanding()).as("plans that were not given back").isEqualTo(1);
    }

    @Test
    void areRefusedForKindsAndProvidersThatAreNotThere() {
        TierExchange kind = exchanges.exchange("engine", "semispace", "a test");
        TierExchange provider = exchanges.exchange("memory-plan", "immix", "a test");

        assertThat(kind.refusal()).hasValue("SW-SWAP-001 there is no tier 'engine' that can be exchanged."
                + " Such tiers: interpreter, memory-plan");
        assertThat(provider.refusal()).hasValue("SW-SWAP-002 no bundle provides the memory plan 'immix'."
                + " Plans that are installed: none, semispace");
        assertThat(exchanges.records()).containsExactly(kind, provider);
        assertThat(vm.print("3 + 4")).isEqualTo("7");
    }

    @Test
    void leaveAPlanInForceWhoseSuccessorFindsNoSpace() {
        Collector poor = mock(Collector.class);
        doThrow(new OutOfMemoryError("no address space")).when(poor).attach(anyLong(), any(), any());
        vm.plans.add("poor", () -> poor);

        TierExchange record = exchanges.exchange("memory-plan", "poor", "a test");

        assertThat(record.refusal()).hasValue(
                "SW-SWAP-003 the memory plan 'poor' cannot get its spaces: no address space");
        assertThat(vm.print("(1 to: 10000) asOrderedCollection size")).isEqualTo("10000");
        assertThat(vm.collectAndVerify()).isEmpty();
        assertThat(vm.plans.outstanding()).isEqualTo(1);
    }

    @Test
    void endTheVmWhenAPlanFailsHalfWay() {
        Collector broken = mock(Collector.class);
        when(broken.adopt(any(), any())).thenThrow(new IllegalStateException("half way"));
        vm.plans.add("broken", () -> broken);

        assertThatThrownBy(() -> exchanges.exchange("memory-plan", "broken", "a test"))
                .hasMessage("half way");
        vm.driver.run();

        assertThat(vm.driver.exitCode()).hasValue(70);
        assertThat(vm.printed()).contains("SW-SWAP-004 a memory plan failed");
    }

    @Test
    void canBeAskedForByPrograms() {
        assertThat(vm.print("Smalltalk exchange: #memoryPlan with: #none")).isEqualTo(
                "a TierExchange (memory-plan: semispace -> none)");
        assertThat(vm.print("(Smalltalk tiers at: #'memory-plan'), (Smalltalk tierExchanges last pause > Duration zero)"
                + " printString")).isEqualTo("'nonetrue'");
        assertThat(vm.print("Smalltalk providersOf: #memoryPlan")).isEqualTo("('none' 'semispace' )");
        assertThat(vm.evaluate("Smalltalk exchange: #memoryPlan with: 'immix'"))
                .isInstanceOfSatisfying(Evaluation.Failed.class, failed -> assertThat(failed.description())
                        .contains("SW-SWAP-002 no bundle provides the memory plan 'immix'"));
        assertThat(vm.evaluate("Smalltalk exchange: 3 with: 4")).isInstanceOf(Evaluation.Failed.class);
        assertThat(vm.print("(Smalltalk tierExchanges collect: [:each | each isDone]) asArray"))
                .isEqualTo("(true false )");
    }
}
