package st.sendwright.codecache.flushall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.codecache.CacheView.Block;
import st.sendwright.codecache.CodeCache;
import st.sendwright.codecache.contract.CodeCacheContract;

@DisplayName("The code-cache policy that drops all")
class FlushAllCacheTest extends CodeCacheContract {

    @Override
    protected CodeCache policy() {
        return new FlushAllCache();
    }

    @Test
    void dropsWhatIsUsedToo() {
        assertThat(policy().sweep(full(1, List.of(new Block(1, 100, 1_000, true), new Block(2, 100, 0, false))))
                .evicted()).containsExactlyInAnyOrder(1, 2);
    }
}
