package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.runtime.FaultInjector.Place;
import st.sendwright.runtime.InstalledProviders.Provider;
import st.sendwright.vm.TierExchange;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

/** Every fault while providers are tried, made ready, put in force, reverted and stopped. */
@DisplayName("A fault of a provider that comes or goes")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FaultInjectionExchangeTest extends FaultInjection {

    private static final String SEVEN = "seven <primitive: 'seven' module: '" + FaultyProviders.MODULE + "' error: reason> ^reason";

    // Made ready

    @ParameterizedTest
    @EnumSource(names = {"STUBS", "COUNTING", "PREPARE"})
    void isReasonEnoughNotToPutItInForce(Place place) throws VmStartException {
        String expected = expected();
        String kind = kind(place);
        try (Vm vm = start(machineCode().withCountSends(place == Place.COUNTING))) {
            String usual = provider(vm, kind);
            for (InjectedFault fault : possibleAt(place)) {
                faults.arm(place, fault, 0);
                renew(place);

                TierExchange record = vm.exchange(kind, FaultyProviders.NAME, "a test");

                assertThat(faults.struck()).as("%s at %s", fault, place).isPositive();
                assertThat(record.refusal()).as("%s at %s", fault, place).hasValueSatisfying(why ->
                        assertThat(why).containsAnyOf("SW-SWAP-003 ", "SW-SWAP-010 "));
                faults.disarm();
                assertThat(provider(vm, kind)).as("%s at %s", fault, place).isEqualTo(usual);
                assertThat(TestVms.print(vm, PROGRAM)).as("%s at %s", fault, place).isEqualTo(expected);
                count(place, "made ready");
            }
        }
    }

    // Put in force

    @ParameterizedTest
    @EnumSource(names = {"COUNTDOWN", "LOOK_EVERY", "WHERE"})
    void hasAnotherPolicyInForceWhenTheExchangeIsDone(Place place) throws VmStartException {
        String expected = expected();
        try (Vm vm = start(machineCode())) {
            for (InjectedFault fault : possibleAt(place)) {
                vm.exchange("compile-policy", "eager", "a test");
                renew(place);
                if (place == Place.WHERE) {
                    vm.exchange("compile-policy", FaultyProviders.NAME, "a test");
                    faults.arm(place, fault, 0);
                    vm.exchange("jit", "baseline", "a test");
                } else {
                    TestVms.print(vm, PROGRAM);
                    faults.arm(place, fault, 0);
                    vm.exchange("compile-policy", FaultyProviders.NAME, "a test");
                }

                assertThat(TestVms.print(vm, PROGRAM)).as("%s at %s", fault, place).isEqualTo(expected);
                assertThat(faults.struck()).as("%s at %s", fault, place).isPositive();
                assertThat(provider(vm, "compile-policy")).as("%s at %s", fault, place).isEqualTo("eager");
                faults.disarm();
                assertThat(vm.exchange("jit", "baseline", "a test").refusal()).as("%s at %s", fault, place).isEmpty();
                assertThat(TestVms.print(vm, PROGRAM)).as("%s at %s", fault, place).isEqualTo(expected);
                count(place, "put in force");
            }
        }
    }

    // Primitives

    private static Vm startWith(InstalledPrimitiveSets sets) throws VmStartException {
        RuntimeFactory factory = TestVms.factory(sets);
        factory.allow(IMPATIENT);
        Vm vm = factory.start(TestVms.options());
        assertThat(vm.compileMethod("Object", Optional.of("test"), Optional.empty(), SourceText.of(SEVEN, "test")).selector())
                .isPresent();
        return vm;
    }

    @ParameterizedTest
    @EnumSource(names = {"BINDINGS", "IS_CORE"})
    void isReasonEnoughNotToBindPrimitives(Place place) throws VmStartException {
        InstalledPrimitiveSets sets = new InstalledPrimitiveSets(TestVms.primitiveSets());
        sets.add(FaultyProviders.primitives(new FaultInjector()), Map.of(TierChoice.NAME, "good"));
        try (Vm vm = startWith(sets)) {
            for (InjectedFault fault : possibleAt(place)) {
                PrimitiveSet faulty = FaultyProviders.primitives(faults);
                sets.add(faulty, Map.of(TierChoice.NAME, FaultyProviders.NAME, "service.ranking", -1));
                faults.arm(place, fault, 0);

                TierExchange record = vm.exchange(kind(place), FaultyProviders.NAME, "a test");

                assertThat(faults.struck()).as("%s at %s", fault, place).isPositive();
                assertThat(record.refusal()).as("%s at %s", fault, place).isPresent();
                faults.disarm();
                assertThat(TestVms.print(vm, "3 seven")).as("%s at %s", fault, place).isEqualTo("7");
                assertThat(provider(vm, kind(place))).isEqualTo("good");
                sets.remove(faulty);
                count(place, "put in force");
            }
        }
    }

    /** The Smalltalk code behind the primitive runs; after three times another set is in force. */
    @Test
    void countsAsAFailureOfThePrimitive() throws VmStartException {
        Place place = Place.PRIMITIVE;
        for (InjectedFault fault : possibleAt(place)) {
            InstalledPrimitiveSets sets = new InstalledPrimitiveSets(TestVms.primitiveSets());
            sets.add(FaultyProviders.primitives(new FaultInjector()), Map.of(TierChoice.NAME, "good"));
            sets.add(FaultyProviders.primitives(faults), Map.of(TierChoice.NAME, FaultyProviders.NAME, "service.ranking", 1));
            try (Vm vm = startWith(sets)) {
                assertThat(TestVms.print(vm, "3 seven")).isEqualTo("7");
                faults.arm(place, fault, 0);

                assertThat(TestVms.print(vm, "(1 to: 4) collect: [:i | i seven]")).as("%s", fault).isEqualTo(
                        "(#'the primitive threw a Java exception' #'the primitive threw a Java exception'"
                                + " #'the primitive threw a Java exception' 7 )");
                assertThat(provider(vm, kind(place))).isEqualTo("good");
                faults.disarm();
                count(place, "in force");
            }
        }
    }

    // Machine code that nobody waits for, or that somebody looks at

    @Test
    void isNotNoticedWhileAThreadCompiles() throws VmStartException {
        Place place = Place.COMPILE;
        String expected = expected();
        try (Vm vm = start(machineCode().withCompileWhere(Where.BACKGROUND))) {
            for (InjectedFault fault : possibleAt(place).stream().filter(each -> !each.isStall()).toList()) {
                renew(place);
                vm.exchange("jit", FaultyProviders.NAME, "a test");
                faults.arm(place, fault, 0);
                while (provider(vm, "jit").equals(FaultyProviders.NAME)) {
                    assertThat(TestVms.print(vm, PROGRAM)).as("%s", fault).isEqualTo(expected);
                }
                assertThat(vm.exchanges().getLast().reason()).as("%s", fault).startsWith("SW-SWAP-005 the back end ");
                faults.disarm();
                count(place, "in the background");
            }
        }
    }

    @Test
    void isSaidInTheListingOfMachineCode() throws VmStartException {
        Place place = Place.INSTRUCTIONS;
        try (Vm vm = start(machineCode())) {
            renew(place);
            vm.exchange("jit", FaultyProviders.NAME, "a test");
            for (InjectedFault fault : possibleAt(place).stream().filter(each -> !each.isStall()).toList()) {
                faults.arm(place, fault, 0);
                assertThat(vm.machineCode("Object", "leaving")).as("%s", fault)
                        .contains("no words for it: its back end fails to find them: ");
                faults.disarm();
                count(place, "asked for words");
            }
        }
    }

    // Reverted

    /** The one that would take over again fails, too. */
    @ParameterizedTest
    @EnumSource(names = {"RUNTIME_EXCEPTION", "ERROR", "NOTHING", "SLEEP", "DEAF"})
    void hasTheThirdTakeOverWhenTheSecondFailsToo(InjectedFault fault) throws VmStartException {
        Place place = Place.LINK;
        String expected = expected();
        installed.sends().add(new Provider<>("faulty-2", FaultyProviders.sends(faults)));
        try (Vm vm = start(machineCode())) {
            renew(place);
            vm.exchange("inline-cache", "faulty-2", "a test");
            vm.exchange("inline-cache", FaultyProviders.NAME, "a test");
            faults.arm(place, fault, 0);

            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);

            assertThat(faults.struck()).isGreaterThanOrEqualTo(2);
            assertThat(provider(vm, "inline-cache")).isEqualTo("polymorphic");
            count(place, "reverted");
        }
    }

    /** The interpreter that would take over again cannot be made ready any more. */
    @Test
    void hasTheThirdInterpreterTakeOverWhenTheSecondCannot() throws VmStartException {
        Place place = Place.PREPARE;
        String expected = expected();
        FaultInjector first = new FaultInjector();
        interpreters.add(new Provider<>("faulty-2", FaultyProviders.interpreter(first)));
        try (Vm vm = start(TestVms.options())) {
            for (InjectedFault fault : possibleAt(place)) {
                renew(place);
                Provider<?> second = interpreters.named("faulty-2").orElseThrow();
                interpreters.remove((st.sendwright.interpreter.Interpreter) second.service());
                interpreters.add(new Provider<>("faulty-2", -1, FaultyProviders.interpreter(first)));
                assertThat(vm.exchange("interpreter", FaultyProviders.NAME, "a test").refusal()).isEmpty();
                assertThat(vm.exchange("interpreter", "faulty-2", "a test").refusal()).isEmpty();
                first.arm(Place.RUN, InjectedFault.RUNTIME_EXCEPTION, 0);
                faults.arm(place, fault, 0);

                assertThat(TestVms.print(vm, PROGRAM)).as("%s", fault).isEqualTo(expected);

                assertThat(faults.struck()).as("%s", fault).isPositive();
                assertThat(provider(vm, "interpreter")).as("%s", fault).isIn("switching", "threaded");
                first.disarm();
                faults.disarm();
                count(place, "reverted");
            }
        }
    }

    // Stopped

    /** Its bundle is stopped, and the VM closed, while a thread is left behind in it. */
    @ParameterizedTest
    @EnumSource(names = {"SLEEP", "COMPUTE", "DEAF", "LOCK"})
    void keepsNeitherItsBundleNorTheVmFromStopping(InjectedFault fault) throws VmStartException {
        String expected = expected();
        for (Place place : List.of(Place.LINK, Place.COUNTDOWN, Place.COMPILE, Place.STUBS)) {
            renew(place);
            try (Vm vm = start(machineCode())) {
                faults.arm(place, fault, place == Place.STUBS ? 0 : 3);
                vm.exchange(kind(place), FaultyProviders.NAME, "a test");
                assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);
                assertThat(faults.struck()).as("%s at %s", fault, place).isPositive();

                renew(place);

                assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected);
                count(place, "stopped");
            }
            faults.disarm();
        }
    }

    // Tried

    static Stream<Arguments> trials() {
        return Stream.of(Place.LINK, Place.SWEEP, Place.COUNTDOWN, Place.STUBS, Place.COMPILE, Place.POLYMORPHIC,
                Place.EXPECTED_CLASS, Place.MEGAMORPHIC, Place.PREPARE, Place.RUN, Place.ATTACH, Place.ADOPT, Place.COLLECT).flatMap(place ->
                Stream.of(InjectedFault.RUNTIME_EXCEPTION, InjectedFault.CHECKED_EXCEPTION, InjectedFault.LINKAGE_ERROR,
                        InjectedFault.MALFORMED, InjectedFault.DEAF)
                        .filter(fault -> possibleAt(place).contains(fault) || hasProgram(place) && fault.isStall())
                        .filter(fault -> !(fault.isStall() && kind(place).equals("memory-plan")))
                        .map(fault -> Arguments.of(place, fault)));
    }

    @ParameterizedTest
    @MethodSource("trials")
    @Tag("long")
    void isFoundWhenItIsTried(Place place, InjectedFault fault) throws VmStartException {
        TestPlans plans = TestPlans.generational();
        if (kind(place).equals("memory-plan")) {
            plans.add(FaultyProviders.NAME, () -> FaultyProviders.plan(faults));
        } else {
            renew(place);
        }
        try (Vm vm = start(TestVms.trying(plans, interpreters, installed), TestVms.options().withJit(JitMode.BASELINE))) {
            faults.arm(place, fault, 0);

            assertThat(vm.exchange(kind(place), FaultyProviders.NAME, "a test").refusal()).hasValueSatisfying(why ->
                    assertThat(why).startsWith("SW-SWAP-012 "));

            assertThat(faults.struck()).isPositive();
            assertThat(TestVms.print(vm, PROGRAM)).isEqualTo(expected());
            count(place, "tried");
        }
    }
}
