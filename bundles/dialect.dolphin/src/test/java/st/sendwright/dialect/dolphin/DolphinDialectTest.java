package st.sendwright.dialect.dolphin;

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

@DisplayName("The dialect dolphin")
class DolphinDialectTest {

    private final DolphinDialect dialect = new DolphinDialect();

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("a.cls", "\"Filed out from Dolphin Smalltalk 7\"!\n", 100),
                Arguments.of("a.st", "!Foo categoriesFor: #bar!private! !\n", 95),
                Arguments.of("a.st", "package := Package name: 'X'.\npackage paxVersion: 1;\n", 95),
                Arguments.of("a.cls", "3 + 4", 60),
                Arguments.of("a.st", "Foo guid: (GUID fromString: '{1}')!\n", 95),
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
        assertThat(dialect.syntax().underscore()).isEqualTo(Underscore.LETTER);
    }

    @Test
    void hasAPrimitiveForAddition() {
        assertThat(dialect.primitives().primitive(new PrimitiveNumbering.Entry("15", 1)))
                .contains(new PrimitiveName("Arithmetic", "add"));
        assertThat(dialect.primitives().primitive(new PrimitiveNumbering.Entry("15", 2))).isEmpty();
    }

    @Test
    void isChosenByItsNameInAnyCase() {
        assertThat(dialect.isCalled("DOLPHIN")).isTrue();
        assertThat(dialect.isCalled("algol")).isFalse();
    }
}
