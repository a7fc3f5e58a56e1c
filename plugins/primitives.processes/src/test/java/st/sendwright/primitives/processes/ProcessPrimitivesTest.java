package st.sendwright.primitives.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.primitives.Permission;
import st.sendwright.primitives.PrimitiveSet.Binding;

/** What they do is tested in a VM, by {@code PluginTestsIT}. */
@DisplayName("The module OSProcesses")
class ProcessPrimitivesTest {

    @Test
    void saysWhatItsPrimitivesAreCalledTakeAndNeed() {
        ProcessPrimitives processes = new ProcessPrimitives();

        assertThat(processes.module()).isEqualTo("OSProcesses");
        assertThat(processes.bindings()).extracting(Binding::name, Binding::arguments).containsExactly(tuple("start", 4), tuple("pid", 1),
                tuple("isAlive", 1), tuple("wait", 2), tuple("kill", 2), tuple("write", 2), tuple("endInput", 1), tuple("read", 3),
                tuple("release", 1));
        assertThat(processes.permissions()).containsExactly(Permission.FILES, Permission.PROCESSES);
    }
}
