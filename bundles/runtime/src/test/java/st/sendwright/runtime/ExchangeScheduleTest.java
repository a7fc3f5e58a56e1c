package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.jit.JitMode;
import st.sendwright.vm.ExchangePlan;
import st.sendwright.vm.ExchangePlan.Choice;
import st.sendwright.vm.ExchangePlan.Step;
import st.sendwright.vm.ExchangePlan.Unit;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("A plan of exchanges")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ExchangeScheduleTest {

    private static final String WORK = "(1 to: 200) inject: 0 into: [:sum :i | Processor yield. sum + i printString size]";

    private static Vm start() throws VmStartException {
        return TestVms.factory(TestVms.installed()).start(TestVms.options().withJit(JitMode.EAGER));
    }

    private static Step every(Unit unit, long count, String... choices) {
        return step(unit, count, true, choices);
    }

    private static Step step(Unit unit, long count, boolean repeats, String... choices) {
        return new Step(unit, count, repeats, List.of(choices).stream().map(each ->
                new Choice(each.split("=")[0], each.split("=")[1])).toList(), "the plan of a test");
    }

    private static List<String> done(Vm vm) {
        return vm.exchanges().stream().map(each -> each.kind() + "=" + each.to()).toList();
    }

    private static void runUntil(Vm vm, int exchanges) {
        while (vm.exchanges().size() < exchanges) {
            assertThat(TestVms.print(vm, WORK)).isEqualTo("492");
        }
    }

    @Test
    void isFollowedByExits() throws VmStartException {
        try (Vm vm = start()) {
            vm.follow(new ExchangePlan(List.of(
                    every(Unit.EXITS, 10, "code-cache=aging", "code-cache=fifo"),
                    step(Unit.EXITS, 25, false, "inline-cache=adaptive", "inline-cache=megamorphic"))));
            runUntil(vm, 7);

            assertThat(done(vm)).startsWith("code-cache=aging", "code-cache=fifo", "inline-cache=adaptive",
                    "inline-cache=megamorphic", "code-cache=aging", "code-cache=fifo", "code-cache=aging");
            assertThat(vm.exchanges()).allMatch(TierExchange::isDone)
                    .allMatch(each -> each.reason().equals("the plan of a test"));
        }
    }

    @Test
    void doesInOneExitWhatIsDueInIt() throws VmStartException {
        try (Vm vm = start()) {
            vm.follow(new ExchangePlan(List.of(step(Unit.EXITS, 5, false, "code-cache=aging"),
                    step(Unit.EXITS, 5, false, "code-cache=fifo"))));
            runUntil(vm, 2);

            assertThat(done(vm)).containsExactly("code-cache=aging", "code-cache=fifo");
        }
    }

    @Test
    void isFollowedByTimeWhileProgramsRun() throws VmStartException {
        try (Vm vm = start()) {
            vm.follow(new ExchangePlan(List.of(every(Unit.NANOS, 1_000_000, "jit=none", "jit=baseline"),
                    step(Unit.NANOS, 1, false, "memory-plan=semispace"))));
            runUntil(vm, 12);

            List<String> done = done(vm);
            assertThat(done.getFirst()).isEqualTo("memory-plan=semispace");
            assertThat(done.stream().filter(each -> each.startsWith("jit")).limit(4)).containsExactly("jit=none", "jit=baseline",
                    "jit=none", "jit=baseline");
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }

    @Test
    void goesOnAfterARefusal() throws VmStartException {
        try (Vm vm = start()) {
            vm.follow(new ExchangePlan(List.of(every(Unit.EXITS, 3, "code-cache=nobody", "code-cache=fifo"))));
            runUntil(vm, 4);

            assertThat(vm.exchanges().get(0).refusal().orElseThrow()).startsWith("SW-SWAP-002 ");
            assertThat(vm.exchanges().get(1).isDone()).isTrue();
            assertThat(done(vm).get(2)).isEqualTo("code-cache=nobody");
        }
    }

    @Test
    void isReplacedByAnotherAndByNone() throws VmStartException {
        try (Vm vm = start()) {
            vm.follow(new ExchangePlan(List.of(every(Unit.NANOS, 100_000, "code-cache=fifo"),
                    every(Unit.EXITS, 1, "code-cache=fifo"))));
            runUntil(vm, 3);
            vm.follow(new ExchangePlan(List.of(step(Unit.EXITS, 2, false, "code-cache=aging"))));
            awaitNoClock();
            while (!done(vm).contains("code-cache=aging")) {
                TestVms.print(vm, WORK);
            }
            int count = vm.exchanges().size();
            TestVms.print(vm, WORK);

            assertThat(vm.exchanges()).hasSize(count);
            assertThat(done(vm).getLast()).isEqualTo("code-cache=aging");
        }
    }

    @Test
    void endsWithTheVm() throws VmStartException {
        try (Vm vm = start()) {
            vm.follow(new ExchangePlan(List.of(every(Unit.NANOS, 3_600_000_000_000L, "jit=none"))));
        }
        awaitNoClock();
    }

    private static void awaitNoClock() {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().equals("sendwright-exchange-plan"))) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
