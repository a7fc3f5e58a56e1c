package st.sendwright.primitives.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.Mockito.mock;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;
import st.sendwright.primitives.PrimitiveSet.Binding;
import st.sendwright.primitives.PrimitiveSet.CallCount;

@DisplayName("A set of primitives that is traced")
class TracedSetTest {

    private static final long OOP = 0x1000;

    private final Iterator<Long> answers = List.of(OOP, Primitive.FAILED, Primitive.NEEDS_ROOM, OOP).iterator();
    private final PrimitiveSet traced = new TracingDecorator().decorate(new PrimitiveSet() {
        @Override
        public String module() {
            return "Some";
        }

        @Override
        public List<Binding> bindings() {
            return List.of(new Binding("answer", 2, frame -> answers.next()), new Binding("never", -1, frame -> OOP),
                    new Binding("throw", 0, frame -> {
                        throw new IllegalStateException("on purpose");
                    }));
        }
    });
    private final PrimitiveFrame frame = mock(PrimitiveFrame.class);

    private Primitive code(String name) {
        return traced.bindings().stream().filter(each -> each.name().equals(name)).findFirst().map(Binding::code).orElseThrow();
    }

    @Test
    void answersAndCountsWhatTheOriginalDoes() {
        for (long expected : new long[] {OOP, Primitive.FAILED, Primitive.NEEDS_ROOM, OOP}) {
            assertThat(code("answer").run(frame)).isEqualTo(expected);
        }
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> code("throw").run(frame));

        assertThat(traced.module()).isEqualTo("Some");
        assertThat(traced.isCore()).isFalse();
        assertThat(traced.bindings()).extracting(Binding::arguments).containsExactly(2, -1, 0);
        assertThat(traced.counts()).extracting(CallCount::name, CallCount::calls, CallCount::failures)
                .containsExactly(tuple("answer", 3L, 1L),
                        tuple("throw", 1L, 1L));
    }
}
