package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import st.sendwright.jit.JitMode;
import st.sendwright.runtime.FaultInjector.Place;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

/**
 * Every fault of memory plans. They own all objects while they collect or take them over, so a plan that fails then ends the VM, and
 * one that stalls is waited for; at every other place another plan is in force afterwards.
 */
@DisplayName("A fault of a memory plan")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FaultInjectionPlanTest extends FaultInjection {

    private static final String KIND = "memory-plan";
    /** Fills eden some times over. */
    private static final String ALLOCATION = "(1 to: 40) inject: 0 into: [:sum :i | sum + (Array new: 60000) size]";
    private static final String TOO_MUCH = "[Array new: 100000000] on: OutOfMemory do: [:e | e return: 7]";

    private final TestPlans plans = TestPlans.generational();
    private boolean endsWhenReported;

    FaultInjectionPlanTest() {
        plans.add(FaultyProviders.NAME, () -> FaultyProviders.plan(faults));
    }

    private Vm start() throws VmStartException {
        return start(TestVms.factory(plans, interpreters, installed),
                TestVms.options().withJit(JitMode.BASELINE).withHeapMaxBytes(64 << 20));
    }

    @Override
    void said(String message) {
        if (endsWhenReported && message.startsWith("SW-SWAP-010 the memory plan faulty stalls")) {
            faults.disarm();
        }
    }

    private static List<InjectedFault> thrownAt(Place place) {
        return possibleAt(place).stream().filter(each -> !each.isStall()).toList();
    }

    /** It is not in force then; the plan before allocates on. */
    @Test
    void isReasonEnoughNotToPutItInForce() throws VmStartException {
        String expected = expected();
        try (Vm vm = start()) {
            for (InjectedFault fault : thrownAt(Place.ATTACH)) {
                faults.arm(Place.ATTACH, fault, 0);

                TierExchange record = vm.exchange(KIND, FaultyProviders.NAME, "a test");

                assertThat(record.refusal()).as("%s", fault).hasValueSatisfying(why -> assertThat(why)
                        .startsWith("SW-SWAP-003 the memory plan 'faulty' cannot get its spaces"));
                faults.disarm();
                assertThat(provider(vm, KIND)).isEqualTo("generational");
                assertThat(TestVms.print(vm, ALLOCATION)).as("%s", fault).isEqualTo("2400000");
                assertThat(TestVms.print(vm, PROGRAM)).as("%s", fault).isEqualTo(expected);
                assertThat(vm.verifyHeap()).as("%s", fault).isEmpty();
                count(Place.ATTACH, "put in force");
            }
        }
        assertThat(plans.outstanding()).isZero();
    }

    /** It stays in force, and goes when it works again. */
    @ParameterizedTest
    @EnumSource(names = {"LEAVE_FIXED_SPACE", "REGIONS"})
    void keepsItInForceWhenItDoesNotSayWhereItsObjectsAre(Place place) throws VmStartException {
        String expected = expected();
        try (Vm vm = start()) {
            for (InjectedFault fault : thrownAt(place)) {
                if (fault == InjectedFault.MALFORMED) {
                    continue;
                }
                assertThat(vm.exchange(KIND, FaultyProviders.NAME, "a test").refusal()).isEmpty();
                faults.arm(place, fault, 0);

                TierExchange record = vm.exchange(KIND, "semispace", "a test");

                assertThat(record.refusal()).as("%s at %s", fault, place).hasValueSatisfying(why -> assertThat(why)
                        .startsWith("SW-SWAP-003 the memory plan 'faulty' in force does not say where its objects are"));
                faults.disarm();
                assertThat(TestVms.print(vm, PROGRAM)).as("%s at %s", fault, place).isEqualTo(expected);
                vm.exchange(KIND, "semispace", "a test");
                assertThat(provider(vm, KIND)).as("%s at %s", fault, place).isNotEqualTo(FaultyProviders.NAME);
                assertThat(TestVms.print(vm, PROGRAM)).as("%s at %s", fault, place).isEqualTo(expected);
                assertThat(vm.verifyHeap()).isEmpty();
                count(place, "let go");
                if (vm.exchange(KIND, FaultyProviders.NAME, "a test").refusal().isPresent()) {
                    // Barred by now: a VM of its own for the rest.
                    return;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MAKE_ROOM", "OPEN_RESERVE"})
    void hasAnotherPlanTakeTheObjectsOver(Place place) throws VmStartException {
        String expected = expected();
        for (InjectedFault fault : thrownAt(place)) {
            try (Vm vm = start()) {
                vm.exchange(KIND, FaultyProviders.NAME, "a test");
                faults.arm(place, fault, 0);

                assertThat(TestVms.print(vm, ALLOCATION)).as("%s at %s", fault, place).isEqualTo("2400000");
                assertThat(TestVms.print(vm, TOO_MUCH)).as("%s at %s", fault, place).isEqualTo("7");

                assertThat(faults.struck()).as("%s at %s", fault, place).isPositive();
                assertThat(TestVms.print(vm, PROGRAM)).as("%s at %s", fault, place).isEqualTo(expected);
                assertThat(provider(vm, KIND)).as("%s at %s", fault, place).isEqualTo("generational");
                assertThat(vm.exchanges().getLast().reason()).startsWith("SW-SWAP-005 the memory plan 'faulty' failed");
                assertThat(vm.verifyHeap()).isEmpty();
                faults.disarm();
                count(place, "in force");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ADOPT", "COLLECT"})
    void endsTheVmWhileItIsAtTheObjects(Place place) throws VmStartException {
        for (InjectedFault fault : thrownAt(place)) {
            try (Vm vm = start()) {
                if (place == Place.COLLECT) {
                    vm.exchange(KIND, FaultyProviders.NAME, "a test");
                }
                faults.arm(place, fault, 0);

                assertThat(TestVms.print(vm, place == Place.COLLECT ? "Smalltalk garbageCollect"
                        : "Smalltalk exchange: #memoryPlan with: #faulty")).as("%s at %s", fault, place).isEqualTo("exit 70");

                assertThat(faults.struck()).isPositive();
                assertThat(logged).as("%s at %s", fault, place).anyMatch(each -> each.startsWith("SW-SWAP-004 "));
                logged.clear();
                faults.disarm();
                count(place, "at the objects");
            }
        }
    }

    /** What is reported is all that can be done; when the plan goes on, so does the program. */
    @ParameterizedTest
    @EnumSource(names = {"SLEEP", "COMPUTE", "DEAF", "LOCK"})
    void isReportedAndWaitedForWhenItIsAStall(InjectedFault fault) throws VmStartException {
        if (fault == InjectedFault.SLEEP) {
            // It heeds nothing but an interrupt, which nobody sends.
            return;
        }
        String expected = expected();
        endsWhenReported = true;
        for (Place place : List.of(Place.ATTACH, Place.ADOPT, Place.COLLECT, Place.MAKE_ROOM, Place.OPEN_RESERVE)) {
            try (Vm vm = start()) {
                if (place != Place.ATTACH && place != Place.ADOPT) {
                    vm.exchange(KIND, FaultyProviders.NAME, "a test");
                }
                faults.arm(place, fault, 0);
                if (place == Place.ATTACH || place == Place.ADOPT) {
                    assertThat(vm.exchange(KIND, FaultyProviders.NAME, "a test").refusal()).isEmpty();
                }
                assertThat(TestVms.print(vm, ALLOCATION)).as("%s at %s", fault, place).isEqualTo("2400000");
                assertThat(TestVms.print(vm, TOO_MUCH)).as("%s at %s", fault, place).isEqualTo("7");
                assertThat(TestVms.print(vm, "Smalltalk garbageCollect. 3 + 4")).as("%s at %s", fault, place).isEqualTo("7");

                assertThat(faults.struck()).as("%s at %s", fault, place).isPositive();
                assertThat(logged).as("%s at %s", fault, place).anyMatch(each -> each.contains("SW-SWAP-010 the memory plan"));
                logged.clear();
                assertThat(TestVms.print(vm, PROGRAM)).as("%s at %s", fault, place).isEqualTo(expected);
                count(place, "in force");
            }
        }
    }

    /** Another plan is in force already, or the VM has ended. */
    @Test
    void losesNothingButMemoryWhenItGoes() throws VmStartException {
        String expected = expected();
        for (InjectedFault fault : thrownAt(Place.DETACH)) {
            try (Vm vm = start()) {
                vm.exchange(KIND, FaultyProviders.NAME, "a test");
                faults.arm(Place.DETACH, fault, 0);

                assertThat(vm.exchange(KIND, "semispace", "a test").refusal()).as("%s", fault).isEmpty();

                assertThat(faults.struck()).as("%s", fault).isPositive();
                faults.disarm();
                assertThat(TestVms.print(vm, PROGRAM)).as("%s", fault).isEqualTo(expected);
                vm.exchange(KIND, FaultyProviders.NAME, "a test");
                faults.arm(Place.DETACH, fault, 0);
                count(Place.DETACH, "let go");
            }
            assertThat(faults.struck()).as("%s when the VM is closed", fault).isPositive();
            faults.disarm();
            count(Place.DETACH, "closed");
        }
    }
}
