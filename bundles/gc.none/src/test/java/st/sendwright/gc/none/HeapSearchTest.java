package st.sendwright.gc.none;

import org.junit.jupiter.api.DisplayName;
import st.sendwright.gc.Collector;
import st.sendwright.gc.contract.HeapSearchContract;

@DisplayName("A search of the heap finds what a walk over it finds")
class HeapSearchTest extends HeapSearchContract {

    @Override
    protected Collector newCollector() {
        return new NoneCollector();
    }
}
