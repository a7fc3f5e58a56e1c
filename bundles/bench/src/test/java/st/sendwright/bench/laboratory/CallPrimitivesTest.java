package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.primitives.PrimitiveSet.Binding;

@DisplayName("The primitives that the benchmark of calls brings")
class CallPrimitivesTest {

    @Test
    void areAPluginsAndABareOne() {
        assertThat(new CallPrimitives().bindings()).extracting(Binding::name).containsExactly("add", "bare");
    }
}
