package st.sendwright.bench.laboratory;

import java.util.Arrays;

/** Figures about samples, robust against those that another program has disturbed. */
final class Statistics {

    private Statistics() {
    }

    static double median(double[] samples) {
        return quantile(samples, 0.5);
    }

    /** The median distance from the median: half of the samples are no farther from it. */
    static double medianAbsoluteDeviation(double[] samples) {
        double median = median(samples);
        return median(Arrays.stream(samples).map(each -> Math.abs(each - median)).toArray());
    }

    /**
     * The value that a share of the samples does not exceed; between two samples in proportion.
     *
     * @param share from 0 to 1
     */
    static double quantile(double[] samples, double share) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("no samples");
        }
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** The mean for ratios. */
    static double geometricMean(double[] ratios) {
        if (ratios.length == 0) {
            throw new IllegalArgumentException("no ratios");
        }
        return Math.exp(Arrays.stream(ratios).map(Math::log).average().orElseThrow());
    }
}
