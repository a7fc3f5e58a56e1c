package st.sendwright.gc.generational;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import st.sendwright.gc.Collector;
import st.sendwright.gc.contract.CollectorContract;
import st.sendwright.gc.contract.FinalizationContract;
import st.sendwright.gc.contract.RandomGraphContract;

/** All that a collector has to do, while two threads take cards from each other one by one. */
@DisplayName("Scavenges that scan cards on two threads")
class SharedScansTest {

    private static final CardScans.Sharing CARD_BY_CARD = new CardScans.Sharing(0, CardTable.CARD_BYTES);

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
    class RandomGraphs extends RandomGraphContract {
        @Override
        protected Collector newCollector() {
            return new GenerationalCollector(CARD_BY_CARD);
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
