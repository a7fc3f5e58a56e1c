package st.sendwright.bench.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Virtual threads that stand in a ring and wake each other by semaphores. */
final class Processes implements Reference {

    private static final int RING = 10;

    private final List<Semaphore> semaphores = new ArrayList<>();
    /** Only who has been woken touches it; the semaphores order that. */
    private long token;

    @Override
    public long run(int size) {
        token = 0;
        semaphores.clear();
        for (int i = 0; i < RING; i++) {
            semaphores.add(new Semaphore(0));
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < RING; i++) {
            int place = i;
            threads.add(Thread.ofVirtual().start(() -> pass(size, place)));
        }
        semaphores.getFirst().release();
        for (Thread each : threads) {
            try {
                each.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the token went round", e);
            }
        }
        return token;
    }

    private void pass(int times, int place) {
        for (int i = 0; i < times; i++) {
            semaphores.get(place).acquireUninterruptibly();
            token++;
            semaphores.get((place + 1) % RING).release();
        }
    }
}
