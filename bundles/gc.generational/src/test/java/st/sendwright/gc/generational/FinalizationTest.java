package st.sendwright.gc.generational;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.gc.Collector;
import st.sendwright.gc.contract.FinalizationContract;

@DisplayName("The generational collector, weak objects and ephemerons")
class FinalizationTest extends FinalizationContract {

    @Override
    protected Collector newCollector() {
        return new GenerationalCollector();
    }
}
