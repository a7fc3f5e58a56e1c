package st.sendwright.shell.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Measuring")
class MeasuringTest {

    @Test
    void raisesTheLengthUntilARunTakesATenthOfASecond() throws Exception {
        Measurement measurement = new Measuring(Benchmark.EMPTY_LOOP, length -> 100 * length, () -> 0, 0.5)
                .run();

        assertThat(measurement.length()).isEqualTo(1_280_000);
        assertThat(measurement.median()).isEqualTo(9 * 1e9 / 100);
        assertThat(measurement.spreadPercent()).isZero();
    }

    @Test
    void warmsUpWhileRunsGetFaster() throws Exception {
        long[] nanosPerTurn = {100_000};

        Measurement measurement = new Measuring(Benchmark.EMPTY_LOOP, length -> {
            nanosPerTurn[0] = Math.max(10_000, nanosPerTurn[0] - 5_000);
            return nanosPerTurn[0] * length;
        }, () -> 0, 100).run();

        assertThat(measurement.warmUpRuns()).isGreaterThan(18);
        assertThat(measurement.most()).isEqualTo(measurement.least()).isEqualTo(9 * 1e9 / 10_000);
    }

    @Test
    void takesTheMiddleOfTheFigures() {
        Measurement odd = new Measurement(Benchmark.BENCH_FIB, new double[] {3, 1, 2}, 1, 1, 1, 1, 1);
        Measurement even = new Measurement(Benchmark.BENCH_FIB, new double[] {4, 1, 3, 2}, 1, 1, 1, 1, 1);

        assertThat(odd.median()).isEqualTo(2);
        assertThat(even.median()).isEqualTo(2.5);
        assertThat(even.spreadPercent()).isEqualTo(120);
    }

    @ParameterizedTest(name = "{0} benchFib takes {1} sends")
    @CsvSource({"0, 1", "1, 1", "2, 3", "3, 5", "10, 177", "30, 2692537"})
    void knowsTheSendsOfBenchFib(long n, long sends) {
        assertThat(Benchmark.benchFib(n)).isEqualTo(sends);
    }

    @Test
    void printsFiguresBesideTheHistoricOnes() {
        Benchmark sieve = Benchmark.SEED.getLast();
        Measurement time = new Measurement(sieve, new double[] {7.77, 7.77}, 8, 3, 9, 1_000_000_000, 0.98);
        Measurement rate = new Measurement(Benchmark.EMPTY_LOOP, new double[] {2.5e8}, 8, 3, 9, 1_000_000_000,
                0.98);

        assertThat(BenchReport.table(List.of(time, rate))).startsWith("""
                benchmark                       median   spread processor            ancestor  times it
                sieve(8191)                    7.77 ms    0.0 %      98 %              777 ms       100
                empty loop         250.0 M bytecodes/s    0.0 %      98 %                   -         -
                """);
        assertThat(BenchReport.json(List.of(time))).isEqualTo("""
                [
                  {"name": "sieve(8191)", "unit": "ms", "median": 7.77000, "least": 7.77000, \
                "most": 7.77000, "runs": 2, "length": 8, "warmUpRuns": 3, "warmUpSeconds": 1.000, \
                "processorShare": 0.980, "ancestor": 777.0}
                ]
                """);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"1234567890, 1.23 G x", "24123456, 24.1 M x", "55600, 55.6 k x", "777, 777 x", "7.7, 7.70 x"})
    void writesThreeDigits(double value, String text) {
        assertThat(BenchReport.figure(value, "x")).isEqualTo(text);
    }
}
