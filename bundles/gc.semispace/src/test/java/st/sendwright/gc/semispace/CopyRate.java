package st.sendwright.gc.semispace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import st.sendwright.gc.Collector;
import st.sendwright.gc.contract.TestHeap;
import st.sendwright.heap.ObjectMemory.ImageOrigin;
import st.sendwright.heap.spur.SpurMemory;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.KnownClass;
import st.sendwright.model.Memory;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.Oop;
import st.sendwright.model.StringObjects;

/**
 * Prints how fast collections copy and images load: run by hand, with the number of objects and of
 * collections as arguments. An object has 50 bytes on average; few are large.
 */
final class CopyRate {

    private static final int OBJECTS = 1_000_000;
    private static final int COLLECTIONS = 30;
    private static final int IMAGES = 5;

    private CopyRate() {
    }

    public static void main(String[] arguments) throws Exception {
        int objects = arguments.length > 0 ? Integer.parseInt(arguments[0]) : OBJECTS;
        int collections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : COLLECTIONS;
        try (TestHeap heap = new TestHeap(new SemispaceCollector(), 512L << 20, false)) {
            Random random = new Random(1);
            if (!heap.collect(300L << 20).satisfied()) {
                throw new IllegalStateException("512 MiB have no room for the test");
            }
            fill(heap, random, objects);
            for (int round = 0; round < collections; round++) {
                Collector.Report report = heap.collect(0);
                System.out.printf("%,d bytes in %.1f ms: %.0f MB/s%n", report.survivedBytes(),
                        report.nanos() / 1e6, report.survivedBytes() * 1e3 / report.nanos());
            }
            image(heap);
        }
    }

    private static void image(TestHeap heap) throws Exception {
        Path file = Files.createTempFile("copy-rate", ".image");
        for (int round = 0; round < IMAGES; round++) {
            long start = System.nanoTime();
            heap.memory.save(heap.mutator, heap.collector.regions(), file);
            long saved = System.nanoTime();
            try (TestHeap other = new TestHeap(new SemispaceCollector(), 512L << 20, false);
                    SpurMemory memory = new SpurMemory()) {
                memory.open(other.mutator);
                long opened = System.nanoTime();
                memory.load(other.mutator, file, ImageOrigin.USER, other.collector::place);
                long loaded = System.nanoTime();
                memory.verify(other.mutator, other.collector.regions(), heap);
                System.out.printf("%,d bytes: save %.1f ms, load %.1f ms, verify %.1f ms%n",
                        Files.size(file), (saved - start) / 1e6, (loaded - opened) / 1e6,
                        (System.nanoTime() - loaded) / 1e6);
            }
        }
        Files.delete(file);
    }

    private static void fill(TestHeap heap, Random random, int objects) {
        long all = ArrayObjects.newArray(heap.mutator, objects);
        heap.putRoot(0, all);
        for (int index = 0; index < objects; index++) {
            long oop = switch (random.nextInt(20)) {
                case 0, 1, 2 -> StringObjects.newString(heap.mutator, "string number " + index);
                case 3 -> index % 50 == 0
                        ? Allocation.allocateBytes(heap.mutator, KnownClass.BYTE_ARRAY.index(), 2000)
                        : Oop.smallInteger(index);
                default -> array(heap, all, index, random);
            };
            ObjectHeader.rawPutSlot(all, index, oop);
        }
    }

    private static long array(TestHeap heap, long all, int index, Random random) {
        long array = ArrayObjects.newArray(heap.mutator, 1 + random.nextInt(8));
        for (long slot = 0; slot < ObjectHeader.slots(array); slot++) {
            if (index > 0 && random.nextInt(3) != 0) {
                ObjectHeader.rawPutSlot(array, slot, Memory.longAt(
                        ObjectHeader.slotAddress(all, Math.max(0, index - 1 - random.nextInt(1000)))));
            }
        }
        return array;
    }
}
