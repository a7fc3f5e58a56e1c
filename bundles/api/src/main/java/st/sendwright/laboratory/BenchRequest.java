package st.sendwright.laboratory;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import st.sendwright.vm.VmOptions;

/**
 * What is to be measured, and how.
 *
 * @param names of programs, groups of them, or suites; empty for all programs
 * @param list whether to say what there is instead
 * @param vmOptions for the VMs
 * @param measuring how long and how large
 * @param elements how large the collections of the suites {@code hashed} and {@code sorting} get
 * @param comparisons what else runs the programs, in alternation
 * @param swap the providers to compare in one VM, instead of measuring programs with those in force
 * @param json where to write all figures, for programs
 * @param html where to write a page with plots
 */
public record BenchRequest(List<String> names, boolean list, VmOptions vmOptions, Measuring measuring, long elements,
        List<Comparison> comparisons, Optional<Swap> swap, Optional<Path> json, Optional<Path> html) {

    /** Checks nothing but that all is there. */
    public BenchRequest {
        names = List.copyOf(names);
        comparisons = List.copyOf(comparisons);
        Objects.requireNonNull(vmOptions);
        Objects.requireNonNull(measuring);
    }

    /**
     * How programs are measured.
     *
     * @param size {@code normal}, {@code small}, or a number
     * @param iterations how many are counted, when that is not left to the time
     * @param seconds how long each program is measured once it is steady
     * @param limitSeconds after how long in all a program is measured no further, steady or not
     * @param iterationLimitSeconds after how long a single iteration is given up, and with it the bench
     */
    public record Measuring(String size, OptionalInt iterations, double seconds, double limitSeconds,
            double iterationLimitSeconds) {
    }

    /**
     * A tier whose providers take turns.
     *
     * @param kind such as {@code "code-cache"}
     * @param providers their names, at least two; others are compared with the first
     */
    public record Swap(String kind, List<String> providers) {

        public Swap {
            providers = List.copyOf(providers);
        }
    }

    /** What a program is compared with. */
    public sealed interface Comparison {

        /** The same work in plain Java, in a JVM of its own. */
        record Java() implements Comparison {
        }

        /** The same work in JavaScript, by the {@code node} that is on the path. */
        record Node() implements Comparison {
        }

        /**
         * The same source in another Smalltalk.
         *
         * @param template of its command line; <code>{file}</code> stands for the source file, words are separated by
         *        blanks, quotes keep them together
         */
        record Command(String template) implements Comparison {
        }

        /** The same source in another build of Sendwright, given by its distribution. */
        record Build(Path distribution) implements Comparison {
        }
    }
}
