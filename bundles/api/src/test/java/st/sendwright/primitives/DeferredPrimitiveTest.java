package st.sendwright.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.primitives.PrimitiveSet.Binding;

@DisplayName("A primitive whose code is looked for when it is first called")
class DeferredPrimitiveTest {

    private final List<String> lookedFor = new ArrayList<>();
    private final List<Binding> bindings = DeferredPrimitive.bindings(this::code, "answer 0", "echo -1");

    private Primitive code(String name) {
        lookedFor.add(name);
        return frame -> name.length();
    }

    @Test
    void hasItsNameAndNumberOfArguments() {
        assertThat(bindings).extracting(Binding::name).containsExactly("answer", "echo");
        assertThat(bindings).extracting(Binding::arguments).containsExactly(0, -1);
        assertThat(lookedFor).isEmpty();
    }

    @Test
    void isLookedForOnce() {
        Primitive echo = bindings.getLast().code();

        assertThat(echo.run(null)).isEqualTo(4);
        assertThat(echo.run(null)).isEqualTo(4);

        assertThat(lookedFor).containsExactly("echo");
    }
}
