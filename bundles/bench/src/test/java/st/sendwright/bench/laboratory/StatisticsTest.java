package st.sendwright.bench.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Statistics")
class StatisticsTest {

    @Test
    void takesTheMiddleOfAnOddNumberAndTheMeanOfTheTwoMiddleOnesOfAnEvenNumber() {
        assertThat(Statistics.median(new double[] {9, 1, 2})).isEqualTo(2);
        assertThat(Statistics.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
        assertThat(Statistics.median(new double[] {7})).isEqualTo(7);
    }

    @Test
    void isNotMisledByOneThatIsFarOff() {
        assertThat(Statistics.medianAbsoluteDeviation(new double[] {10, 11, 12, 13, 1_000})).isEqualTo(1);
    }

    @Test
    void findsQuantilesBetweenSamples() {
        double[] samples = {4, 1, 3, 2, 5};

        assertThat(Statistics.quantile(samples, 0)).isEqualTo(1);
        assertThat(Statistics.quantile(samples, 0.25)).isEqualTo(2);
        assertThat(Statistics.quantile(samples, 0.9)).isCloseTo(4.6, within(1e-12));
        assertThat(Statistics.quantile(samples, 1)).isEqualTo(5);
        assertThat(samples).as("the samples stay in their order").containsExactly(4, 1, 3, 2, 5);
    }

    @Test
    void takesTheMeanOfRatiosSoThatTwiceAndHalfCancelOut() {
        assertThat(Statistics.geometricMean(new double[] {2, 0.5})).isCloseTo(1, within(1e-12));
        assertThat(Statistics.geometricMean(new double[] {1, 10, 100})).isCloseTo(10, within(1e-9));
    }

    @Test
    void refusesToSayAnythingAboutNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(new double[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.geometricMean(new double[0]));
    }
}
