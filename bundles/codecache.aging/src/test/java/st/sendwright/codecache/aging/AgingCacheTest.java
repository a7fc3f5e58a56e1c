package st.sendwright.codecache.aging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.codecache.CacheView.Block;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.Sweep;
import st.sendwright.codecache.contract.CodeCacheContract;

@DisplayName("The code-cache policy that drops what is used least")
class AgingCacheTest extends CodeCacheContract {

    @Override
    protected CodeCache policy() {
        return new AgingCache();
    }

    @Test
    void dropsTheLeastUsedQuarterAndMovesTheRestTogether() {
        List<Block> blocks = IntStream.range(0, 80).mapToObj(i -> new Block(1 + i, 100, i % 4 * 10, false)).toList();

        Sweep sweep = policy().sweep(full(50, blocks));

        assertThat(sweep.evicted()).hasSize(20).allMatch(each -> (each - 1) % 4 == 0);
        assertThat(sweep.compacts()).isTrue();
    }

    @Test
    void dropsTheOldestOfThoseUsedAlike() {
        List<Block> blocks = IntStream.range(0, 8).mapToObj(i -> new Block(20 - i, 100, 5, false)).toList();

        assertThat(policy().sweep(full(50, blocks)).evicted()).containsExactlyInAnyOrder(20, 19);
    }

    @Test
    void keepsWhatFramesGoOnInAsLongAsItCan() {
        List<Block> blocks = List.of(new Block(1, 100, 0, true), new Block(2, 100, 50, false),
                new Block(3, 100, 70, false), new Block(4, 100, 90, false));

        assertThat(policy().sweep(full(50, blocks)).evicted()).containsExactly(2);
        assertThat(policy().sweep(full(350, blocks)).evicted()).contains(1);
    }
}
