package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import st.sendwright.vm.JitReport.Pass;

/**
 * How many bytes of bytecode are compiled to machine code in a second: all methods of the kernel library, first in a
 * JVM that has compiled nothing yet, then again and again. A second is one on a processor: on a busy machine the clock
 * would count what other programs do.
 */
final class CompilationBench {

    private static final String ROW = "%-10s %8s %8s %12s %14s %10s %10s %16s%n";
    private static final int LEAST_PASSES = 5;
    private static final double NANOS = 1e9;

    private final Supplier<Optional<Pass>> passes;
    private final LongSupplier processor;
    private final double seconds;
    private final Consumer<String> out;

    private record Timed(Pass pass, long processorNanos) {

        double bytecodesPerSecond() {
            return pass.bytecodes() * NANOS / processorNanos;
        }
    }

    /**
     * @param passes compiles all methods
     * @param processor how long what compiles has been on a processor, in nanoseconds
     * @param seconds how long passes are made before those that count, and again for those; on a processor
     */
    CompilationBench(Supplier<Optional<Pass>> passes, LongSupplier processor, double seconds, Consumer<String> out) {
        this.passes = passes;
        this.processor = processor;
        this.seconds = seconds;
        this.out = out;
    }

    List<Figure> run() throws BenchException {
        out.accept(String.format(ROW, "pass", "methods", "refused", "bytecodes", "machine code", "time", "processor",
                "bytecodes/s"));
        Timed first = pass();
        print("first", first);
        warmUp();
        List<Timed> steady = series();
        double[] rates = steady.stream().mapToDouble(Timed::bytecodesPerSecond).toArray();
        double rate = Statistics.median(rates);
        steady.sort((a, b) -> Double.compare(a.bytecodesPerSecond(), b.bytecodesPerSecond()));
        print("steady", steady.get(steady.size() / 2));
        double growth = first.pass.bytes() / (double) first.pass.bytecodes();
        out.accept(String.format(Locale.ROOT, "median of %d passes: %,.0f bytecodes/s, spread %.1f %%; %.1f bytes of machine"
                + " code for each of bytecode%n", steady.size(), rate,
                100 * Statistics.medianAbsoluteDeviation(rates) / rate, growth));
        return List.of(new Figure("compile rate, first pass", "bytecodes/s", first.bytecodesPerSecond()),
                new Figure("compile rate, steady", "bytecodes/s", rate),
                new Figure("bytes of machine code for each of bytecode", "", growth));
    }

    private void warmUp() throws BenchException {
        series();
    }

    private List<Timed> series() throws BenchException {
        List<Timed> made = new ArrayList<>();
        double nanos = 0;
        while (made.size() < LEAST_PASSES || nanos < seconds * NANOS) {
            made.add(pass());
            nanos += made.getLast().processorNanos;
        }
        return made;
    }

    private Timed pass() throws BenchException {
        long before = processor.getAsLong();
        Pass pass = passes.get().orElseThrow(() -> new BenchException("nothing is compiled here: no back end is installed, or"
                + " the system forbids executable memory."));
        return new Timed(pass, processor.getAsLong() - before);
    }

    private void print(String name, Timed timed) {
        Pass pass = timed.pass;
        out.accept(String.format(Locale.ROOT, ROW, name, number(pass.methods()), number(pass.refused()),
                number(pass.bytecodes()), number(pass.bytes()), TextReport.time(pass.nanos()),
                TextReport.time(timed.processorNanos), String.format(Locale.ROOT, "%,.0f", timed.bytecodesPerSecond())));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
