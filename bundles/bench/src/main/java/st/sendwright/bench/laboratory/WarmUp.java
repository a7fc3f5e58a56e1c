package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides from the times of iterations whether a program has become as fast as it gets: the last {@value #WINDOW}
 * were no faster than the best before them by more than 2 %, twice that many having been run. Looking at the best
 * rather than at the mean, it is not misled by iterations that another program has disturbed.
 */
final class WarmUp {

    static final int WINDOW = 5;
    private static final double GAIN = 0.02;

    private final List<Double> nanos = new ArrayList<>();

    void add(double iterationNanos) {
        nanos.add(iterationNanos);
    }

    boolean isSteady() {
        int size = nanos.size();
        return size >= 2 * WINDOW
                && best(size - WINDOW, size) >= best(0, size - WINDOW) * (1 - GAIN);
    }

    private double best(int from, int to) {
        return nanos.subList(from, to).stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }
}
