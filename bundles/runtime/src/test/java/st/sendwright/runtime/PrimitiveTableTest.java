package st.sendwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.primitives.Failure;
import st.sendwright.primitives.Primitive;
import st.sendwright.primitives.PrimitiveFrame;
import st.sendwright.primitives.PrimitiveSet;

@DisplayName("The table of primitives")
class PrimitiveTableTest {

    private final PrimitiveTable table = new PrimitiveTable();

    private record Set(String module, List<Binding> bindings) implements PrimitiveSet {
    }

    private static PrimitiveSet set(String name, int arguments, Primitive code) {
        return new Set("Test", List.of(new PrimitiveSet.Binding(name, arguments, code)));
    }

    @Test
    void givesANameOneIndexForEver() {
        int index = table.indexOf("Test", "one");

        assertThat(table.indexOf("Test", "one")).isEqualTo(index);
        assertThat(table.indexOf("Other", "one")).isNotEqualTo(index);
        assertThat(table.name(index)).isEqualTo("Test.one");
    }

    @Test
    void failsWhatNobodyHasBound() {
        PrimitiveFrame frame = mock(PrimitiveFrame.class);
        when(frame.fail(Failure.UNBOUND)).thenReturn(Primitive.FAILED);

        assertThat(table.at(table.indexOf("Test", "none")).run(frame)).isEqualTo(Primitive.FAILED);
        verify(frame).fail(Failure.UNBOUND);
    }

    @Test
    void servesIndicesThatWereGivenOutBeforeTheSetCame() {
        int index = table.indexOf("Test", "late");
        Primitive code = frame -> 24;

        table.bind(set("late", 0, code));

        assertThat(table.at(index)).isSameAs(code);
    }

    @Test
    void replacesAPrimitiveOfTheSameName() {
        Primitive second = frame -> 24;
        table.bind(set("twice", 2, frame -> 16));
        table.bind(set("twice", 1, second));
        int index = table.indexOf("Test", "twice");

        assertThat(table.at(index)).isSameAs(second);
        assertThat(table.takes(index, 1)).isTrue();
        assertThat(table.takes(index, 2)).isFalse();
    }

    @Test
    void takesAnyNumberOfArgumentsWhereTheSetSaysSo() {
        table.bind(set("any", -1, frame -> 16));

        assertThat(table.takes(table.indexOf("Test", "any"), 7)).isTrue();
        assertThat(table.takes(table.indexOf("Test", "unbound"), 7)).isTrue();
    }

    @Test
    void marksAreAtTheirFixedPlaces() {
        assertThat(table.indexOf("Contexts", "unwindMark")).isEqualTo(PrimitiveTable.UNWIND_MARK);
        assertThat(table.indexOf("Contexts", "handlerMark")).isEqualTo(PrimitiveTable.HANDLER_MARK);
        assertThat(table.at(PrimitiveTable.UNWIND_MARK).run(mock(PrimitiveFrame.class))).isEqualTo(Primitive.FAILED);
    }

    @Test
    void growsWithTheNamesInUse() {
        int first = table.indexOf("Test", "0");
        for (int i = 1; i < 3_000; i++) {
            assertThat(table.indexOf("Test", Integer.toString(i))).isEqualTo(first + i);
        }

        assertThat(table.name(first + 2_999)).isEqualTo("Test.2999");
        assertThat(table.takes(first + 2_999, 3)).isTrue();
    }
}
