package st.sendwright.gc.generational;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.gc.Collector.Extent;
import st.sendwright.gc.Collector.Report;
import st.sendwright.gc.contract.TestHeap;
import st.sendwright.heap.HeapStress;
import st.sendwright.heap.HeapStress.Tenuring;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.WriteBarrier;

/** Under stress marking begins with the first scavenge after a full collection and takes some hundred slots a step. */
@DisplayName("Marking in steps")
class StepwiseMarkingTest {

    private static final int LINKS = 2000;
    private static final int NEXT = 0;
    private static final int VALUE = 1;

    /** Room for what a test allocates between two collections. */
    private final TestHeap heap = new TestHeap(new GenerationalCollector(), 64 << 20,
            HeapStress.NONE.withCollectEveryBytes(1 << 20));
    /** Old links of a chain, first to last: the chain is marked from the first on, in many steps. */
    private final List<Long> links = new ArrayList<>();

    @BeforeEach
    void makeAChain() {
        heap.collect(1 << 17);
        for (int index = 0; index < LINKS; index++) {
            long link = ArrayObjects.newArray(heap.mutator, 2);
            ObjectHeader.rawPutSlot(link, NEXT, heap.root(0) == 0 ? heap.nil : heap.root(0));
            heap.putRoot(0, link);
        }
        heap.collectAll();
        for (long link = heap.root(0); link != heap.nil; link = ObjectHeader.slot(link, NEXT)) {
            links.add(link);
        }
        assertThat(scavenge().extent()).as("marking has begun").isEqualTo(Extent.SCAVENGE);
    }

    @AfterEach
    void close() {
        heap.close();
    }

    private Report scavenge() {
        return heap.collect(1 << 17);
    }

    /** Scavenges until a collection is the end of a marking in steps; answers after how many. */
    private int finish() {
        int scavenges = 0;
        while (scavenge().extent() == Extent.SCAVENGE) {
            scavenges++;
            assertThat(scavenges).isLessThan(1000);
        }
        assertThat(heap.faults()).isEmpty();
        return scavenges;
    }

    private long first() {
        return links.getFirst();
    }

    private long last() {
        return links.getLast();
    }

    private void put(long oop, int slot, long value) {
        WriteBarrier.putSlot(heap.mutator, oop, slot, value);
    }

    private String firstValue() {
        return StringObjects.text(ObjectHeader.slot(heap.root(0), VALUE));
    }

    @Test
    void takesManySteps() {
        assertThat(finish()).isGreaterThan(10);
        assertThat(ObjectHeader.slot(heap.root(0), NEXT)).isNotEqualTo(heap.nil);
    }

    @Test
    void findsWhatIsHiddenBehindWhatItHasSeen() {
        put(last(), VALUE, StringObjects.newString(heap.mutator, "hidden"));
        heap.collectAll();
        links.clear();
        for (long link = heap.root(0); link != heap.nil; link = ObjectHeader.slot(link, NEXT)) {
            links.add(link);
        }
        scavenge();
        scavenge();

        put(first(), VALUE, ObjectHeader.slot(last(), VALUE));
        put(last(), VALUE, heap.nil);
        scavenge();
        assertThat(finish()).isPositive();

        assertThat(firstValue()).isEqualTo("hidden");
    }

    @Test
    void findsWhatOnlyTheStackRefersToAtTheEnd() {
        put(last(), VALUE, StringObjects.newString(heap.mutator, "taken"));
        scavenge();
        heap.putRoot(1, ObjectHeader.slot(last(), VALUE));
        put(last(), VALUE, heap.nil);

        finish();

        assertThat(StringObjects.text(heap.root(1))).isEqualTo("taken");
    }

    @Test
    void findsWhatHasBecomeOldMeanwhile() {
        // So much that the survivor space does not hold it.
        for (int index = 0; index < 8; index++) {
            put(links.get(index), VALUE, Allocation.allocateBytes(heap.mutator, KnownClass.BYTE_ARRAY.index(),
                    120_000));
            Report report = heap.collect(1 << 17);
            assertThat(report.extent()).isEqualTo(Extent.SCAVENGE);
        }
        long holder = ArrayObjects.newArray(heap.mutator, new long[] {StringObjects.newString(heap.mutator, "inside")});
        put(first(), VALUE, holder);

        finish();

        assertThat(StringObjects.text(ObjectHeader.slot(ObjectHeader.slot(heap.root(0), VALUE), 0))).isEqualTo("inside");
    }

    @Test
    void looksIntoWhatHasBecomeOldMeanwhile() {
        try (TestHeap other = new TestHeap(new GenerationalCollector(), 64 << 20,
                HeapStress.NONE.withCollectEveryBytes(1 << 20).withTenuring(Tenuring.ALL))) {
            long first = ArrayObjects.newArray(other.mutator, LINKS);
            other.putRoot(0, first);
            for (int index = 0; index < LINKS; index++) {
                ObjectHeader.rawPutSlot(first, index, ArrayObjects.newArray(other.mutator, new long[] {other.nil}));
            }
            long hidden = ArrayObjects.newArray(other.mutator,
                    new long[] {StringObjects.newString(other.mutator, "hidden")});
            ObjectHeader.rawPutSlot(ObjectHeader.slot(first, 0), 0, hidden);
            other.collectAll();
            other.collect(1 << 17);
            long holder = ObjectHeader.slot(other.root(0), 0);
            other.putRoot(1, ArrayObjects.newArray(other.mutator, new long[] {ObjectHeader.slot(holder, 0)}));
            WriteBarrier.putSlot(other.mutator, holder, 0, other.nil);

            Report report = other.collect(1 << 17);
            assertThat(report.extent()).isEqualTo(Extent.SCAVENGE);
            assertThat(report.promotedBytes()).as("the only young object has become old").isEqualTo(16);
            while (other.collect(1 << 17).extent() == Extent.SCAVENGE) {
                assertThat(other.faults()).isEmpty();
            }

            assertThat(other.faults()).isEmpty();
            long found = ObjectHeader.slot(ObjectHeader.slot(other.root(1), 0), 0);
            assertThat(StringObjects.text(found)).isEqualTo("hidden");
        }
    }

    @Test
    void keepsWhatAnEphemeronRefersToWhoseKeyIsAlive() {
        int ephemeronIndex = heap.newClass(2, ObjectFormat.EPHEMERON);
        heap.putRoot(1, Allocation.allocatePointers(heap.mutator, ephemeronIndex, ObjectFormat.EPHEMERON, 2));
        put(heap.root(1), 0, last());
        put(heap.root(1), 1, StringObjects.newString(heap.mutator, "value"));
        heap.collectAll();

        finish();
        finish();

        assertThat(StringObjects.text(ObjectHeader.slot(heap.root(1), 1))).isEqualTo("value");
        assertThat(heap.mourned()).isEmpty();
    }

    @Test
    void keepsWhatDiedMeanwhileAtMostUntilTheNextTime() {
        long weak = Allocation.allocatePointers(heap.mutator, heap.newClass(0, ObjectFormat.WEAK), ObjectFormat.WEAK, 2);
        heap.putRoot(1, weak);
        put(weak, 0, StringObjects.newString(heap.mutator, "alive"));
        put(weak, 1, StringObjects.newString(heap.mutator, "dying"));
        put(first(), VALUE, ObjectHeader.slot(weak, 0));
        put(last(), VALUE, ObjectHeader.slot(weak, 1));
        finish();
        put(ObjectHeader.slot(heap.root(0), NEXT), VALUE, heap.nil);
        for (long link = heap.root(0); link != heap.nil; link = ObjectHeader.slot(link, NEXT)) {
            if (link != heap.root(0)) {
                put(link, VALUE, heap.nil);
            }
        }

        finish();
        finish();

        assertThat(ObjectHeader.slot(heap.root(1), 0)).isEqualTo(ObjectHeader.slot(heap.root(0), VALUE));
        assertThat(ObjectHeader.slot(heap.root(1), 1)).isEqualTo(heap.nil);
    }

    @Test
    void decidesOnWeakObjectsAtTheEnd() {
        int weakIndex = heap.newClass(0, ObjectFormat.WEAK);
        heap.putRoot(1, Allocation.allocatePointers(heap.mutator, weakIndex, ObjectFormat.WEAK, 2));
        put(heap.root(1), 0, StringObjects.newString(heap.mutator, "saved"));
        heap.putRoot(2, ObjectHeader.slot(heap.root(1), 0));
        heap.collectAll();
        heap.putRoot(2, 0);
        scavenge();
        put(heap.root(0), VALUE, ObjectHeader.slot(heap.root(1), 0));

        finish();

        assertThat(ObjectHeader.slot(heap.root(1), 0)).isEqualTo(ObjectHeader.slot(heap.root(0), VALUE));
        assertThat(firstValue()).isEqualTo("saved");
        assertThat(heap.losers()).isEmpty();
    }

    @Test
    void firesAnEphemeronOnce() {
        int ephemeronIndex = heap.newClass(2, ObjectFormat.EPHEMERON);
        long ephemeron = Allocation.allocatePointers(heap.mutator, ephemeronIndex, ObjectFormat.EPHEMERON, 2);
        heap.putRoot(1, ephemeron);
        put(ephemeron, 0, StringObjects.newString(heap.mutator, "key"));
        put(ephemeron, 1, Oop.smallInteger(7));
        put(last(), VALUE, ObjectHeader.slot(ephemeron, 0));
        heap.collectAll();
        scavenge();
        assertThat(heap.mourned()).isEmpty();
        long end = heap.root(0);
        while (ObjectHeader.slot(end, NEXT) != heap.nil) {
            end = ObjectHeader.slot(end, NEXT);
        }
        put(end, VALUE, heap.nil);

        int fired = 0;
        for (int round = 0; round < 3; round++) {
            finish();
            fired += heap.mourned().size();
        }

        assertThat(fired).isEqualTo(1);
        assertThat(ObjectHeader.format(heap.root(1))).isEqualTo(ObjectFormat.FIXED);
        assertThat(StringObjects.text(ObjectHeader.slot(heap.root(1), 0))).isEqualTo("key");
    }

    @Test
    void isForgottenWhenSomebodyAsksForAFullCollection() {
        put(first(), VALUE, StringObjects.newString(heap.mutator, "dead before the collection"));
        heap.putWeakRoot(0, ObjectHeader.slot(first(), VALUE));
        scavenge();
        scavenge();
        put(first(), VALUE, heap.nil);

        heap.collectAll();

        assertThat(heap.weakRoot(0)).isZero();
        assertThat(heap.faults()).isEmpty();
    }

    @Test
    void endsWithoutTracesWhenAnotherPlanTakesOver() {
        long pinned = heap.pin(links.get(LINKS / 2), false);
        scavenge();

        heap.exchange(new GenerationalCollector());

        assertThat(heap.fixed.isUnmarked(pinned)).as("its mark is gone").isTrue();
        assertThat(heap.faults()).isEmpty();
        finish();
        assertThat(heap.fixed.contains(pinned)).isTrue();
    }

    @Test
    void marksPinnedAndLargeObjects() {
        heap.collect(1 << 21);
        long large = ArrayObjects.newArray(heap.mutator, 200_000);
        put(last(), VALUE, large);
        scavenge();
        scavenge();
        put(large, 199_999, StringObjects.newString(heap.mutator, "at its end"));
        put(large, 0, heap.pin(StringObjects.newString(heap.mutator, "pinned"), true));
        long pinned = ObjectHeader.slot(large, 0);

        assertThat(finish()).isPositive();

        assertThat(StringObjects.text(ObjectHeader.slot(large, 199_999))).isEqualTo("at its end");
        assertThat(ObjectHeader.slot(large, 0)).isEqualTo(pinned);
        assertThat(StringObjects.text(pinned)).isEqualTo("pinned");
    }
}
