package st.sendwright.it.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import st.sendwright.it.VmHarness;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.HeapStress.Tenuring;
import st.sendwright.jit.JitMode;
import st.sendwright.language.SourceLoader;
import st.sendwright.vm.VmFactory;

@DisplayName("The programs under integration-tests/smalltalk")
class CorpusIT {

    private static final Path PROGRAMS = Path.of(System.getProperty("sendwright.smalltalk"));
    private static final int LEAST_PROGRAMS = 150;
    /** Of allocation between two collections; one at each allocation would take days over all programs. */
    private static final long STRESS_BYTES = Long.getLong("sendwright.stress.bytes", 16_384);
    /** Programs that allocate more are collected less often, so that each has an end. */
    private static final long MOST_COLLECTIONS = 500;
    private static final long MEGABYTE = 1 << 20;

    private static final String REFERENCE = "switching";
    private static final String THREADED = "threaded";

    private static VmHarness harness;

    @BeforeAll
    static void startFelix() throws Exception {
        harness = VmHarness.start();
    }

    @AfterAll
    static void stopFelix() throws Exception {
        harness.close();
    }

    @TestFactory
    Stream<DynamicTest> printWhatTheySayTheyPrint() throws IOException {
        return under(HeapStress.NONE);
    }

    /** Every method before it first runs: nothing is left to the interpreter but what no machine code does. */
    @TestFactory
    Stream<DynamicTest> printTheSameInMachineCode() throws IOException {
        return under(HeapStress.NONE, JitMode.EAGER, REFERENCE);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> printTheSameWhenTheFrequentIsCompiled() throws IOException {
        return under(HeapStress.NONE, JitMode.BASELINE, REFERENCE);
    }

    @TestFactory
    Stream<DynamicTest> printTheSameWithTheInterpreterInMachineCode() throws IOException {
        return under(HeapStress.NONE, JitMode.OFF, THREADED);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> printTheSameWithTheInterpreterInMachineCodeWhenTheFrequentIsCompiled() throws IOException {
        return under(HeapStress.NONE, JitMode.BASELINE, THREADED);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> printTheSameWithTheInterpreterInMachineCodeWhileTheHeapIsCollectedAllTheTime() throws IOException {
        return under(HeapStress.NONE.withCollectEveryBytes(STRESS_BYTES).withVerify(), JitMode.OFF, THREADED);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> printTheSameInMachineCodeWhileTheHeapIsCollectedAllTheTime() throws IOException {
        return under(HeapStress.NONE.withCollectEveryBytes(STRESS_BYTES).withVerify(), JitMode.EAGER, REFERENCE);
    }

    /** What moves at each collection shows every address that somebody kept across one. */
    @TestFactory
    @Tag("long")
    Stream<DynamicTest> printTheSameWhileTheHeapIsCollectedAllTheTime() throws IOException {
        return under(HeapStress.NONE.withCollectEveryBytes(STRESS_BYTES).withVerify());
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> printTheSameWhenEachCollectionCompacts() throws IOException {
        return under(HeapStress.NONE.withCollectEveryBytes(4 * STRESS_BYTES).withCompact());
    }

    /** Then every reference from an object to a newer one leads from an old object to a young one. */
    @TestFactory
    @Tag("long")
    Stream<DynamicTest> printTheSameWhenAllThatSurvivesBecomesOld() throws IOException {
        return under(HeapStress.NONE.withCollectEveryBytes(STRESS_BYTES).withVerify().withTenuring(Tenuring.ALL));
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> printTheSameWhenTheLeastBecomesOld() throws IOException {
        return under(HeapStress.NONE.withCollectEveryBytes(STRESS_BYTES).withVerify().withTenuring(Tenuring.LEAST));
    }

    private static Stream<DynamicTest> under(HeapStress stress) throws IOException {
        return under(stress, JitMode.OFF, REFERENCE);
    }

    private static Stream<DynamicTest> under(HeapStress stress, JitMode jit, String interpreter) throws IOException {
        VmFactory factory = harness.vmFactory();
        SourceLoader loader = harness.sourceLoader();
        return CorpusProgram.allUnder(PROGRAMS).stream().map(program -> DynamicTest.dynamicTest(
                program.name(), program.file().toUri(),
                () -> check(program, CorpusRun.of(program.file(), factory, loader, stress.collects()
                        ? bounded(stress, CorpusRun.of(program.file(), factory, loader,
                                HeapStress.NONE.withCollectEveryBytes(MEGABYTE), jit, interpreter)) : stress, jit, interpreter))));
    }

    private static HeapStress bounded(HeapStress stress, CorpusRun run) {
        long every = run.collections() * MEGABYTE / MOST_COLLECTIONS;
        return every <= stress.collectEveryBytes() ? stress : stress.withCollectEveryBytes(every);
    }

    /** The plan that is not the default one must not be forgotten. */
    @TestFactory
    @Tag("long")
    Stream<DynamicTest> printTheSameInTwoSpaces() throws Exception {
        VmHarness other = VmHarness.start("semispace");
        VmFactory factory = other.vmFactory();
        SourceLoader loader = other.sourceLoader();
        return CorpusProgram.allUnder(PROGRAMS).stream().map(program -> DynamicTest.dynamicTest(
                program.name(), program.file().toUri(),
                () -> check(program, CorpusRun.of(program.file(), factory, loader, HeapStress.NONE, JitMode.OFF, REFERENCE))))
                .onClose(() -> close(other));
    }

    private static void close(VmHarness harness) {
        try {
            harness.close();
        } catch (Exception problem) {
            throw new IllegalStateException("Felix does not stop", problem);
        }
    }

    private static void check(CorpusProgram program, CorpusRun run) {
        assertThat(run.output()).as("output; the errors were %s", run.errors()).isEqualTo(program.output());
        assertThat(run.errors()).as("errors").hasSameSizeAs(program.errors());
        for (int i = 0; i < program.errors().size(); i++) {
            assertThat(run.errors().get(i)).contains(program.errors().get(i));
        }
    }

    @Test
    void areManyAndEachExpectsSomething() throws IOException {
        List<CorpusProgram> programs = CorpusProgram.allUnder(PROGRAMS);

        assertThat(programs).hasSizeGreaterThanOrEqualTo(LEAST_PROGRAMS).allSatisfy(program -> {
            int expectations = program.output().size() + program.errors().size();
            assertThat(expectations).as(program.name()).isPositive();
        });
    }
}
