package st.sendwright.primitives.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.primitives.PrimitiveSet.Binding;

/** What they compute is tested in a VM, by {@code PluginTestsIT}. */
@DisplayName("The module Regex")
class RegexPrimitivesTest {

    @Test
    void saysWhatItsPrimitivesAreCalledAndTake() {
        RegexPrimitives regex = new RegexPrimitives();

        assertThat(regex.module()).isEqualTo("Regex");
        assertThat(regex.bindings()).extracting(Binding::name, Binding::arguments)
                .containsExactly(tuple("places", 4), tuple("names", 1), tuple("problem", 1));
    }

    @Test
    void keepsFewCompiledPatterns() {
        CompiledPatterns patterns = new CompiledPatterns();

        assertThat(patterns.of("a+")).isSameAs(patterns.of("a+"));
        assertThat(patterns.of("a".repeat(3000))).isNotSameAs(patterns.of("a".repeat(3000)));
        Object first = patterns.of("first");
        for (int count = 0; count < 300; count++) {
            patterns.of("x" + count);
        }
        assertThat(patterns.of("first")).isNotSameAs(first);
    }

    @Test
    void countsCharactersBeyondTheBasicPlane() {
        Indices indices = new Indices("a\uD83D\uDE00b\uD83D\uDE00");

        assertThat(indices.size()).isEqualTo(4);
        assertThat(indices.offset(3)).isEqualTo(3);
        assertThat(indices.offset(5)).isEqualTo(6);
        assertThat(indices.index(4)).isEqualTo(4);
        assertThat(indices.index(1)).isEqualTo(2);
        assertThat(indices.index(6)).isEqualTo(5);
    }
}
