package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The memory plan that the command line has chosen")
class InstalledMemoryPlansTest {

    @Test
    void isReadFromTheFrameworksProperty() {
        assertThat(InstalledMemoryPlans.chosenIn("interpreter=switching, memory-plan=none")).hasValue("none");
        assertThat(InstalledMemoryPlans.chosenIn("memory-plan=semispace,interpreter=x")).hasValue("semispace");
        assertThat(InstalledMemoryPlans.chosenIn("interpreter=switching")).isEmpty();
        assertThat(InstalledMemoryPlans.chosenIn("")).isEmpty();
        assertThat(InstalledMemoryPlans.chosenIn(null)).isEmpty();
    }
}
