package st.sendwright.bench.laboratory;

import java.util.List;
import java.util.Locale;

/**
 * A program that fills or sorts a collection, measured with a tenth of the elements and with all of them:
 * what takes ten times as long grows in step with the collection.
 *
 * @param name as the table shows it
 * @param expression Smalltalk that answers how many elements there are; {@code %d} stands for that number
 */
record Growth(String name, String expression) {

    private static final int TIMES_LARGER = 10;
    private static final int SMALL_RUNS = 3;
    private static final String ROW = "%-36s %12s %12s %8s%n";

    static final List<Growth> HASHED = List.of(
            filling("Dictionary at:put:", "Dictionary new", "at: i put: i"),
            filling("IdentityDictionary at:put:", "IdentityDictionary new", "at: i put: i"),
            filling("LookupTable at:put:", "LookupTable new", "at: i put: i"),
            filling("Set add:", "Set new", "add: i"),
            filling("IdentitySet add:", "IdentitySet new", "add: i"),
            filling("IdentitySet add: of new objects", "IdentitySet new", "add: Object new"),
            filling("Bag add:", "Bag new", "add: i"));

    static final List<Growth> SORTING = List.of(
            sorting("sort in any order", "i * 663608969 \\\\ 1073741789"),
            sorting("sort what is sorted", "i"),
            sorting("sort what is in reverse order", "0 - i"),
            sorting("sort equal elements", "7"));

    /** Runs an expression, checks its answer and answers nanoseconds on a processor. */
    interface Timer {
        long nanos(String expression, String expected) throws BenchException;
    }

    /**
     * What both sizes took.
     *
     * @param small nanoseconds for a tenth of the elements, the fastest of a few runs
     * @param large nanoseconds for all of them
     */
    record Times(String name, long small, long large) {

        double ratio() {
            return (double) large / small;
        }

        String line() {
            return String.format(Locale.ROOT, ROW, name, milliseconds(small), milliseconds(large),
                    String.format(Locale.ROOT, "%.1f", ratio()));
        }

        List<Figure> figures() {
            return List.of(new Figure(name + ", a tenth", "ms", small / 1e6),
                    new Figure(name, "ms", large / 1e6),
                    new Figure(name + ", ratio", "times", ratio()));
        }

        private static String milliseconds(long nanos) {
            return String.format(Locale.ROOT, "%,.0f ms", nanos / 1e6);
        }
    }

    static String heading(long elements) {
        return String.format(Locale.ROOT, ROW, "elements", count(elements / TIMES_LARGER), count(elements),
                "ratio");
    }

    private static String count(long elements) {
        return String.format(Locale.ROOT, "%,d", elements);
    }

    Times measure(long elements, Timer timer) throws BenchException {
        long small = Long.MAX_VALUE;
        for (int run = 0; run < SMALL_RUNS; run++) {
            small = Math.min(small, time(elements / TIMES_LARGER, timer));
        }
        return new Times(name, small, time(elements, timer));
    }

    private long time(long elements, Timer timer) throws BenchException {
        return timer.nanos(expression.replace("%d", Long.toString(elements)), Long.toString(elements));
    }

    private static Growth filling(String name, String creation, String message) {
        return new Growth(name,
                "| c | c := " + creation + ". 1 to: %d do: [:i | c " + message + "]. c size");
    }

    private static Growth sorting(String name, String element) {
        return new Growth(name, "| a | a := Array new: %d. 1 to: %d do: [:i | a at: i put: " + element
                + "]. a sort: [:x :y | x <= y]. a size");
    }
}
