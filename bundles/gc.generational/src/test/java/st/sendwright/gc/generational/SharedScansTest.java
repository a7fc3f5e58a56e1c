package st.sendwright.gc.generational;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import st.sendwright.gc.Collector;
import st.sendwright.gc.contract.CollectorContract;
import st.sendwright.gc.contract.FinalizationContract;
import st.sendwright.gc.contract.HeapSearchContract;
import st.sendwright.gc.contract.RandomGraphContract;
import st.sendwright.gc.contract.TestHeap;
import st.sendwright.model.Allocation;
import st.sendwright.model.ArrayObjects;
import st.sendwright.model.ObjectFormat;
import st.sendwright.model.ObjectHeader;
import st.sendwright.model.StringObjects;
import st.sendwright.model.WriteBarrier;

/** All that a collector has to do, while two threads take cards from each other one by one, and room for copies in small buffers. */
@DisplayName("Scavenges that two threads do")
class SharedScansTest {

    private static final SecondThread.Sharing CARD_BY_CARD = new SecondThread.Sharing(0, CardTable.CARD_BYTES, 2 * CardTable.CARD_BYTES);

    @Nested
    class Contract extends CollectorContract {
        @Override
        protected Collector newCollector() {
            return new GenerationalCollector(CARD_BY_CARD);
        }
    }

    @Nested
    class Finalization extends FinalizationContract {
        @Override
        protected Collector newCollector() {
            return new GenerationalCollector(CARD_BY_CARD);
        }
    }

    @Nested
    class HeapSearches extends HeapSearchContract {
        @Override
        protected Collector newCollector() {
            return new GenerationalCollector(CARD_BY_CARD);
        }
    }

    @Nested
    class RandomGraphs extends RandomGraphContract {
        @Override
        protected Collector newCollector() {
            return new GenerationalCollector(CARD_BY_CARD);
        }
    }

    @Test
    void copyAnObjectOnceThatBothThreadsMeet() {
        int slots = 60_000;
        int objects = 400;
        try (TestHeap heap = new TestHeap(new GenerationalCollector(CARD_BY_CARD), 64L << 20, false)) {
            heap.collect(ObjectHeader.bytesFor(slots));
            heap.putRoot(0, ArrayObjects.newArray(heap.mutator, slots));
            heap.collectAll();
            for (int round = 0; round < 20; round++) {
                for (int index = 0; index < objects; index++) {
                    WriteBarrier.putSlot(heap.mutator, heap.root(0), index, StringObjects.newString(heap.mutator, round + " " + index));
                }
                for (int index = objects; index < slots; index++) {
                    WriteBarrier.putSlot(heap.mutator, heap.root(0), index, ObjectHeader.slot(heap.root(0), index % objects));
                }

                Collector.Report report = heap.collect(0);

                assertThat(report.copiedBytes()).as("each once").isLessThan(2L * objects * 32);
                for (int index = 0; index < slots; index++) {
                    assertThat(ObjectHeader.slot(heap.root(0), index)).isEqualTo(ObjectHeader.slot(heap.root(0), index % objects));
                }
                for (int index = 0; index < objects; index++) {
                    assertThat(StringObjects.text(ObjectHeader.slot(heap.root(0), index))).isEqualTo(round + " " + index);
                }
                assertThat(heap.faults()).isEmpty();
            }
        }
    }

    @Test
    void nameAWeakObjectOnceWhoseCardsBothThreadsScan() {
        int slots = 2_000;
        try (TestHeap heap = new TestHeap(new GenerationalCollector(CARD_BY_CARD), 64L << 20, false)) {
            int weakIndex = heap.newClass(0, ObjectFormat.WEAK);
            for (int root = 0; root < 2; root++) {
                heap.putRoot(root, Allocation.allocatePointers(heap.mutator, weakIndex, ObjectFormat.WEAK, slots));
            }
            heap.collectAll();
            for (int round = 0; round < 20; round++) {
                for (int index = 0; index < 2 * slots; index++) {
                    WriteBarrier.putSlot(heap.mutator, heap.root(index / slots), index % slots,
                            StringObjects.newString(heap.mutator, "dead soon"));
                }

                heap.collect(0);

                assertThat(heap.losers()).containsExactlyInAnyOrder(heap.root(0), heap.root(1));
                for (int index = 0; index < 2 * slots; index++) {
                    assertThat(ObjectHeader.slot(heap.root(index / slots), index % slots)).isEqualTo(heap.nil);
                }
            }
        }
    }

    /** As programs do that wait for a VM on threads of the common pool. */
    @Nested
    class WhileTheCommonPoolIsBusy extends CollectorContract {

        private final CountDownLatch end = new CountDownLatch(1);

        @BeforeEach
        void blockThePool() throws InterruptedException {
            int threads = ForkJoinPool.getCommonPoolParallelism();
            CountDownLatch begun = new CountDownLatch(threads);
            for (int i = 0; i < threads; i++) {
                ForkJoinPool.commonPool().execute(() -> {
                    begun.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException interrupt) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            begun.await();
        }

        @AfterEach
        void letItGo() {
            end.countDown();
        }

        @Override
        protected Collector newCollector() {
            return new GenerationalCollector(CARD_BY_CARD);
        }
    }
}
