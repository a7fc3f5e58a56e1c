package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.gc.Collector.Extent;
import st.sendwright.gc.Collector.Reason;
import st.sendwright.gc.Collector.Report;
import st.sendwright.vm.Vm.Collection;
import st.sendwright.vm.Vm.Statistic;

@DisplayName("The log of collections")
class CollectionLogTest {

    private static final Report SCAVENGE =
            new Report(Reason.ALLOCATION, Extent.SCAVENGE, true, 1_000, 5_000, 300, 200, 1_500, 600);
    private static final Report FULL = new Report(Reason.REQUESTED, Extent.FULL, true, 900, 100, 900, 0, 9_000);

    private final CollectionLog log = new CollectionLog();

    @Test
    void addsUp() {
        log.add("generational", SCAVENGE);
        log.add("generational", SCAVENGE);
        log.add("semispace", FULL);

        assertThat(log.sums()).containsExactly(new Statistic("collections-full", 1, "count"),
                new Statistic("collection-longest", 9_000, "ns"), new Statistic("collection-marking", 1_200, "ns"), new Statistic("collection-copied", 1_500, "bytes"),
                new Statistic("collection-promoted", 400, "bytes"),
                new Statistic("collection-freed", 10_100, "bytes"));
        assertThat(log.last()).extracting(Collection::number, Collection::plan).containsExactly(
                tuple(1L, "generational"),
                tuple(2L, "generational"),
                tuple(3L, "semispace"));
    }

    @Test
    void forgetsWhatIsLongAgo() {
        for (int index = 0; index < 10_005; index++) {
            log.add("generational", SCAVENGE);
        }

        assertThat(log.last()).hasSize(10_000).first().extracting(Collection::number).isEqualTo(6L);
        assertThat(log.sums().get(4).value()).isEqualTo(10_005 * 200L);
    }
}
