package st.sendwright.bench.laboratory;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The times of all iterations of one program by one runner, in nanoseconds, in their order.
 *
 * @param runner who ran it, such as {@code sendwright} or {@code java}
 * @param warmUp those before the steady state
 * @param counted those in it, at least one
 * @param isSteady whether there was a steady state before the time was up
 * @param processorShare how much of the counted time the VM was on a processor; NaN where that is unknown
 */
record Series(String runner, double[] warmUp, double[] counted, boolean isSteady, double processorShare) {

    double median() {
        return Statistics.median(counted);
    }

    /** The median absolute deviation in percent of the median. */
    double deviationPercent() {
        return Statistics.medianAbsoluteDeviation(counted) * 100 / median();
    }

    double first() {
        return warmUp.length > 0 ? warmUp[0] : counted[0];
    }

    /** How long it had run before the first iteration that took at most twice the median. */
    double nanosUntilWithinTwice() {
        double most = 2 * median();
        double nanos = 0;
        for (double each : all()) {
            if (each <= most) {
                break;
            }
            nanos += each;
        }
        return nanos;
    }

    double warmUpNanos() {
        return Arrays.stream(warmUp).sum();
    }

    double[] all() {
        return DoubleStream.concat(Arrays.stream(warmUp), Arrays.stream(counted)).toArray();
    }
}
