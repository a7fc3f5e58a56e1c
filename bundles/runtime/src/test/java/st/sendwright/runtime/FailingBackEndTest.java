package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import st.sendwright.jit.CodeRefusedException;
import st.sendwright.jit.JitMode;
import st.sendwright.jit.MachineCode;
import st.sendwright.jit.MethodView;
import st.sendwright.language.SourceText;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("A back end that fails on a method")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FailingBackEndTest {

    private static final String METHOD = "Integer>>unlucky";

    /** The real one, but for one method. */
    private static final class Failing extends WrappedBackEnd {

        private final List<String> asked = new ArrayList<>();

        Failing() {
            super("failing");
        }

        @Override
        public MachineCode compile(MethodView method) throws CodeRefusedException {
            asked.add(method.name());
            if (method.name().equals(METHOD)) {
                throw new IllegalStateException("as the test wants it");
            }
            return super.compile(method);
        }
    }

    private final Logger logger = Logger.getLogger("st.sendwright.jit");
    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {

        @Override
        public void publish(LogRecord message) {
            logged.add(message);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @ParameterizedTest
    @EnumSource(value = JitMode.class, names = "OFF", mode = Mode.EXCLUDE)
    void isAskedOnceAndTheMethodIsInterpreted(JitMode mode) throws VmStartException {
        Failing backEnd = new Failing();
        try (Vm vm = TestVms.factory(List.of(), backEnd).start(TestVms.options().withJit(mode))) {
            vm.compileMethod("Integer", Optional.of("test"), Optional.empty(),
                    SourceText.of("unlucky ^self + 1", "test"));

            assertThat(TestVms.print(vm, "| n | n := 0. 20000 timesRepeat: [n := n unlucky]. n"))
                    .isEqualTo("20000");
        }
        assertThat(backEnd.asked).containsOnlyOnce(METHOD).hasSizeGreaterThan(1);
        assertThat(logged).filteredOn(each -> each.getLevel() == Level.SEVERE).singleElement().satisfies(each -> {
            assertThat(each.getMessage())
                    .isEqualTo("SW-JIT-003 the compiler failed on " + METHOD + ", which stays interpreted");
            assertThat(each.getThrown()).isInstanceOf(IllegalStateException.class);
        });
    }
}
