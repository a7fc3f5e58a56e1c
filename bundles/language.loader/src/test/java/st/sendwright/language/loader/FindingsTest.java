package st.sendwright.language.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.language.Diagnostic;
import st.sendwright.language.Diagnostic.Severity;
import st.sendwright.language.SourceText;

@DisplayName("What a load finds")
class FindingsTest {

    private final Findings findings = new Findings();

    private static Diagnostic warning(String code) {
        return Diagnostic.at(Severity.WARNING, code, "the temporary 'x' is never used", SourceText.of("x", "a.st"), 0);
    }

    @Test
    void showsTheFirstWarningsAboutStyleAndATotalOfTheOthers() {
        List<Boolean> hidden = IntStream.range(0, 20).mapToObj(_ -> findings.hides(warning("SW-LANG-021"))).toList();

        assertThat(hidden.subList(0, 12)).containsOnly(false);
        assertThat(hidden.subList(12, 20)).containsOnly(true);
        assertThat(findings.hidden()).extracting(Diagnostic::message).containsExactly(
                "8 more warnings [SW-LANG-021], this one the first; --load-report FILE writes all of them");
        assertThat(findings.all()).as("what the report has").hasSize(20);
    }

    @Test
    void countsEachKindByItself() {
        IntStream.range(0, 12).forEach(_ -> findings.hides(warning("SW-LANG-021")));

        assertThat(findings.hides(warning("SW-LANG-022"))).isFalse();
        assertThat(findings.hidden()).isEmpty();
    }

    @Test
    void hidesNoOtherDiagnostics() {
        Diagnostic error = Diagnostic.at(Severity.ERROR, "SW-LANG-001", "expected ']'", SourceText.of("x", "a.st"), 0);

        assertThat(IntStream.range(0, 20).mapToObj(_ -> findings.hides(error))).containsOnly(false);
        assertThat(findings.all()).isEmpty();
    }
}
