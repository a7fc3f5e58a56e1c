package st.sendwright.codecache.segmented;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.codecache.CacheView;
import st.sendwright.codecache.CacheView.Block;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;
import st.sendwright.codecache.contract.CodeCacheContract;

@DisplayName("The code-cache policy with a hot and a cold segment")
class SegmentedCacheTest extends CodeCacheContract {

    @Override
    protected CodeCache policy() {
        return new SegmentedCache();
    }

    @Test
    void dropsNewCodeThatWasNotUsedAgain() {
        List<Block> blocks = List.of(new Block(1, 100, 0, false, 3), new Block(2, 100, 9, false, 0),
                new Block(3, 100, 1, false, 0), new Block(4, 100, 0, false, 0), new Block(5, 100, 0, true, 0),
                new Block(6, 300, 1, false, 0));

        Sweep sweep = policy().sweep(full(50, blocks));

        assertThat(sweep.evicted()).containsExactlyInAnyOrder(3, 4, 6);
        assertThat(sweep.compacts()).isTrue();
    }

    @Test
    void dropsTheLeastUsedOfTheHotWhenTheyTakeMoreThanTheirPart() {
        List<Block> blocks = IntStream.range(0, 10).mapToObj(i -> new Block(1 + i, 100, i, false, 2)).toList();

        assertThat(policy().sweep(full(50, blocks)).evicted()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }

    @Test
    void dropsTheNewestOfHotCodeThatIsUsedAlike() {
        List<Block> blocks = IntStream.range(0, 4).mapToObj(i -> new Block(1 + i, 100, 5, false, 2)).toList();

        assertThat(policy().sweep(full(50, blocks)).evicted()).containsExactlyInAnyOrder(3, 4);
    }

    /** What is free lies behind the hot code, or in what sends have for themselves. */
    @Test
    void dropsSomethingEvenWhenAllIsHotAndTakesLittle() {
        List<Block> blocks = IntStream.range(0, 4).mapToObj(i -> new Block(1 + i, 100, 8 - i, false, 2)).toList();

        assertThat(policy().sweep(new CacheView(10_000, 50, 50, 60, blocks)).evicted()).contains(4);
    }
}
