package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The provider that the command line has chosen")
class TierChoiceTest {

    @Test
    void isReadFromTheFrameworksProperty() {
        assertThat(TierChoice.of("memory-plan", "interpreter=switching, memory-plan=none")).hasValue("none");
        assertThat(TierChoice.of("memory-plan", "memory-plan=semispace,interpreter=x")).hasValue("semispace");
        assertThat(TierChoice.of("memory-plan", "interpreter=switching")).isEmpty();
        assertThat(TierChoice.of("memory-plan", "")).isEmpty();
        assertThat(TierChoice.of("memory-plan", (String) null)).isEmpty();
    }
}
