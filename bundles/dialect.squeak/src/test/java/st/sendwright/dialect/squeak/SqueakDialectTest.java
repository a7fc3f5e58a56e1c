package st.sendwright.dialect.squeak;

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

@DisplayName("The dialect squeak")
class SqueakDialectTest {

    private final SqueakDialect dialect = new SqueakDialect();

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("a.st", "'From Squeak6.0 of 5 July 2022'!\n", 100),
                Arguments.of("a.st", "'From Pharo10.0 of 1 May 2022'!\n", 100),
                Arguments.of("a.st", "'From Cuis 6.0 [latest update: #5000]'!\n", 100),
                Arguments.of("a.st", "!Foo methodsFor: 'x' stamp: 'ab 1/1/2001 10:00'!\n", 80),
                Arguments.of("a.st", "!classDefinition: #Foo category: #Bar!\n", 90),
                Arguments.of("a.st", "\"Filed out from Dolphin Smalltalk 7\"!\n", 0),
                Arguments.of("Foo.class.st", "\"A comment\"\nClass {\n\t#name : 'Foo'", 50),
                Arguments.of("src/Bar/Foo.extension.st", "Extension { #name : #Foo }", 50),
                Arguments.of("src\\Bar\\TFoo.trait.st", "Trait { #name : #TFoo }", 50),
                Arguments.of("Bar.package/Foo.class/instance/hash.st", "comparing\nhash", 50),
                Arguments.of("Foo.class.st", "Class {\n\t#name : 'Foo',\n\t#gs_options : [ ]", 0),
                Arguments.of("Foo.class.st", "Class {\n\t#name : #'Core.Foo',\n\t#superclass : #'Core.Object'", 0),
                Arguments.of("Foo.class.st", "Class {\n\t#name : 'Foo',\n\t#guid : '1234'", 0),
                Arguments.of("class.st", "3 + 4", 0),
                Arguments.of("a.st", "3 + 4", 0));
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
        assertThat(dialect.primitives().primitive(new PrimitiveNumbering.Entry("1", 1)))
                .contains(new PrimitiveName("Arithmetic", "add"));
        assertThat(dialect.primitives().primitive(new PrimitiveNumbering.Entry("1", 2))).isEmpty();
    }

    @Test
    void isChosenByItsNameInAnyCase() {
        assertThat(dialect.isCalled("SQUEAK")).isTrue();
        assertThat(dialect.isCalled("algol")).isFalse();
    }
}
