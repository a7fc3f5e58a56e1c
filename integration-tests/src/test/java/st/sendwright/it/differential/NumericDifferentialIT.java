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

    private static final int FEW = 300;
    private static final int MANY = 5_000;
    private static final long SEED = 1_980L;

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
    void agreesWithBigIntegerOnRandomExpressions() {
        compare(FEW, SEED);
    }

    @Test
    @Tag("long")
    void agreesWithBigIntegerOnThousandsOfRandomExpressions() {
        compare(MANY, SEED + 1);
    }

    private static void compare(int expressions, long seed) {
        Random random = new Random(seed);
        for (int number = 1; number <= expressions; number++) {
            NumericExpression expression = NumericExpression.next(random);

            assertThat(print(expression.source()))
                    .as("expression %d of seed %d: %s", number, seed, expression.source())
                    .isEqualTo(expression.value().printString());
        }
    }

    private static String print(String source) {
        Evaluation evaluation = vm.evaluate(SourceText.of(source, "random"));
        if (evaluation instanceof Evaluation.Value value) {
            try (ObjectHandle handle = value.handle()) {
                return vm.sendForString(handle, "printString");
            }
        }
        return evaluation.toString();
    }
}
