package st.sendwright.codecache.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import st.sendwright.codecache.CacheView;
import st.sendwright.codecache.CacheView.Block;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;

/** What every code-cache policy does. */
public abstract class CodeCacheContract {

    private static final long SIZE = 64_000;

    /** The policy under test. */
    protected abstract CodeCache policy();

    /** A full cache of such blocks. */
    protected static CacheView full(int needed, List<Block> blocks) {
        return new CacheView(blocks.stream().mapToLong(Block::bytes).sum(), 0, 0, needed, blocks);
    }

    /** Sum of the bytes of what goes. */
    protected static long bytes(Sweep sweep, CacheView view) {
        return view.blocks().stream().filter(each -> sweep.evicted().contains(each.number()))
                .mapToLong(Block::bytes).sum();
    }

    @Test
    void hasANameThatCanBeTyped() {
        assertThat(policy().name()).matches("[a-z][a-z0-9-]*");
    }

    @Test
    void dropsSomethingWhenTheCacheIsFull() {
        CacheView view = full(10, List.of(new Block(3, 500, 9, true)));

        assertThat(policy().sweep(view).evicted()).containsExactly(3);
    }

    @Test
    void answersTheSameToTheSameQuestion() {
        CacheView view = full(100, blocks(new Random(1), 50));

        assertThat(policy().sweep(view)).isEqualTo(policy().sweep(view));
    }

    /** Nothing there is to drop: it was all for sends, or dropped before. */
    @Test
    void bearsAnEmptyCache() {
        assertThat(policy().sweep(new CacheView(SIZE, SIZE, SIZE / 2, 100, List.of())).evicted()).isEmpty();
    }

    /** Asked again and again, as the kernel does it, whatever the pieces: there is room in the end, and soon. */
    @Test
    void makesRoomInTheEnd() {
        long seed = Long.getLong("sendwright.seed", System.nanoTime());
        System.out.println("-Dsendwright.seed=" + seed);
        Random random = new Random(seed);
        for (int program = 0; program < 300; program++) {
            List<Block> left = new ArrayList<>(blocks(random, 1 + random.nextInt(200)));
            long size = left.stream().mapToLong(Block::bytes).sum();
            int needed = 1 + random.nextInt((int) size);
            long free = 0;
            int asked = 0;
            while (free < needed) {
                Sweep sweep = policy().sweep(new CacheView(size, free, free, needed, left));
                Set<Integer> known = left.stream().map(Block::number).collect(Collectors.toSet());
                assertThat(sweep.evicted()).isSubsetOf(known).isNotEmpty();
                free += left.stream().filter(each -> sweep.evicted().contains(each.number()))
                        .mapToLong(Block::bytes).sum();
                left.removeIf(each -> sweep.evicted().contains(each.number()));
                asked++;
            }
            assertThat(asked).as("how often it was asked for %d of %d bytes", needed, size).isLessThanOrEqualTo(8);
        }
    }

    private static List<Block> blocks(Random random, int count) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(new Block(1_000 - i, 32 + random.nextInt(2_000), random.nextInt(100), random.nextInt(10) == 0,
                    random.nextInt(3)));
        }
        return blocks;
    }
}
