package st.sendwright.heap.spur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import st.sendwright.heap.FixedSpace;
import st.sendwright.heap.Region;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.MutatorBlock;
import st.sendwright.model.NativeMemory;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;

@DisplayName("The space for objects that keep their addresses")
class FixedSpaceTest {

    private static final long MIB = 1 << 20;

    private final long mutator = NativeMemory.reserve(MutatorBlock.BYTES);
    private final FixedSpace space = new FixedSpace(mutator, 16 * MIB);

    @AfterEach
    void release() {
        space.close();
        NativeMemory.release(mutator);
    }

    /** An object of so many bytes, header and the word before it included. */
    private long object(long bytes) {
        long start = space.allocate(bytes);
        assertThat(start).as("room for %d bytes", bytes).isNotZero();
        return fill(start, bytes);
    }

    private static long fill(long start, long bytes) {
        long slots = bytes - 8 >> 3;
        long at = start;
        if (slots > ObjectHeader.MAX_INLINE_SLOTS) {
            slots--;
            Memory.putLong(at, (long) ObjectHeader.OVERFLOW_SLOTS << ObjectHeader.SLOTS_SHIFT | slots);
            at += 8;
        }
        Memory.putLong(at, ObjectHeader.of(slots, ObjectFormat.WORDS_64, KnownClass.ARRAY.index()));
        return at;
    }

    private List<Long> walked() {
        List<Long> found = new ArrayList<>();
        for (Region region : space.regions()) {
            for (long at = region.start(); at < region.end();) {
                long oop = ObjectHeader.objectAt(at);
                if (ObjectHeader.classIndex(oop) != ObjectHeader.FREE_CLASS_INDEX) {
                    found.add(oop);
                }
                at = ObjectHeader.end(oop);
                assertThat(at).isLessThanOrEqualTo(region.end());
            }
        }
        return found;
    }

    @Test
    void fillsAHoleBeforeItGrows() {
        long first = object(2000);
        long second = object(600);
        long third = object(40);
        space.mark(first);
        space.mark(third);

        space.sweep();

        assertThat(walked()).containsExactly(first, third);
        assertThat(space.usedBytes()).isEqualTo(2048 + 512);
        assertThat(space.regions().getFirst().freeBytes()).isEqualTo(1024);
        assertThat(object(1000)).as("in the hole").isEqualTo(second);
        assertThat(object(1000)).as("behind all").isGreaterThan(third);
    }

    @Test
    void shrinksWhenItsLastObjectsDie() {
        long first = object(100);
        object(5000);
        object(5000);
        space.mark(first);

        space.sweep();

        assertThat(space.end()).isEqualTo(space.start() + 512);
        space.sweep();
        assertThat(space.regions()).isEmpty();
        assertThat(space.usedBytes()).isZero();
    }

    @Test
    void marksOnceUntilItIsSwept() {
        long oop = object(64);

        assertThat(space.isUnmarked(oop)).isTrue();
        assertThat(space.mark(oop)).isTrue();
        assertThat(space.mark(oop)).isFalse();
        assertThat(space.isUnmarked(oop)).isFalse();
        space.sweep();
        assertThat(space.isUnmarked(oop)).isTrue();
        assertThat(space.isUnmarked(space.end())).as("behind all").isFalse();
        assertThat(space.isUnmarked(oop + 1)).as("a tagged word").isFalse();
    }

    @Test
    void takesObjectsOfAnOpenAreaUpToTheAllocationPointer() {
        long before = object(16);
        long start = space.openArea(10_000);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, start);
        assertThat(walked()).containsExactly(before);
        long one = fill(start, 504);
        long two = fill(start + 504, 3000);
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, start + 3504);
        long used = space.usedBytes();

        assertThat(walked()).containsExactly(before, one, two);
        assertThatIllegalStateException().isThrownBy(() -> space.openArea(16));
        space.closeArea();

        assertThat(walked()).containsExactly(before, one, two);
        assertThat(space.usedBytes()).isBetween(used, used + 511);
        List<Long> fresh = new ArrayList<>();
        space.takeFresh((at, oop, next) -> fresh.add(oop));
        assertThat(fresh).containsExactly(before, one, two);
    }

    @Test
    void freesOneOfSeveralObjectsOnAGranule() {
        long start = space.openArea(2000);
        long[] oops = new long[20];
        for (int index = 0; index < oops.length; index++) {
            oops[index] = fill(start + index * 80L, 80);
        }
        Memory.putLong(mutator + MutatorBlock.ALLOCATION_POINTER, start + 1600);
        space.closeArea();
        space.mark(oops[0]);
        space.mark(oops[2]);
        space.mark(oops[19]);

        space.sweep();

        assertThat(walked()).containsExactly(oops[0], oops[2], oops[19]);
        object(512);
        space.mark(oops[2]);
        assertThat(walked()).hasSize(4);
    }

    @Test
    void refusesWhatNoHoleHolds() {
        assertThat(space.allocate(space.limit() - space.start() + 1)).isEqualTo(FixedSpace.NO_ROOM);
        assertThat(space.allocate(Long.MAX_VALUE - 4096)).isEqualTo(FixedSpace.NO_ROOM);
        assertThat(space.regions()).isEmpty();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void givesThePagesOfTheDeadBack() {
        long oop = object(8 * MIB);
        long last = object(16);
        Memory.fillWords(oop + 8, MIB - 1, 7);
        space.mark(last);

        space.sweep();

        assertThat(NativeMemory.residentBytes(space.start(), 8 * MIB).orElseThrow()).isLessThan(MIB / 8);
        long again = object(8 * MIB);
        assertThat(again).isEqualTo(oop);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void neitherLosesNorOverlapsAnything(long seed) {
        Random random = new Random(seed);
        TreeMap<Long, Long> alive = new TreeMap<>();
        for (int round = 0; round < 200; round++) {
            for (int each = 0; each < 20; each++) {
                long bytes = ObjectHeader.bytesFor(random.nextInt(1 << random.nextInt(13)));
                long oop = object(bytes);
                assertThat(alive.put(oop, bytes)).isNull();
            }
            alive.keySet().removeIf(each -> random.nextInt(20) < 9);
            alive.keySet().forEach(space::mark);
            space.sweep();
            assertThat(walked()).as("seed %d, round %d", seed, round).containsExactlyElementsOf(alive.keySet());
            alive.forEach((oop, bytes) -> assertThat(ObjectHeader.end(oop) - ObjectHeader.start(oop)).isEqualTo(bytes));
            assertThat(space.usedBytes()).isLessThan(alive.values().stream().mapToLong(bytes -> bytes + 1040).sum() + 1);
        }
    }
}
