package st.sendwright.primitives.processes;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes what a program writes, so that a reader can give up waiting without losing any of it. A read of a pipe cannot be interrupted, and keeps
 * the thread that carries virtual ones: it has a thread of its own, from the first read on. What nobody reads is held up in the
 * pipe once 1 MB lies here.
 */
final class OutputPump {

    private static final int CHUNK_BYTES = 1 << 13;
    private static final int MOST_CHUNKS = 128;
    private static final byte[] END = {};

    private final InputStream in;
    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>(MOST_CHUNKS);
    private final ReentrantLock reading = new ReentrantLock();
    /** What was answered last, {@link #END} at the end, and how many bytes were answered before it. */
    private byte[] last = new byte[0];
    private long lastStart;
    private Thread thread;

    OutputPump(InputStream in) {
        this.in = in;
    }

    /**
     * The bytes that follow; none at the end.
     *
     * @param position how many bytes the reader has got. A reader that gave up has not got what came meanwhile: it is answered again
     */
    byte[] read(long position) throws InterruptedException {
        reading.lockInterruptibly();
        try {
            if (thread == null) {
                thread = Thread.ofPlatform().daemon().name("sendwright-process-output").start(this::pump);
            }
            if (last != END && position >= lastStart + last.length) {
                byte[] next = chunks.take();
                lastStart += last.length;
                last = next;
            }
            return last;
        } finally {
            reading.unlock();
        }
    }

    private void pump() {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                chunks.put(Arrays.copyOf(buffer, count));
            }
            chunks.put(END);
        } catch (IOException _) {
            // The stream was closed with the process. Who waits finds the end.
            chunks.clear();
            chunks.add(END);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody reads any more. */
    void stop() {
        // A pump that waits for room is let go; one that reads ends with the pipe.
        chunks.clear();
    }
}
