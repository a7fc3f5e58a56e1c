package st.sendwright.gc.semispace;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.gc.Collector;
import st.sendwright.gc.contract.RandomGraphContract;

@DisplayName("Random object graphs survive copying collections unchanged")
class RandomGraphTest extends RandomGraphContract {

    @Override
    protected Collector newCollector() {
        return new SemispaceCollector();
    }
}
