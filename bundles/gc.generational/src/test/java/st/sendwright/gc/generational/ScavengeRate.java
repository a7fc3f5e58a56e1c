package st.sendwright.gc.generational;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import st.sendwright.gc.Collector;
import st.sendwright.gc.Collector.Extent;
import st.sendwright.gc.contract.TestHeap;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.WriteBarrier;

/**
 * Prints how long scavenges take for each megabyte that survives: run by hand, with the number of megabytes that live
 * and of scavenges as arguments. Three mixes of objects: those of {@code ./sendwright bench memory}, whose new objects are
 * referred to from old ones all over the heap; small objects that refer to each other; and large ones without
 * references.
 */
final class ScavengeRate {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int MEGABYTES = 500;
    private static final int SCAVENGES = 100;
    private static final int CHUNK = 1000;
    private static final int ELEMENTS = 13;
    private static final int SMALL_PAIRS = 40_000;
    private static final int LARGE_BYTES = 4000;
    private static final int LARGE_OBJECTS = 500;
    private static final int GARBAGE = 9;

    private ScavengeRate() {
    }

    public static void main(String[] arguments) {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : MEGABYTES;
        int scavenges = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SCAVENGES;
        try (TestHeap heap = new TestHeap(new GenerationalCollector(), 2L << 30, false)) {
            int chunks = fill(heap, megabytes);
            heap.collectAll();
            Random random = new Random(1);
            measure("arrays in old arrays", heap, scavenges, () -> replace(heap, chunks, random));
            measure("small objects in a list", heap, scavenges, () -> list(heap));
            measure("large objects", heap, scavenges, () -> large(heap));
        }
    }

    private static long room(TestHeap heap, long oop) {
        if (oop == Allocation.NO_ROOM) {
            throw new IllegalStateException("more room was taken than there is");
        }
        return oop;
    }

    private static int fill(TestHeap heap, int megabytes) {
        int chunks = megabytes * 1000 / 120;
        heap.collect(ObjectHeader.bytesFor(chunks));
        heap.putRoot(0, room(heap, ArrayObjects.newArray(heap.mutator, chunks)));
        for (int each = 0; each < chunks; each++) {
            if (Allocation.room(heap.mutator) < CHUNK * 130L) {
                heap.collect(CHUNK * 130L);
            }
            long chunk = room(heap, ArrayObjects.newArray(heap.mutator, CHUNK));
            WriteBarrier.putSlot(heap.mutator, heap.root(0), each, chunk);
            for (int index = 0; index < CHUNK; index++) {
                ObjectHeader.rawPutSlot(chunk, index, room(heap, ArrayObjects.newArray(heap.mutator, ELEMENTS)));
            }
        }
        return chunks;
    }

    private static void measure(String name, TestHeap heap, int scavenges, Runnable mutator) {
        Collector.Report[] reports = new Collector.Report[scavenges];
        long[] nanos = new long[scavenges];
        for (int each = 0; each < scavenges; each++) {
            mutator.run();
            long started = THREADS.getCurrentThreadCpuTime();
            reports[each] = heap.collect(0);
            nanos[each] = THREADS.getCurrentThreadCpuTime() - started;
        }
        // The JVM has compiled everything by then.
        int[] last = IntStream.range(scavenges / 2, scavenges)
                .filter(each -> reports[each].extent() == Extent.SCAVENGE).toArray();
        double millis = Arrays.stream(last).mapToLong(each -> nanos[each]).sum() / 1e6;
        double copied = Arrays.stream(last).mapToLong(each -> reports[each].copiedBytes()).sum() / 1e6;
        // By the clock, other programs count, too: of the quicker half of the scavenges they took little.
        double[] clock = Arrays.stream(last).mapToDouble(each -> reports[each].nanos() / (double) reports[each].copiedBytes())
                .sorted().toArray();
        System.out.printf(Locale.ROOT, "%-24s %6.2f ms of the VM's thread a scavenge, %6.2f MB copied, for each MB %5.2f ms,"
                + " by the clock %5.2f%n", name, millis / last.length, copied / last.length, millis / copied, clock[clock.length / 4]);
    }

    /** Fills eden; one object of ten goes into an old one. */
    private static void replace(TestHeap heap, int chunks, Random random) {
        while (Allocation.room(heap.mutator) > (GARBAGE + 1) * ObjectHeader.bytesFor(ELEMENTS)) {
            for (int each = 0; each < GARBAGE; each++) {
                ArrayObjects.newArray(heap.mutator, ELEMENTS);
            }
            long chunk = ObjectHeader.slot(heap.root(0), random.nextInt(chunks));
            WriteBarrier.putSlot(heap.mutator, chunk, random.nextInt(CHUNK), ArrayObjects.newArray(heap.mutator, ELEMENTS));
        }
    }

    /** Pairs of which each refers to the one before it. */
    private static void list(TestHeap heap) {
        heap.putRoot(1, 0);
        for (int each = 0; each < SMALL_PAIRS; each++) {
            long pair = room(heap, ArrayObjects.newArray(heap.mutator, 3));
            ObjectHeader.rawPutSlot(pair, 0, heap.root(1) == 0 ? heap.nil : heap.root(1));
            heap.putRoot(1, pair);
        }
    }

    private static void large(TestHeap heap) {
        heap.putRoot(1, room(heap, ArrayObjects.newArray(heap.mutator, LARGE_OBJECTS)));
        for (int each = 0; each < LARGE_OBJECTS; each++) {
            ObjectHeader.rawPutSlot(heap.root(1), each,
                    Allocation.allocateBytes(heap.mutator, KnownClass.BYTE_ARRAY.index(), LARGE_BYTES));
        }
    }
}
