package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The two figures that Smalltalks have always printed of themselves: a sieve whose run counts for 500,000 bytecodes,
 * whatever the compiler makes of it, and benchFib. Each is made longer until it takes a second.
 */
final class TinyBenchmarks {

    private static final long BYTECODES_OF_A_RUN = 500_000;
    private static final int PRIMES = 1_899;
    private static final int WARM_UP_RUNS = 3;
    private static final double NANOS = 1e9;
    private static final int FIRST_FIB = 20;

    private final Smalltalk smalltalk;
    private final double seconds;
    private final Consumer<String> out;

    /** @param seconds how long each must take at least */
    TinyBenchmarks(Smalltalk smalltalk, double seconds, Consumer<String> out) {
        this.smalltalk = smalltalk;
        this.seconds = seconds;
        this.out = out;
    }

    List<Figure> run() throws BenchException {
        List<Figure> figures = new ArrayList<>();
        long runs = 1;
        long nanos = sieve(runs);
        while (nanos < seconds * NANOS) {
            runs *= 2;
            nanos = sieve(runs);
        }
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            nanos = Math.min(nanos, sieve(runs));
        }
        figures.add(new Figure("bytecodes", "bytecodes/s", runs * BYTECODES_OF_A_RUN * NANOS / nanos));
        int fib = FIRST_FIB;
        nanos = fib(fib);
        while (nanos < seconds * NANOS) {
            fib++;
            nanos = fib(fib);
        }
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            nanos = Math.min(nanos, fib(fib));
        }
        figures.add(new Figure("sends", "sends/s", Programs.benchFib(fib) * NANOS / nanos));
        out.accept(String.format(Locale.ROOT, "%,.0f bytecodes/sec; %,.0f sends/sec%n", figures.getFirst().value(),
                figures.getLast().value()));
        return figures;
    }

    private long sieve(long runs) throws BenchException {
        return smalltalk.time("BenchTiny new run: " + runs, Integer.toString(PRIMES));
    }

    private long fib(int n) throws BenchException {
        return smalltalk.time(n + " benchFib", Long.toString(Programs.benchFib(n)));
    }
}
