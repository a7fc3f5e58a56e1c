package st.sendwright.gc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import st.sendwright.gc.Collector;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;
import st.sendwright.model.WriteBarrier;

/** What every memory plan must do with weak objects and ephemerons; each has a test that extends this. */
public abstract class FinalizationContract {

    private static final int KEY = 0;
    private static final int VALUE = 1;

    private TestHeap heap;
    private int weakIndex;
    private int ephemeronIndex;

    /** A collector that is not attached. */
    protected abstract Collector newCollector();

    @BeforeEach
    void open() {
        heap = new TestHeap(newCollector(), 32 << 20, false);
        weakIndex = heap.newClass(1, ObjectFormat.WEAK);
        ephemeronIndex = heap.newClass(2, ObjectFormat.EPHEMERON);
    }

    @AfterEach
    void close() {
        assertThat(heap.faults()).isEmpty();
        heap.close();
    }

    private long string(String text) {
        return StringObjects.newString(heap.mutator, text);
    }

    private long ephemeron(long key, long value) {
        long ephemeron = Allocation.allocatePointers(heap.mutator, ephemeronIndex, ObjectFormat.EPHEMERON, 2);
        ObjectHeader.rawPutSlot(ephemeron, KEY, key);
        ObjectHeader.rawPutSlot(ephemeron, VALUE, value);
        return ephemeron;
    }

    private long weak(long... elements) {
        long weak = Allocation.allocatePointers(heap.mutator, weakIndex, ObjectFormat.WEAK, 1 + elements.length);
        for (int index = 0; index < elements.length; index++) {
            ObjectHeader.rawPutSlot(weak, 1 + index, elements[index]);
        }
        return weak;
    }

    @Test
    void keepsAnEphemeronWhoseKeyIsAliveAndWhatItsValueLeadsTo() {
        long key = string("key");
        heap.putRoot(0, ephemeron(key, string("value")));
        heap.putRoot(1, key);

        heap.collectAll();

        assertThat(heap.mourned()).isEmpty();
        assertThat(ObjectHeader.slot(heap.root(0), KEY)).isEqualTo(heap.root(1));
        assertThat(StringObjects.text(ObjectHeader.slot(heap.root(0), VALUE))).isEqualTo("value");
        assertThat(ObjectHeader.format(heap.root(0))).isEqualTo(ObjectFormat.EPHEMERON);
    }

    @Test
    void firesAnEphemeronOnceWhenItsKeyIsDead() {
        heap.putRoot(0, ephemeron(string("key"), string("value")));

        heap.collectAll();

        assertThat(heap.mourned()).containsExactly(heap.root(0));
        assertThat(StringObjects.text(ObjectHeader.slot(heap.root(0), KEY))).isEqualTo("key");
        assertThat(StringObjects.text(ObjectHeader.slot(heap.root(0), VALUE))).isEqualTo("value");
        assertThat(ObjectHeader.format(heap.root(0))).as("an ordinary object now").isEqualTo(ObjectFormat.FIXED);

        heap.collectAll();

        assertThat(heap.mourned()).isEmpty();
        assertThat(StringObjects.text(ObjectHeader.slot(heap.root(0), KEY))).isEqualTo("key");
    }

    @Test
    void keysThatOnlyTheValueLeadsToAreDead() {
        long key = ArrayObjects.newArray(heap.mutator, 1);
        long value = ArrayObjects.newArray(heap.mutator, new long[] {key});
        heap.putRoot(0, ephemeron(key, value));

        heap.collectAll();

        assertThat(heap.mourned()).containsExactly(heap.root(0));
        assertThat(ObjectHeader.slot(ObjectHeader.slot(heap.root(0), VALUE), 0))
                .isEqualTo(ObjectHeader.slot(heap.root(0), KEY));
    }

    @Test
    void numbersAndPermanentObjectsAsKeysNeverDie() {
        heap.putRoot(0, ephemeron(Oop.smallInteger(7), string("of seven")));
        heap.putRoot(1, ephemeron(heap.nil, string("of nil")));

        heap.collectAll();

        assertThat(heap.mourned()).isEmpty();
        assertThat(StringObjects.text(ObjectHeader.slot(heap.root(0), VALUE))).isEqualTo("of seven");
        assertThat(StringObjects.text(ObjectHeader.slot(heap.root(1), VALUE))).isEqualTo("of nil");
    }

    @Test
    void anAssociationWithAWeakKeyForgetsWhereOthersAreMourned() {
        int index = KnownClass.WEAK_KEY_ASSOCIATION.index();
        for (int root = 0; root < 2; root++) {
            long association = Allocation.allocatePointers(heap.mutator, index, ObjectFormat.EPHEMERON, 2);
            ObjectHeader.rawPutSlot(association, KEY, string("key"));
            ObjectHeader.rawPutSlot(association, VALUE, string("value"));
            heap.putRoot(root, association);
        }
        heap.putRoot(2, ObjectHeader.slot(heap.root(0), KEY));
        heap.putRoot(3, weak(ObjectHeader.slot(heap.root(1), KEY), ObjectHeader.slot(heap.root(1), VALUE)));

        heap.collect(0);

        assertThat(heap.mourned()).isEmpty();
        assertThat(StringObjects.text(ObjectHeader.slot(heap.root(0), VALUE))).isEqualTo("value");
        for (long oop : new long[] {heap.root(1), heap.root(3)}) {
            assertThat(ObjectHeader.slot(oop, 1)).isEqualTo(heap.nil);
        }
        assertThat(ObjectHeader.slot(heap.root(1), KEY)).isEqualTo(heap.nil);
        assertThat(ObjectHeader.slot(heap.root(3), 2)).as("nothing is kept alive for it").isEqualTo(heap.nil);
    }

    @Test
    void anEphemeronThatIsDeadItselfIsNotMourned() {
        ephemeron(string("key"), string("value"));

        heap.collectAll();

        assertThat(heap.mourned()).isEmpty();
    }

    @Test
    void severalEphemeronsOfOneKeyAreFiredTogether() {
        long key = string("key");
        heap.putRoot(0, ephemeron(key, string("one")));
        heap.putRoot(1, ephemeron(key, string("two")));

        heap.collectAll();

        assertThat(heap.mourned()).containsExactlyInAnyOrder(heap.root(0), heap.root(1));
        assertThat(ObjectHeader.slot(heap.root(0), KEY)).isEqualTo(ObjectHeader.slot(heap.root(1), KEY));
    }

    /** Each value is the key of the next, and the collector meets the last one first. */
    @Test
    void longChainsHoldAsLongAsTheirFirstKey() {
        int length = 50_000;
        long[] keys = LongStream.range(0, length + 1).map(index -> string("k")).toArray();
        long[] chain = LongStream.range(0, length)
                .map(index -> ephemeron(keys[length - 1 - (int) index], keys[length - (int) index])).toArray();
        heap.putRoot(0, ArrayObjects.newArray(heap.mutator, chain));
        heap.putRoot(1, keys[0]);

        heap.collectAll();

        assertThat(heap.mourned()).isEmpty();
        long first = ObjectHeader.slot(heap.root(0), length - 1);
        assertThat(ObjectHeader.slot(first, KEY)).isEqualTo(heap.root(1));
        assertThat(ObjectHeader.slot(first, VALUE))
                .isEqualTo(ObjectHeader.slot(ObjectHeader.slot(heap.root(0), length - 2), KEY));

        heap.putRoot(1, 0);
        heap.collectAll();

        assertThat(heap.mourned()).hasSize(length).doesNotHaveDuplicates();
    }

    @Test
    void keysThatLeadToEachOtherAreMournedTogether() {
        long inner = ArrayObjects.newArray(heap.mutator, 1);
        long outer = ArrayObjects.newArray(heap.mutator, new long[] {inner});
        ObjectHeader.rawPutSlot(inner, 0, outer);
        heap.putRoot(0, ephemeron(outer, heap.nil));
        heap.putRoot(1, ephemeron(inner, heap.nil));

        heap.collectAll();

        assertThat(heap.mourned()).containsExactlyInAnyOrder(heap.root(0), heap.root(1));
    }

    @Test
    void whatAFiredEphemeronLeadsToMayHoldEphemeronsToo() {
        long hidden = ephemeron(string("hidden key"), heap.nil);
        heap.putRoot(0, ephemeron(string("key"), ArrayObjects.newArray(heap.mutator, new long[] {hidden})));

        heap.collectAll();

        long found = ObjectHeader.slot(ObjectHeader.slot(heap.root(0), VALUE), 0);
        assertThat(heap.mourned()).containsExactlyInAnyOrder(heap.root(0), found);
        assertThat(StringObjects.text(ObjectHeader.slot(found, KEY))).isEqualTo("hidden key");
    }

    @Test
    void weakReferencesStayUntilWhatWasFiredIsDropped() {
        long key = string("key");
        heap.putRoot(0, ephemeron(key, heap.nil));
        heap.putRoot(1, weak(key));

        heap.collectAll();

        assertThat(heap.losers()).isEmpty();
        assertThat(ObjectHeader.slot(heap.root(1), 1)).isEqualTo(ObjectHeader.slot(heap.root(0), KEY));

        heap.putRoot(0, 0);
        heap.collectAll();

        assertThat(heap.losers()).containsExactly(heap.root(1));
        assertThat(ObjectHeader.slot(heap.root(1), 1)).isEqualTo(heap.nil);
    }

    @Test
    void aResurrectedKeyCanBeWatchedAgain() {
        heap.putRoot(0, ephemeron(string("key"), heap.nil));
        heap.collectAll();
        heap.putRoot(1, ObjectHeader.slot(heap.root(0), KEY));
        heap.putRoot(0, ephemeron(heap.root(1), heap.nil));

        heap.collectAll();
        assertThat(heap.mourned()).as("while it is referred to").isEmpty();

        heap.putRoot(1, 0);
        heap.collectAll();
        assertThat(heap.mourned()).containsExactly(heap.root(0));
    }

    @Test
    void tellsWhichWeakObjectsHaveLostSomething() {
        long kept = string("kept");
        heap.putRoot(0, weak(string("dead"), kept, string("dead too")));
        heap.putRoot(1, weak(kept, Oop.smallInteger(3), heap.nil));
        heap.putRoot(2, kept);

        heap.collectAll();

        assertThat(heap.losers()).containsExactly(heap.root(0));
        assertThat(ObjectHeader.slot(heap.root(0), 1)).isEqualTo(heap.nil);
        assertThat(ObjectHeader.slot(heap.root(0), 2)).isEqualTo(heap.root(2));

        heap.collectAll();

        assertThat(heap.losers()).isEmpty();
    }

    @Test
    void youngElementsOfAnOldWeakObjectDieOrMove() {
        int size = 5_000;
        heap.putRoot(0, Allocation.allocatePointers(heap.mutator, weakIndex, ObjectFormat.WEAK, 1 + size));
        heap.collectAll();
        for (int index = 1; index <= size; index++) {
            WriteBarrier.putSlot(heap.mutator, heap.root(0), index, string("element " + index));
        }
        heap.putRoot(1, ObjectHeader.slot(heap.root(0), size));

        heap.collect(0);
        heap.collect(0);
        heap.collectAll();

        assertThat(ObjectHeader.slot(heap.root(0), 1)).isEqualTo(heap.nil);
        assertThat(ObjectHeader.slot(heap.root(0), size - 1)).isEqualTo(heap.nil);
        assertThat(ObjectHeader.slot(heap.root(0), size)).isEqualTo(heap.root(1));
        assertThat(StringObjects.text(heap.root(1))).isEqualTo("element " + size);
    }

    @Test
    void anOldWeakObjectOnManyCardsIsToldOfOnce() {
        heap.putRoot(0, Allocation.allocatePointers(heap.mutator, weakIndex, ObjectFormat.WEAK, 5_000));
        heap.collectAll();
        for (int index = 1; index < 5_000; index++) {
            WriteBarrier.putSlot(heap.mutator, heap.root(0), index, string("dead"));
        }

        heap.collect(0);

        assertThat(heap.losers()).containsExactly(heap.root(0));
        assertThat(ObjectHeader.slot(heap.root(0), 4_999)).isEqualTo(heap.nil);
    }

    /** Larger than a card: key and last value lie on different ones. */
    @Test
    void anOldEphemeronOnManyCardsIsFiredOnce() {
        int slots = 200;
        int largeIndex = heap.newClass(slots, ObjectFormat.EPHEMERON);
        for (int root = 0; root < 2; root++) {
            heap.putRoot(root, Allocation.allocatePointers(heap.mutator, largeIndex, ObjectFormat.EPHEMERON, slots));
        }
        heap.collectAll();
        for (int root = 0; root < 2; root++) {
            WriteBarrier.putSlot(heap.mutator, heap.root(root), slots - 1, string("value"));
            WriteBarrier.putSlot(heap.mutator, heap.root(root), KEY, string("key"));
        }
        heap.putRoot(2, ObjectHeader.slot(heap.root(0), KEY));

        heap.collect(0);

        assertThat(heap.mourned()).containsExactly(heap.root(1));
        for (int root = 0; root < 2; root++) {
            assertThat(StringObjects.text(ObjectHeader.slot(heap.root(root), KEY))).isEqualTo("key");
            assertThat(StringObjects.text(ObjectHeader.slot(heap.root(root), slots - 1))).isEqualTo("value");
        }
        assertThat(ObjectHeader.slot(heap.root(0), KEY)).isEqualTo(heap.root(2));
    }
}
