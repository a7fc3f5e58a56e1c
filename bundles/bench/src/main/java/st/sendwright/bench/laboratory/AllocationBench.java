package st.sendwright.bench.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How many bytes of objects that die at once can be allocated in a second of a processor by the primitive that
 * {@code new:} calls, collections included; no interpreter runs. The figure for a size is the median of some rounds.
 */
final class AllocationBench {

    /** Sizes in slots: an Association, a small object, a medium one, a line of text, a page of it. */
    private static final List<Integer> SLOTS = List.of(2, 4, 13, 60, 500);
    private static final int ROUNDS = 9;
    private static final int WARM_UP_ROUNDS = 5;
    private static final long BYTES_A_ROUND = 200L << 20;
    private static final long HEAP_BYTES = 256L << 20;

    /** Makes a heap with a memory plan. */
    interface Heaps {
        BareHeap with(String plan, long maxBytes) throws BenchException;
    }

    private final Heaps heaps;
    private final double seconds;
    private final Consumer<String> out;

    /** @param seconds for each round about a fraction of it */
    AllocationBench(Heaps heaps, double seconds, Consumer<String> out) {
        this.heaps = heaps;
        this.seconds = seconds;
        this.out = out;
    }

    /** Runs all, prints a line for each figure as it is found, and answers them. */
    List<Figure> run() throws BenchException {
        List<Figure> figures = new ArrayList<>();
        for (String plan : List.of("generational", "semispace")) {
            try (BareHeap heap = heaps.with(plan, HEAP_BYTES)) {
                warmUp(heap);
                for (int slots : SLOTS) {
                    double[] rates = rates(heap, slots);
                    Figure figure = new Figure(plan + ", objects of " + slots + " slots", "GB/s",
                            Statistics.median(rates));
                    figures.add(figure);
                    out.accept(String.format(Locale.ROOT, "%-40s %8.2f GB/s, spread %.1f %%%n", figure.name(),
                            figure.value(), 100 * Statistics.medianAbsoluteDeviation(rates) / figure.value()));
                }
                if (heap.collections() == 0) {
                    throw new BenchException("nothing was collected; the figures would be of empty memory.");
                }
            }
        }
        return figures;
    }

    private void warmUp(BareHeap heap) throws BenchException {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (int slots : SLOTS) {
                heap.allocate(slots, count(slots));
            }
        }
    }

    private double[] rates(BareHeap heap, int slots) throws BenchException {
        double[] rates = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long bytes = 0;
            long start = ProcessorTime.ofThisThread();
            long nanos = 0;
            while (nanos < seconds * 1e9 / (ROUNDS * SLOTS.size())) {
                bytes += heap.allocate(slots, count(slots));
                nanos = ProcessorTime.ofThisThread() - start;
            }
            rates[round] = bytes / (double) nanos;
        }
        return rates;
    }

    private static int count(int slots) {
        return (int) (BYTES_A_ROUND / (8 * (slots + 1L)));
    }
}
