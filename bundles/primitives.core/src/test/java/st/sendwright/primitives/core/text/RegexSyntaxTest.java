package st.sendwright.primitives.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexSyntaxTest {

    @ParameterizedTest(name = "{0} in {1} finds {2}")
    @CsvSource(delimiter = '§', quoteCharacter = '¦', value = {
            "ouse\\> § house mouses mouse § ¦ouse¦",
            "\\<cat § scatter cat § cat",
            "a\\\\> § a\\> § a\\>",
            "[\\<\\>]+ § a<> § <>",
            "\\Q\\<\\E. § x\\<y § \\<y",
            "\\Qa\\>b § \\Qa\\>b a\\>b § a\\>b",
            "[[:digit:]]+ § a12b § 12",
            "[^[:space:]_]+ § _ab c § ab",
            "[:alpha:]+ § xpal: § pal:",
            "[[:none:]]+ § xen:x § en:",
            "[[:alpha:][:digit:]]+ § -a1- § a1",
            "\\( § a(b § (",
            "b\\ § b\\ § !"})
    void wordsAndClassesAreThoseOfOtherSmalltalks(String expression, String text, String found) {
        String java = RegexSyntax.inJava(expression);

        if (found.equals("!")) {
            assertThat(java).as("a lone backslash at the end is left to the compiler of patterns").isEqualTo(expression);
            return;
        }
        var matcher = Pattern.compile(java).matcher(text);
        assertThat(matcher.find()).as(java).isTrue();
        assertThat(matcher.group()).isEqualTo(found);
    }
}
