package st.sendwright.it.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import st.sendwright.bench.reference.Reference;
import st.sendwright.bench.reference.References;

/**
 * The benchmarks in Java under JMH, each in a JVM of its own: a second opinion on the times that {@code --compare java}
 * shows. {@code docs/how-to/measure.md} says how to run it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReferenceBenchmarks {

    /** Name and size, the sizes that {@code ./sendwright bench} takes. */
    @Param({"sieve:200", "benchFib:32", "polymorphic:2000", "megamorphic:2000", "processes:3000",
            "nonLocalReturn:10000", "exceptions:2000", "queens:10", "towers:19", "permutations:9", "list:22",
            "storage:150", "binaryTrees:13", "bounce:25000", "nBody:30000", "mandelbrot:300", "scheduler:60000",
            "constraints:3000", "json:2000", "nesting:250", "collisions:150", "dictionaries:60000", "strings:700"})
    public String program;

    private Reference reference;
    private int size;

    /** Called by JMH. */
    @Setup
    public void choose() {
        String[] words = program.split(":");
        reference = References.named(words[0]).orElseThrow();
        size = Integer.parseInt(words[1]);
    }

    /** Called by JMH, which uses the result so that the JVM cannot leave the work out. */
    @Benchmark
    public long run() {
        return reference.run(size);
    }
}
