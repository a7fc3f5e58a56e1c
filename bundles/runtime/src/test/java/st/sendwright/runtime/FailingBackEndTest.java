package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import st.sendwright.jit.BackEnd;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;
import st.sendwright.jit.StubCode;
import st.sendwright.jit.baseline.x64.BaselineBackEnd;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("A back end that fails on a method")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FailingBackEndTest {

    private static final String METHOD = "Integer>>unlucky";

    /** The real one, but for one method. */
    private static final class Failing implements BackEnd {

        private final BackEnd real = new BaselineBackEnd();
        private final List<String> asked = new ArrayList<>();

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public BackEnd counting() {
            throw new UnsupportedOperationException("nobody asks for it here");
        }

        @Override
        public StubCode stubs() {
            return real.stubs();
        }

        @Override
        public MachineCode compile(MethodView method) throws CodeRefusedException {
            asked.add(method.name());
            if (method.name().equals(METHOD)) {
                throw new IllegalStateException("as the test wants it");
            }
            return real.compile(method);
        }

        @Override
        public List<Instruction> instructions(byte[] code) {
            return real.instructions(code);
        }

        @Override
        public MachineCode polymorphic(List<Case> cases) {
            return real.polymorphic(cases);
        }

        @Override
        public MachineCode megamorphic(int selectorNumber) {
            return real.megamorphic(selectorNumber);
        }
    }

    @Test
    void isAskedOnceAndTheMethodIsInterpreted() throws VmStartException {
        Failing backEnd = new Failing();
        try (Vm vm = TestVms.factory(List.of(), backEnd).start(TestVms.options().withJit(JitMode.EAGER))) {
            vm.compileMethod("Integer", Optional.of("test"), Optional.empty(),
                    SourceText.of("unlucky ^self + 1", "test"));

            assertThat(TestVms.print(vm, "| n | n := 0. 1000 timesRepeat: [n := n unlucky]. n"))
                    .isEqualTo("1000");
        }
        assertThat(backEnd.asked).containsOnlyOnce(METHOD).hasSizeGreaterThan(1);
    }
}
