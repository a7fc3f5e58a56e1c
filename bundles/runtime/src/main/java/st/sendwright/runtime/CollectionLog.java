package st.sendwright.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import st.sendwright.gc.Collector.Extent;
import st.sendwright.gc.Collector.Report;
import st.sendwright.vm.Vm.Collection;
import st.sendwright.vm.Vm.Statistic;

/**
 * What the collections of one VM have done: the last ones each for itself, all of them in sums, and a line for each
 * in the log.
 *
 * <p><b>Thread</b>: the VM thread.
 */
final class CollectionLog {

    private static final Logger LOG = System.getLogger("st.sendwright.gc");
    private static final int MOST = 10_000;

    private final Deque<Collection> last = new ArrayDeque<>();
    private long count;
    private long fullCount;
    private long freedBytes;
    private long copiedBytes;
    private long promotedBytes;
    private long longestNanos;
    private long markingNanos;

    void add(String plan, Report report) {
        count++;
        fullCount += report.extent() == Extent.FULL ? 1 : 0;
        freedBytes += report.freedBytes();
        copiedBytes += report.copiedBytes();
        promotedBytes += report.promotedBytes();
        longestNanos = Math.max(longestNanos, report.nanos());
        markingNanos += report.markingNanos();
        if (last.size() == MOST) {
            last.removeFirst();
        }
        last.addLast(new Collection(count, plan, report));
        LOG.log(Level.DEBUG, () -> ("collection %d: %s, %s, %s, %.1f ms, %.1f of them marking, %,d bytes survived, %,d copied,"
                + " %,d promoted, %,d freed").formatted(count, plan, lower(report.extent()), lower(report.reason()),
                        report.nanos() / 1e6, report.markingNanos() / 1e6, report.survivedBytes(), report.copiedBytes(), report.promotedBytes(), report.freedBytes()));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    List<Collection> last() {
        return List.copyOf(last);
    }

    List<Statistic> sums() {
        return List.of(new Statistic("collections-full", fullCount, "count"),
                new Statistic("collection-longest", longestNanos, "ns"),
                new Statistic("collection-marking", markingNanos, "ns"),
                new Statistic("collection-copied", copiedBytes, "bytes"),
                new Statistic("collection-promoted", promotedBytes, "bytes"),
                new Statistic("collection-freed", freedBytes, "bytes"));
    }
}
