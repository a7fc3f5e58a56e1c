package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import st.sendwright.language.SourceText;
import st.sendwright.plugin.Kind;
import st.sendwright.plugin.PluginSet;
import st.sendwright.plugin.Resource;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.vm.Vm;
import st.sendwright.vm.VmStartException;

@DisplayName("Java objects that Smalltalk holds by numbers")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ResourceTest {

    /** Something that is open. */
    private static final class Door implements AutoCloseable {

        private final Semaphore closed;

        Door(Semaphore closed) {
            this.closed = closed;
        }

        @Override
        public void close() {
            closed.release();
        }
    }

    private static final class Doors extends PluginSet {

        private final Resource<Door> door = resource(Door.class);
        private final Resource<StringBuilder> text = resource(StringBuilder.class);
        private final Semaphore closed = new Semaphore(0);
        private final Semaphore begins = new Semaphore(0);
        private final Semaphore goes = new Semaphore(0);

        Doors(String module) {
            super(module);
            Door only = new Door(closed);
            primitive("open", door, () -> new Door(closed));
            primitive("same", door, () -> only);
            primitive("none", door.orNil(), Optional::empty);
            primitive("text", text, StringBuilder::new);
            primitive("isDoor", Kind.BOOLEAN, door, each -> true);
            primitive("close", Kind.NOTHING, door.released(), each -> {
                each.close();
                return null;
            });
            primitive("openLate", door, () -> {
                begins.release();
                goes.acquireUninterruptibly();
                return new Door(closed);
            }).waits();
        }
    }

    private final Doors doors = new Doors("Doors");
    private final Doors others = new Doors("Others");
    private final InstalledPrimitiveSets sets = new InstalledPrimitiveSets(TestVms.primitiveSets());
    private Vm vm;

    @BeforeEach
    void start() throws VmStartException {
        sets.add(doors, Map.of(TierChoice.NAME, "doors"));
        sets.add(others, Map.of(TierChoice.NAME, "others"));
        vm = TestVms.factory(sets).start(TestVms.options());
        for (String header : new String[] {"open", "same", "none", "text", "isDoor: a", "close: a", "openLate"}) {
            compile(header, header, "Doors");
        }
        compile("otherOpen", "open", "Others");
    }

    private void compile(String header, String primitive, String module) {
        String source = header + " <primitive: '" + primitive.replace(": a", "") + "' module: '" + module
                + "' error: code> ^code";
        assertThat(vm.compileMethod("Object", Optional.of("test"), Optional.empty(), SourceText.of(source, "test")).selector())
                .isPresent();
    }

    @AfterEach
    void stop() {
        vm.close();
    }

    private String print(String source) {
        return TestVms.print(vm, source);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "nil isDoor: nil open | true",
        "nil open = nil open | false",
        "nil same = nil same | true",
        "nil none | nil",
        "nil isDoor: nil | #'wrong argument'",
        "nil isDoor: 'x' | #'wrong argument'",
        "nil isDoor: 0 | #closed",
        "nil isDoor: -1 | #closed",
        "nil isDoor: nil open + (1 bitShift: 32) | #closed",
        "nil isDoor: nil text | #closed",
        "nil isDoor: nil otherOpen | #closed",
        "nil isDoor: (1 bitShift: 80) | #'wrong argument'",
        "D := nil open. {nil close: D. nil isDoor: D. nil close: D} | (nil #closed #closed )"})
    void areToldApart(String source, String printed) {
        assertThat(print(source)).isEqualTo(printed);
    }

    @Test
    void areClosedWithTheirPlugin() {
        print("nil open. nil open. Smalltalk at: #D put: nil otherOpen");

        sets.remove(doors);

        assertThat(print("3 + 4")).isEqualTo("7");
        assertThat(doors.closed.availablePermits()).isEqualTo(2);
        assertThat(others.closed.availablePermits()).isZero();
    }

    @Test
    void areClosedWhenAnotherSetTakesOver() {
        print("Smalltalk at: #D put: nil open");
        PrimitiveSet next = new Doors("Doors");
        sets.add(next, Map.of(TierChoice.NAME, "next"));

        assertThat(vm.exchange("primitives.Doors", "next", "test").refusal()).isEmpty();

        assertThat(doors.closed.availablePermits()).isEqualTo(1);
        assertThat(print("nil isDoor: (Smalltalk at: #D)")).isEqualTo("#closed");
    }

    @Test
    void areClosedWithTheVm() {
        print("nil open");

        vm.close();

        assertThat(doors.closed.availablePermits()).isEqualTo(1);
    }

    @Test
    void areClosedWhenTheProcessThatWaitedForThemHasEnded() throws InterruptedException {
        print("Smalltalk at: #P put: [nil openLate] fork. Processor yield");
        doors.begins.acquire();
        print("(Smalltalk at: #P) terminate");

        doors.goes.release();

        doors.closed.acquire();
    }
}
