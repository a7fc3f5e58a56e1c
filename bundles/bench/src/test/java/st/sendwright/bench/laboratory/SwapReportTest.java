package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import st.sendwright.bench.laboratory.SwapBench.Measured;
import st.sendwright.bench.laboratory.SwapBench.Turn;
import st.sendwright.laboratory.BenchRequest.Swap;

@DisplayName("The page about providers that take turns")
class SwapReportTest {

    private static final Swap SWAP = new Swap("code-cache", List.of("slow", "<quick>"));

    private static Turn turn(double time, double sends) {
        return new Turn(new double[] {3 * time, time, time, time}, 5_000, 7, 10, 2, 4, sends);
    }

    private static String page(double sends) {
        List<Turn> slow = List.of(turn(2e6, sends), turn(2e6, sends), turn(2e6, sends));
        List<Turn> quick = List.of(turn(1e6, sends), turn(1e6, sends), turn(1e6, sends));
        return SwapReport.of(SWAP, List.of(new Measured("queens", List.of(slow, quick))),
                new Machine("Java", "a system", 2));
    }

    @Test
    void hasWhatEachProviderBringsAndCosts() {
        assertThat(page(990)).contains("<td>queens</td><td>slow</td><td>2.00 ms</td><td>500.0</td><td>1.00</td><td>5.00 us</td>"
                + "<td>6.00 ms</td><td>6.00 ms</td><td>99.000 %</td><td>10</td><td>7</td><td>4</td><td>2</td>",
                "<td>&lt;quick&gt;</td><td>1.00 ms</td><td>1,000.0</td><td>0.50</td>");
    }

    @Test
    void hasNoHitRateWhenNobodyCountsSends() {
        assertThat(page(0)).contains("<td>6.00 ms</td><td></td><td>10</td>");
    }

    /** Two providers, three blocks of each, four iterations in each block. */
    @Test
    void hasAPointForEachIterationAndALineForEachExchange() {
        String plot = page(0).substring(page(0).indexOf("<h2>Iterations"));

        assertThat(Pattern.compile("<circle ").matcher(plot).results()).hasSize(24);
        assertThat(Pattern.compile("fill=\"" + Plot.colour(0) + "\"").matcher(plot).results()).hasSize(12);
        assertThat(Pattern.compile("<line [^>]*opacity").matcher(plot).results()).hasSize(6);
        assertThat(plot).contains(">&lt;quick&gt;</b>").doesNotContain("<quick>");
    }
}
