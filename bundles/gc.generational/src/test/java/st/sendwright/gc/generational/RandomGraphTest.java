package st.sendwright.gc.generational;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.gc.Collector;
import st.sendwright.gc.contract.RandomGraphContract;

@DisplayName("Random object graphs survive scavenges and compactions unchanged")
class RandomGraphTest extends RandomGraphContract {

    @Override
    protected Collector newCollector() {
        return new GenerationalCollector();
    }
}
