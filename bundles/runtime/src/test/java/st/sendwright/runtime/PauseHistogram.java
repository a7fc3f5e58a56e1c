package st.sendwright.runtime;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import st.sendwright.vm.TierExchange;

/** How long programs stood still for exchanges, by kind of tier. */
final class PauseHistogram {

    /** Upper ends of the columns, in milliseconds. */
    private static final double[] ENDS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50};

    private final Map<String, long[]> pauses = new TreeMap<>();

    void add(TierExchange record) {
        add(record.kind(), record.pauseNanos());
    }

    void add(String kind, long nanos) {
        pauses.merge(kind, new long[] {nanos}, (all, one) -> {
            long[] longer = Arrays.copyOf(all, all.length + 1);
            longer[all.length] = one[0];
            return longer;
        });
    }

    /** A line for each kind: how many there were, percentiles, and how many up to each end. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("%-26s %7s %8s %8s %8s %8s |".formatted(
                "pauses in ms", "number", "median", "p90", "p99", "longest"));
        for (double end : ENDS) {
            table.append("%7s".formatted("<" + (end < 1 ? "" + end : "" + (int) end)));
        }
        table.append("   more\n");
        pauses.forEach((kind, unsorted) -> {
            long[] sorted = unsorted.clone();
            Arrays.sort(sorted);
            table.append("%-26s %7d %8.3f %8.3f %8.3f %8.3f |".formatted(kind, sorted.length, millis(sorted, 0.5),
                    millis(sorted, 0.9), millis(sorted, 0.99), millis(sorted, 1)));
            double from = 0;
            for (double end : ENDS) {
                double low = from;
                table.append("%7d".formatted(Arrays.stream(sorted).filter(each -> each >= low * 1e6 && each < end * 1e6)
                        .count()));
                from = end;
            }
            double last = from;
            table.append("%7d%n".formatted(Arrays.stream(sorted).filter(each -> each >= last * 1e6).count()));
        });
        return table.toString();
    }

    private static double millis(long[] sorted, double part) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)] / 1e6;
    }
}
