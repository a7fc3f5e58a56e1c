package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.runtime.FaultInjector.Place;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

/**
 * Every fault at every place where the kernel asks a provider that is in force: the program has the answer that it has without
 * the fault, and another provider is in force.
 */
@DisplayName("A fault of a provider in force")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FaultInjectionTest extends FaultInjection {

    /** Less than the program's code takes. */
    private static final long FEW_BYTES = 24 << 10;

    static List<Arguments> places() {
        return Stream.of(Place.LINK, Place.SWEEP, Place.COUNTDOWN, Place.COMPILES_SEEN, Place.COMPILE, Place.EXPECTED_CLASS,
                Place.POLYMORPHIC, Place.MEGAMORPHIC, Place.RUN, Place.EXECUTE_ONE)
                .flatMap(place -> Stream.of(0, 7).map(after -> Arguments.of(place, after))).toList();
    }

    /** @param after so many answers */
    @ParameterizedTest
    @MethodSource("places")
    void isNotNoticedByProgramsAndHasAnotherTakeItsPlace(Place place, int after) throws VmStartException {
        // Each is waited for until it counts as a stall: those after some answers are left to the long test.
        happen(place, after, after == 0 ? possibleAt(place) : possibleAt(place).stream().filter(each -> !each.isStall()).toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"LINK", "SWEEP", "COUNTDOWN", "COMPILES_SEEN", "COMPILE", "EXPECTED_CLASS", "POLYMORPHIC", "MEGAMORPHIC"})
    @Tag("long")
    void isNotNoticedWhenItStallsAfterSomeAnswers(Place place) throws VmStartException {
        happen(place, 7, possibleAt(place).stream().filter(InjectedFault::isStall).toList());
    }

    /** What has the program cannot be left. Who waits is told, and when it comes back, another takes its place. */
    @ParameterizedTest
    @EnumSource(names = {"RUN", "EXECUTE_ONE"})
    void isSaidWhereNothingCanTakeItsPlace(Place place) throws VmStartException {
        String expected = expected();
        for (InjectedFault fault : List.of(InjectedFault.COMPUTE, InjectedFault.DEAF, InjectedFault.LOCK)) {
            try (Vm vm = start(machineCode())) {
                renew(place);
                vm.exchange("interpreter", FaultyProviders.NAME, "a test");
                faults.arm(place, fault, 0);

                assertThat(TestVms.print(vm, PROGRAM)).as("%s at %s", fault, place)
                        .startsWith("terminated: SW-SWAP-011 the interpreter faulty stalls: ");
                assertThat(TestVms.print(vm, PROGRAM)).as("%s at %s", fault, place).startsWith("terminated: SW-SWAP-011 ");

                assertThat(faults.struck()).as("%s at %s", fault, place).isPositive();
                faults.disarm();
                String answer = TestVms.print(vm, PROGRAM);
                while (answer.startsWith("terminated: SW-SWAP-011 ")) {
                    answer = TestVms.print(vm, PROGRAM);
                }
                assertThat(answer).as("%s at %s", fault, place).isEqualTo(expected);
                assertThat(provider(vm, "interpreter")).as("%s at %s", fault, place).isEqualTo("switching");
                assertThat(vm.verifyHeap()).isEmpty();
                count(place, "has the program");
            }
        }
    }

    private void happen(Place place, int after, List<InjectedFault> those) throws VmStartException {
        String expected = expected();
        String kind = kind(place);
        try (Vm vm = start(place == Place.SWEEP ? machineCode().withCodeCacheBytes(FEW_BYTES) : machineCode())) {
            if (place == Place.EXPECTED_CLASS) {
                vm.exchange("inline-cache", "monomorphic", "a test");
            } else if (place == Place.MEGAMORPHIC) {
                vm.exchange("inline-cache", "megamorphic", "a test");
            }
            String usual = provider(vm, kind);
            for (InjectedFault fault : those) {
                renew(place);
                vm.exchange("jit", "baseline", "code is made anew");
                TierExchange begun = vm.exchange(kind, FaultyProviders.NAME, "a test");
                assertThat(begun.refusal()).as("%s at %s", fault, place).isEmpty();
                faults.arm(place, fault, after);

                for (int i = 0; i < 200 && faults.struck() == 0; i++) {
                    assertThat(TestVms.print(vm, PROGRAM)).as("%s at %s", fault, place).isEqualTo(expected);
                }

                assertThat(faults.struck()).as("times that there was %s at %s", fault, place).isPositive();
                assertThat(TestVms.print(vm, PROGRAM)).as("%s at %s", fault, place).isEqualTo(expected);
                assertThat(provider(vm, kind)).as("what is in force after %s at %s", fault, place).isEqualTo(usual);
                assertThat(vm.exchanges().getLast().reason()).as("%s at %s", fault, place).startsWith("SW-SWAP-005 the ");
                faults.disarm();
                assertThat(TestVms.print(vm, PROGRAM)).as("after %s at %s", fault, place).isEqualTo(expected);
                count(place, "in force");
            }
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }
}
