package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    private static final long FEW_BYTES = 16 << 10;

    @ParameterizedTest
    @EnumSource(names = {"LINK", "SWEEP", "COUNTDOWN", "COMPILES_SEEN", "COMPILE", "EXPECTED_CLASS", "POLYMORPHIC",
            "MEGAMORPHIC", "RUN", "EXECUTE_ONE"})
    void isNotNoticedByProgramsAndHasAnotherTakeItsPlace(Place place) throws VmStartException {
        String expected = expected();
        String kind = kind(place);
        try (Vm vm = start(place == Place.SWEEP ? machineCode().withCodeCacheBytes(FEW_BYTES) : machineCode())) {
            if (place == Place.EXPECTED_CLASS) {
                vm.exchange("inline-cache", "monomorphic", "a test");
            } else if (place == Place.MEGAMORPHIC) {
                vm.exchange("inline-cache", "megamorphic", "a test");
            }
            String usual = provider(vm, kind);
            for (InjectedFault fault : possibleAt(place)) {
                for (int after : List.of(0, 7)) {
                    renew(place);
                    vm.exchange("jit", "baseline", "code is made anew");
                    TierExchange begun = vm.exchange(kind, FaultyProviders.NAME, "a test");
                    assertThat(begun.refusal()).as("%s at %s", fault, place).isEmpty();
                    faults.arm(place, fault, after);

                    for (int i = 0; i < 20 && faults.struck() == 0; i++) {
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
            }
            assertThat(vm.verifyHeap()).isEmpty();
        }
    }
}
