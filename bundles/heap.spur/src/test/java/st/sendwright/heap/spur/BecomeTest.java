package st.sendwright.heap.spur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.heap.Become;
import st.sendwright.heap.HeapSearch;
import st.sendwright.heap.Roots;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;

@DisplayName("become:")
class BecomeTest {

    private final TestMemory test = new TestMemory(16 << 20).populated(0);
    private final long mutator = test.mutator;
    private final long root = mutator + MutatorBlock.BYTES - 16;
    private final long weak = mutator + MutatorBlock.BYTES - 8;
    private final Roots roots = new Roots() {
        @Override
        public void strong(StrongVisitor visitor) {
            visitor.range(root, 1);
        }

        @Override
        public void weak(WeakVisitor visitor) {
            visitor.words(weak, 1, 8);
        }
    };
    private final long one = StringObjects.newString(mutator, "one");
    private final long two = StringObjects.newString(mutator, "two");
    private final long holder = ArrayObjects.newArray(mutator,
            new long[] {one, two, one, Oop.smallInteger(1)});

    @AfterEach
    void release() {
        test.close();
    }

    @Test
    void exchangesReferencesBothWays() {
        Memory.putLong(root, two);
        Memory.putLong(weak, one);
        Memory.putLong(mutator + MutatorBlock.EXIT_VALUE, one);
        ObjectHeader.setHash(one, 1);
        ObjectHeader.setHash(two, 2);

        Become.exchange(mutator, test.regions(), roots, new long[] {one}, new long[] {two}, true);

        assertThat(slots()).containsExactly(two, one, two, Oop.smallInteger(1));
        assertThat(Memory.longAt(root)).isEqualTo(one);
        assertThat(Memory.longAt(weak)).as("weak words stay").isEqualTo(one);
        assertThat(Memory.longAt(mutator + MutatorBlock.EXIT_VALUE)).isEqualTo(two);
        assertThat(ObjectHeader.hash(one)).isEqualTo(1);
        assertThat(StringObjects.text(one)).as("contents stay").isEqualTo("one");
    }

    @Test
    void forwardsReferencesOneWay() {
        ObjectHeader.setHash(one, 1);
        ObjectHeader.setHash(two, 2);

        Become.exchange(mutator, test.regions(), roots, new long[] {one}, new long[] {two}, false);
        assertThat(slots()).containsExactly(two, two, two, Oop.smallInteger(1));
        assertThat(ObjectHeader.hash(two)).isEqualTo(2);

        Become.forwardWithHash(mutator, test.regions(), roots, new long[] {two}, new long[] {one});
        assertThat(slots()).containsExactly(one, one, one, Oop.smallInteger(1));
        assertThat(ObjectHeader.hash(one)).isEqualTo(2);
    }

    @Test
    void exchangesManyPairsAtOnce() {
        int pairs = 1000;
        long[] from = new long[pairs];
        long[] to = new long[pairs];
        for (int index = 0; index < pairs; index++) {
            from[index] = ArrayObjects.newArray(mutator, 1);
            to[index] = ArrayObjects.newArray(mutator, 2);
        }
        long all = ArrayObjects.newArray(mutator, from);

        Become.exchange(mutator, test.regions(), roots, from, to, true);

        for (int index = 0; index < pairs; index++) {
            assertThat(ObjectHeader.slot(all, index)).as("pair %d", index).isEqualTo(to[index]);
        }
        assertThat(test.faults()).isEmpty();
    }

    @Test
    void letsClassesChangeTheirPlaces() {
        long first = test.newClass(1, ObjectFormat.FIXED);
        long second = test.newClass(1, ObjectFormat.FIXED);
        long instance = test.newInstance(first, 0);

        Become.exchange(mutator, test.regions(), roots, new long[] {first}, new long[] {second}, true);
        assertThat(MutatorBlock.classOf(mutator, instance)).isEqualTo(second);
        long newer = test.newInstance(second, 0);
        assertThat(MutatorBlock.classOf(mutator, newer)).isEqualTo(second);
        assertThat(test.faults()).isEmpty();

        Become.exchange(mutator, test.regions(), roots, new long[] {second}, new long[] {first}, false);
        assertThat(MutatorBlock.classOf(mutator, instance)).isEqualTo(first);
        assertThat(MutatorBlock.classOf(mutator, test.newInstance(first, 0))).isEqualTo(first);
        assertThat(HeapSearch.instances(test.regions(), ObjectHeader.classIndex(instance))).containsExactly(instance, newer);
        assertThat(test.faults()).isEmpty();
    }

    @Test
    void refusesWhatCannotBeExchanged() {
        long nil = MutatorBlock.nil(mutator);

        assertThatIllegalArgumentException().isThrownBy(() -> become(new long[] {one}, new long[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> become(new long[] {nil}, new long[] {one}));
        assertThatIllegalArgumentException().isThrownBy(() -> become(new long[] {one}, new long[] {nil}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> become(new long[] {one}, new long[] {Oop.smallInteger(1)}));
        assertThatIllegalArgumentException().isThrownBy(() ->
                become(new long[] {one, one}, new long[] {two, holder}))
                .withMessageContaining("two objects");
        assertThat(slots()).as("nothing has changed").containsExactly(one, two, one, Oop.smallInteger(1));
    }

    @Test
    void isSeenByASearchOfTheHeap() {
        assertThat(HeapSearch.allReferencesTo(test.regions(), one)).containsExactly(holder);

        become(new long[] {one}, new long[] {holder});

        assertThat(HeapSearch.allReferencesTo(test.regions(), holder)).as("to itself now")
                .containsExactly(holder);
        assertThat(HeapSearch.allReferencesTo(test.regions(), one)).isEmpty();
    }

    private void become(long[] from, long[] to) {
        Become.exchange(mutator, test.regions(), roots, from, to, true);
    }

    private long[] slots() {
        long[] slots = new long[4];
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = ObjectHeader.slot(holder, slot);
        }
        return slots;
    }
}
