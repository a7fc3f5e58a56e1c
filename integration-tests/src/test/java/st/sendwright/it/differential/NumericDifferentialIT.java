package st.sendwright.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import st.sendwright.it.VmHarness;
import st.sendwright.language.SourceText;
import st.sendwright.vm.ObjectHandle;
import st.sendwright.vm.Vm;
import st.sendwright.vm.Vm.Evaluation;
import st.sendwright.vm.VmOptions;

@DisplayName("Arithmetic in Smalltalk")
class NumericDifferentialIT {

    private static final int PROGRAMS = 5_000;
    private static final int MANY_PROGRAMS = 200_000;
    private static final long SEED = Long.getLong("sendwright.seed", 1_980L);

    private static VmHarness harness;
    private static Vm vm;

    @BeforeAll
    static void startVm() throws Exception {
        harness = VmHarness.start();
        vm = harness.vmFactory().start(VmOptions.defaults());
    }

    @AfterAll
    static void stopVm() throws Exception {
        vm.close();
        harness.close();
    }

    @Test
    void agreesWithJavaOnRandomPrograms() {
        compare(PROGRAMS, SEED);
    }

    @Test
    @Tag("long")
    void agreesWithJavaOnManyRandomPrograms() {
        compare(MANY_PROGRAMS, SEED + 1);
    }

    private static void compare(int programs, long seed) {
        Random random = new Random(seed);
        for (int number = 1; number <= programs; number++) {
            NumericProgram program = NumericProgram.next(random);

            assertThat(run(program.source()))
                    .as("program %d of seed %d (-Dsendwright.seed=%d): %s", number, seed, SEED,
                            program.source())
                    .isEqualTo(program.output());
        }
    }

    private static String run(String source) {
        Evaluation evaluation = vm.evaluate(SourceText.of(source, "random"));
        if (evaluation instanceof Evaluation.Value value) {
            try (ObjectHandle handle = value.handle()) {
                return vm.sendForString(handle, "asString");
            }
        }
        return evaluation.toString();
    }
}
