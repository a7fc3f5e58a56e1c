package st.sendwright.bench.laboratory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.Settings;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;

/** The sources of the benchmarks, and a VM that runs expressions over them. Thread: any but the VM's. */
final class Smalltalk {

    private static final String FOLDER = "/st/sendwright/bench/smalltalk/";
    static final String RANDOM = "BenchRandom.st";

    private final Vm vm;
    private final SourceLoader loader;
    private final Consumer<String> errors;

    /** @param errors takes messages about the benchmarks' own sources */
    Smalltalk(Vm vm, SourceLoader loader, Consumer<String> errors) {
        this.vm = vm;
        this.loader = loader;
        this.errors = errors;
    }

    /** The text of a source file or of a JavaScript. */
    static String source(String path) throws IOException {
        try (InputStream in = Smalltalk.class.getResourceAsStream(path.startsWith("/") ? path : FOLDER + path)) {
            if (in == null) {
                throw new IOException("the bench bundle has no " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    void load(String file) throws BenchException, IOException {
        SourceLoader.Report report = loader.loadText(vm, SourceText.of(source(file), file), Settings.DEFAULT,
                new ErrorsOnly());
        if (report.errors() > 0) {
            throw new BenchException(file + " has " + report.errors() + " errors.");
        }
    }

    /** Runs once, checks the answer and answers nanoseconds. */
    long time(String expression, String expected) throws BenchException {
        long start = System.nanoTime();
        Evaluation evaluation = vm.evaluate(SourceText.of(expression, "benchmark"));
        long nanos = System.nanoTime() - start;
        String answer = answer(expression, evaluation);
        if (!answer.equals(expected)) {
            throw new BenchException(expression + " answered " + answer + ", not " + expected + ".");
        }
        return nanos;
    }

    /** Runs once; nanoseconds on a processor: what else runs there does not count. */
    long processorTime(String expression, String expected) throws BenchException {
        long before = ProcessorTime.ofVm();
        long nanos = time(expression, expected);
        long onProcessor = ProcessorTime.ofVm() - before;
        return onProcessor > 0 ? onProcessor : nanos;
    }

    /** Runs once; it is interrupted when it takes longer than so many seconds. */
    Runner.Iteration run(String expression, double limitSeconds) throws BenchException {
        SourceText source = SourceText.of(expression, "benchmark");
        Timer watch = new Timer("bench-limit", true);
        watch.schedule(new TimerTask() {
            @Override
            public void run() {
                vm.interrupt();
            }
        }, (long) (limitSeconds * 1e3) + 1);
        try {
            long start = System.nanoTime();
            Evaluation evaluation = vm.evaluate(source);
            long nanos = System.nanoTime() - start;
            if (nanos > limitSeconds * 1e9 && !(evaluation instanceof Evaluation.Value)) {
                throw new BenchException(expression + " took longer than the " + limitSeconds
                        + " seconds that --iteration-limit gives it. Give a smaller --size or a greater limit.");
            }
            String answer = answer(expression, evaluation);
            return new Runner.Iteration(nanos, Long.parseLong(answer));
        } catch (NumberFormatException e) {
            throw new BenchException(expression + " answered no number.");
        } finally {
            watch.cancel();
        }
    }

    private String answer(String expression, Evaluation evaluation) throws BenchException {
        return switch (evaluation) {
            case Evaluation.Value(var handle, var warnings) -> {
                try (handle) {
                    yield vm.sendForString(handle, "printString");
                }
            }
            case Evaluation.NotCompiled(var diagnostics) ->
                throw new BenchException(diagnostics.getFirst().format() + "\n");
            case Evaluation.Failed(var description, var walkback, var warnings) ->
                throw new BenchException(expression + " failed:\n" + walkback);
            case Evaluation.Terminated(var reason) ->
                throw new BenchException(expression + " was terminated: " + reason + ".");
            case Evaluation.Exited(var code) -> throw new BenchException(expression + " ended the VM.");
        };
    }

    /** Prints what is wrong with the benchmarks' own source. */
    private final class ErrorsOnly implements SourceLoader.Listener {

        @Override
        public void file(Path file, int index, int count) {
            // one source, not worth a word
        }

        @Override
        public void progress(int items, int of) {
            // a few items, not worth a word
        }

        @Override
        public void diagnostic(Diagnostic diagnostic) {
            errors.accept(diagnostic.format());
        }

        @Override
        public void failure(SourceText where, String walkback) {
            errors.accept(walkback);
        }
    }
}
