package st.sendwright.gc.semispace;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.gc.Collector;
import st.sendwright.gc.contract.FinalizationContract;

@DisplayName("The semispace collector, weak objects and ephemerons")
class FinalizationTest extends FinalizationContract {

    @Override
    protected Collector newCollector() {
        return new SemispaceCollector();
    }
}
