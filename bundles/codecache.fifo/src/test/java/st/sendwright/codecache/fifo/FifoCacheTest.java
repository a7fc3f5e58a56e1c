package st.sendwright.codecache.fifo;

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

@DisplayName("The code-cache policy that drops the oldest")
class FifoCacheTest extends CodeCacheContract {

    @Override
    protected CodeCache policy() {
        return new FifoCache();
    }

    @Test
    void dropsTheOldestEighth() {
        List<Block> blocks = IntStream.range(0, 80).mapToObj(i -> new Block(200 - i, 100, 80 - i, i == 0)).toList();

        Sweep sweep = policy().sweep(full(50, blocks));

        assertThat(sweep.evicted()).hasSize(10).contains(200, 191).doesNotContain(190);
        assertThat(sweep.compacts()).isFalse();
    }

    @Test
    void dropsMoreWhenMoreIsNeeded() {
        List<Block> blocks = IntStream.range(0, 80).mapToObj(i -> new Block(1 + i, 100, 0, false)).toList();
        CacheView view = full(3_000, blocks);

        assertThat(bytes(policy().sweep(view), view)).isEqualTo(3_000);
    }
}
