package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.aging.AgingCache;
import st.sendwright.codecache.fifo.FifoCache;
import st.sendwright.codecache.flushall.FlushAllCache;
import st.sendwright.codecache.segmented.SegmentedCache;
import st.sendwright.heap.HeapStress;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceText;
import st.sendwright.sends.SendPolicy;
import st.sendwright.sends.adaptive.AdaptivePolicy;
import st.sendwright.sends.monomorphic.MonomorphicPolicy;
import st.sendwright.sends.polymorphic.PolymorphicPolicy;
import st.sendwright.vm.JitReport;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmOptions;
import st.sendwright.vm.VmStartException;

@DisplayName("Machine code that is dropped and moved")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class CodeCacheTest {

    private static final List<Long> SIZES = List.of(28L << 10, 44L << 10);

    /** What programs do whose code goes under them. Each is a method of Integer with one argument. */
    private static final List<String> METHODS = List.of(
            "work: n ^(((1 to: n) collect: [:i | i printString, i sqrt printString]) inject: 0"
                    + " into: [:sum :each | sum + each size])",
            "descend: n ^self = 0 ifTrue: [0 work: n] ifFalse: [((self - 1) descend: n) + 1]",
            "leave: n (1 to: n) do: [:i | i \\\\ 7 = 6 ifTrue: [0 work: 20. ^i]]. ^0",
            "leaveFrom: n ^self = 0 ifTrue: [self leave: n] ifFalse: [((self - 1) leaveFrom: n) + 1]",
            "signal: n ^[self = 0 ifTrue: [0 work: n. Error signal: 'deep'] ifFalse: [(self - 1) signal: n]]"
                    + " ensure: [0 work: 2]",
            "yield: n | sum | sum := 0. 1 to: n do: [:i | Processor yield. sum := sum + (i work: 3)]. ^sum",
            "shapes: n | all | all := {1. 2.5. 3/4. 'ab'. #cd. Object. nil. $x. 2 raisedTo: 70. true. 1->2. (1 to: 3)}."
                    + " ^(1 to: n) inject: 0 into: [:sum :i | sum + (all at: i \\\\ all size + 1) printString size]");

    private static final List<String> PROGRAMS = List.of(
            "0 work: 100",
            "1000 descend: 100",
            "(1 to: 30) collect: [:i | i leaveFrom: 40]",
            "(1 to: 20) collect: [:i | [i signal: 20] on: Error do: [:e | 0 work: 10. e messageText , i printString]]",
            "(1 to: 20) collect: [:i | [i signal: 20. 3] on: Error do: [:e | 0 work: 10. e retryUsing: [i]]]",
            "| done sums | done := Semaphore new. sums := OrderedCollection new."
                    + " 1 to: 4 do: [:i | [sums add: (i yield: 20). done signal] fork]."
                    + " 4 timesRepeat: [done wait]. sums asSortedCollection asArray",
            "0 shapes: 400",
            "((1 to: 300) collect: [:i | (i * 7919 \\\\ 1000) printString , 'x']) asSortedCollection first: 5",
            "1000 factorial printString size",
            "| d | d := Dictionary new. 1 to: 500 do: [:i | d at: i printString put: i]."
                    + " (d keys inject: 0 into: [:sum :each | sum + (d at: each)])");

    static Stream<Arguments> pairs() {
        return caches().flatMap(cache -> Stream.of(new MonomorphicPolicy(), new PolymorphicPolicy(2),
                new AdaptivePolicy()).map(sends -> Arguments.of(cache, sends)));
    }

    static Stream<CodeCache> caches() {
        return Stream.of(new AgingCache(), new FifoCache(), new FlushAllCache(), new SegmentedCache());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void leavesTheResultsAsTheyAre(CodeCache cache, SendPolicy sends) throws VmStartException {
        List<String> expected;
        try (Vm vm = TestVms.start()) {
            define(vm);
            expected = results(vm);
        }
        for (long size : SIZES) {
            try (Vm vm = TestVms.keptBy(sends, cache)
                    .start(TestVms.options().withJit(JitMode.EAGER).withCodeCacheBytes(size))) {
                define(vm);
                assertThat(results(vm)).as("in %,d bytes", size).isEqualTo(expected);
                JitReport.Cache figures = vm.jit(0).code().orElseThrow().cache();
                assertThat(figures.policy()).isEqualTo(cache.name());
                assertThat(figures.sweeps()).as("sweeps in %,d bytes", size).isPositive();
                assertThat(figures.again()).as("methods compiled again").isPositive();
            }
        }
    }

    /** Objects move each time one is made, and so do the methods whose code is dropped and moved. */
    @ParameterizedTest
    @MethodSource("caches")
    void leavesTheResultsAsTheyAreWhileObjectsMove(CodeCache cache) throws VmStartException {
        VmOptions stressed = TestVms.options().withStress(HeapStress.NONE.withCollectEveryBytes(20_000));
        List<String> expected;
        try (Vm vm = TestVms.start()) {
            define(vm);
            expected = results(vm);
        }
        try (Vm vm = TestVms.keptBy(new PolymorphicPolicy(6), cache)
                .start(stressed.withJit(JitMode.EAGER).withCodeCacheBytes(40 << 10))) {
            define(vm);
            assertThat(results(vm)).isEqualTo(expected);
            assertThat(vm.jit(0).code().orElseThrow().cache().sweeps()).isPositive();
        }
    }

    private static void define(Vm vm) {
        for (String source : METHODS) {
            vm.compileMethod("Integer", Optional.of("test"), Optional.empty(), SourceText.of(source, "test"));
        }
    }

    private static List<String> results(Vm vm) {
        return PROGRAMS.stream().map(each -> TestVms.print(vm, each)).toList();
    }
}
