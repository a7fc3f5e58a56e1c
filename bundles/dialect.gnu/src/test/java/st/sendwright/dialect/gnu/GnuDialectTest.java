package st.sendwright.dialect.gnu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import st.sendwright.language.PrimitiveName;
import st.sendwright.language.PrimitiveNumbering;
import st.sendwright.language.SyntaxOptions.Underscore;

@DisplayName("The dialect gnu")
class GnuDialectTest {

    private final GnuDialect dialect = new GnuDialect();

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("a.st", "Object subclass: Foo [\n]\n", 90),
                Arguments.of("a.st", "Foo class extend [\n]\n", 90),
                Arguments.of("a.st", "Eval [ 3 printNl ]\n", 90),
                Arguments.of("a.st", "foo\n\t<primitive: VMpr_Object_hash>\n", 95),
                Arguments.of("a.st", "'From Squeak6.0 of 2022'!\n", 0),
                Arguments.of("a.st", "a := b extend [ 3 ]", 0));
    }

    @ParameterizedTest
    @MethodSource("files")
    void knowsItsFilesByTheirFirstLines(String fileName, String firstLines, int confidence) {
        assertThat(dialect.confidence(fileName, firstLines)).isEqualTo(confidence);
    }

    @Test
    void readsAnUnderscoreAsItsSystemDoes() {
        assertThat(dialect.syntax().underscore()).isEqualTo(Underscore.ASSIGNS_ALONE);
    }

    @Test
    void hasAPrimitiveForAddition() {
        assertThat(dialect.primitives().primitive(new PrimitiveNumbering.Entry("VMpr_SmallInteger_plus", 1)))
                .contains(new PrimitiveName("Arithmetic", "add"));
        assertThat(dialect.primitives().primitive(new PrimitiveNumbering.Entry("VMpr_SmallInteger_plus", 2))).isEmpty();
    }

    @Test
    void isChosenByItsNameInAnyCase() {
        assertThat(dialect.isCalled("GNU")).isTrue();
        assertThat(dialect.isCalled("algol")).isFalse();
    }
}
