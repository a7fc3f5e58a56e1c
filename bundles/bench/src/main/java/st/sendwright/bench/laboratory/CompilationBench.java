package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import st.sendwright.vm.JitReport.Pass;

/**
 * How many bytes of bytecode are compiled to machine code in a second: all methods of the kernel library, first in a
 * JVM that has compiled nothing yet, then again and again.
 */
final class CompilationBench {

    private static final String ROW = "%-10s %8s %8s %12s %14s %10s %16s%n";
    private static final int LEAST_PASSES = 5;
    private static final double NANOS = 1e9;

    private final Supplier<Optional<Pass>> passes;
    private final double seconds;
    private final Consumer<String> out;

    /**
     * @param passes compiles all methods
     * @param seconds how long passes are made before those that count, and again for those
     */
    CompilationBench(Supplier<Optional<Pass>> passes, double seconds, Consumer<String> out) {
        this.passes = passes;
        this.seconds = seconds;
        this.out = out;
    }

    List<Figure> run() throws BenchException {
        out.accept(String.format(ROW, "pass", "methods", "refused", "bytecodes", "machine code", "time", "bytecodes/s"));
        Pass first = pass();
        print("first", first);
        warmUp();
        List<Pass> steady = series();
        double[] rates = steady.stream().mapToDouble(Pass::bytecodesPerSecond).toArray();
        double rate = Statistics.median(rates);
        steady.sort((a, b) -> Double.compare(a.bytecodesPerSecond(), b.bytecodesPerSecond()));
        print("steady", steady.get(steady.size() / 2));
        out.accept(String.format(Locale.ROOT, "median of %d passes: %,.0f bytecodes/s, spread %.1f %%; %.1f bytes of machine"
                + " code for each of bytecode%n", steady.size(), rate,
                100 * Statistics.medianAbsoluteDeviation(rates) / rate, first.bytes() / (double) first.bytecodes()));
        return List.of(new Figure("compile rate, first pass", "bytecodes/s", first.bytecodesPerSecond()),
                new Figure("compile rate, steady", "bytecodes/s", rate),
                new Figure("bytes of machine code for each of bytecode", "", first.bytes() / (double) first.bytecodes()));
    }

    private void warmUp() throws BenchException {
        series();
    }

    private List<Pass> series() throws BenchException {
        List<Pass> made = new ArrayList<>();
        double nanos = 0;
        while (made.size() < LEAST_PASSES || nanos < seconds * NANOS) {
            made.add(pass());
            nanos += made.getLast().nanos();
        }
        return made;
    }

    private Pass pass() throws BenchException {
        return passes.get().orElseThrow(() -> new BenchException("nothing is compiled here: no back end is installed, or the"
                + " system forbids executable memory."));
    }

    private void print(String name, Pass pass) {
        out.accept(String.format(Locale.ROOT, ROW, name, number(pass.methods()), number(pass.refused()),
                number(pass.bytecodes()), number(pass.bytes()), TextReport.time(pass.nanos()),
                String.format(Locale.ROOT, "%,.0f", pass.bytecodesPerSecond())));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
