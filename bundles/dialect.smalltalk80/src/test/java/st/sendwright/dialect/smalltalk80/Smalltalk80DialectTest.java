package st.sendwright.dialect.smalltalk80;

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

@DisplayName("The dialect smalltalk80")
class Smalltalk80DialectTest {

    private final Smalltalk80Dialect dialect = new Smalltalk80Dialect();

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("a.st", "'From Smalltalk-80 of April 1, 1983'!\n", 100),
                Arguments.of("a.st", "'From Squeak6.0 of 2022'!\n", 0),
                Arguments.of("a.st", "3 + 4", 0));
    }

    @ParameterizedTest
    @MethodSource("files")
    void knowsItsFilesByTheirFirstLines(String fileName, String firstLines, int confidence) {
        assertThat(dialect.confidence(fileName, firstLines)).isEqualTo(confidence);
    }

    @Test
    void readsAnUnderscoreAsItsSystemDoes() {
        assertThat(dialect.syntax().underscore()).isEqualTo(Underscore.ASSIGNS);
    }

    @Test
    void hasAPrimitiveForAddition() {
        assertThat(dialect.primitives().primitive(new PrimitiveNumbering.Entry("1", 1)))
                .contains(new PrimitiveName("Arithmetic", "add"));
        assertThat(dialect.primitives().primitive(new PrimitiveNumbering.Entry("1", 2))).isEmpty();
    }

    @Test
    void isChosenByItsNameInAnyCase() {
        assertThat(dialect.isCalled("SMALLTALK80")).isTrue();
        assertThat(dialect.isCalled("algol")).isFalse();
    }
}
