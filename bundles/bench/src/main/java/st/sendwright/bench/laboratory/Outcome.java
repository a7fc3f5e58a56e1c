package st.sendwright.bench.laboratory;

import java.util.List;
import java.util.Optional;

/**
 * What was found about one program.
 *
 * @param result what every run has answered
 * @param own the times of this VM
 * @param others those of what it is compared with
 * @param missing who could not run it, and why
 */
record Outcome(Program program, int size, long result, Series own, List<Compared> others, List<String> missing) {

    Outcome {
        others = List.copyOf(others);
        missing = List.copyOf(missing);
    }

    /**
     * What somebody else took.
     *
     * @param series its times
     * @param ratios this VM's time through the other's, for iterations or blocks of them that ran right after one
     *        another; more than 1 when this VM is slower
     */
    record Compared(Series series, double[] ratios) {

        double median() {
            return Statistics.median(ratios);
        }
    }

    Optional<Compared> other(String runner) {
        return others.stream().filter(each -> each.series().runner().equals(runner)).findFirst();
    }
}
