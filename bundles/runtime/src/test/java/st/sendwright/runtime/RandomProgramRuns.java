package st.sendwright.runtime;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.HeapStress.Tenuring;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CompilePolicy;
import st.sendwright.jit.CompilePolicy.Where;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.baseline.x64.BaselineBackEnd;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.Vm.Installation;
import st.sendwright.vm.VmStartException;

/**
 * Runs random programs in one way.
 *
 * @param name for people
 * @param countdown activations after which a method is compiled; 0 for all methods at once
 * @param where who waits for a compilation
 * @param codeBytes room for code
 * @param backEnd makes what compiles
 * @param interpreter the name of the one that is in force
 */
record RandomProgramRuns(String name, JitMode jit, int countdown, Where where, HeapStress stress,
        long codeBytes, Supplier<BackEnd> backEnd, String interpreter) {

    /**
     * Programs in one VM run one after another, each more often than that, so that sends are linked and
     * compiled.
     */
    private static final int RUNS = 4;
    private static final long MOST_SECONDS = 300;
    private static final int RECURSION_LIMIT = 20_000;
    private static final long CODE_BYTES = 4 << 20;

    static final RandomProgramRuns INTERPRETED =
            of("interpreted", JitMode.OFF, 0, Where.SYNCHRONOUS);

    /** What is compared with the interpreter. */
    static final List<RandomProgramRuns> COMPILED = List.of(
            of("compiled", JitMode.EAGER, 0, Where.SYNCHRONOUS),
            new RandomProgramRuns("compiled for Floats", JitMode.EAGER, 0, Where.SYNCHRONOUS, HeapStress.NONE,
                    CODE_BYTES, FloatsEverywhere::new, TestVms.SWITCHING),
            of("compiled after 3 runs", JitMode.BASELINE, 3, Where.SYNCHRONOUS),
            of("compiled after 20 runs", JitMode.BASELINE, 20, Where.SYNCHRONOUS),
            of("compiled on a thread after 3 runs", JitMode.BASELINE, 3, Where.BACKGROUND),
            of("interpreted in machine code", JitMode.OFF, 0, Where.SYNCHRONOUS).threaded(),
            of("interpreted in machine code, compiled after 3 runs", JitMode.BASELINE, 3, Where.SYNCHRONOUS).threaded());

    /** The same, some times slower: code goes all the time. */
    static final List<RandomProgramRuns> COMPILED_IN_LITTLE_ROOM = List.of(new RandomProgramRuns(
            "compiled in little room", JitMode.EAGER, 0, Where.SYNCHRONOUS, HeapStress.NONE, 32 << 10, BaselineBackEnd::new,
            TestVms.SWITCHING));

    /** The same, much slower. */
    static final List<RandomProgramRuns> COMPILED_UNDER_STRESS = List.of(
            of("compiled while each allocation collects", JitMode.EAGER, 0, Where.SYNCHRONOUS)
                    .with(HeapStress.NONE.withCollectEveryBytes(0)),
            of("compiled after 3 runs while the heap is checked all the time", JitMode.BASELINE, 3,
                    Where.SYNCHRONOUS).with(HeapStress.NONE.withCollectEveryBytes(32_768).withVerify()),
            of("compiled while all that survives becomes old", JitMode.EAGER, 0, Where.SYNCHRONOUS)
                    .with(HeapStress.NONE.withCollectEveryBytes(1024).withTenuring(Tenuring.ALL)),
            of("interpreted in machine code while each allocation collects", JitMode.OFF, 0, Where.SYNCHRONOUS)
                    .with(HeapStress.NONE.withCollectEveryBytes(0)).threaded());

    private static final ScheduledExecutorService CLOCK =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

    private static RandomProgramRuns of(String name, JitMode jit, int countdown, Where where) {
        return new RandomProgramRuns(name, jit, countdown, where, HeapStress.NONE, CODE_BYTES, BaselineBackEnd::new,
                TestVms.SWITCHING);
    }

    private RandomProgramRuns threaded() {
        return new RandomProgramRuns(name, jit, countdown, where, stress, codeBytes, backEnd, TestVms.THREADED);
    }

    private RandomProgramRuns with(HeapStress modes) {
        return new RandomProgramRuns(name, jit, countdown, where, modes, codeBytes, backEnd, interpreter);
    }

    /** What each program logs, run one after another in one VM. */
    List<String> logs(List<RandomProgram> programs) throws VmStartException {
        List<String> logs = new ArrayList<>();
        CompilePolicy policy = new TestPolicy(jit.policy(), countdown, where);
        try (Vm vm = TestVms.runBy(interpreter, backEnd.get(), policy)
                .start(TestVms.options().withJit(jit).withCodeCacheBytes(codeBytes)
                        .withStress(stress).withRecursionLimit(RECURSION_LIMIT)
                        .withStreams(InputStream.nullInputStream(), OutputStream.nullOutputStream(),
                                OutputStream.nullOutputStream()))) {
            RandomProgramSupport.DEFINITIONS.forEach(source -> evaluate(vm, source));
            for (RandomProgramSupport.Method method : RandomProgramSupport.METHODS) {
                String problem = install(vm, method.className(), "support", method.source());
                if (!problem.isEmpty()) {
                    throw new AssertionError(problem);
                }
            }
            for (RandomProgram program : programs) {
                logs.add(log(vm, program));
            }
        }
        return logs;
    }

    private static String log(Vm vm, RandomProgram program) {
        for (RandomProgram.Method method : program.methods()) {
            String problem = install(vm, method.className(), "fuzz", method.source().text());
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        ScheduledFuture<?> end = CLOCK.schedule(() -> vm.interrupt(), MOST_SECONDS, TimeUnit.SECONDS);
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < RUNS; i++) {
            log.append(evaluate(vm, "FuzzRoot new main. nil")).append('\n');
            log.append(evaluate(vm, "FuzzRoot new takeLog")).append('\n');
        }
        end.cancel(false);
        RandomProgramSupport.CLASSES.forEach(each -> evaluate(vm, each
                + " selectors asArray do: [:each | ((" + each
                + " >> each) category = #fuzz) ifTrue: [" + each + " removeSelector: each]]"));
        return log.toString();
    }

    private static String install(Vm vm, String className, String category, String source) {
        Installation done = vm.compileMethod(className, Optional.of(category), Optional.empty(),
                SourceText.of(source, "fuzz"));
        return done.selector().isPresent() ? "" : source + " is not compiled: " + done.diagnostics();
    }

    private static String evaluate(Vm vm, String source) {
        return switch (vm.evaluate(SourceText.of(source, "fuzz"))) {
            case Evaluation.Value value -> vm.sendForString(value.handle(), "displayString");
            case Evaluation.Failed failed -> failed.walkback();
            case Evaluation.NotCompiled bad -> bad.diagnostics().toString();
            case Evaluation.Terminated ended -> "terminated: " + ended.reason();
            case Evaluation.Exited exited -> "exit " + exited.code();
        };
    }
}
