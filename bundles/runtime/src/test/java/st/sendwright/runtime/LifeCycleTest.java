package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import st.sendwright.model.NativeMemory;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("Starting and stopping")
class LifeCycleTest {

    @Test
    void givesAllReservedMemoryBack() throws VmStartException {
        TestVms.image();
        long before = NativeMemory.reservedBytes();

        try (Vm vm = TestVms.start(new ByteArrayOutputStream())) {
            TestVms.print(vm, "[(Delay forMilliseconds: 100000) wait] fork. 3 + 4");
        }

        assertThat(NativeMemory.reservedBytes()).isEqualTo(before);
    }

    @Test
    @Tag("long")
    void leavesNothingBehindInAThousandCycles() throws VmStartException {
        long afterHundred = 0;
        for (int cycle = 1; cycle <= 1_000; cycle++) {
            try (Vm vm = TestVms.start(new ByteArrayOutputStream())) {
                assertThat(TestVms.print(vm, "3 + 4")).isEqualTo("7");
            }
            if (cycle == 100) {
                afterHundred = usedBytes();
            }
        }

        System.out.println("JVM heap after 100 cycles: " + afterHundred + " bytes, after 1000: " + usedBytes()
                + " bytes; threads " + Thread.activeCount());
        assertThat((double) usedBytes()).isLessThanOrEqualTo(afterHundred * 1.1);
    }

    /** Bytes of the JVM's own heap in use after a full collection, and all reserved address space. */
    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory() + NativeMemory.reservedBytes();
    }
}
