package st.sendwright.shell.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.SourceLoader;
import st.sendwright.language.SourceLoader.Settings;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;

/** Runs benchmarks in a VM and prints what they reach. Thread: any but the VM's. */
public final class Bench {

    private static final int EXIT_ERROR = 1;
    private static final int EXIT_USAGE = 2;
    private static final String SOURCE = "benchmarks.st";
    private static final String MEMORY = "memory";

    private final Vm vm;
    private final SourceLoader loader;
    private final double seconds;
    private final long elements;
    private final Consumer<String> out;
    private final Consumer<String> errors;

    /**
     * @param seconds how long each benchmark is measured, after a warm-up of up to the same time
     * @param elements how large the collections of {@code hashed} and {@code sorting} get
     * @param out takes text for standard output
     * @param errors takes messages, one at a time
     */
    public Bench(Vm vm, SourceLoader loader, double seconds, long elements, Consumer<String> out,
            Consumer<String> errors) {
        this.vm = vm;
        this.loader = loader;
        this.seconds = seconds;
        this.elements = elements;
        this.out = out;
        this.errors = errors;
    }

    /**
     * Runs a suite and answers the exit code: 0, 1 when an answer was wrong, 2 when there is no such suite.
     *
     * @param suite {@code seed}, {@code benchFib}, {@code loop}, {@code hashed}, {@code sorting} or {@code memory}
     * @param json where to write the figures as JSON
     */
    public int run(String suite, Optional<Path> json) {
        Optional<List<Benchmark>> benchmarks = suite(suite);
        Optional<List<Growth>> growths = Growth.suite(suite);
        if (benchmarks.isEmpty() && growths.isEmpty() && !suite.equals(MEMORY)) {
            errors.accept("SW-HOST-010 there is no benchmark '" + suite
                    + "'. There are seed, benchFib, loop, hashed, sorting, memory and kernel.");
            return EXIT_USAGE;
        }
        try {
            String figures = figures(suite, benchmarks, growths);
            if (json.isPresent()) {
                Files.writeString(json.get(), figures);
            }
            return 0;
        } catch (BenchException | IOException e) {
            errors.accept("SW-HOST-013 the benchmark was not finished: " + e.getMessage()
                    + " See docs/errors/SW-HOST-013.md.");
            return EXIT_ERROR;
        }
    }

    private String figures(String suite, Optional<List<Benchmark>> benchmarks, Optional<List<Growth>> growths)
            throws BenchException, IOException {
        if (suite.equals(MEMORY)) {
            load();
            return Figure.json(new MemoryBench(vm, this::time, seconds, out).run());
        }
        return growths.isPresent() ? grow(growths.get()) : measure(benchmarks.orElseThrow());
    }

    /** Runs all to the end, prints the table and answers the figures as JSON. */
    private String measure(List<Benchmark> benchmarks) throws BenchException, IOException {
        load();
        List<Measurement> measurements = new ArrayList<>();
        for (Benchmark benchmark : benchmarks) {
            measurements.add(measure(benchmark));
        }
        out.accept("\n" + BenchReport.table(measurements));
        return BenchReport.json(measurements);
    }

    /** Runs all in two sizes, prints a line for each and answers the figures as JSON. */
    private String grow(List<Growth> growths) throws BenchException {
        List<Figure> figures = new ArrayList<>();
        out.accept(Growth.heading(elements));
        for (Growth growth : growths) {
            Growth.Times times = growth.measure(elements, this::processorTime);
            out.accept(times.line());
            figures.addAll(times.figures());
        }
        return Figure.json(figures);
    }

    private static Optional<List<Benchmark>> suite(String name) {
        return switch (name) {
            case "seed" -> {
                List<Benchmark> all = new ArrayList<>(Benchmark.SEED);
                all.add(Benchmark.BENCH_FIB);
                all.add(Benchmark.EMPTY_LOOP);
                yield Optional.of(all);
            }
            case "benchFib" -> Optional.of(List.of(Benchmark.BENCH_FIB));
            case "loop" -> Optional.of(List.of(Benchmark.EMPTY_LOOP));
            default -> Optional.empty();
        };
    }

    private void load() throws IOException, BenchException {
        try (InputStream in = Bench.class.getResourceAsStream(SOURCE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            SourceLoader.Report report =
                    loader.loadText(vm, SourceText.of(text, SOURCE), Settings.DEFAULT, new ErrorsOnly());
            if (report.errors() > 0) {
                throw new BenchException("its Smalltalk source has " + report.errors() + " errors.");
            }
        }
    }

    /** Finds a length that runs long enough to be timed, warms up, then repeats. */
    private Measurement measure(Benchmark benchmark) throws BenchException {
        Measuring measuring = new Measuring(benchmark, length -> time(benchmark, length), ProcessorTime::ofVm,
                seconds);
        Measurement measurement = measuring.run();
        out.accept(BenchReport.warmUp(measurement));
        return measurement;
    }

    private long time(Benchmark benchmark, long length) throws BenchException {
        return time(benchmark.expression().apply(length),
                Long.toString(benchmark.answer().applyAsLong(length)));
    }

    /** Runs once and checks the answer; nanoseconds on a processor: what else runs there does not count. */
    private long processorTime(String expression, String expected) throws BenchException {
        long before = ProcessorTime.ofVm();
        long nanos = time(expression, expected);
        long onProcessor = ProcessorTime.ofVm() - before;
        return onProcessor > 0 ? onProcessor : nanos;
    }

    /** Runs once and checks the answer; nanoseconds. */
    private long time(String expression, String expected) throws BenchException {
        SourceText source = SourceText.of(expression, "benchmark");
        long start = System.nanoTime();
        Evaluation evaluation = vm.evaluate(source);
        long nanos = System.nanoTime() - start;
        switch (evaluation) {
            case Evaluation.Value(var handle, var warnings) -> {
                try (handle) {
                    String answer = vm.sendForString(handle, "printString");
                    if (!answer.equals(expected)) {
                        throw new BenchException(source.text() + " answered " + answer + ", not " + expected
                                + ".");
                    }
                }
            }
            case Evaluation.NotCompiled(var diagnostics) ->
                throw new BenchException(diagnostics.getFirst().format() + "\n");
            case Evaluation.Failed(var description, var walkback, var warnings) ->
                throw new BenchException(source.text() + " failed:\n" + walkback);
            case Evaluation.Terminated(var reason) ->
                throw new BenchException(source.text() + " was terminated: " + reason + ".");
            case Evaluation.Exited(var code) ->
                throw new BenchException(source.text() + " ended the VM.");
        }
        return nanos;
    }

    /** A benchmark that cannot go on; the message is a sentence. */
    static final class BenchException extends Exception {

        private static final long serialVersionUID = 1L;

        BenchException(String message) {
            super(message);
        }
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
