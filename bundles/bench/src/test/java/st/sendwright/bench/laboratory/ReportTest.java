package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

@DisplayName("The report of a bench")
class ReportTest {

    private static final Outcome SIEVE = new Outcome(Programs.named("sieve").orElseThrow(), 100, 1_899,
            new Series("sendwright", new double[] {9e8, 8e8}, new double[] {7.77e8, 7.77e8, 7.97e8}, true, 0.98),
            List.of(new Outcome.Compared(new Series("java", new double[] {1e8}, new double[] {1e7}, true, Double.NaN),
                    new double[] {77.7, 77.7, 79.7})), List.of());
    private static final Outcome QUEENS = new Outcome(Programs.named("queens").orElseThrow(), 8, 92,
            new Series("sendwright", new double[0], new double[] {5e6}, false, 0.5),
            List.of(new Outcome.Compared(new Series("java", new double[0], new double[] {1e6}, false, Double.NaN),
                    new double[] {5})), List.of("node"));

    @Test
    void putsFiguresBesideTheHistoricOnes() {
        assertThat(TextReport.line(SIEVE)).isEqualTo(
                "sieve                  100     900 ms       0 s     2, 1.7 s     777 ms   0.0 %      98 %"
                        + "  7.770 ms, 100 times the ancestor's 777 ms\n");
        assertThat(TextReport.line(QUEENS)).contains("not within 0");
    }

    @Test
    void saysHowLongAProgramRanBeforeItGotWithinTwiceItsSteadyTime() {
        Series series = new Series("sendwright", new double[] {50, 30, 19, 25}, new double[] {10, 10}, true, 1);

        assertThat(series.nanosUntilWithinTwice()).isEqualTo(80);
    }

    @Test
    void saysWhichProgramsWereNotSoonAsFastAsTheyGot() {
        Outcome late = new Outcome(SIEVE.program(), 100, 1_899,
                new Series("sendwright", new double[] {3e8, 2.01e8}, new double[] {1e8}, true, 1), List.of(), List.of());
        Outcome soon = new Outcome(QUEENS.program(), 8, 92,
                new Series("sendwright", new double[] {3e8, 2e8}, new double[] {1e8}, true, 1), List.of(), List.of());

        assertThat(TextReport.warmth(List.of(late, soon)).strip())
                .isEqualTo("Within twice the median after half a second: 1 of 2 programs; later: sieve");
        assertThat(TextReport.warmth(List.of(soon)).strip())
                .isEqualTo("Within twice the median after half a second: 1 of 1 programs");
    }

    @Test
    void takesTheMeanOfWholeProgramsOnly() {
        assertThat(TextReport.comparisons(List.of(SIEVE, QUEENS))).contains("77.70 to 78.70",
                "geometric mean of 1 whole programs: 5.00 times the time of java");
    }

    @Test
    void writesEveryIterationForPrograms() {
        assertThat(JsonReport.of(List.of(QUEENS), new Machine("a \"JVM\"", "Linux", 2))).isEqualTo("""
                {
                  "machine": {"java": "a \\"JVM\\"", "system": "Linux", "processors": 2},
                  "programs": [
                    {"name": "queens", "kind": "whole", "size": 8, "result": 92,
                     "sendwright": {"median": 5.00000e+06, "medianAbsoluteDeviation": 0.00000, \
                "lowerQuartile": 5.00000e+06, "upperQuartile": 5.00000e+06, "least": 5.00000e+06, "untilWithinTwice": 0.00000, \
                "steady": false, \
                "processorShare": 0.500000, "warmUp": [], "counted": [5.00000e+06]},
                     "others": [{"median": 1.00000e+06, "medianAbsoluteDeviation": 0.00000, \
                "lowerQuartile": 1.00000e+06, "upperQuartile": 1.00000e+06, "least": 1.00000e+06, "untilWithinTwice": 0.00000, \
                "steady": false, \
                "processorShare": null, "warmUp": [], "counted": [1.00000e+06], "runner": "java", "ratio": 5.00000, \
                "ratios": [5.00000]}], "missing": ["node"]}
                  ]
                }
                """);
    }

    @Test
    void makesAPageThatNeedsNothingElse() {
        String page = HtmlReport.of(List.of(SIEVE, QUEENS), new Machine("<JVM>", "Linux", 2));

        assertThat(page).contains("&lt;JVM&gt;; Linux; 2 processors", "Time through that of java", "<b>5.00</b>")
                .doesNotContain("src=", "href=", "NaN");
    }

    @Test
    void drawsPlotsThatAreWellFormed() throws Exception {
        for (String svg : List.of(Plot.iterations(SIEVE.own()), Plot.iterations(QUEENS.own()),
                Plot.bars(List.of(new Plot.Bar("a<b", 0.5, 0.4, 0.6), new Plot.Bar("c", 120, 100, 140))))) {
            var document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));

            assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        }
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"1234567890, 1.23 G x", "24123456, 24.1 M x", "55600, 55.6 k x", "777, 777 x", "7.7, 7.700 x"})
    void writesThreeDigits(double value, String text) {
        assertThat(TextReport.figure(value, "x")).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0} ns are {1}")
    @CsvSource({"1500000000, 1.50 s", "24123456, 24.1 ms", "999000, 999 us", "1500, 1.50 us"})
    void writesTimes(double nanos, String text) {
        assertThat(TextReport.time(nanos)).isEqualTo(text);
    }
}
