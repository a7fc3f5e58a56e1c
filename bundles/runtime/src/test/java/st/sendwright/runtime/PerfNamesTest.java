package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import st.sendwright.jit.JitMode;
import st.sendwright.memory.executable.PerfMap;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("The names of machine code for perf")
class PerfNamesTest {

    private final PerfNames.Opening opening = mock(PerfNames.Opening.class);

    @Test
    void goIntoOneFileForAllVms() throws IOException {
        PerfMap map = mock(PerfMap.class);
        when(opening.open()).thenReturn(map);
        PerfNames names = new PerfNames(opening);

        names.placed("A>>b", 0x1000, 10);
        names.placed("C>>d", 0x2000, 20);

        verify(opening, times(1)).open();
        verify(map).add(0x1000, 10, "A>>b");
        verify(map).add(0x2000, 20, "C>>d");
    }

    @Test
    void areGivenUpWhenTheFileCannotBeMade() throws IOException {
        when(opening.open()).thenThrow(new IOException("SW-JIT-002 no names for perf (a test)"));
        PerfNames names = new PerfNames(opening);

        names.placed("A>>b", 0x1000, 10);
        names.placed("C>>d", 0x2000, 20);

        verify(opening, times(1)).open();
    }

    @Test
    void areGivenUpWhenTheFileCannotBeWritten() throws IOException {
        PerfMap map = mock(PerfMap.class);
        when(map.file()).thenReturn(Path.of("perf-1.map"));
        when(opening.open()).thenReturn(map);
        doThrow(new IOException("disk full (a test)")).when(map).add(0x1000, 10, "A>>b");
        PerfNames names = new PerfNames(opening);

        names.placed("A>>b", 0x1000, 10);
        names.placed("C>>d", 0x2000, 20);

        verify(map).add(0x1000, 10, "A>>b");
        verify(map).file();
        verifyNoMoreInteractions(map);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void areWrittenByAVmThatCompiles() throws VmStartException, IOException {
        Path file = Path.of("/tmp", "perf-" + ProcessHandle.current().pid() + ".map");
        try (Vm vm = TestVms.factory().start(TestVms.options().withJit(JitMode.EAGER).withPerfMap(true))) {
            TestVms.print(vm, "(1 to: 10) inject: 0 into: [:a :b | a + b]");

            long address = vm.jit(1).code().orElseThrow().biggest().getFirst().address();
            assertThat(Files.readString(file)).contains("stubs of machine code\n")
                    .containsPattern("(?m)^" + Long.toHexString(address) + " [0-9a-f]+ .+")
                    .contains("Collection>>inject:into:\n");
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
