package st.sendwright.gc.generational;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;
import st.sendwright.gc.Collector.Extent;
import st.sendwright.gc.Collector.Report;
import st.sendwright.gc.contract.TestHeap;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.WriteBarrier;

/**
 * Prints how long the full collections of a heap take in which one of ten new objects replaces an old one, and the
 * scavenges before each, in time of the processor: run by hand, with the number of megabytes that live and of full collections.
 */
final class FullCollectionRate {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int MEGABYTES = 500;
    private static final int COLLECTIONS = 5;
    private static final int WARM_UP_COLLECTIONS = 5;
    private static final int CHUNK = 1000;
    private static final int ELEMENTS = 13;
    private static final long OBJECT_BYTES = ObjectHeader.bytesFor(ELEMENTS);
    private static final int GARBAGE = 9;

    private final TestHeap heap;
    private final int chunks;
    private final Random random = new Random(1);
    private long[] pauses = new long[0];
    private double megabytesCopied;

    private FullCollectionRate(TestHeap heap, int megabytes) {
        this.heap = heap;
        this.chunks = (int) (megabytes * 1_000_000L / (CHUNK * (OBJECT_BYTES + 8)));
    }

    public static void main(String[] arguments) {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : MEGABYTES;
        int collections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : COLLECTIONS;
        try (TestHeap heap = new TestHeap(new GenerationalCollector(), 2L << 30, false)) {
            FullCollectionRate rate = new FullCollectionRate(heap, megabytes);
            rate.fill();
            for (int each = 0; each < WARM_UP_COLLECTIONS; each++) {
                heap.collectAll();
            }
            for (int each = 0; each < collections;) {
                rate.replace();
                each += rate.collect() ? 1 : 0;
            }
        }
    }

    private void fill() {
        heap.collect(ObjectHeader.bytesFor(chunks));
        heap.putRoot(0, ArrayObjects.newArray(heap.mutator, chunks));
        for (int each = 0; each < chunks; each++) {
            if (Allocation.room(heap.mutator) < CHUNK * (OBJECT_BYTES + 16)) {
                heap.collect(CHUNK * (OBJECT_BYTES + 16));
            }
            long chunk = ArrayObjects.newArray(heap.mutator, CHUNK);
            WriteBarrier.putSlot(heap.mutator, heap.root(0), each, chunk);
            for (int index = 0; index < CHUNK; index++) {
                ObjectHeader.rawPutSlot(chunk, index, ArrayObjects.newArray(heap.mutator, ELEMENTS));
            }
        }
    }

    /** Fills eden. */
    private void replace() {
        while (Allocation.room(heap.mutator) > (GARBAGE + 1) * OBJECT_BYTES) {
            for (int each = 0; each < GARBAGE; each++) {
                ArrayObjects.newArray(heap.mutator, ELEMENTS);
            }
            long chunk = ObjectHeader.slot(heap.root(0), random.nextInt(chunks));
            WriteBarrier.putSlot(heap.mutator, chunk, random.nextInt(CHUNK), ArrayObjects.newArray(heap.mutator, ELEMENTS));
        }
    }

    /** Whether it was a full collection. */
    private boolean collect() {
        long started = THREADS.getCurrentThreadCpuTime();
        Report report = heap.collect(OBJECT_BYTES);
        long nanos = THREADS.getCurrentThreadCpuTime() - started;
        if (report.extent() == Extent.SCAVENGE) {
            pauses = LongStream.concat(Arrays.stream(pauses), LongStream.of(nanos)).toArray();
            megabytesCopied += report.copiedBytes() / 1e6;
            return false;
        }
        long[] sorted = Arrays.stream(pauses).sorted().toArray();
        double all = LongStream.of(sorted).sum() / 1e6;
        System.out.printf(Locale.ROOT, "full collection %6.1f ms, freed %.0f MB; %d scavenges before it, median %.1f ms, 99 of 100"
                + " shorter than %.1f ms, longest %.1f ms, %.2f ms for each MB copied, together %.0f ms%n", nanos / 1e6,
                report.freedBytes() / 1e6, sorted.length, sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6, sorted[sorted.length - 1] / 1e6, all / megabytesCopied, all);
        pauses = new long[0];
        megabytesCopied = 0;
        return true;
    }
}
